"""The people of docs/rating.md's worked examples."""

from __future__ import annotations

from datetime import date

from couriers import rules
from couriers.score import Charge, Seniority, Tally, Vote

RULES = rules.at(date(2026, 11, 24))
KEYS = ("on_time", "completion", "scan_complete", "scan_true", "signoff_ok", "intact", "minor_clear")
LONG = Seniority(500, 200)


def tallies(n: float, *rates: float) -> dict[str, Tally]:
    """So many of everything, done well at these rates."""
    return {key: Tally(n, n * rate) for key, rate in zip(KEYS, rates, strict=True)}


def stars(side: str, **given: float) -> list[Vote]:
    """Votes of one side, such as five=20: twenty times five stars in one."""
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    return [Vote(side, words[word], weight) for word, weight in given.items()]


GOOD = tallies(500, 0.97, 0.985, 0.985, 0.997, 0.99, 0.9992, 0.997)
POOR = tallies(500, 0.85, 0.92, 0.88, 0.96, 0.90, 0.992, 0.975)
FIRST = [*stars("consumer", five=20, four=4, one=1), *stars("merchant", five=8, four=3)]
CONSUMERS = FIRST[:3]


def charge(severity: float, share: float, age: int, half: int, *, code="V4", key="case", red=False) -> Charge:
    """One finding."""
    return Charge(key, code, severity, share, age, half, red)
