"""Contests of couriers before an officer: a finding that does not stand falls by a decision of its own, and scores follow.

An officer who has proposed or decided the case is not the one who looks at it again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import contests, excuses, rulings
from couriers.conduct import Kind
from couriers.contests import Contest
from couriers.excuses import Excuse
from couriers.rated import Ruled
from couriers.roster import Courier
from couriers.rulings import Ruling
from credit import cases, procedure, routing
from credit.cases import Complaint
from credit.casework import Hand, done, lock, texts
from credit.queue import Scope
from trace.errors import Unknown
from trace.parties import Party
from trace.stages import Stamp

SHOWN = 100
# Steps of another office's work, and states in which the last word of a case is spoken.
_SPEAKS = (procedure.State.DECIDED, procedure.State.APPEALED, procedure.State.FINAL, procedure.State.CLOSED)


class NoSuchContest(Unknown):
    """No contest has this number for whoever asks."""

    code = "no-such-contest"


class Row(NamedTuple):
    """A contest with whose it is."""

    contest: Contest
    courier: Courier
    firm: Party


def listed(session: Session, who: Scope, *, waiting: bool) -> Sequence[Row]:
    """The contests that an office may see: of couriers of the firms in its division; the operator sees all."""
    wanted = select(Contest, Courier, Party).join(Courier, Courier.id == Contest.courier_id)
    wanted = wanted.join(Party, Party.id == Courier.carrier_id)
    state = Contest.state == contests.WAITING if waiting else Contest.state != contests.WAITING
    rows = session.execute(wanted.where(state).order_by(Contest.id.desc() if not waiting else Contest.id).limit(SHOWN))
    return [found for row in rows if _mine(who, (found := Row(*row)).firm)]


def get(session: Session, who: Scope, contest_id: int) -> Row:
    """One of them."""
    wanted = select(Contest, Courier, Party).join(Courier, Courier.id == Contest.courier_id)
    row = session.execute(wanted.join(Party, Party.id == Courier.carrier_id).where(Contest.id == contest_id)).first()
    if row is None or not _mine(who, row[2]):
        raise NoSuchContest(f"there is no contest {contest_id} for you to answer")
    return Row(*row)


def finding(session: Session, contest: Contest) -> Ruled | None:
    """The decision that a contest is about, if it is about one that still stands against this courier."""
    wanted = select(Ruled).where(Ruled.case == contest.about).order_by(Ruled.leaf.desc()).limit(1)
    found = session.scalars(wanted).first()
    return found if found and found.kind == "courier" and found.subject_id == contest.courier_id else None


def excusable(session: Session, contest: Contest) -> Sequence[tuple[int, int, str]]:
    """What counts against the courier under the indicator that a contest is about: entry, when, why."""
    return excuses.countable(session, Kind.COURIER, contest.courier_id, contest.about)


def answer(
    session: Session, row: Row, hand: Hand, state: str, text: str, now: datetime, excused: Sequence[int] = ()
) -> bool:
    """Answer a contest; whether a finding fell by it, or the entries in `excused` count no more."""
    contest, ruled = row.contest, finding(session, row.contest)
    overturns = state == contests.UPHELD and ruled is not None and ruled.outcome != "rejected"
    case = _case(session, contest) if overturns else None
    if case is not None and hand.account_id is not None:
        lock(session, case)
        procedure.apart("reviewed", hand.account_id, [(one.step, one.account_id) for one in cases.steps(session, case)])
    contests.settle(session, contest, state, text, hand.account_id or 0, hand.actor.id, now)
    stamp = Stamp(now, event_id=f"urn:uuid:{uuid.uuid4()}")
    if state == contests.UPHELD and excused:
        said_of = Excuse(Kind.COURIER, contest.courier_id, contest.about, tuple(sorted(set(excused))))
        own = cases.uri(session, f"contest-{contest.id}")
        excuses.record(session, hand.actor, own, said_of, stamp, now, texts(text, hand))
        return True
    if not overturns or ruled is None:
        return False
    said = Ruling(
        Kind(ruled.kind), ruled.subject_id, ruled.code, ruled.share, ruled.happened_ms, final=True,
        about=ruled.about,
    )  # fmt: skip
    receipt = rulings.record(session, hand.actor, ruled.case, "rejected", said, stamp, now, texts=texts(text, hand))
    if case is not None:
        into = procedure.State.FINAL if case.state != procedure.State.CLOSED else procedure.State.CLOSED
        case.outcome = "rejected"
        done(session, case, "reviewed", into, hand, receipt.entry_id, now)
    return True


def _case(session: Session, contest: Contest) -> Complaint | None:
    number = contest.about.rsplit("/", 1)[-1]
    found = session.scalars(select(Complaint).where(Complaint.number == number)).first()
    return found if found and cases.uri(session, found.number) == contest.about and found.state in _SPEAKS else None


def _mine(who: Scope, firm: Party) -> bool:
    return who.operator or routing.covers(who.division, firm.division)
