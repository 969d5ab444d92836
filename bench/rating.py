"""Ratings: how fast they follow the log, and how fast everybody is rated anew, against the same rows read and summed alone."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from bench import world
from bench.measure import Row, by_turns
from bench.places import Installation, Place
from bench.sizes import Size
from bench.world import NOW, World
from couriers import ratings, rules as rule_sets
from couriers.conduct import Kind
from couriers.rated import Rating, RatingCursor, rating_count
from trace import bulk
from trace.moments import to_ms

PARCELS = 100
# How long ago the oldest of a courier's parcels is that counts.
DAYS = 150
# What a delivered parcel leaves under the rules' indicators: an entry counts under each it speaks of.
COUNTED = (
    "on_time", "completion", "scan_complete", "scan_true", "scan_true", "scan_true", "signoff_ok", "intact", "minor_clear",
)  # fmt: skip
COUNTY = "220582"
_READ = (
    "SELECT k.thing_id, e.id, l.idx, e.event_ms, e.stage, e.envelope FROM link k JOIN entry e ON e.id = k.entry_id "
    "JOIN log_leaf l ON l.entry_id = e.id JOIN thing t ON t.id = k.thing_id ORDER BY k.thing_id, k.n"
)
_SUM = (
    "SELECT subject_id, indicator, day, count(*), sum(bad) FROM rating_count WHERE kind = 'courier' AND state = 'counted' "
    "GROUP BY subject_id, indicator, day"
)


def rows(place: Place, size: Size) -> Iterator[Row]:
    """Following the log over a filled world; and rating couriers who carried a hundred parcels each."""
    filled = world.begin(place.installation("followed"))
    filled.fill(size.audited)
    driver = filled.at.driver()
    turns, limits = by_turns(lambda: _followed(filled), lambda: _read(driver, _READ), size.times, place.cpu)
    driver.close()
    yield Row(
        "ratings follow the log from its beginning", place.kind, "entries/s", 1 / 10, turns, limits, "limit: reading"
    )
    at = place.installation("rated")
    _fill(at, size.couriers)
    driver = at.driver()
    turns, limits = by_turns(
        lambda: _settled(at), lambda: _summed(driver, size.couriers), size.times, place.cpu, lambda: _stale(at)
    )
    driver.close()
    note = f"{size.couriers:,} couriers, {size.couriers * PARCELS:,} parcels; limit: the rows summed by day"
    yield Row("rate every courier anew", place.kind, "couriers/s", 1 / 10, turns, limits, note)


def _followed(filled: World) -> int:
    with filled.at.sessions() as session:
        taken, _ = ratings.catch_up(session, 0)
        session.commit()
    return taken


def _read(driver: Any, statement: str) -> int:
    found = driver.execute(statement).fetchall()
    return len({row[1] for row in found})


def _summed(driver: Any, couriers: int) -> int:
    driver.execute(_SUM).fetchall()
    return couriers


def _stale(at: Installation) -> None:
    with at.sessions() as session:
        bulk.run(session, "UPDATE rating SET stale = ?", (True,))
        session.commit()


def _settled(at: Installation) -> int:
    with at.sessions() as session:
        done = ratings.settle(session)
        session.commit()
    return done


def _fill(at: Installation, couriers: int) -> None:
    """The rows of ratings as following the log would have left them."""
    random = Random(1)
    at_ms = to_ms(NOW)
    rules = rule_sets.of(at_ms)
    assert rules is not None
    today = rules.day(at_ms)
    with at.sessions() as session:
        session.add(RatingCursor(id=1, leaf=couriers * PARCELS, record_ms=at_ms))
        session.flush()
        for courier in range(1, couriers + 1):
            session.add(
                Rating(
                    kind=Kind.COURIER,
                    subject_id=courier,
                    stale=True,
                    day=0,
                    leaf=-1,
                    rules="",
                    score=0,
                    low=0,
                    grade="",
                    reached="",
                    parcels=0,
                    area="",
                    gaps=0,
                )
            )
            bulk.insert(session, rating_count, _counted(random, courier, today, at_ms))
        session.commit()


def _counted(random: Random, courier: int, today: int, at_ms: int) -> list[tuple[Any, ...]]:
    found = []
    for number in range(PARCELS):
        parcel, day = courier * PARCELS + number, today - random.randrange(DAYS)
        for place, indicator in enumerate(COUNTED):
            bad = 100 if random.random() < 0.03 else 0
            entry = parcel * len(COUNTED) + place
            found.append(
                (parcel, entry, indicator, "courier", courier, parcel, at_ms, day, bad, "counted", "delivered", COUNTY)
            )
    return found
