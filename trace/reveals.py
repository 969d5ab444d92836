"""Who opened hidden personal data of whom, and when; visible to the party that the data is of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace.store import BigId, Record, UTCTime


class Reveal(Record):
    """One look. `what` says which data, `subject_id` whose, `viewer_id` for which party the account acted."""

    __tablename__ = "reveal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    viewer_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"))
    account_id: Mapped[int] = mapped_column(BigInteger)
    what: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCTime)


def note(session: Session, subject_id: int, viewer_id: int, account_id: int, what: str, now: datetime) -> None:
    """Write down that somebody opened something, in the transaction that opens it."""
    session.add(Reveal(subject_id=subject_id, viewer_id=viewer_id, account_id=account_id, what=what, at=now))
    session.flush()


def of(session: Session, subject_id: int, most: int = 100) -> list[Reveal]:
    """Who opened data of this party, the newest first."""
    found = select(Reveal).where(Reveal.subject_id == subject_id).order_by(Reveal.id.desc()).limit(most)
    return list(session.scalars(found))
