"""Which cases somebody of an office may see and has to do, the most urgent first.

An office sees its own cases, and of the procedures that it is for those of its division: a city those of its counties. The
operator sees every one, and has to do those that no office is for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from credit import routing
from credit.cases import Complaint, NoSuchCase
from credit.procedure import OVER, Kind
from trace.parties import Kind as PartyKind

SHOWN = 200
# From so many days before its end a term is near.
NEAR = timedelta(days=3)


class Scope(NamedTuple):
    """Who asks: the office, the division that they are for, what it handles, and for which accounts they work today."""

    party_id: int
    operator: bool
    division: str | None
    procedures: frozenset[str]
    accounts: tuple[int, ...]


class Filter(NamedTuple):
    """What is asked for; what is empty is not asked."""

    which: str = "open"
    kind: str = ""
    category: str = ""
    division: str = ""
    whose: str = ""


class Counts(NamedTuple):
    """How many open cases there are, how many of them are overdue, near their end, and nobody's."""

    open: int
    overdue: int
    near: int
    unassigned: int


WHICH = ("open", "overdue", "near", "closed")
WHOSE = ("", "mine", "nobody")


def scope(session: Session, party_id: int, kind: str, division: str | None, accounts: Collection[int]) -> Scope:
    """The scope of somebody who acts for an office, by their own division if they have one."""
    mine = next((one for one in routing.offices(session) if one.party_id == party_id), None)
    return Scope(
        party_id, kind == PartyKind.OPERATOR, division or (mine.division if mine else None),
        mine.procedures if mine else frozenset(), tuple(accounts),
    )  # fmt: skip


def listed(session: Session, who: Scope, wanted: Filter, today: date) -> Sequence[Complaint]:
    """The cases that somebody asks for, those whose term ends first at the top."""
    found = select(Complaint).where(seen(who), *_asked(who, wanted, today))
    # NULLs stand last on one database and first on the other.
    order = (Complaint.due_on.is_(None), Complaint.due_on, Complaint.id)
    return session.scalars(found.order_by(*order).limit(SHOWN)).all()


def counts(session: Session, who: Scope, today: date) -> Counts:
    """The figures above the queue."""

    def many(*more: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(Complaint).where(seen(who), _open(), *more)) or 0

    return Counts(many(), many(_overdue(today)), many(_near(today)), many(Complaint.officer_id.is_(None)))


def get(session: Session, who: Scope, number: str) -> Complaint:
    """A case that somebody may see; to others there is none."""
    found = session.scalars(
        select(Complaint).where(Complaint.number == number.strip().upper(), seen(who)).limit(1)
    ).first()
    if found is None:
        raise NoSuchCase(f"there is no case {number[:20]!r} for you to see")
    return found


def may_act(who: Scope, case: Complaint) -> bool:
    """Whether a case is this office's to handle; others that see it look on."""
    return case.office_id == who.party_id or (case.office_id is None and who.operator)


def seen(who: Scope) -> ColumnElement[bool]:
    if who.operator:
        return true()
    mine = or_(Complaint.office_id == who.party_id, Complaint.offered_id == who.party_id)
    if not who.division:
        return mine
    inside = Complaint.division.startswith(routing.prefix(who.division), autoescape=True)
    return or_(mine, and_(inside, Complaint.procedure.in_(who.procedures)))


def _asked(who: Scope, wanted: Filter, today: date) -> list[ColumnElement[bool]]:
    found = [{"closed": ~_open(), "overdue": _overdue(today), "near": _near(today)}.get(wanted.which, _open())]
    if wanted.which in ("overdue", "near"):
        found.append(_open())
    if wanted.kind in set(Kind):
        found.append(Complaint.kind == wanted.kind)
    if wanted.category:
        found.append(Complaint.category == wanted.category)
    if wanted.division:
        found.append(Complaint.division.startswith(routing.prefix(wanted.division), autoescape=True))
    if wanted.whose == "mine":
        found.append(Complaint.officer_id.in_(who.accounts) if who.accounts else false())
    elif wanted.whose == "nobody":
        found.append(Complaint.officer_id.is_(None))
    return found


def _open() -> ColumnElement[bool]:
    return Complaint.state.not_in(sorted(OVER))


def _overdue(today: date) -> ColumnElement[bool]:
    return Complaint.due_on < today.isoformat()


def _near(today: date) -> ColumnElement[bool]:
    return Complaint.due_on.between(today.isoformat(), (today + NEAR).isoformat())
