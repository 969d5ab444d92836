"""Losses that the operator has accepted: a database came back from a backup older than the published log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace.store import BigId, Record, UTCTime


class AcceptedLoss(Record):
    """The log had `published` entries, the database `kept` of them, and the operator said why to go on."""

    __tablename__ = "accepted_loss"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    published: Mapped[int] = mapped_column(BigInteger)
    kept: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime] = mapped_column(UTCTime)


def accept(session: Session, published: int, kept: int, reason: str, now: datetime) -> AcceptedLoss:
    """Write the loss down for good."""
    loss = AcceptedLoss(published=published, kept=kept, reason=reason, accepted_at=now)
    session.add(loss)
    session.flush()
    return loss
