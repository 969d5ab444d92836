"""Scores: the worked examples of docs/rating.md to the digit, and what must hold of every score."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, strategies as st

from couriers.score import Seniority, Tally, Vote, score, without
from tests.couriers.rating.people import CONSUMERS, FIRST, GOOD, KEYS, LONG, POOR, RULES, charge, stars, tallies

NEW = tallies(10, *[1.0] * 7)
CAPPED = sum(1 / k for k in range(1, 31))
FALSE_SIGNOFF = [charge(6, 1, 10, 90, key=str(n)) for n in range(3)]
EMPTY = [charge(25, 1, 10, 180, code="V7", key=str(n)) for n in range(3)]

# name, tallies, votes, charges, seniority -> S, S_low, 100P, beta, D, grade
EXAMPLES = [
    ("nobody yet", {}, [], [], Seniority(0, 0), 85.4, 77.0, 85.4, 0, 0, "NR"),
    ("new", NEW, stars("consumer", five=3), [], Seniority(10, 5), 89.1, 82.4, 89.1, 0.018, 0, "NR"),
    ("good", GOOD, FIRST, [], LONG, 95.7, 94.3, 96.5, 0.143, 0, "AAA"),
    ("one false sign-off", GOOD, FIRST, FALSE_SIGNOFF[:1], LONG, 90.1, 88.7, 96.5, 0.143, 5.6, "AA"),
    ("three false sign-offs", GOOD, FIRST, FALSE_SIGNOFF, LONG, 79.0, 77.6, 96.5, 0.143, 16.7, "BBB"),
    ("thirty, uncapped", GOOD, [*CONSUMERS, *stars("merchant", five=8, one=30)], [], LONG, 90.6, 89.2, 96.5, 0.170, 0, "AA"),
    ("thirty, capped", GOOD, [*CONSUMERS, *stars("merchant", five=8, one=CAPPED)], [], LONG, 94.6, 93.2, 96.5, 0.145, 0, "AAA"),
    ("poor", POOR, stars("consumer", four=10, three=8, one=7), [], LONG, 60.0, 56.4, 60.2, 0.091, 0, "BB"),
    ("one empty parcel", GOOD, stars("consumer", five=40), EMPTY[:1], LONG, 72.6, 71.2, 96.5, 0.114, 24.1, "BBB"),
    ("three empty parcels", GOOD, stars("consumer", five=40), EMPTY, LONG, 36.6, 35.2, 96.5, 0.114, 60, "CC"),
    ("theft", GOOD, [], [charge(40, 1, 10, 365, code="V10", red=True)], LONG, 57.3, 55.7, 96.5, 0, 39.2, "D"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "did", "votes", "charges", "since", "value", "low", "conduct", "beta", "deduction", "grade"),
                         EXAMPLES, ids=[one[0] for one in EXAMPLES])  # fmt: skip
def test_the_worked_examples(name, did, votes, charges, since, value, low, conduct, beta, deduction, grade):
    found = score(RULES, did, votes, charges, since)
    assert (found.score, found.low, found.grade) == (value, low, grade)
    assert found.conduct == pytest.approx(conduct, abs=0.05)
    assert found.beta == pytest.approx(beta, abs=0.0005)
    assert found.deduction == pytest.approx(deduction, abs=0.05)


def test_each_indicator_of_the_good_one():
    wanted = {
        "on_time": (0.9677, 0.956, 19.1), "completion": (0.9836, 0.966, 9.7), "scan_complete": (0.983, 0.976, 14.6),
        "scan_true": (0.9959, 0.979, 19.6), "signoff_ok": (0.9885, 0.967, 19.3), "intact": (0.9986, 0.952, 9.5),
        "minor_clear": (0.9958, 0.935, 4.7),
    }  # fmt: skip
    for mark in score(RULES, GOOD, FIRST, [], LONG).marks:
        p, u, points = wanted[mark.key]
        assert mark.p == pytest.approx(p, abs=0.0005)
        assert mark.u == pytest.approx(u, abs=0.005)
        assert mark.points == pytest.approx(points, abs=0.05)


def test_without_the_finding_it_would_be_what_it_was():
    found = without(RULES, GOOD, FIRST, FALSE_SIGNOFF[:1], LONG, None, "0")
    assert (found.score, found.grade) == (95.7, "AAA")


def test_the_reasons_of_a_deduction_at_its_limit_add_up_to_the_limit():
    found = score(RULES, GOOD, [], EMPTY, LONG)
    assert sum(one.points for one in found.charged) == pytest.approx(60)
    assert [one.points for one in found.charged] == pytest.approx([20] * 3)


def test_a_grade_by_the_cautious_score_needs_two_hundred_parcels():
    assert score(RULES, GOOD, FIRST, [], Seniority(199, 200)).grade == "A"
    assert score(RULES, GOOD, FIRST, [], Seniority(200, 29)).grade == "NR"
    assert score(RULES, GOOD, FIRST, [], Seniority(49, 200)).grade == "NR"


def test_somebody_with_hard_routes_is_not_below_an_equal_one_with_easy_routes():
    """Equal: both fail half as often as is usual where they work."""
    easy = score(RULES, GOOD | {"on_time": Tally(500, 500 * 0.98)}, FIRST, [], LONG, {"on_time": 0.96})
    hard = score(RULES, GOOD | {"on_time": Tally(500, 500 * 0.925)}, FIRST, [], LONG, {"on_time": 0.85})
    assert hard.score == easy.score
    assert hard.low >= easy.low
    assert score(RULES, GOOD | {"on_time": Tally(500, 500 * 0.925)}, FIRST, [], LONG).score < hard.score


def test_peers_who_never_fail_leave_everybody_a_scale():
    found = score(RULES, GOOD, FIRST, [], LONG, {"on_time": 1.0})
    assert 0 <= found.marks[0].u <= 1


share = st.floats(0.01, 1)
did = st.dictionaries(
    st.sampled_from(KEYS),
    st.tuples(st.floats(0, 3000), st.floats(0, 1)).map(lambda one: Tally(one[0], one[0] * one[1])),
)
votes = st.lists(
    st.builds(Vote, st.sampled_from(["consumer", "merchant", "regulator"]), st.integers(1, 5), st.floats(0.01, 1)),
    max_size=20,
)
charges = st.lists(
    st.builds(
        charge, st.sampled_from([3, 4, 6, 15, 25, 40]), share, st.integers(0, 400), st.sampled_from([90, 180, 365]),
        key=st.text("abc", min_size=1, max_size=3),
    ),
    max_size=6,
)  # fmt: skip


@given(did, votes, charges, st.builds(charge, st.floats(0, 40), share, st.integers(0, 400), st.just(90)))
def test_another_upheld_finding_never_raises_a_score(did, votes, charges, more):
    before, after = (score(RULES, did, votes, some, LONG) for some in (charges, [*charges, more]))
    assert after.score <= before.score
    assert after.low <= before.low


@given(did, st.sampled_from(["intact", "minor_clear"]), st.floats(0, 5))
def test_less_done_well_never_raises_a_score(did, key, less):
    n, k = did.get(key, Tally())
    worse = did | {key: Tally(n, max(k - less, 0))}
    assert score(RULES, worse, [], [], LONG).score <= score(RULES, did, [], [], LONG).score


@given(did, votes, charges, st.randoms(use_true_random=False))
def test_the_order_of_what_happened_does_not_matter(did, votes, charges, chance: random.Random):
    other = [*votes], [*charges], list(did.items())
    for one in other:
        chance.shuffle(one)
    assert score(RULES, did, votes, charges, LONG) == score(RULES, dict(other[2]), other[0], other[1], LONG)


@given(did, votes, charges)
def test_the_parts_add_up_to_the_score(did, votes, charges):
    found = score(RULES, did, votes, charges, LONG)
    rated = sum(100 * one.beta * one.e for one in found.opinions)
    whole = (1 - found.beta) * sum(one.points for one in found.marks) + rated - sum(one.points for one in found.charged)
    assert found.score == pytest.approx(whole, abs=0.051)
    assert found.low <= found.score
