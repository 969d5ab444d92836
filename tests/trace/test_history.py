"""A life is the thing's own entries and its parcel's while it was packed; of what lay beside it nothing shows."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256

import pytest
from sqlalchemy import event as sqlalchemy_event

from tests.trace.logged import SSCC, World, event, item, packing
from trace import canon, chain, history, merkle, proof
from trace.history import NoSuchThing

CARTON = "https://id.gs1.org/00/095201234567891242"


def life(world: World, uri: str):
    with world.sessions() as session:
        return history.life(session, uri)


def told(world: World, uri: str):
    return [(one.stage, [touch.thing for touch in one.touches]) for one in life(world, uri).entries]


@pytest.fixture
def packed(world: World) -> World:
    """A and B made; a parcel sent once before; A and B packed in it, weighed, A taken out, the parcel signed for."""
    world.record(
        event("commissioning", item("A"), disposition="active"), event("commissioning", item("B"), disposition="active")
    )
    world.record(event("collecting", SSCC))
    world.record(packing("ADD", SSCC, item("A"), item("B")))
    world.record(event("departing", SSCC))
    world.record(packing("DELETE", SSCC, item("A")))
    world.record(event("accepting", SSCC, disposition="https://suyuan.example/voc/delivered"))
    world.record(event("retail_selling", item("A")))
    world.integrate()
    return world


def test_an_item_has_its_parcels_life_from_the_packing_to_the_unpacking(packed):
    assert told(packed, item("A")) == [
        ("serialised", [item("A")]), ("packed", [item("A"), SSCC]), ("hub_out", [SSCC]), ("unpacked", [item("A"), SSCC]),
        ("sold", [item("A")]),
    ]  # fmt: skip


def test_what_is_still_packed_has_its_parcels_life_to_the_newest(packed):
    # That A was taken out is A's business: B's reader sees a gap in the parcel's positions and nothing of it.
    assert told(packed, item("B")) == [
        ("serialised", [item("B")]), ("packed", [item("B"), SSCC]), ("hub_out", [SSCC]), ("signed", [SSCC]),
    ]  # fmt: skip


def test_a_parcels_own_life_is_all_of_it_and_opens_no_item(packed):
    found = told(packed, SSCC)
    assert [stage for stage, _ in found] == ["accepted", "packed", "hub_out", "unpacked", "signed"]
    assert all(things == [SSCC] for _, things in found)


def test_a_carton_in_a_parcel_is_followed(world):
    world.record(event("commissioning", item("A")))
    world.record(packing("ADD", CARTON, item("A")))
    world.record(packing("ADD", SSCC, CARTON))
    world.record(event("departing", SSCC))
    assert told(world, item("A"))[1:] == [
        ("packed", [item("A"), CARTON]),
        ("packed", [CARTON, SSCC]),
        ("hub_out", [SSCC]),
    ]


def test_two_cartons_that_are_said_to_lie_in_each_other_end(world):
    world.record(packing("ADD", CARTON, SSCC))
    world.record(packing("ADD", SSCC, CARTON))
    assert len(life(world, SSCC).entries) == 2


def test_positions_and_links_can_be_followed_by_a_reader(packed):
    entries = life(packed, item("A")).entries
    own = [(entry, touch) for entry in entries for touch in entry.touches if touch.thing == item("A")]
    assert [touch.n for _, touch in own] == list(range(4))
    assert [touch.prev for _, touch in own] == [None, *[entry.leaf for entry, _ in own[:-1]]]
    parcel = [touch for entry in entries for touch in entry.touches if touch.thing == SSCC]
    assert [touch.n for touch in parcel] == [1, 2, 3]


def test_stages_that_need_the_parcels_code_are_left_out_and_its_own_never(packed):
    assert [one.stage for one in life(packed, item("A")).without({"hub_out", "sold"}).entries] == [
        "serialised", "packed", "unpacked", "sold",
    ]  # fmt: skip


def test_nothing_recorded_is_said_so(packed):
    with pytest.raises(NoSuchThing):
        life(packed, item("Z"))


def test_the_proof_file_of_an_item_names_no_other_item_and_no_count(packed):
    with packed.sessions() as session:
        found = proof.file(session, packed.keyring, item("A"), history.life(session, item("A")).entries)
    text = json.dumps(found)
    assert item("A") in text
    assert item("B") not in text
    assert "21/B" not in text
    for entry in found["entries"]:
        # Every entry is padded alike, whether it touches one thing or three.
        assert {len(one["path"]) for one in entry["disclosures"]} == {2}


def test_a_disclosure_leads_to_what_the_envelope_commits_to(packed):
    with packed.sessions() as session:
        found = proof.file(session, packed.keyring, item("A"), history.life(session, item("A")).entries, old=3)
    for entry in found["entries"]:
        for one in entry["disclosures"]:
            digest = sha256(b64decode(one["salt"]) + canon.encode(one["value"])).digest()
            path = [b64decode(step) for step in one["path"]]
            root = merkle.root_from_inclusion(merkle.leaf_hash(digest), one["index"], 4, path)
            assert chain.b64(root or b"") == json.loads(entry["envelope"])["things"]
    assert found["consistency"]["old"] == 3


def test_what_waits_for_the_log_is_in_the_file_without_a_place_in_it(packed):
    packed.record(event("accepting", item("A")))
    with packed.sessions() as session:
        found = proof.file(session, packed.keyring, item("A"), history.life(session, item("A")).entries)
    assert (found["entries"][-1]["index"], found["entries"][-1]["inclusion"]) == (None, None)


def test_the_number_of_queries_does_not_grow_with_the_life(packed, engine):
    def queries() -> int:
        count = 0

        def note(*_):
            nonlocal count
            count += 1

        sqlalchemy_event.listen(engine, "before_cursor_execute", note)
        life(packed, item("B"))
        sqlalchemy_event.remove(engine, "before_cursor_execute", note)
        return count

    before = queries()
    for _ in range(20):
        packed.record(event("departing", SSCC), event("observing", item("B")))
    assert queries() == before <= 6
