"""Decisions on cases: one person proposes, another approves; an appeal is looked at by a third; only the last word is final.

What a decision finds of a courier, a firm or a station goes to its rating through couriers/rulings.py, and through nothing
else: whatever is not final changes no score.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

import msgspec
from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import rulings
from couriers.rulings import Ruling
from credit import cases, procedure
from credit.cases import CaseStep, Complaint
from credit.casework import BadCaseText, Hand, allowed, done, lock, take, texts
from credit.deadlines import Desk, day
from credit.procedure import Kind
from trace import goods, ledger
from trace.errors import Conflict
from trace.ledger import Draft
from trace.parties import Kind as PartyKind
from trace.stages import Stamp
from trace.store import Record
from trace.words import Evidence

OUTCOMES = ("upheld", "partly_upheld", "rejected")


class AppealTooLate(Conflict):
    """The days for an appeal are over."""

    code = "appeal-too-late"


class NothingProposed(Conflict):
    """There is no draft of a decision to approve."""

    code = "nothing-proposed"


class CaseDraft(Record):
    """The decision that was proposed last: its outcome, and whom it finds responsible for what."""

    __tablename__ = "case_draft"

    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(Text)
    # A Ruling as JSON, or null where nobody is named.
    ruling: Mapped[str | None] = mapped_column(Text)


def propose(
    session: Session, case: Complaint, hand: Hand, outcome: str, text: str, ruling: Ruling | None, now: datetime
) -> CaseDraft:
    """Draft a decision: nothing follows from it before another person approves."""
    if outcome not in OUTCOMES:
        raise BadCaseText(f"{outcome[:20]!r} is no outcome: expected one of {', '.join(OUTCOMES)}")
    if not text.strip():
        raise BadCaseText("a decision needs its reasons: expected 1 to 2000 characters")
    if ruling is not None:
        rulings.check(ruling)
    row = take(session, case, "proposed", hand, now, text=text, facts={"outcome": outcome})
    said = None if ruling is None else msgspec.json.encode(ruling).decode()
    draft = session.get(CaseDraft, case.id) or CaseDraft(case_id=case.id)
    draft.entry_id, draft.outcome, draft.ruling = row.entry_id, outcome, said
    session.add(draft)
    session.flush()
    return draft


def draft_of(session: Session, case: Complaint) -> tuple[CaseDraft, Ruling | None] | None:
    """The decision that was proposed last."""
    found = session.get(CaseDraft, case.id)
    return None if found is None else (found, _ruling(found))


def decide(session: Session, case: Complaint, hand: Hand, text: str, now: datetime) -> CaseStep:
    """Approve the draft: a named person, who is not the one who has proposed it."""
    lock(session, case)
    into = allowed(session, case, "decided", hand)
    found = draft_of(session, case)
    if found is None:
        raise NothingProposed(f"no decision of case {case.number} has been proposed")
    draft, ruling = found
    entry_id = _record(session, case, hand, draft.outcome, ruling, text, now)
    case.outcome = draft.outcome
    return done(session, case, "decided", into, hand, entry_id, now)


def appeal(session: Session, case: Complaint, hand: Hand, text: str, now: datetime, evidence: Evidence) -> CaseStep:
    """Ask for the review of a decision, while there is time; until that is done it counts against nobody."""
    if not text.strip():
        raise BadCaseText("an appeal needs its reasons: expected 1 to 2000 characters")
    if not appealable(session, case, now):
        raise AppealTooLate(f"case {case.number} can be appealed no more: it is not decided, or the days are over")
    return take(session, case, "appealed", hand, now, text=text, evidence=evidence)


def appealable(session: Session, case: Complaint, now: datetime) -> bool:
    """Whether a decision stands that can be appealed still."""
    return (
        case.state == procedure.State.DECIDED
        and (last := last_day(session, case, now)) is not None
        and day(now) <= last
    )


def last_day(session: Session, case: Complaint, now: datetime) -> date | None:
    """The last day on which the decision can be appealed."""
    found = [one for one in Desk(session).readings(session, case, day(now)) if one.clock.key == "appeal"]
    return found[0].due if found else None


def review(session: Session, case: Complaint, hand: Hand, outcome: str, text: str, now: datetime) -> CaseStep:
    """The last word on an appeal, by somebody who has neither proposed nor decided."""
    if outcome not in OUTCOMES:
        raise BadCaseText(f"{outcome[:20]!r} is no outcome: expected one of {', '.join(OUTCOMES)}")
    lock(session, case)
    into = allowed(session, case, "reviewed", hand)
    found = draft_of(session, case)
    ruling = found[1] if found else None
    final = None if ruling is None else msgspec.structs.replace(ruling, final=True)
    entry_id = _record(session, case, hand, outcome, final, text, now)
    case.outcome = outcome
    return done(session, case, "reviewed", into, hand, entry_id, now)


def _record(
    session: Session, case: Complaint, hand: Hand, outcome: str, ruling: Ruling | None, text: str, now: datetime
) -> int:
    stamp, uri = Stamp(now, event_id=f"urn:uuid:{uuid.uuid4()}"), cases.uri(session, case.number)
    # Only an office says something on goods that are not its own; and of a report the item's chain never tells.
    public = hand.actor.kind == PartyKind.REGULATOR and case.kind == Kind.COMPLAINT and case.about
    things = (case.about,) if public else ()
    said = texts(text, hand)
    if ruling is not None:
        return rulings.record(session, hand.actor, uri, outcome, ruling, stamp, now, things, said).entry_id
    deed = goods.decided(uri, stamp, outcome, things=things)
    (receipt,) = ledger.append(session, [Draft(deed.event, hand.actor, Evidence.PARTY, {**deed.texts, **said})], now)
    return receipt.entry_id


def _ruling(draft: CaseDraft) -> Ruling | None:
    return None if draft.ruling is None else msgspec.json.decode(draft.ruling, type=Ruling)
