"""What is odd about a pick-up: only marks, of which none accuses anybody. Pure; the thresholds are those of its day's rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from math import ceil

from geopy.distance import great_circle

from couriers import rules as rule_sets
from couriers.pickups.export import Pickup, Point
from couriers.rules import Rules
from trace.moments import to_ms

LATE, EARLY, NO_PLACE, FAR = "late", "early", "no_place", "far_from_customer"
IMPLAUSIBLE, TRAVEL, BEFORE = "implausible_place", "impossible_travel", "picked_up_before_taken_on"
TAKEN_NO_PLACE, TAKEN_EARLIER = "taken_on_without_place", "taken_on_an_earlier_day"
KINDS = (LATE, EARLY, NO_PLACE, FAR, IMPLAUSIBLE, TRAVEL, BEFORE, TAKEN_NO_PLACE, TAKEN_EARLIER)


def metres(one: Point, other: Point) -> int:
    """The great-circle distance, rounded up, so that it is more than a whole number exactly when this is."""
    return ceil(float(great_circle((one.lat, one.lon), (other.lat, other.lon)).m))


def at_pickup(one: Pickup, quick: frozenset[str] = frozenset()) -> Iterator[str]:
    """The marks of a pick-up; `quick` are the ids of those that nobody could have reached in time."""
    if one.picked_up > one.window_end:
        yield LATE
    if one.picked_up < one.window_start:
        yield EARLY
    if one.picked_up < one.taken_on:
        yield BEFORE
    rules = rule_sets.of(to_ms(one.picked_up))
    if one.spot is None:
        yield NO_PLACE
    elif rules is not None:
        away = metres(one.spot, one.customer)
        if away > rules.pickups.far_metres:
            yield FAR
        if away > rules.pickups.implausible_metres:
            yield IMPLAUSIBLE
    if one.id in quick:
        yield TRAVEL


def at_taking(one: Pickup, rules: Rules | None) -> Iterator[str]:
    """The marks of taking a task on."""
    if one.taken_spot is None:
        yield TAKEN_NO_PLACE
    if rules is not None and rules.day(to_ms(one.taken_on)) < rules.day(to_ms(one.picked_up)):
        yield TAKEN_EARLIER


def of(one: Pickup, quick: frozenset[str]) -> Iterator[str]:
    """All marks of a pick-up, those of taking it on among them."""
    yield from at_taking(one, rule_sets.of(to_ms(one.picked_up)))
    yield from at_pickup(one, quick)


def quick(pickups: Iterable[Pickup]) -> frozenset[str]:
    """The pick-ups before which a courier would have had to travel faster than anybody drives."""
    seen: dict[str, list[tuple[datetime, bool, str, Point]]] = defaultdict(list)
    for one in pickups:
        for at, there, spot in ((one.taken_on, False, one.taken_spot), (one.picked_up, True, one.spot)):
            if spot is not None:
                seen[one.person].append((at, there, one.id, spot))
    found = set()
    for points in seen.values():
        points.sort(key=lambda point: point[:3])
        for before, after in pairwise(points):
            if after[1] and _impossible(before[0], before[3], after[0], after[3]):
                found.add(after[2])
    return frozenset(found)


def _impossible(then: datetime, there: Point, now: datetime, here: Point) -> bool:
    rules = rule_sets.of(to_ms(now))
    if rules is None:
        return False
    way = max(metres(there, here) - rules.pickups.margin_metres, 0)
    seconds = max((now - then).total_seconds(), rules.pickups.least_seconds)
    return way * 3.6 > rules.pickups.fastest_kmh * seconds
