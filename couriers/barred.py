"""Who takes in nothing new: by a decision of a person (credit/admission.py), from a moment on, until it is lifted.

What somebody has in hand already they go on carrying, handing over and delivering: a measure against a firm must not
strand anybody's parcel.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace.errors import Forbidden
from trace.store import BigId, Record, UTCTime


class FirmSuspended(Forbidden):
    """A firm or station that takes in nothing new while a measure against it holds."""

    code = "firm-suspended"


class Bar(Record):
    """One stretch in which a party takes in nothing new; `measure` is the number of the decision."""

    __tablename__ = "barred"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    measure: Mapped[str] = mapped_column(Text, unique=True)
    since: Mapped[datetime] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)


def begin(session: Session, party_id: int, measure: str, now: datetime) -> None:
    """From now on."""
    session.add(Bar(party_id=party_id, measure=measure, since=now))
    session.flush()


def end(session: Session, measure: str, now: datetime) -> None:
    """What this decision barred is free again."""
    for one in session.scalars(select(Bar).where(Bar.measure == measure, Bar.ended_at.is_(None))):
        one.ended_at = now
    session.flush()


def holds(session: Session, party_id: int, at: datetime) -> bool:
    """Whether a party took in nothing new at a moment."""
    wanted = select(Bar.id).where(Bar.party_id == party_id, Bar.since <= at)
    return session.scalars(wanted.where((Bar.ended_at.is_(None)) | (Bar.ended_at > at)).limit(1)).first() is not None


def check(session: Session, party_id: int, at: datetime) -> None:
    """Refuse what would be new for a party at a moment when it took in nothing new."""
    if holds(session, party_id, at):
        raise FirmSuspended(
            "this firm takes in nothing new while the measure against it holds; what it has in hand is delivered as before"
        )
