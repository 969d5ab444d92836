"""What whoever is to answer a case sees of it and may do, the same at a firm's desk and at a shop's.

Nothing here reads who complained (credit/contacts.py) or anything of a report.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app import complaint_words
from app.clock import now
from app.texts import _
from credit import complaints, deadlines, decisions
from credit.casework import BadCaseText, Hand
from credit.clocks import Reading
from credit.complaints import Complaint, Said
from credit.procedure import OVER
from trace import parties
from trace.errors import Refusal
from trace.words import Evidence


class Seen(NamedTuple):
    """A case as its respondent sees it: what was done, their own running clock, and what they may do."""

    case: Complaint
    said: list[tuple[Said, str]]
    clock: Reading | None
    open: bool
    asked: bool
    appeal_by: date | None

    @property
    def left(self) -> int:
        """How many days are left; less than 0 when it is late."""
        return days_left(self.clock)


def seen(session: Session, case: Complaint) -> Seen:
    """The case for its respondent."""
    said = [(one, name(session, one)) for one in complaints.file(session, case, "respondent")]
    found = _clocks(deadlines.Desk(session), session, case)
    by = decisions.last_day(session, case, now()) if decisions.appealable(session, case, now()) else None
    return Seen(case, said, found, complaints.takes_answers(case), complaints.asked(session, case), by)


def waiting(session: Session, party_id: int) -> tuple[list[tuple[Complaint, Reading | None]], list[Complaint]]:
    """The cases that wait for a party's word, the most urgent first, and the others."""
    desk, fresh, rest = deadlines.Desk(session), [], []
    for one in complaints.of(session, party_id):
        if one.unanswered or (one.state not in OVER and complaints.asked(session, one)):
            fresh.append((one, _clocks(desk, session, one)))
        else:
            rest.append(one)
    return sorted(fresh, key=lambda row: days_left(row[1])), rest


def days_left(clock: Reading | None) -> int:
    """How many days are left until a clock's last one; less than 0 when it is late."""
    return 0 if clock is None or clock.due is None else (clock.due - deadlines.day(now())).days


def say(session: Session, case: Complaint, party_id: int, text: str, act: str, moment: datetime) -> None:
    """The respondent answers or states; or, with `act` "appeal", asks for a review of the decision."""
    if act == "appeal":
        decisions.appeal(session, case, Hand(parties.actor(session, party_id)), text, moment, Evidence.PARTY)
    else:
        complaints.answer(session, case, party_id, text, moment)


def refused(refusal: Refusal) -> str | None:
    """Why the words were not taken, in the reader's language."""
    texts = {
        "bad-complaint": _("Write 1 to 2,000 characters."),
        BadCaseText.code: _("Write 1 to 2,000 characters."),
        "case-closed": _("This case is decided: it takes no more answers."),
        "appeal-too-late": _("The days for an appeal are over."),
    }
    return texts.get(refusal.code)


def name(session: Session, one: Said) -> str:
    """Who speaks; what consumers say is recorded by the operator, and is theirs."""
    number = one.actor.rsplit("/", 1)[-1]
    if one.step in ("complained", "withdrawn", "escalated") or not number.isdigit():
        return ""
    return parties.get(session, int(number)).name


def words() -> dict[str, object]:
    """What such a page speaks with."""
    return {**complaint_words.all_words(), "days_left": days_left}


def _clocks(desk: deadlines.Desk, session: Session, case: Complaint) -> Reading | None:
    found: Iterable[Reading] = desk.readings(session, case, deadlines.day(now()))
    mine = [one for one in found if one.ended is None and one.clock.whose == "respondent"]
    return mine[0] if mine else None
