"""Times of the record: aware, UTC, counted in milliseconds, with one spelling."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from trace.errors import Malformed

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")


class BadTime(Malformed):
    """A text that is no time, or no zone offset, as EPCIS writes them."""

    code = "bad-time"


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware `moment`; a naive one is a mistake of the caller."""
    if moment.tzinfo is None:
        raise ValueError("a naive time has no place on a line of times; give it a zone")
    return (moment - EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The aware UTC time that `to_ms` counted."""
    return EPOCH + timedelta(milliseconds=ms)


def iso(ms: int) -> str:
    """The one spelling of a time in the record: UTC with three decimals, `2026-11-24T09:08:16.123Z`."""
    moment = from_ms(ms)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"


@lru_cache(maxsize=65_536)
def instant(text: str) -> int:
    """Milliseconds since 1970 of an EPCIS time, which names its zone."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None or "T" not in text:
            raise ValueError
        return to_ms(moment)
    except (ValueError, OverflowError):
        raise BadTime(
            f"{text[:60]!r} is not a time: expected ISO 8601 with a zone, like 2026-11-23T11:40:00.000Z"
        ) from None


@lru_cache(maxsize=256)
def offset_minutes(text: str) -> int:
    """Minutes east of UTC of an EPCIS zone offset."""
    if not OFFSET.fullmatch(text):
        raise BadTime(f"{text[:20]!r} is not a zone offset: expected +hh:mm or -hh:mm")
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return -minutes if text[0] == "-" else minutes


@lru_cache(maxsize=65_536)
def local_day(event_ms: int, offset: str) -> str:
    """The calendar day of a time where it happened, `2026-11-23`."""
    return f"{from_ms(event_ms) + timedelta(minutes=offset_minutes(offset)):%Y-%m-%d}"
