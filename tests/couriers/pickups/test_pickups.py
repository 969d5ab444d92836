"""Rows of pick-ups: what is read, what is refused, what is marked."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from couriers.pickups import counting, export as exports, marks, profile as profiles
from couriers.pickups.counting import Step
from couriers.pickups.telling import TAKING_ON
from tests.couriers.pickups.counted import HEAD
from trace.imports import tables
from trace.imports.profile import BadProfile

LADE = profiles.parse(profiles.shipped("lade"))
# A customer in Jilin, the phone 50 m away.
NEAR = "126.95736,44.40018"
CUSTOMER = "126.95733,44.39963"


def row(number="1", *, city="Jilin", courier="7", taken="06-07 07:45:00", start="06-07 09:00:00", end="06-07 11:00:00",
        customer=CUSTOMER, at="06-07 09:56:00", gps=NEAR, taken_gps=NEAR):  # fmt: skip
    return (
        f"{number},9,{city},{courier},{taken},{start},{end},{customer},870,14,{at},{at},{gps},{taken},{taken_gps},0607"
    )


def read(tmp_path, *rows, head=HEAD):
    file = tmp_path / "pickup_test.csv.gz"
    file.write_bytes(gzip.compress("\n".join([head, *rows, ""]).encode()))
    return exports.collect(LADE, {"pickup_test": tables.read(file, "pickup_test", LADE.columns.named())})


def marked(tmp_path, *rows):
    export = read(tmp_path, *rows)
    assert export.refused == []
    quick = marks.quick(export.pickups.values())
    return {one.id: sorted(marks.of(one, quick)) for one in export.pickups.values()}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"at": "06-07 11:00:00"}, []),
        ({"at": "06-07 11:01:00"}, ["late"]),
        ({"at": "06-07 08:59:00"}, ["early"]),
        ({"gps": ","}, ["no_place"]),
        ({"taken_gps": ","}, ["taken_on_without_place"]),
        ({"taken": "06-03 10:47:00"}, ["taken_on_an_earlier_day"]),
        ({"taken": "06-07 10:00:00"}, ["picked_up_before_taken_on"]),
        ({"gps": "126.95733,44.40412"}, []),
        ({"gps": "126.95733,44.40414"}, ["far_from_customer"]),
        ({"gps": "115.95903,28.44264", "taken_gps": ","},
         ["far_from_customer", "implausible_place", "taken_on_without_place"]),
        ({"gps": "127.95733,45.39963"}, ["far_from_customer", "implausible_place"]),
    ],
)  # fmt: skip
def test_what_is_marked(tmp_path, change, found):
    assert marked(tmp_path, row(**change))["1"] == found


def test_a_way_that_nobody_drives_in_that_time_is_marked_on_the_second(tmp_path):
    # 111 km in half an hour.
    far = row("2", at="06-07 10:26:00", customer="126.95733,45.39963", gps="126.95736,45.39963", taken_gps=",")
    found = marked(tmp_path, row("1"), far)
    assert found == {"1": [], "2": ["impossible_travel", "taken_on_without_place"]}
    later = far.replace("06-07 10:26:00", "06-07 11:00:00")
    assert "impossible_travel" not in marked(tmp_path, row("1"), later)["2"]
    assert "impossible_travel" not in marked(tmp_path, row("1"), far.replace(",7,", ",8,", 1))["2"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(at="06-31 09:00:00"), "bad_time"),
        (row(at=""), "missing_value"),
        (row(courier=""), "missing_value"),
        (row(courier="x" * 41), "bad_value"),
        (row(customer=","), "missing_value"),
        (row(gps="126.95736,"), "bad_value"),
        (row(gps="nan,nan"), "bad_value"),
        (row(customer="126.9,91"), "bad_value"),
        (row() + ",more", "wrong_width"),
        (row("2"), "duplicate_row"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_reason_and_the_rest_goes_in(tmp_path, bad, reason):
    export = read(tmp_path, row("2"), bad, row("3"))
    assert [one.reason for one in export.refused] == [reason]
    assert sorted(export.pickups) == ["2", "3"]
    assert export.rows == {"pickup_test": 3}


def test_a_table_without_its_columns_is_refused_whole(tmp_path):
    export = read(tmp_path, head="order_id,city")
    assert [one.reason for one in export.refused] == ["missing_column"]


def test_a_task_of_new_years_eve_is_of_the_year_before(tmp_path):
    found = read(
        tmp_path, row(taken="12-31 23:50:00", start="12-31 22:00:00", end="01-01 02:00:00", at="01-01 00:20:00")
    )
    one = found.pickups["1"]
    assert (one.taken_on, one.picked_up) == (
        datetime(2021, 12, 31, 15, 50, tzinfo=UTC),
        datetime(2021, 12, 31, 16, 20, tzinfo=UTC),
    )
    assert one.window_start < one.picked_up < one.window_end


@pytest.mark.parametrize("text", ["", 'name = "lade"', profiles.shipped("lade").replace("Asia/Shanghai", "Asia/Nowhere"),
                                  profiles.shipped("lade").replace('"lade"', '"La De"')])  # fmt: skip
def test_a_profile_that_cannot_be_is_refused(text):
    with pytest.raises(BadProfile):
        profiles.parse(text)


def test_figures_are_folded_whatever_order_the_entries_have():
    steps = [
        Step(1, 1, 0, TAKING_ON, ()), Step(1, 2, 90_000, "accepted", ("late", "far_from_customer")),
        Step(2, 3, 60_000, TAKING_ON, ()), Step(2, 4, 240_000, "accepted", ("early", "no_place")),
        Step(3, 5, 999_000, "accepted", ()),
    ]  # fmt: skip
    who = {2: "Jilin/7", 4: "Jilin/7"}
    wanted = {
        "Jilin/7": {"pickups": 2, "late": 1, "early": 1, "gps_missing": 1, "gps_over_500m": 1, "median_minutes": 2.25}
    }
    assert counting.fold(steps, who) == counting.fold(reversed(steps), who) == wanted
