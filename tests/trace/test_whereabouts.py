"""Where every item of a lot went, and who held a thing at any time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import event as sqlalchemy_event

from tests.trace.logged import GTIN, SSCC, World, event, item, packing
from trace import holding, whereabouts
from trace.event import County, Destination

LOT = f"{GTIN}/10/L7"
CHANGCHUN = County(code="220104", name="长春市朝阳区")
POSSESSING = "urn:epcglobal:cbv:sdt:possessing_party"


def made(*serials: str, lot: str = "L7"):
    return [
        event("commissioning", item(one), action="ADD", disposition="active", ilmd={"cbvmda:lotNumber": lot})
        for one in serials
    ]


def given(step: str, thing: str, to: str, hour: int, **more):
    return event(step, thing, hour=hour, destination_list=(Destination(type=POSSESSING, destination=to),), **more)


def downstream(world: World, lot: str = LOT):
    with world.sessions() as session:
        return {
            one.thing.rsplit("/", 1)[1]: (one.stage, one.place, one.inside)
            for one in whereabouts.downstream(session, lot)
        }


def test_a_recall_finds_every_item_of_the_lot_and_no_other(world):
    world.record(*made("A", "B", "C"), *made("X", lot="L8"))
    world.record(event("retail_selling", item("A"), disposition="retail_sold", hour=9))
    world.record(packing("ADD", SSCC, item("A"), item("X"), hour=10))
    world.record(event("departing", SSCC, hour=11, disposition="in_transit", place=CHANGCHUN))
    world.record(event("retail_selling", item("B"), disposition="retail_sold", hour=9))
    assert downstream(world) == {
        "A": ("hub_out", "长春市朝阳区", SSCC), "B": ("sold", "", None), "C": ("serialised", "", None),
    }  # fmt: skip
    assert downstream(world, f"{GTIN}/10/L9") == {}


def test_a_review_an_outsiders_word_and_a_late_scan_move_nothing(world):
    stranger = world.party("Stranger")
    world.record(*made("A"))
    world.record(event("accepting", item("A"), disposition="https://suyuan.example/voc/delivered", hour=12))
    world.record(event("https://suyuan.example/voc/reviewing", item("A"), hour=13))
    world.record(event("decommissioning", item("A"), hour=14, disposition="inactive"), actor=stranger)
    world.record(event("departing", item("A"), hour=11, disposition="in_transit"))
    assert downstream(world)["A"][0] == "signed"


def test_what_was_taken_out_of_its_parcel_is_not_where_the_parcel_goes(world):
    world.record(*made("A"))
    world.record(packing("ADD", SSCC, item("A"), hour=9))
    world.record(packing("DELETE", SSCC, item("A"), hour=10))
    world.record(event("departing", SSCC, hour=11, disposition="in_transit"))
    assert downstream(world)["A"][0] == "unpacked"


@pytest.mark.parametrize("many", [3, 30])
def test_the_number_of_queries_does_not_grow_with_the_lot(world, engine, many):
    world.record(*made(*[f"N{n}" for n in range(many)]))
    world.record(packing("ADD", SSCC, *[item(f"N{n}") for n in range(many)]))
    count = 0

    def note(*_):
        nonlocal count
        count += 1

    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    assert len(downstream(world)) == many
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    assert count <= 6


def held(world: World, thing: str, hour: int):
    with world.sessions() as session:
        found = holding.at(session, thing, datetime(2026, 11, 24, hour - 8, 30, tzinfo=UTC))
    return found.holder if found else "nobody"


def test_who_held_it_is_told_by_the_time_of_the_events_and_not_of_their_arrival(world):
    carrier, station = world.party("Carrier", "carrier"), world.party("Station", "station")
    world.record(*made("A"))
    world.record(given("packing", item("A"), carrier.uri, 9))
    world.record(given("collecting", item("A"), carrier.uri, 10), actor=carrier)
    world.record(given("https://suyuan.example/voc/depositing", item("A"), station.uri, 14), actor=carrier)
    world.record(
        event("accepting", item("A"), hour=18, disposition="https://suyuan.example/voc/delivered"), actor=station
    )
    # The station's own taking over comes in last, although it happened before the sign-off.
    world.record(event("receiving", item("A"), hour=15, disposition="in_transit"), actor=station)
    hands = {hour: held(world, item("A"), hour) for hour in (8, 9, 10, 14, 15, 18)}
    assert held(world, item("A"), 8) == world.actor.uri
    assert hands == {
        8: world.actor.uri, 9: world.actor.uri, 10: carrier.uri, 14: carrier.uri, 15: station.uri, 18: None,
    }  # fmt: skip


def test_before_its_first_entry_nobody_held_it(world):
    world.record(*made("A"))
    with world.sessions() as session:
        assert holding.at(session, item("A"), datetime(2026, 1, 1, tzinfo=UTC)) is None
