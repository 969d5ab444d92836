"""Custody: what may follow what, and that a history folds to the same state in whatever order it came."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from couriers.custody import IMPOSSIBLE, MISSING, ImpossibleStep, MissingStep, Scan, fit, flags, fold, move
from couriers.states import GAPS, TABLE, State, Step, step_of

STEPS = st.sampled_from(list(Step))
# Few times, so that several scans share one.
HISTORIES = st.lists(st.tuples(STEPS, st.integers(0, 20)), max_size=12).map(
    lambda told: [Scan(step, at, order) for order, (step, at) in enumerate(told)]
)


def after(*steps: Step) -> State:
    state = State.AWAITED
    for step in steps:
        state = move(state, step)
    return state


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([Step.ACCEPTED], State.CARRIED),
        ([Step.HANDED_OVER, Step.ACCEPTED], State.CARRIED),
        ([Step.ACCEPTED, Step.HUB_IN, Step.HUB_OUT, Step.HUB_IN, Step.OUT_FOR_DELIVERY, Step.SIGNED], State.DELIVERED),
        # A scan or two may still be on another phone.
        ([Step.ACCEPTED, Step.SIGNED], State.DELIVERED),
        ([Step.ACCEPTED, Step.HUB_OUT, Step.HUB_OUT], State.CARRIED),
        ([Step.ACCEPTED, Step.OUT_FOR_DELIVERY, Step.ATTEMPT_FAILED, Step.OUT_FOR_DELIVERY], State.OUT),
        ([Step.ACCEPTED, Step.DEPOSITED], State.WAITING),
        ([Step.ACCEPTED, Step.DEPOSITED, Step.DISPUTED], State.WAITING),
        ([Step.ACCEPTED, Step.DEPOSITED, Step.CONFIRMED], State.DELIVERED),
        ([Step.ACCEPTED, Step.DEPOSITED, Step.HANDED_OVER, Step.HUB_IN], State.AT_HUB),
        ([Step.CONFIRMED], State.DELIVERED),
        ([Step.ACCEPTED, Step.SIGNED, Step.CONFIRMED], State.DELIVERED),
        ([Step.ACCEPTED, Step.SIGNED, Step.DISPUTED], State.DISPUTED),
        ([Step.ACCEPTED, Step.SIGNED, Step.DISPUTED, Step.CONFIRMED], State.DELIVERED),
        ([Step.ACCEPTED, Step.SIGNED, Step.DISPUTED, Step.OUT_FOR_DELIVERY, Step.SIGNED], State.DELIVERED),
        ([Step.ACCEPTED, Step.REFUSED, Step.HUB_IN, Step.OUT_FOR_DELIVERY], State.GOING_BACK),
        ([Step.ACCEPTED, Step.REFUSED, Step.SIGNED], State.BACK),
        ([Step.ACCEPTED, Step.SIGNED, Step.SENT_BACK, Step.ACCEPTED, Step.TAKEN_BACK], State.BACK),
        ([Step.ACCEPTED, Step.SIGNED, Step.TAKEN_BACK, Step.SOLD, Step.ACCEPTED], State.CARRIED),
        ([Step.ACCEPTED, Step.SOLD], State.CARRIED),
        ([Step.DECOMMISSIONED, Step.SOLD], State.GONE),
    ],
)
def test_what_may_follow_what(steps, state):
    assert after(*steps) is state


@pytest.mark.parametrize(
    ("steps", "then"),
    [
        ([Step.ACCEPTED], Step.ACCEPTED),
        ([Step.ACCEPTED, Step.HANDED_OVER], Step.ACCEPTED),
        ([Step.ACCEPTED, Step.SIGNED], Step.SIGNED),
        ([Step.ACCEPTED, Step.SIGNED], Step.DEPOSITED),
        ([Step.ACCEPTED, Step.SIGNED], Step.HUB_IN),
        ([Step.ACCEPTED, Step.SIGNED], Step.REFUSED),
        ([Step.ACCEPTED, Step.DEPOSITED], Step.DEPOSITED),
        ([Step.ACCEPTED, Step.DEPOSITED], Step.ATTEMPT_FAILED),
        ([Step.ACCEPTED, Step.REFUSED], Step.REFUSED),
        ([Step.ACCEPTED, Step.REFUSED, Step.TAKEN_BACK], Step.HUB_IN),
        ([Step.ACCEPTED, Step.SIGNED, Step.DISPUTED], Step.DISPUTED),
        ([Step.DECOMMISSIONED], Step.ACCEPTED),
        ([Step.DECOMMISSIONED], Step.DECOMMISSIONED),
    ],
)
def test_what_cannot_follow(steps, then):
    with pytest.raises(ImpossibleStep):
        move(after(*steps), then)


@pytest.mark.parametrize(
    ("steps", "then"),
    [
        ([], Step.SIGNED), ([], Step.HUB_IN), ([], Step.DEPOSITED), ([], Step.DISPUTED), ([], Step.TAKEN_BACK),
        ([Step.ACCEPTED], Step.DISPUTED), ([Step.HANDED_OVER], Step.DISPUTED),
    ],
)  # fmt: skip
def test_what_only_lacks_a_step_before_it(steps, then):
    with pytest.raises(MissingStep):
        move(after(*steps), then)


@pytest.mark.parametrize(
    ("stage", "facts", "step"),
    [
        ("signed", None, Step.SIGNED),
        ("signed", {"method": "code"}, Step.SIGNED),
        ("signed", {"method": "confirmed"}, Step.CONFIRMED),
        ("returned", {"outcome": "requested"}, None),
        ("returned", {"outcome": "shipped"}, Step.SENT_BACK),
        ("returned", {"outcome": "received"}, Step.TAKEN_BACK),
        ("returned", {"outcome": "refunded"}, None),
        ("returned", None, Step.SENT_BACK),
        ("hub_in", None, Step.HUB_IN),
        ("packed", None, None),
        ("reviewed", {"rating": 5}, None),
        ("corrected", None, None),
        ("recalled", None, None),
        ("inspecting", None, None),
    ],
)
def test_which_stages_move_custody(stage, facts, step):
    assert step_of(stage, facts) is step


def test_a_business_step_of_others_that_sounds_like_ours_moves_nothing():
    # These are names of steps within custody, and no stages: bare business steps of other systems come in as stages.
    assert [step_of(name) for name in ("confirmed", "sent_back", "taken_back")] == [None, None, None]


def test_every_state_has_a_row_and_is_reached():
    assert set(TABLE) == set(State)
    assert {to for row in TABLE.values() for to in row.values()} | set(GAPS.values()) == set(State)


def test_an_imported_history_is_flagged_and_not_changed():
    told = [Scan(Step.SIGNED, 5, 1), Scan(Step.ACCEPTED, 9, 2), Scan(Step.HUB_IN, 10, 3)]
    assert flags(told) == {1: MISSING, 2: IMPOSSIBLE, 3: IMPOSSIBLE}
    assert fold(told).state is State.DELIVERED
    assert [scan.order for scan in told] == [1, 2, 3]


def test_at_one_time_the_order_of_recording_counts():
    assert fold([Scan(Step.ACCEPTED, 5, 1), Scan(Step.HUB_IN, 5, 2)]) == (State.AT_HUB, {})
    assert fold([Scan(Step.ACCEPTED, 5, 2), Scan(Step.HUB_IN, 5, 1)]).odd == {1: MISSING, 2: IMPOSSIBLE}


def test_a_missing_step_that_arrives_later_heals_the_history():
    told = [Scan(Step.SIGNED, 9, 1)]
    assert flags(told) == {1: MISSING}
    assert fit(told, Scan(Step.ACCEPTED, 5, 2)) is State.CARRIED
    assert flags([*told, Scan(Step.ACCEPTED, 5, 2)]) == {}


@given(HISTORIES)
def test_no_history_breaks_the_fold_and_its_order_of_arrival_does_not_matter(told):
    assert fold(told) == fold(reversed(told))
    assert set(fold(told).odd) <= {scan.order for scan in told}


@given(HISTORIES)
def test_what_was_accepted_scan_by_scan_replays_without_a_flag(told):
    kept: list[Scan] = []
    for scan in told:
        try:
            fit(kept, scan)
        except (ImpossibleStep, MissingStep):
            continue
        kept.append(scan)
        assert fold(kept).odd == {}
    ordered = sorted(kept, key=lambda one: (one.at_ms, one.order))
    assert after(*(scan.step for scan in ordered)) is fold(kept).state


@given(HISTORIES)
def test_a_scan_that_is_newest_is_taken_exactly_if_the_state_allows_it(told):
    for step in Step:
        newest, state = Scan(step, 99, 99), fold(told).state
        try:
            expected = move(state, step)
        except (ImpossibleStep, MissingStep) as refusal:
            with pytest.raises(type(refusal)):
                fit(told, newest)
        else:
            assert fit(told, newest) is expected is fold([*told, newest]).state


@given(HISTORIES, st.lists(STEPS, max_size=8))
def test_what_is_gone_stays_gone(told, then):
    gone = [*told, Scan(Step.DECOMMISSIONED, 30, 100)]
    later = [Scan(step, 40 + at, 200 + at) for at, step in enumerate(then)]
    assert fold([*gone, *later]).state is State.GONE
    for scan in later:
        if scan.step is not Step.SOLD:
            with pytest.raises(ImpossibleStep):
                fit(gone, scan)


@given(HISTORIES, st.lists(STEPS, max_size=8))
def test_what_is_back_with_its_sender_moves_only_by_a_new_sale(told, then):
    back = [*told, Scan(Step.SENT_BACK, 30, 100), Scan(Step.TAKEN_BACK, 31, 101)]
    later = [Scan(s, 40 + at, 200 + at) for at, s in enumerate(then) if s not in (Step.SOLD, Step.DECOMMISSIONED)]
    assert fold([*back, *later]).state in (State.BACK, State.GONE)
