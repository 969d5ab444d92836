"""Times of the record: one spelling out, RFC 3339 in, milliseconds between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from trace.moments import BadTime, from_ms, instant, iso, local_day, offset_minutes, to_ms

times = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(times)
def test_a_time_keeps_its_millisecond_and_has_one_spelling(moment):
    ms = to_ms(moment)
    assert from_ms(ms) <= moment < from_ms(ms + 1)
    assert iso(ms) == moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    assert instant(iso(ms)) == ms


def test_a_naive_time_is_a_mistake():
    with pytest.raises(ValueError, match="naive"):
        to_ms(datetime(2026, 11, 24))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-11-23T11:40:00Z", "2026-11-23T11:40:00.000Z"),
        ("2026-11-23T19:40:00+08:00", "2026-11-23T11:40:00.000Z"),
        ("2026-11-23T11:40:00.5Z", "2026-11-23T11:40:00.500Z"),
        ("2026-11-23T11:40:00.123456789Z", "2026-11-23T11:40:00.123Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00.000Z"),
        ("2199-12-31T23:59:59Z", "2199-12-31T23:59:59.000Z"),
    ],
)
def test_epcis_times_are_read(text, same):
    assert iso(instant(text)) == same


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "2026-11-23", "2026-11-23T11:40:00", "2026-11-23T11:40Z", "2026-11-23 11:40:00Z", "2026-11-23t11:40:00z",
        "20261123T114000Z", "2026-W47-1T11:40:00Z", "2026-11-23T11:40:00+08", "2026-11-23T11:40:00+0800",
        "2026-11-23T11:40:00+08:00:30", "2026-11-23T11:40:00,5Z", "2026-02-30T11:40:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T11:40:60Z", "2026-11-23T11:40:00+24:00", "1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z", "٢٠٢٦-11-23T11:40:00Z", "2026-11-23T11:40:00Z\n", "2026-11-23T11:40:00.0000000000Z",
    ],
)  # fmt: skip
def test_what_browsers_and_people_would_read_otherwise_is_refused(text):
    with pytest.raises(BadTime, match="is not a time: expected one of RFC 3339"):
        instant(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("+00:00", 0), ("-00:00", 0), ("+08:00", 480), ("-06:30", -390), ("+14:00", 840), ("-14:00", -840)],
)
def test_offsets_are_minutes_east_of_greenwich(text, minutes):
    assert offset_minutes(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "Z", "8", "+8:00", "+0800", "+15:00", "+14:01", "+08:60", "+0٣:00", "+08:00\n", "08:00"]
)
def test_what_is_no_offset_is_refused(text):
    with pytest.raises(BadTime, match="is not a zone offset"):
        offset_minutes(text)


@given(times, st.integers(-840, 840))
def test_the_day_is_that_of_the_place(moment, minutes):
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    there = from_ms(to_ms(moment)).astimezone(timezone(timedelta(minutes=minutes)))
    assert local_day(to_ms(moment), f"{sign}{hours:02d}:{rest:02d}") == there.strftime("%Y-%m-%d")
