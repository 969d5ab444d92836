"""One step of a case, taken by somebody: allowed or refused, put on the case's own chain, and the clocks set anew."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from credit import cases, deadlines, procedure
from credit.cases import CaseStep, Complaint
from trace import ledger
from trace.errors import Malformed
from trace.event import Event
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.standing import Actor
from trace.words import VOC, Evidence

STEP = VOC + "case_"
# CBV has no word for it, and on the item's chain it never stands.
ANSWERING = VOC + "answering"
LONGEST = 2_000


class BadCaseText(Malformed):
    """A step of a case without the words that it needs, or with too many."""

    code = "bad-case-text"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who takes a step: the party, and of an office the person, whose name is only committed to."""

    actor: Actor
    account_id: int | None = None
    name: str = ""


def take(
    session: Session,
    case: Complaint,
    step: str,
    hand: Hand,
    now: datetime,
    *,
    text: str = "",
    reason: str = "",
    facts: Mapping[str, str | int | bool] | None = None,
    evidence: Evidence = Evidence.PARTY,
) -> CaseStep:
    """Take a step: its words and the person's name lie encrypted beside the entry; `reason` is a code."""
    lock(session, case)
    into = allowed(session, case, step, hand)
    if len(text) > LONGEST:
        raise BadCaseText(f"the text has {len(text)} characters: expected at most {LONGEST}")
    uri = cases.uri(session, case.number)
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=ANSWERING if step == "answered" else STEP + step,
        epc_list=(uri,), case=uri, event_time=iso(to_ms(now)), event_time_zone_offset="+08:00",
        event_id=f"urn:uuid:{uuid.uuid4()}", facts={**({"reason": reason} if reason else {}), **(facts or {})} or None,
    )  # fmt: skip
    draft = Draft(event, hand.actor, evidence, texts(text, hand))
    (receipt,) = ledger.append(session, [draft], now)
    return done(session, case, step, into, hand, receipt.entry_id, now, reason)


def lock(session: Session, case: Complaint) -> None:
    """Let nobody else step while this transaction lasts, and see the case as the last one left it."""
    ledger.lock(session, {cases.uri(session, case.number)})
    session.refresh(case)


def allowed(session: Session, case: Complaint, step: str, hand: Hand) -> procedure.State:
    """The state that the step leads into; refused where it does not follow, or is somebody's check of their own work."""
    into = procedure.move(case.kind, case.state, step)
    if hand.account_id is not None:
        before = [(one.step, one.account_id) for one in cases.steps(session, case)]
        procedure.apart(step, hand.account_id, since_last_draft(before))
    return into


def since_last_draft(before: list[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """The steps from the newest draft of a decision on: who drafted an earlier one, which was sent back, may approve this."""
    drafts = [at for at, (name, _) in enumerate(before) if name == "proposed"]
    return before[drafts[-1] :] if drafts else before


def texts(text: str, hand: Hand) -> dict[str, str]:
    """What an entry commits to: the words, and who of the office speaks."""
    said = {"text": text.strip(), "officer": hand.name.strip()}
    return {name: one for name, one in said.items() if one}


def done(
    session: Session, case: Complaint, step: str, into: str, hand: Hand, entry_id: int, now: datetime, reason: str = ""
) -> CaseStep:
    """Repeat a recorded step in the tables."""
    row = CaseStep(
        case_id=case.id, entry_id=entry_id, step=step, at=now, party_id=hand.actor.id, account_id=hand.account_id,
        reason=reason or None,
    )  # fmt: skip
    session.add(row)
    case.state = str(into)
    if step == "answered":
        case.answered_at = now
    session.flush()
    deadlines.refresh(session, case, now)
    return row
