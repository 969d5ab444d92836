"""The clocks of a case: what began each, what ended or stopped it, how much of it is left. Pure.

A clock is a row of a rule set. It begins with a step that it names and ends with the first of those that end it
afterwards; while it stands still no day of it passes, so it never runs backwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from credit.rules import Clock, Rules
from credit.workdays import Calendar, after, used

# The step that stops every clock that may stand still, the one that lets them run again, and the one that gives more days.
PAUSED, RESUMED, EXTENDED = "paused", "resumed", "extended"
NEVER = date.max


class Step(NamedTuple):
    """One step of a case: what was done on which day."""

    name: str
    day: date


class Reading(NamedTuple):
    """What a clock shows. `ended` is the day on which it was met or missed; `due` is None while it stands still."""

    clock: Clock
    begun: date
    due: date | None
    provisional: bool
    used: int
    left: int
    ended: date | None
    stands: bool

    @property
    def total(self) -> int:
        """All its days, those that were given in addition included."""
        return self.used + self.left

    def late(self, today: date) -> bool:
        """Whether it was missed, or is."""
        return self.due is not None and (self.ended or today) > self.due


def read(
    steps: Sequence[Step],
    kind: str,
    procedure: str,
    of: Callable[[date], Rules | None],
    calendar: Calendar,
    today: date,
) -> list[Reading]:
    """What the clocks of a case show, those that run first, the nearest end first; `steps` in the order of time.

    Each clock is by the rules of the day of the step that began it.
    """
    found = []
    for key in _keys(steps, kind, procedure, of):
        for begun in _beginnings(steps, key, kind, procedure, of):
            found.append(_read(steps, *begun, calendar, today))
    return sorted(found, key=lambda one: (one.ended is not None, one.stands, one.due or NEVER, one.clock.key))


def next_due(readings: Iterable[Reading]) -> Reading | None:
    """The clock that is the office's to keep and ends next; None where none runs."""
    running = [one for one in readings if one.ended is None and one.clock.whose == "office"]
    return min(running, key=lambda one: (one.due or NEVER, one.clock.key), default=None)


def _keys(steps: Sequence[Step], kind: str, procedure: str, of: Callable[[date], Rules | None]) -> list[str]:
    keys: dict[str, None] = {}
    for step in steps:
        rules = of(step.day)
        for clock in rules.clocks if rules else ():
            if clock.fits(kind, procedure) and step.name in clock.begins:
                keys[clock.key] = None
    return list(keys)


def _beginnings(
    steps: Sequence[Step], key: str, kind: str, procedure: str, of: Callable[[date], Rules | None]
) -> Iterable[tuple[Clock, int]]:
    """The steps that began this clock: while it runs, another such step does not begin it anew."""
    running = False
    for at, step in enumerate(steps):
        rules = of(step.day)
        clock = rules.clock(key) if rules else None
        if clock is None or not clock.fits(kind, procedure):
            continue
        if running and step.name in clock.ends:
            running = False
        if not running and step.name in clock.begins:
            running = True
            yield clock, at


def _read(steps: Sequence[Step], clock: Clock, at: int, calendar: Calendar, today: date) -> Reading:
    begun = steps[at].day
    later = list(steps[at + 1 :])
    end = next((n for n, step in enumerate(later) if step.name in clock.ends), None)
    ended = None if end is None else later[end].day
    mine = later if end is None else later[:end]
    standing, stands = _standing(mine, ended or NEVER) if clock.pausable else ([], False)
    stands = stands and ended is None
    days = clock.days + clock.extension * any(step.name == EXTENDED for step in mine)
    working = clock.unit == "working"
    gone = min(used(calendar, begun, min(ended or today, today), working=working, standing=standing), days)
    # One that stands still has no last day: nobody knows when it runs again.
    due = None if stands else after(calendar, begun, days, working=working, standing=standing)
    return Reading(
        clock, begun, due.day if due else None, due.provisional if due else False, gone, days - gone, ended, stands
    )


def _standing(steps: Iterable[Step], end: date) -> tuple[list[tuple[date, date]], bool]:
    found: list[tuple[date, date]] = []
    since: date | None = None
    for step in steps:
        if step.name == PAUSED and since is None:
            since = step.day
        elif step.name == RESUMED and since is not None:
            found.append((since, step.day))
            since = None
    return ([*found, (since, end)], True) if since is not None else (found, False)
