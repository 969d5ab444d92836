"""The clocks of the cases in the tables: read from their steps, and the nearest kept beside the case for the queues."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit import cases, clocks, holidays, rulebook
from credit.cases import Complaint
from credit.clocks import Reading, Step
from credit.procedure import RECEIVED
from credit.rules import Rules
from credit.workdays import Calendar

HOME = ZoneInfo("Asia/Shanghai")


class Desk:
    """The rules and the working days of an installation, read once for as many cases as are looked at."""

    def __init__(self, session: Session) -> None:
        self.rules: Callable[[date], Rules | None] = rulebook.book(session).at
        self.calendar: Calendar = holidays.calendar(session)

    def readings(self, session: Session, case: Complaint, today: date) -> list[Reading]:
        """What the clocks of a case show."""
        return clocks.read(taken(session, case), case.kind, case.procedure, self.rules, self.calendar, today)


def taken(session: Session, case: Complaint) -> list[Step]:
    """The steps of a case by their days here."""
    found = [Step(one.step, day(one.at)) for one in cases.steps(session, case)]
    # A case from before there were steps has its receipt alone.
    return found if found and found[0].name == RECEIVED else [Step(RECEIVED, day(case.received_at)), *found]


def refresh(session: Session, case: Complaint, now: datetime, desk: Desk | None = None) -> None:
    """Keep beside the case which of the office's clocks ends next."""
    found = clocks.next_due((desk or Desk(session)).readings(session, case, day(now)))
    case.due_on = found.due.isoformat() if found and found.due else None
    case.due_clock = found.clock.key if found else None
    case.due_provisional = bool(found and found.provisional)
    session.flush()


def recompute(session: Session, now: datetime, *, provisional_only: bool = False) -> list[str]:
    """Reckon the terms of open cases anew, after a year's holidays or other rules have arrived; whose end has moved."""
    wanted = select(Complaint).where(Complaint.due_clock.is_not(None)).order_by(Complaint.id)
    if provisional_only:
        wanted = wanted.where(Complaint.due_provisional)
    desk, moved = Desk(session), []
    for case in session.scalars(wanted).all():
        before = case.due_on
        refresh(session, case, now, desk)
        if case.due_on != before:
            moved.append(case.number)
    return moved


def day(moment: datetime) -> date:
    """The calendar day of a moment, here."""
    return moment.astimezone(HOME).date()
