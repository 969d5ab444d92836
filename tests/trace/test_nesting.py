"""What lies in what: folded from packings and unpackings, whoever declared what wrong."""

from __future__ import annotations

import msgspec

from tests.trace.logged import GTIN, NOW, SSCC, event, item, packing
from trace import nesting, stages
from trace.event import Quantity

PALLET = "https://id.gs1.org/00/095201234567891242"
LOT = f"{GTIN}/10/L1"


def seen(world, parent=SSCC):
    with world.sessions() as session:
        return dict(nesting.contents(session, parent)), nesting.inside(session, [item("A"), item("B"), SSCC])


def test_contents_follow_what_went_in_and_came_out(world):
    world.record(packing("ADD", SSCC, item("A"), item("B")))
    world.record(packing("ADD", PALLET, SSCC, hour=9))
    assert seen(world) == ({item("A"): 1, item("B"): 1}, {item("A"): SSCC, item("B"): SSCC, SSCC: PALLET})
    world.record(packing("DELETE", SSCC, item("A"), hour=10))
    assert seen(world) == ({item("B"): 1}, {item("B"): SSCC, SSCC: PALLET})
    assert seen(world, PALLET)[0] == {SSCC: 1}


def test_counted_goods_are_counted(world):
    def moving(action, many):
        one = packing(action, SSCC, hour=9)
        return event(
            one.biz_step, type=one.type, action=action, disposition=one.disposition, parent_id=SSCC, epc_list=(),
            child_quantity_list=(Quantity(epc_class=LOT, quantity=many),),
        )  # fmt: skip

    world.record(moving("ADD", 12))
    world.record(moving("DELETE", 5))
    assert seen(world)[0] == {LOT: 7}
    world.record(packing("DELETE", SSCC, hour=12))
    assert seen(world)[0] == {}, "unpacking that names nothing takes out all of it"


def test_what_was_declared_wrong_and_what_outsiders_say_moves_nothing(world):
    stranger = world.party("Stranger")
    wrong = packing("ADD", SSCC, item("A"))
    world.record(event("commissioning", item("A"), item("B"), action="ADD", disposition="active"))
    (receipt,) = world.record(wrong)

    world.record(
        stages.corrected(msgspec.structs.replace(wrong, event_id=receipt.event_id), NOW, "did_not_occur").event
    )
    world.record(packing("ADD", PALLET, item("B"), hour=9), actor=stranger)
    assert seen(world) == ({}, {})
