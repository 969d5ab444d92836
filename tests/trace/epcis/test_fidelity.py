"""An event of somebody else's is stored as it was written, and the whole record holds around it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests.trace.epcis import material
from tests.trace.epcis.material import CONTEXT, event
from tests.trace.logged import NOW
from trace import audit, holding, ledger, tables
from trace.drafts import Draft
from trace.epcis import document
from trace.history import life
from trace.ledger import EventIdReused

LATER = NOW + timedelta(hours=1)
ITEM = f"{material.GTIN}/21/A1"


def draft(world, said, context=CONTEXT):
    made = document.ready(said, context, world.keyring.origin)
    return Draft(made.event, world.actor, "party", raw=made.raw)


def record(world, *saids, context=CONTEXT, now=NOW):
    with world.sessions() as session:
        receipts = ledger.append(session, [draft(world, said, context) for said in saids], now)
        session.commit()
    return receipts


def stored(world):
    with world.sessions() as session:
        return [json.loads(raw) for raw in session.scalars(select(tables.entry.c.event).order_by(tables.entry.c.id))]


def verified(world):
    with world.sessions() as session:
        return audit.verify(session, world.keyring, world.keyring.signer.verifier)


def test_every_published_event_is_stored_as_it_was_written_and_the_audit_agrees(world, shared):
    everything = material.all_events(shared)
    receipts = []
    for said, context in everything:
        # Examples use one id for different events; each is an event of its own here.
        said.pop("eventID", None)
        receipts += record(world, said, context=context)
    world.integrate()
    fresh = [said for (said, _), receipt in zip(everything, receipts, strict=True) if not receipt.duplicate]
    assert [material.said(one) for one in stored(world)] == [material.said(one) for one in fresh]
    assert all(one["eventID"] == receipt.event_id for one, receipt in zip(
        stored(world), [receipt for receipt in receipts if not receipt.duplicate], strict=True))  # fmt: skip
    assert verified(world) is None


def test_fractions_and_extensions_do_not_reach_the_envelope(world):
    record(world, event(**{"ex:weight": 1.5, "ex:note": "soft"}), context=[CONTEXT, {"ex": "http://ns.example/"}])
    with world.sessions() as session:
        envelope = session.scalar(select(tables.entry.c.envelope))
    assert "1.5" not in envelope
    assert "soft" not in envelope


def test_the_same_event_again_changes_nothing_and_gives_the_old_leaf(world):
    [first] = record(world, event(eventID="urn:uuid:1"))
    [again] = record(world, event(eventID="urn:uuid:1"), now=LATER)
    assert (again.duplicate, again.leaf, again.record_ms) == (True, first.leaf, first.record_ms)
    assert len(stored(world)) == 1


def test_the_same_event_without_an_id_again_changes_nothing(world):
    [first], [again] = record(world, event()), record(world, event())
    assert (again.duplicate, again.leaf, again.event_id) == (True, first.leaf, first.event_id)


@pytest.mark.parametrize(
    "other",
    [
        {"epcList": ["https://shop.example/01/06901234567892/10/L7/21/A1"]},
        {"bizStep": "https://ref.gs1.org/cbv/BizStep-shipping"},
        {"eventTime": "2026-11-24T09:00:00Z"},
        {"recordTime": "2020-01-01T00:00:00Z"},
    ],
    ids=["link", "word", "time", "record time"],
)
def test_the_same_event_in_another_spelling_is_the_same(world, other):
    record(world, event(eventID="urn:uuid:1"))
    [again] = record(world, event(eventID="urn:uuid:1", **other))
    assert again.duplicate


@pytest.mark.parametrize("other", [{"disposition": "in_transit"}, {"epcList": [f"{material.GTIN}/21/A2"]}])
def test_the_same_id_for_something_else_is_refused(world, other):
    record(world, event(eventID="urn:uuid:1"))
    with pytest.raises(EventIdReused):
        record(world, event(eventID="urn:uuid:1", **other))
    with pytest.raises(EventIdReused):
        record(world, event(eventID="urn:uuid:2"), event(eventID="urn:uuid:2", **other))


def test_an_error_declaration_repeats_the_id(world):
    wrong = {"errorDeclaration": {"declarationTime": "2026-11-25T09:00:00Z", "reason": "did_not_occur"}}
    record(world, event(eventID="urn:uuid:1"), event(eventID="urn:uuid:1", **wrong))
    assert [one.get("errorDeclaration") for one in stored(world)] == [None, wrong["errorDeclaration"]]


def test_a_captured_event_stands_in_the_life_of_its_thing_under_the_one_name(world):
    record(world, event(epcList=["urn:epc:id:sgtin:6901234.056789.A1"]))
    record(world, event(bizStep="inspecting", epcList=["https://shop.example/01/06901234567892/21/A1"]))
    with world.sessions() as session:
        found = life(session, ITEM)
        assert [entry.stage for entry in found.entries] == ["shipping", "inspecting"]
        assert holding.of(session, found)[0].holder == world.actor.uri


def test_a_changed_byte_of_a_captured_event_is_found(world):
    record(world, event())
    world.integrate()
    with world.sessions() as session:
        session.execute(text("UPDATE entry SET event = replace(event, 'shipping', 'receiving')"))
        session.commit()
    bad = verified(world)
    assert (bad.index, bad.check) == (0, "event")


def test_an_erased_captured_event_leaves_every_proof_valid(world):
    [receipt] = record(world, event(eventID="urn:uuid:1"))
    world.integrate()
    with world.sessions() as session:
        ledger.erase_event(session, receipt.entry_id)
        session.commit()
    assert verified(world) is None
    assert record(world, event(eventID="urn:uuid:1"))[0].duplicate


def test_an_event_that_is_kept_as_written_commits_to_no_texts(world):
    made = document.ready(event(), CONTEXT, world.keyring.origin)
    with pytest.raises(ValueError, match="cannot commit"):
        Draft(made.event, world.actor, "party", {"name": "x"}, made.raw)
