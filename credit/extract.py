"""An extract of somebody's own record, signed with the log's key, which they hand on by a link that ends.

It says as of which entry and checkpoint, by which rules, what each number means and out of how many it is. A person has
no extract, and nobody who may be a person has one for lending: a platform's rating of people is no credit report
(征信业管理条例 13, 18; docs/rating.md).
"""

from __future__ import annotations

import secrets
import uuid
from base64 import b32encode
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import ratings
from couriers.conduct import Kind, Subject
from couriers.rated import Rating
from couriers.roster import Courier
from credit import gates, measures, pledges
from credit.admission import day
from trace import canon, keyring, ledger, log, parties
from trace.errors import Forbidden, Malformed, Unknown
from trace.event import Event
from trace.identity.own import Own
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.parties import Kind as PartyKind, Party
from trace.store import BigId, Record, UTCTime
from trace.words import VOC, Evidence

# The first line of what is signed. A checkpoint's is the log's name, which holds no "/", so neither passes for the other.
MARK = "suyuan-extract/v1"
SHARING = VOC + "sharing_extract"
PURPOSES = ("platform", "insurance", "lending")
LONGEST_DAYS = 90
# 92: 个体工商户, a person in business. Whoever has no code may be a person as well.
_INDIVIDUAL = "92"
DEFINITIONS = {
    "score": "0 to 100 by the rules named here, in tenths: the mean of the couriers' scores by parcels, less own findings",
    "low": "the score less 1.28 standard deviations of its own uncertainty",
    "grade": "AAA to C by the score, D by a person's decision, NR before 50 parcels and 30 days; it falls slowly",
    "parcels": "delivered parcels that count, of the last 180 days",
    "couriers": "couriers of the firm who are rated; no score of a person stands here",
    "measures": "measures about the firm that hold, each decided by a named person",
    "promise": "days in which goods can be sent back, and hours until they are shipped, as promised in public",
}


class NoExtract(Forbidden):
    """An extract that is not made: of a person, or for lending about somebody who may be one."""

    code = "no-extract"


class BadExtract(Malformed):
    """An extract for a purpose that there is not, or by a link that lasts too long."""

    code = "bad-extract"


class NoSuchExtract(Unknown):
    """No extract lies under this link: it is wrong, has ended or was taken back."""

    code = "no-such-extract"


class Extract(Record):
    """One extract as it was signed; of its link only the SHA-256 is kept."""

    __tablename__ = "credit_extract"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    note: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    expires_at: Mapped[datetime] = mapped_column(UTCTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCTime)
    fetched: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger)


def may(party: Party, purpose: str) -> None:
    """Refuse by kind: parties that carry or sell have extracts, and for lending only those that are surely no person."""
    if purpose not in PURPOSES:
        raise BadExtract(f"{purpose[:20]!r} is no purpose: expected one of {', '.join(PURPOSES)}")
    if party.kind not in (PartyKind.CARRIER, PartyKind.STATION, PartyKind.MERCHANT):
        raise NoExtract(f"a {party.kind} has no record of this kind to share")
    if purpose == "lending" and (party.uscc is None or party.uscc.startswith(_INDIVIDUAL)):
        raise NoExtract("nothing about a person is handed on for lending: this needs the credit code of an enterprise")


