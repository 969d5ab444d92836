"""What of a parcel's life counts for whom: done well, badly, excused, or waiting for a decision."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from couriers.conduct import Kind, Seen, State, Subject, fold
from couriers.states import Step
from trace.moments import to_ms

MA, LI = 7, 8
FIRM, STATION = 2, 4
DAY = to_ms(datetime(2026, 11, 24, tzinfo=UTC))
HOUR = 3_600_000


def seen(
    step, hour, who=MA, *, entry=None, evidence="device", stands=True, flags=(), at=DAY, outlet=None, firm=None, **facts
):
    number = round(hour * 100) if entry is None else entry
    return Seen(
        number, number, at + int(hour * HOUR), Step(step), evidence, stands, facts, flags, who, firm, outlet, "220502"
    )


def out(hour, who=MA, **more):
    return seen("out_for_delivery", hour, who, **more)


def signed(hour, who=MA, method="recipient", **more):
    return seen("signed", hour, who, method=method, **more)


def said(life, kind=Kind.COURIER):
    """Under each indicator, in the order of the log: the state, or for what counts how much was bad, and the word."""
    return {
        (one.indicator, one.subject.id, one.entry_id): (one.bad if one.state == State.COUNTED else one.state, one.why)
        for one in fold(life)
        if one.subject.kind == kind
    }


def of(life, indicator, kind=Kind.COURIER):
    return [value for (key, *_), value in said(life, kind).items() if key == indicator]


def test_a_delivery_done_well_counts_under_all_seven():
    found = said([out(9), signed(11)])
    assert {key[0]: value for key, value in found.items() if key[2] == 1100} == {
        "on_time": (0, "in_time"), "completion": (0, "delivered"), "scan_complete": (0, "complete"),
        "scan_true": (0, "plausible"), "signoff_ok": (0, "proper"), "intact": (0, "delivered"), "minor_clear": (0, "delivered"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("life", "indicator", "found"),
    [
        ([out(0), signed(12.5)], "on_time", [(100, "late")]),
        ([out(0), out(1), signed(11.9)], "on_time", [(0, "in_time")]),
        ([signed(9)], "on_time", []),
        ([signed(9)], "scan_complete", [(100, "not_set_out")]),
        ([out(0), out(23), signed(24)], "scan_complete", [(100, "never_ended"), (0, "complete")]),
        ([out(9), seen("refused", 10, reason="damaged")], "completion", [("excused", "refused")]),
        ([out(9), seen("attempt_failed", 10, reason="nobody_home", attempt=1)], "completion", [(100, "not_delivered")]),
        ([out(9), seen("attempt_failed", 10, reason="nobody_home", attempt=2)], "completion", [("excused", "absent")]),
        ([out(9), seen("attempt_failed", 10, reason="wrong_address", attempt=1)], "completion", [("excused", "wrong_address")]),
        ([out(9), seen("attempt_failed", 10, reason="nobody_home"), out(13), signed(14)], "completion", [(0, "delivered")]),
        ([out(9), seen("deposited", 10, site="station", consent="courier")], "signoff_ok", [(0, "proper")]),
        ([out(9), seen("deposited", 10, site="station", consent="none")], "signoff_ok", [(100, "no_consent")]),
        ([out(9), signed(10, flags=("impossible_travel",))], "scan_true", [(0, "plausible"), (100, "impossible_travel")]),
        ([out(9), signed(10, flags=("missing_step",))], "scan_complete", [(100, "missing_step")]),
    ],
)  # fmt: skip
def test_what_counts(life, indicator, found):
    assert of(life, indicator) == found


@pytest.mark.parametrize("flag", ["far_from_place", "no_place", "clock_offset"])
def test_a_distance_a_missing_place_or_a_wrong_clock_alone_accuses_nobody(flag):
    assert said([out(9, flags=(flag,)), signed(10, flags=(flag,))]) == said([out(9), signed(10)])


@pytest.mark.parametrize("evidence", ["carrier", "aggregator", "import", "party", "claim"])
def test_only_what_devices_have_signed_counts_for_a_person(evidence):
    assert said([out(9, evidence=evidence), signed(10, evidence=evidence)]) == {}


def test_a_feed_counts_for_the_firm_and_a_stations_word_for_the_station():
    feed = [out(9, None, firm=FIRM, evidence="carrier"), signed(22, None, firm=FIRM, evidence="carrier")]
    assert of(feed, "on_time", Kind.FIRM) == [(100, "late")]
    shelf = [seen("signed", 12, None, outlet=STATION, evidence="party", method="code")]
    assert of(shelf, "signoff_ok", Kind.OUTLET) == [(0, "proper")]
    assert of(shelf, "scan_complete", Kind.OUTLET) == []


def test_what_an_outsider_says_counts_for_nobody():
    assert fold([out(9, stands=False), signed(10, stands=False)]) == []


def test_a_disputed_sign_off_counts_for_nobody_until_somebody_decides():
    disputed = seen("disputed", 12, None, evidence="claim", stands=False)
    assert of([out(9), signed(10), disputed], "signoff_ok") == [("pending", "disputed")]
    confirmed = seen("confirmed", 13, None, evidence="claim", stands=False)
    assert of([out(9), signed(10), disputed, confirmed], "signoff_ok") == [(0, "confirmed")]


def test_a_dispute_does_not_wash_away_what_the_courier_wrote_down_himself():
    life = [out(9), seen("deposited", 10, consent="none"), seen("disputed", 12, None, evidence="claim", stands=False)]
    assert of(life, "signoff_ok") == [(100, "no_consent")]


def test_each_answers_for_their_own_segment():
    life = [out(0, LI), seen("handed_over", 13, MA), out(14, MA), signed(15, MA)]
    assert {key[1]: value for key, value in said(life).items() if key[0] == "on_time"} == {MA: (0, "in_time")}
    assert Subject(Kind.COURIER, LI) in {one.subject for one in fold(life)}


def test_what_happened_before_there_were_rules_is_not_rated():
    assert fold([out(9, at=to_ms(datetime(2019, 6, 1, tzinfo=UTC)))]) == []


STEPS = (
    "accepted", "hub_in", "hub_out", "handed_over", "out_for_delivery", "signed", "deposited", "attempt_failed", "refused",
    "disputed", "confirmed",
)  # fmt: skip
steps = st.sampled_from(STEPS)
lives = st.lists(st.tuples(steps, st.floats(0, 60), st.sampled_from([MA, LI])), max_size=12).map(
    lambda some: [seen(step, hour, who, entry=at) for at, (step, hour, who) in enumerate(some)]
)


@given(lives, st.randoms(use_true_random=False))
def test_the_order_in_which_entries_arrive_does_not_matter(life, chance: random.Random):
    other = [*life]
    chance.shuffle(other)
    assert fold(other) == fold(life)


@given(lives)
def test_an_entry_counts_once_under_an_indicator_and_never_beyond_the_whole(life):
    found = fold(life)
    keys = [(one.subject, one.indicator, one.entry_id) for one in found]
    assert len(keys) == len(set(keys))
    assert all(one.bad in (0, 100) for one in found)
