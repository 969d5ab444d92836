"""Complaints of consumers: each is a case with a chain of its own, and a code by which whoever made it can ask for it.

Until it is decided nothing of it stands on the item's chain: a jump in positions must not tip anybody off.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import parcels
from trace import goods, history, keyring, ledger, parties, private
from trace.errors import Conflict, Malformed, Unknown
from trace.event import Event
from trace.identity.own import Own
from trace.ledger import Draft
from trace.moments import from_ms, iso, to_ms
from trace.receipts import Receipt
from trace.stages import Stamp
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime
from trace.words import VOC, Evidence

# Own list, near to what the hotlines 12315 and 12305 ask for (docs/policy.md, S5d).
CATEGORIES = (
    "K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10", "K11", "K12", "K13", "K14", "K15", "K16", "K17",
    "K18", "K19", "K20", "K99",
)  # fmt: skip
# What a courier firm answers for and not the seller: K11 to K19 (docs/policy.md, S5d).
OF_CARRIERS = frozenset(f"K{number}" for number in range(11, 20))
LONGEST = 2_000
RECEIVED, ANSWERED = "received", "answered"
# 快递暂行条例 28 (29 since 2025-06-01): a carrier handles a complaint and tells whoever made it within seven days.
ANSWER_DAYS = 7
# CBV has no word for it, and on the item's chain it never stands.
ANSWERING = VOC + "answering"


class BadComplaint(Malformed):
    """A complaint of a kind that there is not, or without words."""

    code = "bad-complaint"


class NoSuchCase(Unknown):
    """No case has this number and this code."""

    code = "no-such-case"


class CaseClosed(Conflict):
    """A case that somebody has decided takes no more answers."""

    code = "case-closed"


class Complaint(Record):
    """A case as it came in. `about` is the thing, `respondent_id` who is to answer; the text is in the ledger's fields."""

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    about: Mapped[str] = mapped_column(Text, index=True)
    respondent_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    category: Mapped[str] = mapped_column(Text)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UTCTime)


def receive(
    session: Session,
    actor: Actor,
    about: str,
    respondent_id: int,
    category: str,
    text: str,
    stamp: Stamp,
    now: datetime,
) -> tuple[Complaint, str]:
    """A new case and the code that opens its progress, which is told this once."""
    if category not in CATEGORIES:
        raise BadComplaint(f"{category[:20]!r} is not a kind of complaint: expected one of {', '.join(CATEGORIES)}")
    if not 0 < len(text.strip()) <= LONGEST:
        raise BadComplaint(f"the complaint has {len(text)} characters: expected 1 to {LONGEST}")
    number = b32encode(secrets.token_bytes(5)).decode()
    case = Own("case", (number,)).uri(keyring.of(session).origin)
    deed = goods.complained(case, stamp, category, about=[about], text=text.strip())
    (receipt,) = ledger.append(session, [Draft(deed.event, actor, Evidence.CLAIM, deed.texts)], now)
    code = b32encode(secrets.token_bytes(10)).decode()
    complaint = Complaint(
        number=number, about=about, respondent_id=respondent_id, category=category, entry_id=receipt.entry_id,
        code_digest=_digest(code), state=RECEIVED, received_at=now,
    )  # fmt: skip
    session.add(complaint)
    session.flush()
    return complaint, code


def respondent(session: Session, category: str, carried_in: str, otherwise: int) -> int:
    """Who is to answer: of what went wrong on the way the parcel's carrier, if we know it, else `otherwise`."""
    parcel = parcels.find(session, carried_in) if category in OF_CARRIERS else None
    return otherwise if parcel is None else parcel.carrier_id


def find(session: Session, number: str, code: str) -> Complaint:
    """The case of whoever has its code."""
    found = session.scalars(select(Complaint).where(Complaint.number == number.strip().upper())).first()
    if found is None or found.code_digest != _digest(code):
        raise NoSuchCase("there is no case with this number and code: expected both as they were shown")
    return found


def of(session: Session, respondent_id: int) -> list[Complaint]:
    """The cases that a party is to answer, the newest first."""
    found = select(Complaint).where(Complaint.respondent_id == respondent_id).order_by(Complaint.id.desc())
    return list(session.scalars(found))


def case(session: Session, number: str, party_id: int) -> Complaint:
    """The case with this number that a party is to answer."""
    found = session.scalars(select(Complaint).where(Complaint.number == number)).first()
    if found is None or found.respondent_id != party_id:
        raise NoSuchCase(f"there is no case {number[:20]!r} for you to answer")
    return found


def answer(session: Session, complaint: Complaint, party_id: int, text: str, now: datetime) -> Receipt:
    """What the party that a complaint is about says to it: on the case's own chain, the words encrypted beside it."""
    if complaint.respondent_id != party_id:
        raise NoSuchCase(f"there is no case {complaint.number} for you to answer")
    if complaint.state not in (RECEIVED, ANSWERED):
        raise CaseClosed(f"case {complaint.number} is {complaint.state}: it takes no more answers")
    if not 0 < len(text.strip()) <= LONGEST:
        raise BadComplaint(f"the answer has {len(text)} characters: expected 1 to {LONGEST}")
    uri = _uri(session, complaint)
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=ANSWERING, epc_list=(uri,), case=uri,
        event_time=iso(to_ms(now)), event_time_zone_offset="+08:00",
    )  # fmt: skip
    draft = Draft(event, parties.actor(session, party_id), Evidence.PARTY, {"text": text.strip()})
    (receipt,) = ledger.append(session, [draft], now)
    complaint.state = ANSWERED
    session.flush()
    return receipt


class Said(NamedTuple):
    """One word in a case: which step, by which party's name in the record, when, and the words unless they are erased."""

    step: str
    actor: str
    at: datetime
    text: str | None


def file(session: Session, complaint: Complaint) -> list[Said]:
    """What was said in a case, the oldest first, for whoever has a part in it."""
    entries = history.life(session, _uri(session, complaint)).entries
    words = private.texts(session, [one.id for one in entries])
    return [
        Said(one.stage, one.actor, from_ms(one.event_ms), words.get(one.id, {}).get("text"))
        for one in sorted(entries, key=lambda one: one.id)
    ]


def erase(session: Session, complaint: Complaint) -> None:
    """Whoever complained takes their words back: they are erased with their salts, and every proof stays valid."""
    for name in ("text", "about"):
        ledger.erase_field(session, complaint.entry_id, name)


def _uri(session: Session, complaint: Complaint) -> str:
    return Own("case", (complaint.number,)).uri(keyring.of(session).origin)


def _digest(code: str) -> bytes:
    return sha256("".join(code.upper().split()).replace("-", "").encode()).digest()
