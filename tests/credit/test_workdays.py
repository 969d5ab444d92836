"""Working days as the State Council makes them, and what is only provisional because a year is not published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from credit.workdays import Calendar, after, used

# 2026 around the National Day: 1 to 7 October are off, the Sundays 20 September and the Saturday 10 October are worked.
YEAR = Calendar(
    frozenset({2026}),
    frozenset({date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))}),
    frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 9, 21), 7, date(2026, 10, 8)),
        (date(2026, 9, 21), 45, date(2026, 11, 30)),
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 10, 9), 1, date(2026, 10, 10)),
    ],
)
def test_a_term_in_working_days_ends_when_the_holidays_say_so(start, days, last):
    assert after(YEAR, start, days, working=True) == (last, False)


def test_calendar_days_ask_no_holiday_table():
    assert after(Calendar(), date(2026, 10, 29), 30, working=False) == (date(2026, 11, 28), False)


def test_a_term_into_an_unpublished_year_is_provisional_and_counted_by_weekdays():
    last, provisional = after(YEAR, date(2026, 11, 24), 45, working=True)
    assert (last, provisional) == (date(2027, 1, 26), True)
    published = Calendar(YEAR.years | {2027}, YEAR.off | {date(2027, 1, 1)}, YEAR.worked)
    assert after(published, date(2026, 11, 24), 45, working=True) == (date(2027, 1, 27), False)


def test_days_on_which_the_clock_stands_still_do_not_count():
    standing = [(date(2026, 11, 3), date(2026, 11, 6))]
    assert after(YEAR, date(2026, 11, 2), 3, working=True).day == date(2026, 11, 5)
    assert after(YEAR, date(2026, 11, 2), 3, working=True, standing=standing).day == date(2026, 11, 10)
    assert after(
        YEAR, date(2026, 11, 2), 3, working=True, standing=[(date(2026, 11, 3), date(2026, 11, 3))]
    ).day == date(2026, 11, 5)


@given(DAYS, st.integers(1, 60), st.booleans(), st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=3))
def test_a_pause_never_shortens_a_term_and_the_days_used_never_grow_less(start, days, working, pauses):
    standing = [(first, first + timedelta(many)) for first, many in pauses]
    plain = after(YEAR, start, days, working=working).day
    last = after(YEAR, start, days, working=working, standing=standing).day
    assert last >= plain > start
    # The whole term is used up exactly at its end, and on no day before it.
    assert used(YEAR, start, last, working=working, standing=standing) == days
    assert used(YEAR, start, last - timedelta(1), working=working, standing=standing) == days - 1


@given(DAYS, st.lists(st.integers(0, 20), min_size=2, max_size=8), st.booleans())
def test_time_passes_and_the_days_used_only_grow(start, waits, working):
    moments, at = [], start
    for wait in waits:
        at += timedelta(wait)
        moments.append(used(YEAR, start, at, working=working))
    assert moments == sorted(moments)
