"""Where couriers work, and what is usual there: the county of most of their scans, and the median of the peers' rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from statistics import median
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from couriers.conduct import Kind, State
from couriers.rated import Rating, rating_count
from couriers.rules import Rules

_COUNT = rating_count.c


def place(session: Session, day: int, rules: Rules) -> None:
    """Say where each courier works of whom something is new; where there are enough peers, all of them are rated anew."""
    stale = session.scalars(select(Rating).where(Rating.kind == Kind.COURIER, Rating.stale)).all()
    if not stale:
        return
    most: dict[int, tuple[int, str]] = {}
    wanted = (
        select(_COUNT.subject_id, _COUNT.place, func.count())
        .join(Rating, (Rating.kind == _COUNT.kind) & (Rating.subject_id == _COUNT.subject_id))
        .where(_COUNT.kind == Kind.COURIER, Rating.stale, _COUNT.place != "", _COUNT.day > day - rules.area.days)
        .group_by(_COUNT.subject_id, _COUNT.place)
    )
    for courier_id, code, times in session.execute(wanted):
        # Of two with as many scans the smaller code, so that it does not depend on the order of rows.
        most[courier_id] = min(most.get(courier_id, (0, "")), (-times, code))
    touched = set()
    for one in stale:
        found = most.get(one.subject_id, (0, ""))[1]
        touched |= {one.area, found} - {""}
        one.area = found
    session.flush()
    for area, peers in session.execute(
        select(Rating.area, func.count())
        .where(Rating.kind == Kind.COURIER, Rating.area.in_(touched))
        .group_by(Rating.area)
    ):
        if peers >= rules.area.peers:
            session.execute(update(Rating).where(Rating.kind == Kind.COURIER, Rating.area == area).values(stale=True))


def medians(session: Session, areas: Collection[str], day: int, rules: Rules) -> dict[str, dict[str, float]]:
    """What is usual in each of these counties, under each indicator that has enough peers."""
    wanted = (
        select(Rating.area, _COUNT.indicator, func.count(), func.sum(_COUNT.bad))
        .join(Rating, (Rating.kind == _COUNT.kind) & (Rating.subject_id == _COUNT.subject_id))
        .where(_COUNT.kind == Kind.COURIER, _COUNT.state == State.COUNTED, Rating.area.in_(set(areas) - {""}))
        .where(_COUNT.day > day - rules.area.days, _COUNT.day <= day)
        .group_by(Rating.area, _COUNT.indicator, _COUNT.subject_id)
    )
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    rows: Any = session.execute(wanted)
    for area, indicator, times, bad in rows:
        rates[area, indicator].append(1 - int(bad) / 100 / times)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (area, indicator), some in rates.items():
        if len(some) >= rules.area.peers:
            found[area][indicator] = median(some)
    return found
