"""The tales of the demonstration: the same each time, and never of the future."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.demo import names, world
from app.demo.calendar import Calendar
from tests.app.demo.stage import CAST
from trace.moments import from_ms, instant
from trace.words import Stage

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def told(now=NOW):
    return [one for story in world.STORIES for one in story(CAST, Calendar(now)).told]


def test_the_same_day_tells_the_same_tales():
    assert told() == told(NOW + timedelta(hours=3))
    ids = [one.deed.event.event_id for one in told() if one.deed.event.error_declaration is None]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("hour", [0, 15, 16, 23])
def test_nothing_is_of_the_future_or_older_than_ten_days_at_whatever_hour_it_is_filled(hour):
    now = NOW.replace(hour=hour)
    for one in told(now):
        happened = from_ms(instant(one.deed.event.event_time))
        assert now - timedelta(days=11) < happened < one.recorded <= now


def test_all_six_stages_are_told_and_one_item_goes_through_all_of_them():
    assert {one.deed.event.stage for one in told()} >= {
        Stage.LISTED, Stage.SOLD, Stage.PACKED, Stage.SIGNED, Stage.REVIEWED, Stage.COMPLAINED, Stage.DECIDED,
    }  # fmt: skip
    item = CAST.named(names.DECIDED)
    stages = {one.deed.event.stage for one in told() if item in (*one.deed.event.epc_list, *one.deed.event.child_epcs)}
    assert stages == {Stage.SERIALISED, Stage.LISTED, Stage.SOLD, Stage.PACKED, Stage.REVIEWED, Stage.DECIDED}


def test_scans_that_lay_in_phones_come_in_after_later_ones():
    parcel = CAST.named(names.LATE_PARCEL.path)
    scans = sorted((one for one in told() if parcel in one.deed.event.epc_list), key=lambda one: one.recorded)
    came = [one.deed.event.stage for one in scans]
    assert came == ["accepted", "hub_in", "hub_out", "signed", "hub_in", "out_for_delivery", "hub_out"]
    happened = sorted(scans, key=lambda one: instant(one.deed.event.event_time))
    assert [one.deed.event.stage for one in happened][-1] == "signed"
