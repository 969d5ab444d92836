"""The clock of a return: seven days from the day after the sign-off, and it stands still while that is disputed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from couriers.returns import Clock, Said, term
from trace.words import Stage

HOME = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=HOME)


SIGNED = Said(Stage.SIGNED, at(10, 23))
CASES = {
    "nothing is signed for": ([], 20, Clock.NOT_BEGUN, None),
    "a deposit is no sign-off": ([Said(Stage.DEPOSITED, at(9))], 20, Clock.NOT_BEGUN, None),
    "on the last day": ([SIGNED], 17, Clock.RUNNING, date(2026, 11, 17)),
    "the day after the last": ([SIGNED], 18, Clock.OVER, date(2026, 11, 17)),
    "while it is disputed": ([SIGNED, Said(Stage.DISPUTED, at(12), "not_received")], 28, Clock.STOPPED, None),
    "denying the place of a deposit stops nothing": (
        [SIGNED, Said(Stage.DISPUTED, at(12), "no_consent")], 17, Clock.RUNNING, date(2026, 11, 17),
    ),
    "the time of the dispute is given back": (
        [SIGNED, Said(Stage.DISPUTED, at(12)), Said(Stage.DECIDED, at(15))], 18, Clock.RUNNING, date(2026, 11, 20),
    ),
    "a confirmation ends the dispute and begins the term": (
        [SIGNED, Said(Stage.DISPUTED, at(12)), Said(Stage.SIGNED, at(14))], 21, Clock.RUNNING, date(2026, 11, 21),
    ),
    "a confirmation of what nobody disputed begins nothing anew": (
        [SIGNED, Said(Stage.SIGNED, at(14))], 18, Clock.OVER, date(2026, 11, 17),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_term(case):
    life, day, clock, last = CASES[case]
    found = term(life, at(day), HOME)
    assert (found.clock, found.last_day) == (clock, last)


def test_a_merchant_may_promise_more_days():
    assert term([SIGNED], at(20), HOME, 15).last_day == date(2026, 11, 25)


def test_the_day_is_that_of_the_place_and_not_of_greenwich():
    late = Said(Stage.SIGNED, datetime(2026, 11, 10, 17, tzinfo=UTC))
    assert term([late], at(12), HOME).last_day == date(2026, 11, 18)


@given(st.permutations([SIGNED, Said(Stage.DISPUTED, at(12)), Said(Stage.DECIDED, at(15))]))
def test_the_order_of_arrival_does_not_matter(life):
    assert term(life, at(16), HOME).last_day == date(2026, 11, 20)


@given(st.integers(0, 100))
def test_a_dispute_never_shortens_the_term(hours):
    end = at(12) + timedelta(hours=hours)
    found = term([SIGNED, Said(Stage.DISPUTED, at(12)), Said(Stage.DECIDED, end)], end, HOME)
    assert found.last_day is not None
    assert found.last_day >= date(2026, 11, 17)
