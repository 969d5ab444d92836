"""Deliveries by webhook: what is due, how often it was tried, what is given up (Standard Webhooks).

Tried at once and then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h; an answer 410 ends it for this address.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace.errors import Unknown
from trace.store import Record, UTCTime

# How long after one attempt the next one comes.
GAPS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
# Whoever is killed while sending has not said how it went: the attempt is made again after so long.
LEASE = timedelta(minutes=1)
GONE = 410


class State(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class NoSuchDelivery(Unknown):
    """No message with this number was given up."""

    code = "no-such-delivery"


class Attempted:
    """What is tried until it has arrived or is given up, whatever it is that is sent."""

    state: Mapped[str] = mapped_column(Text, index=True)
    attempts: Mapped[int] = mapped_column(BigInteger)
    due_at: Mapped[datetime] = mapped_column(UTCTime, index=True)
    status: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)

    def take(self, now: datetime) -> None:
        """It is being tried, by whoever asks, for as long as an attempt lasts."""
        self.attempts += 1
        self.due_at = now + LEASE


class Delivery(Attempted, Record):
    """One message on its way to one address. The body is made anew from the message each time, so nothing lies here twice."""

    __tablename__ = "webhook_delivery"

    message_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    url: Mapped[str] = mapped_column(Text)


def queue(session: Session, message_id: int, url: str, now: datetime) -> None:
    """A message is to be sent as soon as this is committed."""
    session.add(Delivery(message_id=message_id, url=url, state=State.WAITING, attempts=0, due_at=now))
    session.flush()


def any_due(session: Session, now: datetime) -> bool:
    """Whether anything is to be tried now."""
    due = select(Delivery.message_id).where(Delivery.state == State.WAITING, Delivery.due_at <= now)
    return session.scalars(due.limit(1)).first() is not None


def claim(session: Session, now: datetime) -> Delivery | None:
    """The delivery that is due longest, taken by whoever asks for as long as an attempt lasts."""
    due = select(Delivery).where(Delivery.state == State.WAITING, Delivery.due_at <= now)
    found = session.scalars(due.order_by(Delivery.due_at).limit(1).with_for_update(skip_locked=True)).first()
    if found is None:
        return None
    if _gone(session, found.url):
        _end(found, State.DEAD, GONE, "the address has answered 410 before: it wants nothing any more", now)
        return found
    found.take(now)
    return found


def tried(session: Session, delivery: Attempted, status: int | None, trouble: str | None, now: datetime) -> None:
    """An attempt has ended: with a status of HTTP, or with what went wrong before there was one."""
    if status is not None and 200 <= status < 300:
        _end(delivery, State.SENT, status, None, now)
    elif status == GONE or delivery.attempts > len(GAPS):
        _end(delivery, State.DEAD, status, trouble, now)
    else:
        gap = GAPS[delivery.attempts - 1]
        # A little later each time by chance, so that what failed together does not come back together.
        delivery.due_at = now + gap * random.uniform(1, 1.1)
        delivery.status, delivery.trouble = status, trouble
    session.flush()


def dead(session: Session, most: int = 100) -> Sequence[Delivery]:
    """What was given up, the newest first."""
    found = select(Delivery).where(Delivery.state == State.DEAD).order_by(Delivery.message_id.desc()).limit(most)
    return session.scalars(found).all()


def again(session: Session, message_id: int, url: str, now: datetime) -> None:
    """Begin anew with a message that was given up, to the address that is set now; an old 410 is forgiven."""
    found = session.get(Delivery, message_id)
    if found is None or found.state != State.DEAD:
        raise NoSuchDelivery(f"message {message_id} was not given up: look at the list again")
    session.execute(update(Delivery).where(Delivery.url == url, Delivery.status == GONE).values(status=None))
    found.url, found.state, found.attempts, found.due_at = url, State.WAITING, 0, now
    found.status = found.trouble = found.ended_at = None
    session.flush()


def _gone(session: Session, url: str) -> bool:
    gone = select(Delivery.message_id).where(Delivery.url == url, Delivery.status == GONE, Delivery.state == State.DEAD)
    return session.scalars(gone.limit(1)).first() is not None


def _end(delivery: Attempted, state: State, status: int | None, trouble: str | None, now: datetime) -> None:
    delivery.state, delivery.status, delivery.trouble, delivery.ended_at = state, status, trouble, now
