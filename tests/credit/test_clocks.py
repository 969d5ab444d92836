"""The clocks of a case: by the rules of the day that began them, standing still while something is tested."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from credit import rules
from credit.clocks import EXTENDED, PAUSED, RESUMED, Step, next_due, read
from credit.rulebook import Book, together
from credit.workdays import Calendar

BOOK = Book(rules.shipped())
CALENDAR = Calendar(frozenset({2025, 2026}))


def days(*steps):
    return [Step(name, date.fromisoformat(day)) for name, day in steps]


def readings(steps, today, kind="complaint", procedure="market"):
    return {one.clock.key: one for one in read(steps, kind, procedure, BOOK.at, CALENDAR, date.fromisoformat(today))}


def test_acceptance_ends_one_clock_and_begins_the_next():
    found = readings(days(("received", "2026-03-02"), ("accepted", "2026-03-05")), "2026-03-06")
    assert (found["accept"].ended, found["accept"].due, found["accept"].late(date(2026, 3, 6))) == (
        date(2026, 3, 5), date(2026, 3, 11), False,
    )  # fmt: skip
    assert (found["mediate"].used, found["mediate"].left, found["mediate"].ended) == (1, 44, None)
    assert next_due(found.values()).clock.key == "mediate"


def test_a_step_is_judged_by_the_rules_of_its_own_day():
    old = readings(days(("received", "2026-04-14")), "2026-04-20")["accept"].clock
    new = readings(days(("received", "2026-04-15")), "2026-04-20")["accept"].clock
    assert (old.verified, new.verified) == (True, False)
    assert readings(days(("received", "2019-12-31")), "2020-01-20") == {}
    # The regulations on express delivery were renumbered on 2025-06-01.
    before = readings(days(("received", "2025-05-31")), "2025-06-02", procedure="postal")["answer_postal"].clock.source
    after = readings(days(("received", "2025-06-01")), "2025-06-02", procedure="postal")["answer_postal"].clock.source
    assert (before, after[:9]) == ("快递暂行条例 28", "快递暂行条例 29")


def test_the_clock_of_a_mediation_stands_still_while_goods_are_tested():
    steps = days(("received", "2026-03-02"), ("accepted", "2026-03-02"), (PAUSED, "2026-03-09"))
    stands = readings(steps, "2026-05-20")["mediate"]
    assert (stands.stands, stands.due, stands.used) == (True, None, 4)
    runs = readings([*steps, *days((RESUMED, "2026-05-20"))], "2026-05-20")["mediate"]
    assert (runs.stands, runs.used, runs.left) == (False, 5, 40)
    # The clock of an appeal to the postal administration does not stand still for anything.
    postal = days(("received", "2026-03-02"), ("escalated", "2026-03-02"), (PAUSED, "2026-03-09"))
    assert readings(postal, "2026-03-20", procedure="postal")["postal"].due == date(2026, 4, 1)


def test_a_report_is_given_more_time_once():
    plain = readings(days(("received", "2026-03-02")), "2026-03-03", kind="report")["check"]
    longer = readings(days(("received", "2026-03-02"), (EXTENDED, "2026-03-10")), "2026-03-10", kind="report")["check"]
    assert (plain.total, longer.total) == (15, 30)


def test_a_clock_that_was_missed_stays_missed():
    found = readings(days(("received", "2026-03-02"), ("accepted", "2026-03-31")), "2026-04-01")["accept"]
    assert found.late(date(2026, 4, 1))
    assert found.left == 0


@given(
    st.lists(st.tuples(st.sampled_from([PAUSED, RESUMED, "answered", "asked"]), st.integers(0, 9)), max_size=8),
    st.integers(0, 90),
    st.integers(0, 30),
)
def test_clocks_never_run_backwards(then, wait, more):
    steps, day = days(("received", "2026-03-02"), ("accepted", "2026-03-03")), date(2026, 3, 3)
    for name, gap in then:
        day += timedelta(gap)
        steps.append(Step(name, day))
    today = day + timedelta(wait)
    at = {one.clock.key: one for one in read(steps, "complaint", "market", BOOK.at, CALENDAR, today)}
    later = {
        one.clock.key: one for one in read(steps, "complaint", "market", BOOK.at, CALENDAR, today + timedelta(more))
    }
    for key, one in at.items():
        assert later[key].used >= one.used
        assert later[key].total == one.total
        assert one.due is None or one.due > one.begun


def test_no_day_has_two_sets_and_an_operators_set_ends_the_one_before_it():
    text = (
        rules.shipped()[-1]
        .text.replace("2026-04-15", "2027-03-01")
        .replace('version = "2026-04"', 'version = "2027-03"')
    )
    sets = together(rules.shipped(), [rules.parse(text)])
    assert [(one.version, one.effective_to) for one in sets[-2:]] == [("2026-04", date(2027, 2, 28)), ("2027-03", None)]
    assert Book(sets).at(date(2027, 2, 28)).version == "2026-04"
    clash = rules.shipped()[0].text.replace('version = "2020-01"', 'version = "2020-02"')
    with pytest.raises(rules.BadCaseRules):
        together(rules.shipped(), [rules.parse(clash)])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda text: text.replace("days = 7", "days = 0", 1),
        lambda text: text.replace('unit = "working"', 'unit = "lunar"', 1),
        lambda text: text.replace('key = "mediate"', 'key = "accept"', 1),
        lambda text: text.replace("verified = true", "", 1),
        lambda text: text + "\nmore = 1\n",
        lambda text: "no toml at all",
    ],
)
def test_a_set_that_lacks_something_or_has_too_much_is_refused(wrong):
    with pytest.raises(rules.BadCaseRules):
        rules.parse(wrong(rules.shipped()[0].text))
