"""When a subscription's query is asked (EPCIS 2.0 section 8.2.5.3, QuerySchedule): fields as cron has them, read by hand.

GS1's own patterns cannot be used: they are written for another engine and take `[0-59]` for a range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from trace.errors import Malformed

# By name: the least and the greatest value; the finest first. Monday is 1.
FIELDS = {
    "second": (0, 59),
    "minute": (0, 59),
    "hour": (0, 23),
    "dayOfMonth": (1, 31),
    "month": (1, 12),
    "dayOfWeek": (1, 7),
}
_CLOCK = ("second", "minute", "hour")
_ELEMENT = re.compile(r"(?:\[([0-9]{1,2})-([0-9]{1,2})\]|([0-9]{1,2})(?:/([0-9]{1,2}))?)")
# 29 February on a given weekday comes again after at most so many years, a century without leap day in between.
_YEARS = 41
MOST = 200


class BadSchedule(Malformed):
    """A schedule that cannot be read, or whose time never comes."""

    code = "bad-schedule"
    exception = "SubscriptionControlsException"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The values of each field; what is not said is any."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The first time behind `moment`, to the second, by the clocks of `zone`; None where there is none."""
        begin = (moment.astimezone(zone) + timedelta(seconds=1)).replace(microsecond=0)
        day = begin.date()
        for ahead in range(_YEARS * 366):
            on = day + timedelta(days=ahead)
            if on.month not in self.months or on.day not in self.days or on.isoweekday() not in self.weekdays:
                continue
            least = (begin.hour, begin.minute, begin.second) if ahead == 0 else (0, 0, 0)
            found = next(
                (
                    (hour, minute, second)
                    for hour in self.hours
                    if hour >= least[0]
                    for minute in self.minutes
                    if (hour, minute) >= least[:2]
                    for second in self.seconds
                    if (hour, minute, second) >= least
                ),
                None,
            )
            if found is not None:
                return datetime(on.year, on.month, on.day, *found, tzinfo=zone)
        return None


def read(said: object) -> Schedule:
    """A schedule from its JSON. Of the clock, what is finer than the finest that is said is zero: hour 1 means at one."""
    if not isinstance(said, Mapping) or not said or not set(said) <= set(FIELDS):
        raise BadSchedule(f"a schedule says when by some of {', '.join(FIELDS)}: got {str(said)[:80]}")
    finest = next((at for at, name in enumerate(_CLOCK) if name in said), len(_CLOCK))
    values: dict[str, tuple[int, ...]] = {}
    for at, (name, (least, most)) in enumerate(FIELDS.items()):
        if name in said:
            values[name] = _values(name, said[name], least, most)
        else:
            values[name] = (0,) if at < finest else tuple(range(least, most + 1))
    return Schedule(
        values["second"], values["minute"], values["hour"],
        frozenset(values["dayOfMonth"]), frozenset(values["month"]), frozenset(values["dayOfWeek"]),
    )  # fmt: skip


def reachable(said: object) -> Schedule:
    """A schedule whose time comes: there is no 30 February."""
    found = read(said)
    if found.after(datetime(2024, 1, 1, tzinfo=UTC), UTC) is None:
        raise BadSchedule(f"no day fits the schedule {str(said)[:80]}: expected one that comes")
    return found


def _values(name: str, said: object, least: int, most: int) -> tuple[int, ...]:
    found: set[int] = set()
    for element in str(said)[:MOST].split(",") if isinstance(said, str) else []:
        read = _ELEMENT.fullmatch(element)
        if read is None:
            found.clear()
            break
        first, last, one, step = (None if part is None else int(part) for part in read.groups())
        if one is not None:
            # GS1's own example has 0/30: from 0 on, every 30.
            first, last = one, one if step is None else most
        assert first is not None
        assert last is not None
        some = range(first, last + 1, step or 1)
        if step == 0 or not some or some[0] < least or some[-1] > most:
            found.clear()
            break
        found.update(some)
    if not found:
        raise BadSchedule(
            f"{str(said)[:60]!r} is no {name} of a schedule: expected numbers from {least} to {most}, ranges such as "
            f"[{least}-{most}], with commas between"
        )
    return tuple(sorted(found))
