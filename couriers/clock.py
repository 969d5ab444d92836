"""When a scan happened, though the phone's clock is wrong: its distance to ours is taken anew with every upload."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from trace.moments import from_ms

# Further off than this, the scan says so.
TOLERATED_MS = 5 * 60 * 1000
OFF = "clock_offset"
# The record writes no year after 2199 (trace/moments.py); a phone's clock knows no such bound.
_LAST_MS = 7_258_118_400_000


class Corrected(NamedTuple):
    """The time by our clock (ms since 1970), how far the device's was behind, and whether to say so."""

    at_ms: int
    offset_ms: int
    flagged: bool


def corrected(device_ms: int, sent_ms: int, received_ms: int, enrolled_ms: int) -> Corrected:
    """The time of a scan by our clock: `sent_ms` is what the device's clock said when it sent, `received_ms` ours then.

    An offset learnt earlier is never used: clocks are set in between. A clock that was set between scan and upload can
    still put a scan before the device was enrolled or after it was sent; then all we know is when it came.
    """
    offset = received_ms - sent_ms
    at = device_ms + offset
    if not enrolled_ms <= at <= received_ms:
        return Corrected(received_ms, offset, True)
    return Corrected(at, offset, abs(offset) > TOLERATED_MS)


def shown(device_ms: int) -> datetime | None:
    """The device's own time as the record can write it; None where it is further ahead than anybody lives."""
    return from_ms(device_ms) if device_ms < _LAST_MS else None
