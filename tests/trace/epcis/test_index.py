"""What the query looks things up in follows the record, and comes out the same when it is made anew."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.trace import logged
from tests.trace.epcis import invented
from tests.trace.epcis.material import CONTEXT, event
from tests.trace.epcis.test_fidelity import draft, record
from tests.trace.logged import NOW
from trace import ledger
from trace.epcis import index, tables

EX = [CONTEXT, {"ex": "http://ns.example/"}]


def follow(world, most=index.STEP):
    with world.sessions() as session:
        count = index.follow(session, most)
        session.commit()
    return count


def behind(world):
    with world.sessions() as session:
        return index.behind(session)


def rows(world):
    with world.sessions() as session:
        found = [
            session.execute(select(table)).all() for table in (tables.event, tables.fact, tables.reader, tables.view)
        ]
    return [sorted(map(str, table)) for table in found]


def told(world):
    """A world in which several parties tell of the same things."""
    carrier, other = world.party("Swift", "carrier"), world.party("Other")
    for said in invented.events(40):
        record(world, said, context=EX)
    item = logged.item("A1")
    world.record(logged.event("commissioning", item, action="ADD", disposition="active"))
    world.record(logged.event("collecting", item, disposition="in_transit"), actor=carrier)
    world.record(logged.event("inspecting", item), actor=other)
    world.record(logged.packing("ADD", logged.SSCC, item))


def test_what_waits_for_the_log_is_indexed_and_not_a_second_time_when_it_is_in(world):
    record(world, event())
    assert behind(world)
    assert follow(world) == 1
    assert not behind(world)
    once = rows(world)
    world.integrate()
    follow(world)
    assert rows(world) == once
    assert not behind(world)


def test_made_anew_it_is_the_same(world):
    told(world)
    while follow(world, 7):
        pass
    world.integrate()
    while follow(world, 7):
        pass
    once = rows(world)
    with world.sessions() as session:
        index.forget(session)
        session.commit()
    assert rows(world) == [[], [], [], []]
    while follow(world, 5):
        pass
    assert rows(world) == once


@pytest.mark.parametrize("first", [0, 3, 40])
def test_made_anew_from_an_entry_on_it_is_the_same(world, first):
    told(world)
    world.integrate()
    follow(world)
    once = rows(world)
    with world.sessions() as session:
        index.forget(session, first)
        session.commit()
    assert len(rows(world)[0]) == first
    follow(world)
    assert rows(world) == once


def test_an_erased_event_is_found_by_its_public_part_alone(world):
    [receipt] = record(world, event(**{"ex:note": "private"}), context=EX)
    with world.sessions() as session:
        ledger.erase_event(session, receipt.entry_id)
        session.commit()
    follow(world)
    with world.sessions() as session:
        names = set(session.scalars(select(tables.fact.c.name)))
    assert "bizStep" in names
    assert not any("note" in name for name in names)


def test_a_batch_of_many_is_worked_off_step_by_step(world):
    with world.sessions() as session:
        ledger.append(session, [draft(world, event(f"S{n}")) for n in range(25)], NOW)
        session.commit()
    assert [follow(world, 10), follow(world, 10), follow(world, 10)] == [10, 10, 5]
    assert not behind(world)
