"""The rows of ratings as accounts: many people's at once, summed by the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from couriers.account import DAY_MS, Account, Decided, Done, Open, Voted
from couriers.conduct import Kind, State
from couriers.devices import Device
from couriers.rated import Rating, Ruled, rating_count, rating_vote
from couriers.rules import Rules
from couriers.scanned import ScanGap
from trace.moments import to_ms

_COUNT, _VOTE = rating_count.c, rating_vote.c
HOUR_MS = 3_600_000
# The day from which a decision is final that somebody has appealed against.
NEVER = date.max.toordinal()


def read(
    session: Session, kind: str, ids: Sequence[int], day: int, rules: Rules, priors: Mapping[str, Mapping[str, float]]
) -> dict[int, Account]:
    """The accounts of these people as of a day; nobody of whom there is nothing. `priors` are medians by area."""
    oldest = day - rules.time.window_days - 7 * rules.grading.look_back_weeks
    done, first = _done(session, kind, ids, oldest), _first_days(session, kind, ids)
    votes, decisions = _votes(session, kind, ids), _decisions(session, kind, ids, rules)
    gaps = _gaps(session, ids, rules) if kind == Kind.COURIER else {}
    signoffs = _signoffs(session, kind, [one.about for some in decisions.values() for one in some if one.about])
    areas = dict(
        session.execute(
            select(Rating.subject_id, Rating.area).where(Rating.kind == kind, Rating.subject_id.in_(ids))
        ).all()
    )
    found = {
        number: Account(
            tuple(done.get(number, ())), tuple(votes.get(number, ())), tuple(decisions.get(number, ())),
            signoffs.get(number, {}), tuple(gaps.get(number, ())), first.get(number), priors.get(areas.get(number, ""), {}),
        )
        for number in ids
    }  # fmt: skip
    return {number: one for number, one in found.items() if not one.empty}


def last_leaves(session: Session, kind: str, ids: Sequence[int]) -> dict[int, int]:
    """The newest entry that speaks of each of these people; nobody of whom there is none."""
    found: dict[int, int] = {}
    for leaf, of, who in (
        (_COUNT.leaf, _COUNT.kind, _COUNT.subject_id),
        (_VOTE.leaf, _VOTE.kind, _VOTE.subject_id),
        (Ruled.leaf, Ruled.kind, Ruled.subject_id),
    ):
        rows = session.execute(select(who, func.max(leaf)).where(of == kind, who.in_(ids)).group_by(who))
        for subject_id, newest in rows:
            found[subject_id] = max(found.get(subject_id, -1), newest)
    return found


def _done(session: Session, kind: str, ids: Sequence[int], oldest: int) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = defaultdict(list)
    wanted = (
        select(_COUNT.subject_id, _COUNT.indicator, _COUNT.day, func.count(), func.sum(_COUNT.bad))
        .where(_COUNT.kind == kind, _COUNT.subject_id.in_(ids), _COUNT.state == State.COUNTED, _COUNT.day >= oldest)
        .group_by(_COUNT.subject_id, _COUNT.indicator, _COUNT.day)
    )
    for subject_id, indicator, day, times, bad in session.execute(wanted).all():
        found[subject_id].append(Done(indicator, day, times, int(bad)))
    return found


def _first_days(session: Session, kind: str, ids: Sequence[int]) -> dict[int, int]:
    wanted = select(_COUNT.subject_id, func.min(_COUNT.day)).where(_COUNT.kind == kind, _COUNT.subject_id.in_(ids))
    rows: Any = session.execute(wanted.group_by(_COUNT.subject_id)).all()
    return {row[0]: row[1] for row in rows}


def _votes(session: Session, kind: str, ids: Sequence[int]) -> dict[int, list[Voted]]:
    found: dict[int, list[Voted]] = defaultdict(list)
    wanted = select(
        _VOTE.subject_id, _VOTE.side, _VOTE.rater, _VOTE.stars, _VOTE.day, _VOTE.at_ms, _VOTE.entry_id
    ).where(_VOTE.kind == kind, _VOTE.subject_id.in_(ids))
    for subject_id, *vote in session.execute(wanted.order_by(_VOTE.at_ms, _VOTE.entry_id)):
        found[subject_id].append(Voted(*vote))
    return found


def _decisions(session: Session, kind: str, ids: Sequence[int], rules: Rules) -> dict[int, list[Decided]]:
    """Every decision on the cases of these people: a later one may name somebody else, and takes the case from them."""
    named = select(Ruled.case).where(Ruled.kind == kind, Ruled.subject_id.in_(ids))
    rows = session.scalars(select(Ruled).where(Ruled.case.in_(named)).order_by(Ruled.decided_ms, Ruled.entry_id)).all()
    last = {one.case: one for one in rows}
    found: dict[int, list[Decided]] = defaultdict(list)
    for one in last.values():
        if one.kind == kind and one.subject_id in ids:
            found[one.subject_id].append(decided(one, rules))
    return found


def decided(one: Ruled, rules: Rules) -> Decided:
    """A decision with the day from which it is final."""
    wait = 0 if one.final else rules.deductions.appeal_days * DAY_MS
    final = NEVER if one.appealed else rules.day(one.decided_ms + wait)
    return Decided(
        one.case, one.code, one.share, one.outcome, one.decided_ms, one.happened_ms, final, one.entry_id, one.about
    )


def _signoffs(session: Session, kind: str, about: Sequence[int]) -> dict[int, dict[int, Open]]:
    wanted = select(_COUNT.subject_id, _COUNT.entry_id, _COUNT.day, _COUNT.state, _COUNT.bad).where(
        _COUNT.kind == kind, _COUNT.indicator == "signoff_ok", _COUNT.entry_id.in_(about)
    )
    found: dict[int, dict[int, Open]] = defaultdict(dict)
    for subject_id, entry_id, day, state, bad in session.execute(wanted):
        found[subject_id][entry_id] = Open(day, state == State.COUNTED, bad)
    return found


def notice_gaps(session: Session) -> None:
    """Whose phones have left out more numbers than before, or fewer, is rated anew: no entry of the log tells of it."""
    wanted = select(Device.courier_id, func.count()).join(ScanGap, ScanGap.device_id == Device.id)
    counts: dict[int, int] = {row[0]: row[1] for row in session.execute(wanted.group_by(Device.courier_id)).all()}
    known = select(Rating).where(Rating.kind == Kind.COURIER, (Rating.gaps > 0) | Rating.subject_id.in_(counts))
    for row in session.scalars(known).all():
        row.stale = row.stale or row.gaps != counts.get(row.subject_id, 0)
        row.gaps = counts.get(row.subject_id, 0)
    session.flush()


def _gaps(session: Session, ids: Sequence[int], rules: Rules) -> dict[int, list[int]]:
    """The days from which numbers count as missing that these couriers' phones left out."""
    found: dict[int, list[int]] = defaultdict(list)
    wanted = select(Device.courier_id, ScanGap.noticed_at).join(ScanGap, ScanGap.device_id == Device.id)
    for courier_id, noticed in session.execute(wanted.where(Device.courier_id.in_(ids))):
        found[courier_id].append(rules.day(to_ms(noticed) + rules.conduct.gap_hours * HOUR_MS))
    return {number: sorted(days) for number, days in found.items()}
