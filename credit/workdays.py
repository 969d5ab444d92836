"""Which days are working days, and the last day of a term that is counted in them. Pure.

The State Council publishes each year's days off and the weekends that are worked for them late in the year before. What
reaches into a year that is not published yet is counted by weekdays alone and called provisional.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The published years, the weekdays in them that are off, and the weekend days that are worked."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether people work on a day; in an unpublished year every weekday counts."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def knows(self, day: date) -> bool:
        """Whether the year of a day is published."""
        return day.year in self.years


class Due(NamedTuple):
    """The last day of a term; `provisional` where it was counted through a year that is not published."""

    day: date
    provisional: bool


def after(
    calendar: Calendar, start: date, days: int, *, working: bool, standing: Collection[tuple[date, date]] = ()
) -> Due:
    """The last day of a term of so many days; the day on which it begins is not counted.

    `standing` are stretches in which the clock stands still: from their first day on, up to and without their last.
    """
    left, day, provisional = days, start, False
    # Stretches that meet are walked over one day at a time: they are weeks at most, and there are few of them.
    while left > 0:
        day += _DAY
        if any(first <= day < last for first, last in standing):
            continue
        provisional = provisional or (working and not calendar.knows(day))
        left -= not working or calendar.works(day)
    return Due(day, provisional)


def used(
    calendar: Calendar, start: date, until: date, *, working: bool, standing: Collection[tuple[date, date]] = ()
) -> int:
    """How many days of a term that began on `start` are over at the end of the day before `until` and on it."""
    count, day = 0, start
    while day < until:
        day += _DAY
        if not any(first <= day < last for first, last in standing):
            count += not working or calendar.works(day)
    return count
