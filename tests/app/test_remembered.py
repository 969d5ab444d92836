"""Links that a process remembers for some seconds."""

from __future__ import annotations

from app import remembered
from app.remembered import Links


def test_a_product_is_asked_about_once_until_it_is_forgotten_or_its_seconds_are_over():
    kept, asked = Links(), []

    def ask():
        asked.append(1)
        return [], False

    for _ in range(3):
        known = kept.get("a", ask)
    assert len(asked) == 1
    kept.forget("a")
    kept.forget("never heard of")
    known = kept.get("a", ask)
    assert len(asked) == 2
    known.until = 0.0
    kept.get("a", ask)
    assert len(asked) == 3


def test_what_was_asked_for_longest_ago_is_let_go():
    kept = Links()
    for number in range(remembered.MOST + 5):
        kept.get(str(number), lambda: ([], False))
    assert len(kept._known) == remembered.MOST
    assert "4" not in kept._known


def test_choices_are_bounded_too():
    known = Links().get("a", lambda: ([], False))
    for number in range(remembered.MOST_CHOICES * 2):
        assert known.choose(number, lambda: []) == []
    assert len(known.chosen) <= remembered.MOST_CHOICES
