"""What may follow in a case, who may see it, and that nobody checks their own work."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from credit.procedure import (
    MOVES,
    OVER,
    Kind,
    Procedure,
    SamePerson,
    State,
    WrongStep,
    apart,
    move,
    of_category,
    possible,
    visible,
)


@pytest.mark.parametrize(
    ("kind", "way", "end"),
    [
        ("complaint", "answered accepted negotiation mediation settled closed followed_up", "closed"),
        ("complaint", "accepted proposed decided appealed reviewed closed", "closed"),
        ("complaint", "accepted mediation ended closed", "closed"),
        ("complaint", "accepted proposed sent_back_draft proposed decided closed", "closed"),
        ("complaint", "refused closed", "closed"),
        ("complaint", "answered escalated accepted withdrawn", "withdrawn"),
        ("report", "extended filed proposed decided closed", "closed"),
        ("report", "filed proposed sent_back_draft", "filed"),
        ("inquiry", "answered closed", "closed"),
        ("complaint", "transferred taken_over accepted", "accepted"),
        ("complaint", "merged noted", "merged"),
    ],
)
def test_the_ways_that_a_case_can_go(kind, way, end):
    state = State.RECEIVED
    for step in way.split():
        state = move(kind, state, step)
    assert state == end


@pytest.mark.parametrize(
    ("kind", "state", "step"),
    [
        ("complaint", "received", "decided"),
        ("complaint", "received", "closed"),
        ("complaint", "accepted", "accepted"),
        ("complaint", "closed", "withdrawn"),
        ("complaint", "refused", "accepted"),
        ("report", "received", "accepted"),
        ("report", "received", "answered"),
        ("report", "filed", "withdrawn"),
        ("report", "filed", "asked"),
        ("inquiry", "received", "accepted"),
        ("inquiry", "answered", "refused"),
        ("complaint", "final", "appealed"),
        ("complaint", "received", "nonsense"),
    ],
)
def test_what_does_not_follow_is_refused(kind, state, step):
    with pytest.raises(WrongStep):
        move(kind, state, step)


@given(st.sampled_from(list(Kind)), st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_nothing_brings_a_case_back_that_is_over_and_what_is_said_to_be_possible_is(kind, way):
    state = State.RECEIVED
    for step in way:
        before = state
        try:
            state = move(kind, state, step)
        except WrongStep:
            assert step not in possible(kind, state)
            continue
        assert step in possible(kind, before)
        if before in OVER:
            assert state == before


def test_a_reporters_side_and_a_respondents_side_see_no_work_of_the_office():
    for step in ("noted", "assigned", "proposed", "sent_back_draft", "named"):
        assert not visible(step, "respondent")
        assert not visible(step, "complainant")
    assert visible("complained", "respondent")
    assert visible("asked", "respondent")
    assert not visible("asked", "complainant")
    assert not visible("merged", "respondent")


def test_nobody_approves_their_own_draft_or_reviews_their_own_decision():
    taken = [("proposed", 1), ("decided", 2)]
    with pytest.raises(SamePerson):
        apart("decided", 1, taken[:1])
    for who in (1, 2):
        with pytest.raises(SamePerson):
            apart("reviewed", who, taken)
    apart("decided", 2, taken[:1])
    apart("reviewed", 3, taken)


def test_k11_to_k19_go_the_way_of_the_post():
    postal = {f"K{number}" for number in range(1, 21) if of_category(f"K{number:02d}") is Procedure.POSTAL}
    assert postal == {f"K{number}" for number in range(11, 20)}
    assert of_category("K99") is Procedure.MARKET
