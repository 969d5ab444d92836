"""The picture of the way."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, strategies as st

from app.consumer.route import WIDTH, Halt, route

PLACES = ["清河镇", "集安市", "长春市朝阳区", "São José do Rio Preto, SP"]
some_halt = st.builds(Halt, st.sampled_from(PLACES), st.text(max_size=30), st.just("11月1日"), st.integers(0, 3))
halts = st.lists(some_halt, max_size=15)


@given(halts, st.integers(0, 3))
def test_everything_lies_inside_the_picture(given_halts, after):
    drawn = route(given_halts, after, "{count} not public")
    if drawn is None:
        return
    assert all(0 < dot.x < WIDTH and 0 < dot.y < drawn.height for dot in drawn.dots)
    assert all(0 <= label.x <= WIDTH and 0 < label.y <= drawn.height for label in drawn.labels)
    assert len(drawn.dots) == len(drawn.halts)
    spots = [(dot.x, dot.y) for dot in drawn.dots]
    assert len(set(spots)) == len(spots)


def test_neighbours_at_one_place_become_one_stop():
    drawn = route(
        [Halt("集安市", "打包", "11月21日"), Halt("集安市", "揽收", "11月22日"), Halt("长春市", "派送", "11月23日")],
        0,
        "",
    )
    assert drawn is not None
    assert [(h.place, h.what, h.when) for h in drawn.halts] == [
        ("集安市", "打包 – 揽收", "11月21日 – 11月22日"),
        ("长春市", "派送", "11月23日"),
    ]


@pytest.mark.parametrize("few", [[], [Halt("集安市", "打包", "11月21日")]])
def test_there_is_no_way_through_fewer_than_two_places(few):
    assert route(few, 0, "") is None


def test_hidden_stops_are_a_dotted_stretch_with_their_number():
    drawn = route([Halt("集安市", "揽收", ""), Halt("长春市", "派送", "", hidden=3)], 0, "途中 {count} 站未公开")
    assert drawn is not None
    assert drawn.known == ""
    assert drawn.unknown
    assert "途中 3 站未公开" in [label.text for label in drawn.labels]


def test_a_long_way_folds_and_no_stretch_is_left_out():
    drawn = route([Halt(f"地{i}", "经过", "") for i in range(9)], 0, "")
    assert drawn is not None
    assert len({dot.y for dot in drawn.dots}) == 3
    assert drawn.known.count("M") == 8
    # Each row begins on the side where the one before ended.
    rows = [list(group) for _, group in itertools.groupby(drawn.dots, key=lambda dot: dot.y)]
    assert rows[0][-1].x == rows[1][0].x
