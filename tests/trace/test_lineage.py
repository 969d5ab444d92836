"""What a thing was made of and what was made of it, read off the processings in the record."""

from __future__ import annotations

import pytest
from sqlalchemy import event as sqlalchemy_event

from tests.trace.logged import GTIN, NOW, event, item
from trace import lineage, stages
from trace.event import Event, Quantity


def processing(inputs, outputs, hour=8, **more) -> Event:
    def named(uris):
        return tuple(one for one in uris if "/21/" in one)

    def classes(uris):
        return tuple(Quantity(epc_class=one, quantity=3) for one in uris if "/21/" not in one)

    return Event(
        type="TransformationEvent", biz_step="transforming", event_time=f"2026-11-24T{hour:02d}:00:00.000+08:00",
        event_time_zone_offset="+08:00", input_epc_list=named(inputs), input_quantity_list=classes(inputs),
        output_epc_list=named(outputs), output_quantity_list=classes(outputs), **more,
    )  # fmt: skip


def lot(number: str) -> str:
    return f"{GTIN}/10/{number}"


def up(world, *uris):
    with world.sessions() as session:
        return [(one.uri.rsplit("/", 1)[1], one.steps) for one in lineage.upstream(session, uris).kin]


def down(world, *uris):
    with world.sessions() as session:
        found = lineage.downstream(session, uris)
    return [(one.uri.rsplit("/", 1)[1], one.steps) for one in found.kin], {one.rsplit("/", 1)[1] for one in found.used}


def test_a_lineage_goes_through_every_processing_in_both_directions(world):
    world.record(processing([lot("GRAPES"), lot("YEAST")], [lot("MUST")]))
    world.record(processing([lot("MUST")], [lot("WINE")], 9))
    world.record(processing([lot("WINE"), lot("BOX")], [lot("GIFT")], 10))
    assert up(world, lot("GIFT")) == [("BOX", 1), ("WINE", 1), ("MUST", 2), ("GRAPES", 3), ("YEAST", 3)]
    assert down(world, lot("YEAST")) == ([("MUST", 1), ("WINE", 2), ("GIFT", 3)], set())
    assert up(world, lot("GRAPES")) == []
    assert down(world, lot("GIFT")) == ([], set())


def test_an_item_is_made_of_what_its_lot_was_made_of_and_carries_its_lot_into_what_it_goes_into(world):
    world.record(processing([lot("GRAPES")], [lot("WINE")]))
    world.record(
        event("commissioning", item("B1"), item("B2"), action="ADD", disposition="active", ilmd={"cbvmda:lotNumber": "WINE"})
    )  # fmt: skip
    assert up(world, item("B1")) == [("GRAPES", 1)]
    world.record(processing([item("B1")], [lot("GIFT")], 9))
    assert up(world, lot("GIFT")) == [("B1", 1), ("GRAPES", 2)]
    assert down(world, lot("WINE")) == ([("GIFT", 1)], {"B1"})
    assert down(world, lot("GRAPES")) == ([("WINE", 1), ("GIFT", 2)], {"B1"})


def test_nobody_says_of_another_partys_goods_what_they_are_made_of(world):
    stranger = world.party("Stranger")
    world.record(event("commissioning", item("B1"), action="ADD", disposition="active"))
    world.record(processing([lot("MUD")], [item("B1")], 9), actor=stranger)
    assert up(world, item("B1")) == []
    assert down(world, lot("MUD")) == ([], set())


def test_another_partys_lot_may_go_into_ones_own_goods(world):
    grower = world.party("Grower")
    world.record(processing([f"{GTIN}/10/VINES"], ["https://id.gs1.org/01/09520123456795/10/GRAPES"]), actor=grower)
    world.record(processing(["https://id.gs1.org/01/09520123456795/10/GRAPES"], [lot("WINE")], 9))
    assert up(world, lot("WINE")) == [("GRAPES", 1), ("VINES", 2)]
    assert down(world, f"{GTIN}/10/VINES") == ([("GRAPES", 1), ("WINE", 2)], set())


def test_a_processing_that_was_declared_wrong_made_nothing(world):
    wrong = processing([lot("MUD")], [lot("WINE")], event_id="urn:uuid:4f0c2b54-0a4f-4b6e-8f5a-3f6a0d7f9a11")
    world.record(wrong)
    assert up(world, lot("WINE")) == [("MUD", 1)]

    world.record(stages.corrected(wrong, NOW, "did_not_occur").event)
    assert up(world, lot("WINE")) == []
    assert down(world, lot("MUD")) == ([], set())


def test_a_circle_ends_and_what_is_too_much_is_said_to_be_cut(world, monkeypatch):
    world.record(processing([lot("A")], [lot("B")]), processing([lot("B")], [lot("A")], 9))
    assert down(world, lot("A"))[0] == [("B", 1)]
    for n in range(lineage.DEEPEST + 2):
        world.record(processing([lot(f"N{n}")], [lot(f"N{n + 1}")], 10))
    with world.sessions() as session:
        found = lineage.upstream(session, [lot(f"N{lineage.DEEPEST + 2}")])
    assert (len(found.kin), found.cut) == (lineage.DEEPEST, True)
    monkeypatch.setattr(lineage, "MOST", 2)
    world.record(processing([lot(f"M{n}") for n in range(5)], [lot("MIX")], 11))
    with world.sessions() as session:
        found = lineage.upstream(session, [lot("MIX")])
    assert (len(found.kin), found.cut) == (2, True)


@pytest.mark.parametrize("many", [2, 60])
def test_the_number_of_queries_grows_with_the_depth_alone(world, engine, many):

    world.record(processing([lot(f"M{n}") for n in range(many)], [lot("MIX")]))
    count = 0

    def note(*_):
        nonlocal count
        count += 1

    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    assert len(up(world, lot("MIX"))) == many
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    assert count <= 8
