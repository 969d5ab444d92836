"""The simulation of attacks on stars: it tells methods apart, and the rule that is shipped does what its reasons say."""

from __future__ import annotations

import pytest

from bench import attacks


@pytest.fixture(scope="module")
def moved():
    return {attack.name: found for attack, found in attacks.simulate(3)}


def test_one_rater_with_thirty_votes_moves_ours_by_less_than_a_third_of_what_moves_the_mean(moved):
    for name in ("push, one rater x30", "nuke, one rater x30"):
        assert abs(moved[name]["ours"].stars) < abs(moved[name]["mean"].stars) / 3


def test_trimming_is_worse_than_the_mean_once_attackers_are_more_than_are_trimmed(moved):
    for found in moved.values():
        assert abs(found["trimmed"].stars) > abs(found["mean"].stars)


def test_no_attack_moves_ours_further_than_the_mean(moved):
    for found in moved.values():
        assert abs(found["ours"].stars) < abs(found["mean"].stars)


def test_the_same_seed_gives_the_same_table(moved):
    again = dict(attacks.simulate(3))
    assert {attack.name: found for attack, found in again.items()} == moved
