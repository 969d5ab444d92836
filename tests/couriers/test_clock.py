"""Device times put right."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from couriers.clock import TOLERATED_MS, corrected

HOUR = 3_600_000
NOW, ENROLLED = 1_000 * HOUR, 900 * HOUR


@pytest.mark.parametrize(
    ("device", "sent", "at", "offset", "flagged"),
    [
        (NOW - HOUR, NOW, NOW - HOUR, 0, False),
        (NOW - HOUR - 1_000, NOW - 1_000, NOW - HOUR, 1_000, False),
        (NOW - HOUR, NOW + TOLERATED_MS, NOW - HOUR - TOLERATED_MS, -TOLERATED_MS, False),
        (NOW, NOW + TOLERATED_MS + 1, NOW - TOLERATED_MS - 1, -TOLERATED_MS - 1, True),
        (5 * HOUR, 6 * HOUR, NOW - HOUR, NOW - 6 * HOUR, True),
        # Set between scan and upload: before the phone was enrolled, or after it was sent.
        (5 * HOUR, NOW, NOW, 0, True),
        (NOW + HOUR, NOW, NOW, 0, True),
    ],
)
def test_a_scan_is_put_where_our_clock_has_it(device, sent, at, offset, flagged):
    assert corrected(device, sent, NOW, ENROLLED) == (at, offset, flagged)


@given(st.integers(0, 2**50), st.integers(0, 2**50))
def test_no_clock_puts_a_scan_before_the_enrolment_or_into_the_future(device, sent):
    assert ENROLLED <= corrected(device, sent, NOW, ENROLLED).at_ms <= NOW
