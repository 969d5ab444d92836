"""Grades rise at once, fall after two weeks and by one class at most; the rule sets are data without gaps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from couriers import rules
from couriers.grades import held, ladder
from couriers.rules import BadRules
from tests.couriers.rating.people import RULES


@pytest.mark.parametrize(
    ("weekly", "today", "found"),
    [
        ([], "BBB", "BBB"),
        (["A", "BBB"], "BBB", "A"),
        (["A", "BBB", "BBB"], "BBB", "BBB"),
        (["AAA", "B", "B"], "B", "AA"),
        (["AAA", "B", "B", "B"], "B", "A"),
        (["AAA", "A", "AAA", "A"], "A", "AAA"),
        (["BBB", "BBB"], "AA", "AA"),
        (["A"], "D", "D"),
        (["A", "D"], "BBB", "BBB"),
        (["NR", "NR"], "A", "A"),
        (["A", "A"], "NR", "NR"),
    ],
)
def test_the_grade_that_is_held(weekly, today, found):
    assert held(RULES, weekly, today) == found


@given(st.lists(st.sampled_from(ladder(RULES)), max_size=12), st.sampled_from(ladder(RULES)))
def test_a_grade_is_never_below_what_today_gives(weekly, today):
    steps = ladder(RULES)
    assert steps.index(held(RULES, weekly, today)) <= steps.index(today)


def test_the_rule_set_is_chosen_by_the_day():
    assert rules.at(date(2024, 2, 29)).version == "2020-01"
    assert rules.at(date(2024, 3, 1)).version == "2024-03"
    assert rules.at(date(2019, 12, 31)) is None


def test_an_article_is_cited_only_from_the_day_it_was_in_force():
    assert "V4" not in rules.at(date(2024, 2, 29)).by_code
    assert rules.at(date(2024, 3, 1)).by_code["V4"].severity == 6


def test_what_nobody_has_read_at_its_source_is_marked():
    assert RULES.conduct.verified is False
    assert RULES.grading.verified is False
    assert RULES.time.verified is True


def test_the_points_of_every_rule_set_make_a_hundred():
    for one in rules.known():
        assert sum(indicator.weight for indicator in one.indicators) == 100
        assert {found.feeds for found in one.violations} - {None} <= {indicator.key for indicator in one.indicators}


def test_a_rule_set_with_a_member_that_nobody_reads_is_refused():
    with pytest.raises(BadRules, match="half_live"):
        rules.parse('name = "x"\nhalf_live = 3\n')
