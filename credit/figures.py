"""What offices have done with their cases: by office and county how many, how many in time, and how long it took."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit import clocks, deadlines, queue
from credit.cases import CaseStep, Complaint
from credit.clocks import Reading, Step
from credit.procedure import OVER, Kind
from credit.queue import Scope

MOST = 50_000
_DECIDING = ("mediate", "postal", "check")


class One(NamedTuple):
    """A case as figures count it: whose, where, and what its clocks show."""

    office_id: int | None
    division: str | None
    kind: str
    state: str
    outcome: str | None
    received: date
    ended: date | None
    readings: Sequence[Reading]


class Line(NamedTuple):
    """The figures of an office in a county; rates in per cent, None where nothing is counted."""

    office_id: int | None
    division: str | None
    received: int
    inquiries: int
    complaints: int
    reports: int
    open: int
    overdue: int
    accepted_in_time: int | None
    decided_in_time: int | None
    answered_in_time: int | None
    days: float | None
    upheld: int | None
    withdrawn: int
    followed_up: int | None


def read(session: Session, who: Scope, since: date, until: date, today: date) -> list[One]:
    """The cases that came in within these days and that somebody may see."""
    first = datetime(since.year, since.month, since.day, tzinfo=deadlines.HOME)
    last = datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=deadlines.HOME)
    wanted = select(Complaint).where(queue.seen(who), Complaint.received_at.between(first, last))
    found = session.scalars(wanted.order_by(Complaint.id).limit(MOST)).all()
    steps: dict[int, list[Step]] = defaultdict(list)
    ids = [one.id for one in found]
    for at in range(0, len(ids), 500):
        rows = select(CaseStep).where(CaseStep.case_id.in_(ids[at : at + 500])).order_by(CaseStep.id)
        for row in session.scalars(rows):
            steps[row.case_id].append(Step(row.step, deadlines.day(row.at)))
    desk = deadlines.Desk(session)
    return [_one(desk, case, steps[case.id], today) for case in found]


def lines(cases: Iterable[One], today: date) -> list[Line]:
    """The figures, by office and county."""
    groups: dict[tuple[int | None, str | None], list[One]] = defaultdict(list)
    for case in cases:
        groups[case.office_id, case.division].append(case)
    order = sorted(groups, key=lambda key: (key[0] is None, key[0] or 0, key[1] or ""))
    return [_line(*key, groups[key], today) for key in order]


def as_csv(found: Iterable[Line], names: Sequence[tuple[str, str]]) -> bytes:
    """The figures as a table for a spreadsheet; `names` are office and county of each line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["office", "county", *Line._fields[2:]])
    for line, (office, county) in zip(found, names, strict=True):
        # A spreadsheet runs what begins with = + - @.
        safe = [f"'{text}" if text[:1] in ("=", "+", "-", "@") else text for text in (office, county)]
        writer.writerow([*safe, *("" if value is None else value for value in line[2:])])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _one(desk: deadlines.Desk, case: Complaint, steps: list[Step], today: date) -> One:
    readings = clocks.read(steps, case.kind, case.procedure, desk.rules, desk.calendar, today)
    ended = next((one.day for one in steps if one.name in ("decided", "settled", "ended", "refused")), None)
    received = deadlines.day(case.received_at)
    return One(case.office_id, case.division, case.kind, case.state, case.outcome, received, ended, readings)


def _line(office_id: int | None, division: str | None, cases: Sequence[One], today: date) -> Line:
    still = [one for one in cases if one.state not in OVER]
    took = [(one.ended - one.received).days for one in cases if one.ended is not None]
    decided = [one for one in cases if one.outcome is not None]
    kinds = [one.kind for one in cases]
    return Line(
        office_id, division, len(cases), kinds.count(Kind.INQUIRY), kinds.count(Kind.COMPLAINT), kinds.count(Kind.REPORT),
        len(still), sum(_overdue(one, today) for one in still), _rate(cases, ("accept",), today),
        _rate(cases, _DECIDING, today), _rate(cases, ("answer_market", "answer_postal"), today),
        float(median(took)) if took else None, _share(sum(one.outcome != "rejected" for one in decided), len(decided)),
        sum(one.state == "withdrawn" for one in cases), _rate(cases, ("follow_up",), today),
    )  # fmt: skip


def _overdue(case: One, today: date) -> bool:
    found = clocks.next_due(case.readings)
    return found is not None and found.late(today)


def _rate(cases: Iterable[One], keys: Sequence[str], today: date) -> int | None:
    """Of the terms that were met or missed, how many were met; those that run still count once they are late."""
    found = [one for case in cases for one in case.readings if one.clock.key in keys]
    over = [one for one in found if one.ended is not None or one.late(today)]
    return _share(sum(not one.late(today) for one in over), len(over))


def _share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