def share(session: Session, party_id: int, purpose: str, days: int, now: datetime) -> tuple[Extract, str]:
    """A new extract and the word of its link, which is told this once."""
    party = parties.get(session, party_id)
    may(party, purpose)
    if not 1 <= days <= LONGEST_DAYS:
        raise BadExtract(f"a link of {days} days cannot be: expected 1 to {LONGEST_DAYS}")
    expires, token = now + timedelta(days=days), b32encode(secrets.token_bytes(15)).decode()
    said = content(session, party, now) | {"purpose": purpose, "expires": iso(to_ms(expires))}
    note = keyring.of(session).signer.sign(f"{MARK}\n{canon.encode(said).decode()}\n")
    uri = Own("case", (f"extracts-{party_id}",)).uri(keyring.of(session).origin)
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=SHARING, epc_list=(uri,), case=uri,
        event_time=iso(to_ms(now)), event_time_zone_offset="+08:00", event_id=f"urn:uuid:{uuid.uuid4()}",
        facts={"card": sha256(note.encode()).hexdigest(), "category": purpose},
    )  # fmt: skip
    (receipt,) = ledger.append(session, [Draft(event, parties.actor(session, party_id), Evidence.PARTY)], now)
    made = Extract(
        party_id=party_id, purpose=purpose, digest=_digest(token), note=note, made_at=now, expires_at=expires, fetched=0,
        entry_id=receipt.entry_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made, token


def content(session: Session, party: Party, now: datetime) -> dict[str, Any]:
    """What an extract says of a party; of its people it says how many are rated."""
    kind = Kind.OUTLET if party.kind == PartyKind.STATION else Kind.FIRM
    newest, at = log.newest(session), ratings.position(session)
    promise = pledges.at(pledges.of(session, party.id), now)
    held = [one for one in measures.published(session) if one.party_id == party.id]
    return {
        "v": 1,
        "subject": {"party": parties.uri(session, party.id), "kind": party.kind, "name": party.name, "uscc": party.uscc},
        "madeAt": iso(to_ms(now)),
        "asOf": {"leaf": at.leaf, "size": newest.size, "checkpoint": newest.note},
        "rating": _rating(session, Subject(kind, party.id)),
        "measures": [
            {"number": one.number, "kind": one.kind, "state": one.state, "until": one.until, "basis": one.basis} for one in held
        ],
        "promise": None if promise is None else {"returnDays": promise.return_days, "shipHours": promise.ship_hours},
        "rules": {"admission": gates.at(day(now)).version},
        "definitions": DEFINITIONS,
    }  # fmt: skip


def fetch(session: Session, token: str, now: datetime) -> Extract:
    """The extract under a link, once more fetched."""
    wanted = select(Extract).where(Extract.digest == _digest(token)).with_for_update()
    found = session.scalars(wanted).one_or_none()
    if found is None or found.revoked_at is not None or found.expires_at <= now:
        raise NoSuchExtract("no extract lies under this link: it is wrong, has ended, or was taken back")
    found.fetched += 1
    session.flush()
    return found


def of(session: Session, party_id: int) -> list[Extract]:
    """A party's extracts, the newest first."""
    wanted = select(Extract).where(Extract.party_id == party_id).order_by(Extract.id.desc()).limit(100)
    return list(session.scalars(wanted))


def revoke(session: Session, party_id: int, extract_id: int, now: datetime) -> None:
    """Take a link back; what was fetched before is out of our hands."""
    found = session.get(Extract, extract_id)
    if found is None or found.party_id != party_id:
        raise NoSuchExtract(f"there is no extract {extract_id} of yours")
    found.revoked_at = found.revoked_at or now
    session.flush()


def _rating(session: Session, subject: Subject) -> dict[str, Any] | None:
    row = session.get(Rating, (str(subject.kind), subject.id))
    if row is None or row.stale:
        return None
    rated = select(func.count()).select_from(Rating).join(Courier, Courier.id == Rating.subject_id)
    couriers = session.scalar(rated.where(Rating.kind == str(Kind.COURIER), Courier.carrier_id == subject.id)) or 0
    # Tenths, as they are kept, so that nobody's arithmetic of fractions can differ.
    return {
        "grade": row.grade, "scoreTenths": row.score, "lowTenths": row.low, "day": date.fromordinal(row.day).isoformat(),
        "leaf": row.leaf, "rules": row.rules, "parcels": row.parcels, "couriers": couriers,
    }  # fmt: skip


def _digest(token: str) -> bytes:
    return sha256(token.strip().upper().encode()).digest()
