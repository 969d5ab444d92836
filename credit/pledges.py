"""What a merchant promises in public: how long goods can be sent back, and in how many hours they are shipped.

A promise holds for what is sold while it stands. A longer one holds at once; one that gives buyers less holds a week after
it is published (电子商务法 34: changed rules are shown seven days before they apply).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers.returns import LEGAL_DAYS
from trace import canon, keyring, ledger, parties
from trace.errors import Malformed
from trace.event import Event
from trace.identity.own import Own
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.store import BigId, Record, UTCTime
from trace.words import VOC, Evidence

PLEDGING = VOC + "pledging"
LONGEST_RETURN, LONGEST_SHIP = 365, 720
NOTICE = timedelta(days=7)
LONGEST = 1_000


class BadPledge(Malformed):
    """A promise of fewer days than the law gives, or of none that can be."""

    code = "bad-pledge"


class Pledge(Record):
    """One version of a merchant's promise; the newest that holds counts. Its text is public."""

    __tablename__ = "pledge"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    return_days: Mapped[int] = mapped_column(BigInteger)
    ship_hours: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UTCTime)
    holds_from: Mapped[datetime] = mapped_column(UTCTime)
    entry_id: Mapped[int] = mapped_column(BigInteger)


def publish(
    session: Session, party_id: int, return_days: int, ship_hours: int | None, text: str, now: datetime
) -> Pledge:
    """Promise anew; the record has the SHA-256 of all of it."""
    if not LEGAL_DAYS <= return_days <= LONGEST_RETURN:
        raise BadPledge(f"{return_days} days cannot be promised: expected {LEGAL_DAYS} (the law's) to {LONGEST_RETURN}")
    if ship_hours is not None and not 1 <= ship_hours <= LONGEST_SHIP:
        raise BadPledge(f"{ship_hours} hours cannot be promised: expected 1 to {LONGEST_SHIP}")
    if len(text.strip()) > LONGEST:
        raise BadPledge(f"the promise has {len(text)} characters: expected at most {LONGEST}")
    before = at(of(session, party_id), now)
    said = {"party": party_id, "returnDays": return_days, "shipHours": ship_hours, "text": text.strip()}
    uri = Own("case", (f"pledges-{party_id}",)).uri(keyring.of(session).origin)
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=PLEDGING, epc_list=(uri,), case=uri,
        event_time=iso(to_ms(now)), event_time_zone_offset="+08:00", event_id=f"urn:uuid:{uuid.uuid4()}",
        facts={"card": sha256(canon.encode(said)).hexdigest(), "category": f"return-{return_days}d"},
    )  # fmt: skip
    (receipt,) = ledger.append(session, [Draft(event, parties.actor(session, party_id), Evidence.PARTY)], now)
    made = Pledge(
        party_id=party_id, return_days=return_days, ship_hours=ship_hours, text=text.strip(), published_at=now,
        holds_from=now + NOTICE if _less(before, return_days, ship_hours) else now, entry_id=receipt.entry_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def of(session: Session, party_id: int) -> list[Pledge]:
    """A merchant's promises, the oldest first."""
    return list(session.scalars(select(Pledge).where(Pledge.party_id == party_id).order_by(Pledge.id)))


def at(found: Iterable[Pledge], moment: datetime) -> Pledge | None:
    """The one that held at a moment."""
    return max((one for one in found if one.holds_from <= moment), key=lambda one: one.id, default=None)


def return_days(session: Session, party_id: int, sold_at: datetime | None) -> int:
    """For how many days what was sold then can be sent back: as promised, and never for fewer than the law says."""
    promised = at(of(session, party_id), sold_at) if sold_at is not None else None
    return max(LEGAL_DAYS, promised.return_days if promised else 0)


def _less(before: Pledge | None, return_days: int, ship_hours: int | None) -> bool:
    if before is None:
        return False
    slower = before.ship_hours is not None and (ship_hours is None or ship_hours > before.ship_hours)
    return return_days < before.return_days or slower
