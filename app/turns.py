"""Whose turn it is to do what is due once a day: a row each, so that of all threads and workers one does it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk
from trace.moments import to_ms
from trace.store import Record, UTCTime

# Whoever was killed in the middle leaves the work to the next look after so long.
LEASE = timedelta(minutes=15)
_NEW = "INSERT INTO due_turn (name, next_at) VALUES (?, ?) ON CONFLICT DO NOTHING"


class Turn(Record):
    """Daily work, and from when on it is due again; `trouble` is how it broke off."""

    __tablename__ = "due_turn"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UTCTime)
    begun_at: Mapped[datetime | None] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)
    trouble: Mapped[str | None] = mapped_column(Text)


def waits(session: Session, name: str, moment: datetime) -> bool:
    """Whether it is due."""
    found = session.get(Turn, name)
    return found is None or found.next_at <= moment


def claim(session: Session, name: str, moment: datetime) -> bool:
    """Whether it is due and nobody has it; then it is the caller's until LEASE is over."""
    bulk.run(session, _NEW, (name, to_ms(moment)))
    wanted = select(Turn).where(Turn.name == name, Turn.next_at <= moment).with_for_update(skip_locked=True)
    found = session.scalars(wanted).first()
    if found is None:
        return False
    found.begun_at, found.next_at = moment, moment + LEASE
    session.flush()
    return True


def end(session: Session, name: str, moment: datetime, next_at: datetime, trouble: str | None) -> None:
    """It is done, or broke off with `trouble`, and due again at `next_at`."""
    found = session.get_one(Turn, name)
    found.next_at, found.ended_at, found.trouble = next_at, moment, trouble
    session.flush()
