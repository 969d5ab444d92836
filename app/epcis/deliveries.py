"""What is on its way to a subscriber: some events of the record in one call, tried as every webhook is (app/webhooks.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, ForeignKey, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app import webhooks
from app.webhooks import Attempted, NoSuchDelivery, State
from trace.epcis import answer
from trace.epcis.find import Found
from trace.epcis.formats import EpcFormat
from trace.epcis.named import NamedQuery
from trace.epcis.subscriptions import Subscription
from trace.moments import iso, to_ms
from trace.store import BigId, Record, UTCTime

# The answer of a receiver to whom a call is too long: smaller batches are asked for (EPCIS 2.0 section 12.8).
TOO_LARGE = 413


class EpcisDelivery(Attempted, Record):
    """One call to a subscriber; `entries` are entry ids, each with whether its event is shown whole."""

    __tablename__ = "epcis_delivery"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subscription_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("epcis_subscription.id", ondelete="CASCADE"), index=True
    )
    entries: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCTime)

    def as_json(self) -> dict[str, Any]:
        """How it stands, for whoever subscribed."""
        return {
            "delivery": self.id,
            "webhook-id": self.webhook_id,
            "state": self.state,
            "events": len(self.found()),
            "attempts": self.attempts,
            "status": self.status,
            "trouble": self.trouble,
            "createdAt": iso(to_ms(self.created_at)),
            "dueAt": iso(to_ms(self.due_at)) if self.state == State.WAITING else None,
            "endedAt": None if self.ended_at is None else iso(to_ms(self.ended_at)),
        }

    @property
    def webhook_id(self) -> str:
        """By what the receiver knows a call that came before."""
        return f"epcis_{self.id}"

    def found(self) -> list[Found]:
        """The events."""
        return [Found((), entry_id, own) for entry_id, own in orjson.loads(self.entries)]


def queue(session: Session, one: Subscription, events: Sequence[Found], now: datetime) -> None:
    """A call that is to be made as soon as this is committed."""
    entries = orjson.dumps([(found.entry_id, found.own) for found in events]).decode()
    session.add(
        EpcisDelivery(
            subscription_id=one.id, entries=entries, created_at=now, state=State.WAITING, attempts=0, due_at=now
        )
    )
    session.flush()


def any_due(session: Session, now: datetime) -> bool:
    """Whether any call is to be tried now."""
    due = select(EpcisDelivery.id).where(EpcisDelivery.state == State.WAITING, EpcisDelivery.due_at <= now)
    return session.scalars(due.limit(1)).first() is not None


def claim(session: Session, now: datetime) -> EpcisDelivery | None:
    """The call that is due longest, taken by whoever asks for as long as an attempt lasts."""
    due = select(EpcisDelivery).where(EpcisDelivery.state == State.WAITING, EpcisDelivery.due_at <= now)
    wanted = due.order_by(EpcisDelivery.due_at, EpcisDelivery.id).limit(1).with_for_update(skip_locked=True)
    if (found := session.scalars(wanted).first()) is not None:
        found.take(now)
        session.flush()
    return found


def body(session: Session, delivery: EpcisDelivery, one: Subscription) -> bytes:
    """What is sent: an EPCISQueryDocument, the events as the subscriber may see them."""
    name = session.get_one(NamedQuery, one.query_id).name
    told = answer.events(session, one.party_id, delivery.found(), EpcFormat(one.epc_format))
    return orjson.dumps(answer.document(told, iso(to_ms(delivery.created_at)), name, one.name))


def tried(session: Session, delivery: EpcisDelivery, status: int | None, trouble: str | None, now: datetime) -> None:
    """An attempt has ended."""
    one, events = session.get_one(Subscription, delivery.subscription_id), delivery.found()
    if status == TOO_LARGE and len(events) > 1:
        half = len(events) // 2
        for some in (events[:half], events[half:]):
            queue(session, one, some, now)
        session.delete(delivery)
        session.flush()
        return
    webhooks.tried(session, delivery, status, trouble, now)
    if delivery.state == State.SENT:
        one.last_notified_at = now
    elif status == webhooks.GONE:
        one.ended_at = now
    session.flush()


def of(session: Session, one: Subscription, most: int, before: int | None = None) -> Sequence[EpcisDelivery]:
    """The calls of a subscription, the newest first."""
    wanted = select(EpcisDelivery).where(EpcisDelivery.subscription_id == one.id)
    if before is not None:
        wanted = wanted.where(EpcisDelivery.id < before)
    return session.scalars(wanted.order_by(EpcisDelivery.id.desc()).limit(most)).all()


def again(session: Session, one: Subscription, delivery_id: int, now: datetime) -> EpcisDelivery:
    """Begin anew with a call that was given up; a subscription that its address had ended goes on."""
    found = session.get(EpcisDelivery, delivery_id)
    if found is None or found.subscription_id != one.id or found.state != State.DEAD:
        raise NoSuchDelivery(f"delivery {delivery_id} was not given up: look at the list again")
    found.state, found.attempts, found.due_at = State.WAITING, 0, now
    found.status = found.trouble = found.ended_at = one.ended_at = None
    session.flush()
    return found


def forget_sent(session: Session, before: datetime) -> None:
    """What has arrived is of no use after a while."""
    session.execute(delete(EpcisDelivery).where(EpcisDelivery.state == State.SENT, EpcisDelivery.ended_at < before))
