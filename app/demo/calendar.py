"""The days of the demonstration, counted back from the day it is filled on, at Tonghua's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

ZONE = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything happens before the day of `now` begins, so that nothing is of the future at any hour of filling."""

    now: datetime

    def day(self, ago: int) -> date:
        """The day that many days before today."""
        return self.now.astimezone(ZONE).date() - timedelta(days=ago)

    def at(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """A moment of that day, in UTC; minutes above 59 run into the next hour."""
        begin = datetime.combine(self.day(ago), time(), ZONE)
        return (begin + timedelta(hours=hour, minutes=minute)).astimezone(UTC)
