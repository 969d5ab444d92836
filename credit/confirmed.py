"""That a buyer confirmed, for one purchase, that these goods do not come back; and what of a life counts for a return."""

from __future__ import annotations

import uuid
from datetime import datetime, tzinfo

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import heard
from couriers.back import NotYourSale
from couriers.returns import LEGAL_DAYS, Said
from credit import pledges, sending_back
from credit.sending_back import EXCEPTIONS, Confirmed, Eligible
from trace import keyring, ledger, parties, products
from trace.errors import Malformed
from trace.event import Event
from trace.history import Life
from trace.identity.own import Own
from trace.ledger import Draft
from trace.moments import from_ms, iso, to_ms
from trace.store import BigId, Record, UTCTime
from trace.words import VOC, Evidence, Stage, Standing

CONFIRMING = VOC + "confirming_exception"


class NoSuchException(Malformed):
    """A reason for which the law lets nobody refuse a return."""

    code = "no-such-exception"


class ReturnException(Record):
    """One confirmation for one purchase; the entry of the record says when it was recorded."""

    __tablename__ = "return_exception"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uri: Mapped[str] = mapped_column(Text, index=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"))
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UTCTime)
    entry_id: Mapped[int] = mapped_column(BigInteger)


def confirm(session: Session, merchant_id: int, uri: str, reason: str, now: datetime) -> ReturnException:
    """The seller records that the buyer confirmed it; what counts is when it was recorded, not what anybody says later."""
    if reason not in EXCEPTIONS:
        raise NoSuchException(f"{reason[:20]!r} is no reason of the law: expected one of {', '.join(EXCEPTIONS)}")
    if heard.parcel_of(session, merchant_id, uri) is None:
        raise NotYourSale("these goods were not packed here: scan the code on them")
    case = Own("case", (f"exceptions-{merchant_id}",)).uri(keyring.of(session).origin)
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=CONFIRMING, epc_list=(case,), case=case,
        event_time=iso(to_ms(now)), event_time_zone_offset="+08:00", event_id=f"urn:uuid:{uuid.uuid4()}",
        facts={"reason": reason},
    )  # fmt: skip
    draft = Draft(event, parties.actor(session, merchant_id), Evidence.PARTY, {"about": uri})
    (receipt,) = ledger.append(session, [draft], now)
    made = ReturnException(uri=uri, party_id=merchant_id, reason=reason, recorded_at=now, entry_id=receipt.entry_id)
    session.add(made)
    session.flush()
    return made


def eligible(session: Session, life: Life, now: datetime, zone: tzinfo) -> Eligible:
    """Whether what has this life may be sent back now, by the promise of the day on which it was sold."""
    counted = said(life)
    sold = max((one.at for one in counted if one.stage == Stage.SOLD), default=None)
    first = min((one.at for one in counted if one.stage == Stage.SIGNED), default=None)
    product = products.find(session, life.thing)
    days = pledges.return_days(session, product.merchant_id, sold or first) if product else LEGAL_DAYS
    rows = session.scalars(select(ReturnException).where(ReturnException.uri == life.thing)).all()
    # Goods that were sold again have a purchase of their own.
    fresh = [Confirmed(one.reason, one.recorded_at) for one in rows if sold is None or one.recorded_at >= sold]
    return sending_back.eligible(counted, fresh, now, zone, days)


def said(life: Life) -> list[Said]:
    """What of a life counts for its term: everything but the word of outsiders; of a return its phase."""
    found = []
    for one in life.entries:
        if one.public["standing"] != Standing.OUTSIDER:
            facts = one.public.get("facts") or {}
            phase = "outcome" if one.stage == Stage.RETURNED else "reason"
            found.append(Said(one.stage, from_ms(one.event_ms), facts.get(phase)))
    return found
