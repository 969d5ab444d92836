"""When a scheduled subscription is asked, by the fields of a QuerySchedule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from trace.epcis import schedule
from trace.epcis.schedule import BadSchedule

HERE = timezone(timedelta(hours=8))
# A Tuesday.
NOW = datetime(2026, 11, 24, 9, 0, 30, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "next_time"),
    [
        # The standard's own example: at 1.05 every morning.
        ({"hour": "1", "minute": "5"}, "2026-11-25T01:05:00+08:00"),
        ({"second": "0/30"}, "2026-11-24T17:01:00+08:00"),
        ({"second": "31"}, "2026-11-24T17:00:31+08:00"),
        ({"second": "30"}, "2026-11-24T17:01:30+08:00"),
        ({"minute": "0,15,30,45"}, "2026-11-24T17:15:00+08:00"),
        ({"minute": "[1-3],50"}, "2026-11-24T17:01:00+08:00"),
        ({"hour": "17"}, "2026-11-25T17:00:00+08:00"),
        ({"dayOfWeek": "1"}, "2026-11-30T00:00:00+08:00"),
        ({"dayOfWeek": "[6-7]", "hour": "8"}, "2026-11-28T08:00:00+08:00"),
        ({"dayOfMonth": "31"}, "2026-12-31T00:00:00+08:00"),
        ({"month": "2", "dayOfMonth": "29"}, "2028-02-29T00:00:00+08:00"),
        ({"dayOfMonth": "24", "hour": "17", "minute": "0", "second": "31"}, "2026-11-24T17:00:31+08:00"),
    ],
    ids=str,
)
def test_the_next_time_is_the_first_that_all_fields_fit(said, next_time):
    assert schedule.read(said).after(NOW, HERE) == datetime.fromisoformat(next_time)


@pytest.mark.parametrize(
    "said",
    [
        None, {}, [], "daily", {"hour": 1}, {"hour": "24"}, {"hour": ""}, {"hour": "*"}, {"hour": "1,"},
        {"minute": "[5-1]"}, {"minute": "5-1"}, {"minute": "[0-60]"}, {"second": "0/0"}, {"dayOfMonth": "0"},
        {"month": "13"}, {"dayOfWeek": "0"}, {"dayOfWeek": "8"}, {"year": "2027"}, {"hour": "1" * 500},
        {"month": "2", "dayOfMonth": "30"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_schedule_is_refused(said):
    with pytest.raises(BadSchedule):
        schedule.reachable(said)


_FIELD = {
    name: st.lists(st.integers(least, most), min_size=1, max_size=3).map(lambda some: ",".join(map(str, some)))
    for name, (least, most) in schedule.FIELDS.items()
    # Days and months together may never come.
    if name != "dayOfMonth"
}


# From 2020 to 2040, in seconds since 1970.
_MOMENTS = st.integers(1_577_836_800, 2_208_988_800).map(lambda second: datetime.fromtimestamp(second, HERE))


@given(st.fixed_dictionaries({}, optional=_FIELD).filter(bool), _MOMENTS)
def test_no_earlier_time_fits(said, begun):
    found = schedule.read(said).after(begun, HERE)
    assert found is not None
    assert found > begun
    values = {name: set(map(int, text.split(","))) for name, text in said.items()}

    def fits(moment):
        told = {
            "second": moment.second, "minute": moment.minute, "hour": moment.hour, "month": moment.month,
            "dayOfWeek": moment.isoweekday(),
        }  # fmt: skip
        return all(told[name] in some for name, some in values.items())

    assert fits(found)
    # Every whole second of the ten minutes before it, as far back as the question was asked.
    for back in range(1, 600):
        earlier = found - timedelta(seconds=back)
        if earlier <= begun:
            break
        finer_is_zero = "second" in said or earlier.second == 0
        assert not (fits(earlier) and finer_is_zero and ("minute" in said or "second" in said or earlier.minute == 0))
