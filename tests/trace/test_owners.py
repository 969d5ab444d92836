"""Whose a thing is when those who report of it, or mention it, come before those whose it is."""

from __future__ import annotations

from tests.trace.logged import NOW, SSCC, event, item, packing
from trace import bulk, history, ledger
from trace.ledger import Draft


def test_a_feed_that_comes_before_the_sender_holds_the_parcel_and_does_not_own_it(world):
    carrier = world.party("Carrier", "carrier")
    with world.sessions() as session:
        ledger.append(session, [Draft(event("collecting", SSCC, hour=9), carrier, "carrier")], NOW)
        session.commit()
    world.record(packing("ADD", SSCC, item("A"), hour=8))
    with world.sessions() as session:
        owner, holder = bulk.run(session, "SELECT owner_id, holder_id FROM thing WHERE uri = ?", (SSCC,))[0]
        stood = [one.public["standing"] for one in history.life(session, SSCC).entries]
    assert (owner, holder) == (world.actor.id, carrier.id)
    assert stood == ["holder", "owner"]


def test_a_party_owns_its_own_name_whoever_mentions_it_first(world):
    other = world.party("Other")
    world.record(event("observing", other.uri))
    with world.sessions() as session:
        assert bulk.run(session, "SELECT owner_id FROM thing WHERE uri = ?", (other.uri,)) == [(other.id,)]


def test_an_outsider_cannot_say_that_a_thing_lies_in_their_parcel(world):
    stranger = world.party("Stranger")
    world.record(event("commissioning", item("A")))
    world.record(event("collecting", SSCC), actor=stranger)
    world.record(packing("ADD", SSCC, item("A")), actor=stranger)
    world.record(event("departing", SSCC), actor=stranger)
    with world.sessions() as session:
        touched = [[touch.thing for touch in one.touches] for one in history.life(session, item("A")).entries]
    assert touched == [[item("A")], [item("A")]]
