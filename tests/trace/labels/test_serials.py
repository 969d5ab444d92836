"""Serials."""

from __future__ import annotations

import math

import numpy as np
import pytest

from trace.identity.serial import Serial
from trace.labels import serials
from trace.labels.marks import BadLabel


def test_they_are_unguessable_and_hold_only_what_a_serial_may_and_people_can_tell_apart():
    assert serials.LENGTH * math.log2(len(set(serials.ALPHABET))) >= 64
    for one in serials.draw(100):
        text = serials.text(one)
        assert Serial.parse(text).serial == text
        assert not set(text) & set("01IO")


def test_all_characters_come_up_equally_often_and_none_twice():
    drawn = serials.draw(100_000)
    assert len({one.tobytes() for one in drawn}) == 100_000
    counts = np.bincount(drawn.ravel(), minlength=128)[list(serials.ALPHABET)]
    expected = drawn.size / 32
    # Chi-squared with 31 degrees of freedom is above 80 once in 300,000 times.
    assert ((counts - expected) ** 2 / expected).sum() < 80


def test_they_are_printed_in_groups_that_hold_all_of_them():
    assert serials.lines("K7QX2M9PTB4DV") == ("K7QX 2M9P", "TB4DV")


@pytest.mark.parametrize("count", [0, -1, serials.MOST + 1])
def test_no_labels_and_too_many_are_refused(count):
    with pytest.raises(BadLabel, match=f"{count} labels were asked for: expected 1 to 1,000,000"):
        serials.draw(count)
