"""Times of the record: aware, UTC, counted in milliseconds, with one spelling."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from trace.errors import Malformed

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Zones reach from -14:00 to +14:00 (XML Schema 1.1 part 2, section 3.3.7); \d would let in other scripts' digits.
OFFSET = re.compile(r"[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)")
# RFC 3339 as EPCIS writes it; ISO 8601 has spellings (week dates, no seconds) that browsers do not read.
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_YEARS = range(1900, 2200)


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


@lru_cache(maxsize=1_024)
def iso(ms: int) -> str:
    """The one spelling of a time in the record: UTC with three decimals, `2026-11-24T09:08:16.123Z`."""
    return from_ms(ms).isoformat(timespec="milliseconds")[:-6] + "Z"


@lru_cache(maxsize=65_536)
def instant(text: str) -> int:
    """Milliseconds since 1970 of an EPCIS time, which names its zone."""
    try:
        moment = datetime.fromisoformat(text)
        if not _TIME.fullmatch(text) or moment.year not in _YEARS:
            raise ValueError
        return to_ms(moment)
    except ValueError:
        raise BadTime(
            f"{text[:60]!r} is not a time: expected one of RFC 3339 between 1900 and 2199, "
            "like 2026-11-23T11:40:00.000Z or 2026-11-23T19:40:00+08:00"
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
    return (from_ms(event_ms) + timedelta(minutes=offset_minutes(offset))).date().isoformat()
