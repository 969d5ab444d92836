"""Complaints, inquiries and reports as they come in: each a case with a chain of its own, and a code to ask for it by.

Until it is decided nothing of it stands on the item's chain: a jump in positions must not tip anybody off. Of a report
nothing ever does, and its respondent is shown nothing.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import parcels
from credit import cases, deadlines, procedure, routing
from credit.cases import CaseStep, Complaint, NoSuchCase
from credit.casework import ANSWERING, LONGEST, STEP, Hand, take
from credit.procedure import Kind, State, WrongStep
from trace import goods, history, ledger, parties, private
from trace.errors import Conflict, Malformed
from trace.ledger import Draft
from trace.moments import from_ms
from trace.stages import Stamp
from trace.standing import Actor
from trace.words import Evidence

__all__ = ["ANSWERING", "CATEGORIES", "LONGEST", "BadComplaint", "Complaint", "NoSuchCase"]

# Own list, near to what the hotlines 12315 and 12305 ask for (docs/policy.md, S5d).
CATEGORIES = (
    "K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10", "K11", "K12", "K13", "K14", "K15", "K16", "K17",
    "K18", "K19", "K20", "K99",
)  # fmt: skip
# What a courier firm answers for and not the seller: K11 to K19 (docs/policy.md, S5d).
OF_CARRIERS = frozenset(f"K{number}" for number in range(11, 20))
RECEIVED, ANSWERED = "received", "answered"
# 快递暂行条例 28 (29 since 2025-06-01): a carrier handles a complaint and tells whoever made it within seven days.
ANSWER_DAYS = 7


class BadComplaint(Malformed):
    """A complaint of a kind that there is not, or without words."""

    code = "bad-complaint"


class CaseClosed(Conflict):
    """A case that somebody has decided takes no more answers."""

    code = "case-closed"


class Incoming(NamedTuple):
    """What comes in: what it is about (a thing's name, or nothing), who is to answer, of which kind and category, the words.

    `things` are words of whoever made it about what they have no code for; `external` is the number at a hotline.
    """

    about: str
    respondent_id: int
    category: str
    text: str
    kind: str = Kind.COMPLAINT
    source: str = "item"
    division: str | None = None
    external: str | None = None
    things: str = ""


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
    """A new complaint and the code that opens its progress, which is told this once."""
    ((case, code),) = receive_all(session, actor, [Incoming(about, respondent_id, category, text)], [stamp], now)
    return case, code


def receive_all(
    session: Session, actor: Actor, incoming: Sequence[Incoming], stamps: Sequence[Stamp], now: datetime,
    evidence: Evidence = Evidence.CLAIM,
) -> list[tuple[Complaint, str]]:  # fmt: skip
    """Several at once, in one append: a submission with two parts, or a row of a hotline's file; terms run from the stamp."""
    numbers = [b32encode(secrets.token_bytes(5)).decode() for _ in incoming]
    drafts = [
        _draft(session, actor, one, number, stamp, evidence)
        for one, number, stamp in zip(incoming, numbers, stamps, strict=True)
    ]
    receipts = ledger.append(session, drafts, now)
    desk, found = deadlines.Desk(session), []
    for one, number, stamp, receipt in zip(incoming, numbers, stamps, receipts, strict=True):
        code = b32encode(secrets.token_bytes(10)).decode()
        way = procedure.of_category(one.category)
        division = one.division or parties.get(session, one.respondent_id).division
        case = Complaint(
            number=number, about=one.about, respondent_id=one.respondent_id, category=one.category,
            entry_id=receipt.entry_id, code_digest=_digest(code), state=RECEIVED, received_at=stamp.at, kind=str(one.kind),
            procedure=str(way), source=one.source, external=one.external, division=division,
            office_id=routing.office_for(session, division, way), due_provisional=False,
        )  # fmt: skip
        session.add(case)
        session.flush()
        session.add(CaseStep(case_id=case.id, entry_id=receipt.entry_id, step=RECEIVED, at=stamp.at, party_id=actor.id))
        session.flush()
        deadlines.refresh(session, case, now, desk)
        found.append((case, code))
    return found


def _draft(session: Session, actor: Actor, one: Incoming, number: str, stamp: Stamp, evidence: Evidence) -> Draft:
    if one.category not in CATEGORIES:
        raise BadComplaint(f"{one.category[:20]!r} is not a kind of complaint: expected one of {', '.join(CATEGORIES)}")
    if not 0 < len(one.text.strip()) <= LONGEST:
        raise BadComplaint(f"the complaint has {len(one.text)} characters: expected 1 to {LONGEST}")
    about = [line for line in (one.about, one.things.strip()) if line]
    deed = goods.complained(cases.uri(session, number), stamp, one.category, about=about, text=one.text.strip())
    return Draft(deed.event, actor, evidence, deed.texts)


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
    """The cases that a party is to answer, the newest first. Reports are no case of theirs."""
    found = select(Complaint).where(Complaint.respondent_id == respondent_id, Complaint.kind != Kind.REPORT)
    return list(session.scalars(found.order_by(Complaint.id.desc())))


def case(session: Session, number: str, party_id: int) -> Complaint:
    """The case with this number that a party is to answer."""
    found = session.scalars(select(Complaint).where(Complaint.number == number)).first()
    if found is None or found.respondent_id != party_id or found.kind == Kind.REPORT:
        raise NoSuchCase(f"there is no case {number[:20]!r} for you to answer")
    return found


def answer(session: Session, complaint: Complaint, party_id: int, text: str, now: datetime) -> CaseStep:
    """What the party that a complaint is about says to it: on the case's own chain, the words encrypted beside it.

    Asked for evidence by an office, the answer is its statement.
    """
    if complaint.respondent_id != party_id or complaint.kind == Kind.REPORT:
        raise NoSuchCase(f"there is no case {complaint.number} for you to answer")
    if not 0 < len(text.strip()) <= LONGEST:
        raise BadComplaint(f"the answer has {len(text)} characters: expected 1 to {LONGEST}")
    step = "stated" if asked(session, complaint) else ANSWERED
    try:
        return take(session, complaint, step, Hand(parties.actor(session, party_id)), now, text=text)
    except WrongStep:
        raise CaseClosed(f"case {complaint.number} is {complaint.state}: it takes no more answers") from None


def asked(session: Session, complaint: Complaint) -> bool:
    """Whether an office waits for the respondent's statement."""
    names = [one.step for one in cases.steps(session, complaint) if one.step in ("asked", "stated")]
    return bool(names) and names[-1] == "asked"


def takes_answers(complaint: Complaint) -> bool:
    """Whether the respondent may still say something."""
    return complaint.state in (State.RECEIVED, State.ANSWERED, State.ACCEPTED, State.NEGOTIATING, State.MEDIATING)


class Said(NamedTuple):
    """One step of a case: which, by which party's name in the record, when, the words unless they are erased, the reason."""

    step: str
    actor: str
    at: datetime
    text: str | None
    reason: str | None = None
    entry_id: int = 0
    account_id: int | None = None


def file(session: Session, complaint: Complaint, side: str | None = None) -> list[Said]:
    """What was done in a case, the oldest first, as far as a side (complainant, respondent) sees it; None: the office."""
    entries = history.life(session, cases.uri(session, complaint.number)).entries
    words = private.texts(session, [one.id for one in entries])
    taken = {one.entry_id: one for one in cases.steps(session, complaint)}
    found = []
    for one in sorted(entries, key=lambda one: one.id):
        row = taken.get(one.id)
        name = one.stage.removeprefix(STEP) if row is None or one.stage != "decided" else row.step
        if side is None or procedure.visible(ANSWERED if name == ANSWERING else name, side):
            found.append(
                Said(
                    name, one.actor, from_ms(one.event_ms), words.get(one.id, {}).get("text"),
                    row.reason if row else None, one.id, row.account_id if row else None,
                )
            )  # fmt: skip
    return found


def erase(session: Session, complaint: Complaint) -> None:
    """Whoever complained takes their words back: they are erased with their salts, and every proof stays valid."""
    for name in ("text", "about"):
        ledger.erase_field(session, complaint.entry_id, name)


def _digest(code: str) -> bytes:
    return sha256("".join(code.upper().split()).replace("-", "").encode()).digest()
