"""Distances, and the doubts that are taken off."""

from __future__ import annotations

import pytest

from couriers.places import DATUM_METRES, Area, Spot, outside, travel

TONGHUA = Spot(41_728_000, 125_940_000, 20)
JIAN = Spot(41_125_000, 126_194_000, 20)
MINUTE = 60_000


@pytest.mark.parametrize(("minutes", "impossible"), [(1, True), (10, True), (13, False), (60, False), (-10, True)])
def test_from_tonghua_to_jian_in_a_time(minutes, impossible):
    way = travel(TONGHUA, JIAN, minutes * MINUTE)
    assert 70_000 - 40 - 1_000 < way.metres < 70_000 + 1_000
    assert way.impossible is impossible


def test_a_jump_within_the_town_is_never_impossible():
    assert not travel(TONGHUA, TONGHUA._replace(lat=41_765_000), 1).impossible


def test_an_accuracy_of_kilometres_takes_the_distance_away():
    assert travel(TONGHUA, JIAN._replace(accuracy=80_000), MINUTE).metres == 0


def test_two_datums_may_differ_by_more_than_a_fence():
    gcj = Spot(41_730_100, 125_946_100, 20, "GCJ-02")
    assert travel(TONGHUA, gcj, MINUTE).metres == 0
    assert outside(gcj, Area(TONGHUA.lat, TONGHUA.lon, 100, "WGS-84")) == 0
    assert outside(gcj._replace(datum="WGS-84"), Area(TONGHUA.lat, TONGHUA.lon, 100, "WGS-84")) > 400


def test_outside_of_a_county_is_counted_from_its_edge():
    county = Area(41_728_000, 125_940_000, 30_000)
    assert outside(TONGHUA, county) == 0
    assert 39_000 - DATUM_METRES < outside(JIAN, county) < 41_000
