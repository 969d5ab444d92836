"""Texts that are made to fit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from trace.labels import face, fitting
from trace.labels.marks import BadLabel, Text

# What product names are made of: Chinese, Latin, figures, and signs of both.
NAMES = st.text("集安生晒参特级礼盒装克，。（）、 abcWMi0159-./%", max_size=60)


@settings(deadline=None)
@given(text=NAMES, size=st.floats(2.6, 8), room=st.floats(10, 90), weight=st.sampled_from((500, 700)))
def test_a_shortened_text_fits_and_is_the_beginning_of_it(text, size, room, weight):
    short = fitting.shortened(text, size, room, weight)
    assert face.width(short, size, weight) <= room
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@settings(deadline=None)
@given(text=NAMES, size=st.floats(2.6, 8), room=st.floats(20, 90), most=st.integers(1, 4))
def test_every_line_fits_and_nothing_but_the_end_is_lost(text, size, room, most):
    lines = fitting.lines(text, size, room, most)
    assert len(lines) <= most
    assert all(line and face.width(line, size) <= room for line in lines)
    said = "".join(lines).removesuffix("…").replace(" ", "")
    assert text.replace(" ", "").startswith(said)
    if lines and not lines[-1].endswith("…"):
        assert said == text.replace(" ", "")


def test_it_breaks_between_chinese_characters_and_not_inside_a_latin_word_or_before_a_comma():
    assert fitting.lines("长白山人参 Panax ginseng，五十克", 2, 16, 3) == ["长白山人参", "Panax ginseng，", "五十克"]


def test_a_word_that_is_wider_than_the_line_is_broken():
    assert "".join(fitting.lines("A" * 30, 3, 20, 5)) == "A" * 30


def test_breaks_and_tabs_in_a_name_become_spaces():
    assert fitting.one_line(" a\n\tb  c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "said"), [("人参🎁", "U\\+1F381"), ("a\x00", "a control character"), ("\ue000", "U\\+E000")]
)
def test_a_character_that_the_font_lacks_is_named(text, said):
    with pytest.raises(BadLabel, match=said):
        face.width(text, 3)


def test_bold_is_another_outline_and_not_wider_in_chinese():
    assert face.glyph("参", 700).outline != face.glyph("参", 500).outline
    assert face.glyph("参", 700).advance == face.glyph("参", 500).advance == face.EM


def test_characters_of_one_pitch_stand_in_the_middle_of_their_cells():
    first, second = face.places(Text(0, 0, 5, "1W", pitch=6))
    assert first + face.width("1", 5) / 2 == pytest.approx(3)
    assert second + face.width("W", 5) / 2 == pytest.approx(9)


def test_the_font_in_a_file_holds_what_was_asked_for_and_is_small():
    cut = face.cut("集安参AB", 700)
    assert set(cut.glyphs) == set("集安参AB")
    assert len(set(cut.glyphs.values())) == 5
    assert len(cut.file) < 10_000
