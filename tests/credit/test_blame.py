"""Who had it when it went wrong: segments, findings that count and that do not, and shares that are only suggested."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, strategies as st

from couriers import rules
from couriers.states import Step
from credit.blame import CAUSES, Finding, Passed, report, segments, shares

RULES = rules.at(date(2026, 11, 24)).blame
HOUR = 3_600_000
SHOP, PONY, MULE = "shop", "pony", "mule"


def passed(step, hour, holder=PONY, *, evidence="both", counts=True, flags=(), **facts):
    return Passed(round(hour * 10), int(hour * HOUR), Step(step), holder, evidence, counts, facts, flags)


def way(**last):
    """From the shop over one firm to another, each handover on two devices."""
    last = {"step": "signed", "hour": 12, "method": "code"} | last
    return [passed("accepted", 1), passed("hub_in", 3), passed("handed_over", 6, MULE), passed("out_for_delivery", 8, MULE),
            passed(last.pop("step"), last.pop("hour"), MULE, **last)]  # fmt: skip


def codes(found):
    return [(one.segment, one.code, one.counts) for one in found.findings]


def test_the_hands_it_went_through():
    found = segments(way())
    assert [(one.holder, one.since_ms // HOUR, one.until_ms and one.until_ms // HOUR) for one in found] == [
        (PONY, 1, 6), (MULE, 6, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("category", "history", "found", "split"),
    [
        ("K15", way(method="recipient"), [(1, "signed_without_code", True)], (0, 100)),
        ("K15", way(), [], (0, 0)),
        ("K15", way(step="deposited", consent="order"), [(1, "left_and_not_handed_over", True)], (0, 100)),
        ("K16", way(step="deposited", consent="none"), [(1, "no_consent_shown", True)], (0, 100)),
        ("K16", way(step="deposited", consent="claim"), [], (0, 0)),
        ("K11", way(hour=40), [(1, "long_pause", True)], (0, 100)),
        ("K12", way(step="out_for_delivery", hour=9), [(1, "last_holder", True)], (0, 100)),
        ("K13", way(step="refused", reason="damaged"), [(1, "refused_as_damaged", True)], (0, 100)),
        ("K01", way(method="recipient"), [], (0, 0)),
    ],
)
def test_what_a_complaint_and_a_history_suggest(category, history, found, split):
    made = report(history, category, RULES)
    assert (codes(made), made.shares) == (found, split)


def test_of_a_handover_that_only_one_side_shows_both_answer():
    history = [
        passed("accepted", 1),
        passed("handed_over", 6, MULE, evidence="device"),
        passed("signed", 8, MULE, method="code"),
    ]
    made = report(history, "K13", RULES)
    assert codes(made) == [(0, "handover_one_sided", True), (1, "handover_one_sided", True)]
    assert made.shares == (50, 50)


@pytest.mark.parametrize("flag", ["far_from_place", "no_place", "clock_offset"])
def test_a_distance_alone_is_named_and_does_not_count(flag):
    made = report(way(flags=(flag,)), "K15", RULES)
    assert codes(made) == [(1, flag, False)]
    assert made.shares == (0, 0)


def test_a_missing_and_an_impossible_scan_count_where_they_are():
    made = report(
        [passed("accepted", 1, flags=("missing_step",)), *way(flags=("impossible_travel",))[2:]], "K12", RULES
    )
    assert codes(made) == [(0, "missing_step", True), (1, "impossible_travel", True)]
    assert made.shares == (33, 67)


def test_what_an_outsider_says_passes_nothing_on_and_accuses_nobody():
    rival = passed("handed_over", 7, "rival", counts=False, flags=("impossible_step",))
    assert report([*way(), rival], "K12", RULES) == report(way(), "K12", RULES)


def test_nothing_recorded_is_nobodys_fault():
    assert report([], "K12", RULES).shares == ()


steps = st.builds(
    passed, st.sampled_from(["accepted", "hub_in", "handed_over", "out_for_delivery", "deposited", "signed", "refused"]),
    st.integers(0, 90), st.sampled_from([SHOP, PONY, MULE]), evidence=st.sampled_from(["both", "device", "carrier"]),
    flags=st.lists(st.sampled_from(["missing_step", "impossible_step", "far_from_place"]), max_size=2).map(tuple),
)  # fmt: skip
histories = st.lists(steps, max_size=10, unique_by=lambda one: one.entry_id)


@given(histories, st.sampled_from(sorted(CAUSES)))
def test_shares_are_whole_and_make_a_hundred_or_nothing(history, category):
    made = report(history, category, RULES)
    assert sum(made.shares) in (0, 100)
    assert all(share >= 0 for share in made.shares)
    blamed = {one.segment for one in made.findings if one.counts}
    assert all(not share or at in blamed for at, share in enumerate(made.shares))


@given(histories, st.sampled_from(sorted(CAUSES)), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_arrive_does_not_matter(history, category, chance: random.Random):
    other = [*history]
    chance.shuffle(other)
    assert report(other, category, RULES) == report(history, category, RULES)


def test_thirds_add_up_to_the_whole():
    assert shares(3, [Finding(at, "x", True, 1.0, ()) for at in range(3)]) == (34, 33, 33)
