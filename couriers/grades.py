"""From weekly calculations to the grade that somebody has: it rises at once and falls slowly. Pure.

One bad week is weather; two are a reason. A red line is a person's decision and waits for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from couriers.rules import Rules


def ladder(rules: Rules) -> tuple[str, ...]:
    """The classes, the best first."""
    return (*(one.name for one in rules.grades), rules.grading.lowest)


def held(rules: Rules, weekly: Sequence[str], today: str) -> str:
    """The grade that somebody has after these weekly ones, the oldest first, and what today's calculation gives."""
    steps = {name: place for place, name in enumerate(ladder(rules))}
    place, below = None, 0
    for reached in weekly:
        place, below = _step(rules, steps, place, below, reached)
    if today not in steps or place is None:
        return today
    # Between two weeks a grade can only rise.
    return ladder(rules)[min(place, steps[today])]


def _step(rules: Rules, steps: dict[str, int], place: int | None, below: int, reached: str) -> tuple[int | None, int]:
    if reached not in steps:
        # Barred or not rated yet: whatever comes afterwards begins anew.
        return None, 0
    target = steps[reached]
    if place is None or target <= place:
        return target, 0
    below += 1
    if below < rules.grading.weeks_below:
        return place, below
    return min(place + rules.grading.classes_a_week, target), below
