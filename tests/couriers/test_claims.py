"""Whoever has the code inside speaks for the goods, once; what they say is the recipient's word and moves custody."""

from __future__ import annotations

import pytest

from couriers import claims, inside, trail
from couriers.states import State
from tests.trace.logged import NOW, SSCC, World, event, item, packing
from trace import history
from trace.stages import Stamp

ITEM = item("A")


@pytest.fixture
def sent(world: World) -> World:
    """An item sold, packed, picked up, and left at a station."""
    world.record(
        event("commissioning", ITEM, action="ADD", disposition="active", hour=1), event("retail_selling", ITEM, hour=2)
    )
    world.record(packing("ADD", SSCC, ITEM, hour=3))
    world.record(event("collecting", SSCC, disposition="in_transit", hour=4))
    world.record(
        event("https://suyuan.example/voc/depositing", SSCC, hour=5, facts={"site": "station", "consent": "courier"})
    )
    return world


def code(world: World, uri: str = ITEM, epoch: int = 0) -> str:
    return inside.code(world.keyring.data_key, uri, epoch)


def say(world: World, what, *more, operator=None):
    with world.sessions() as session:
        life = history.life(session, ITEM)
        what(session, operator or world.actor, life, Stamp(NOW, event_id=f"urn:uuid:{what.__name__}"), *more, NOW)
        session.commit()


def state(world: World) -> State:
    with world.sessions() as session:
        return trail.custody(session, ITEM).state


def stages(world: World) -> list[str]:
    with world.sessions() as session:
        return [one.stage for one in history.life(session, ITEM).entries]


def test_the_code_is_the_things_own_and_typed_as_people_type(world):
    found = code(world)
    assert len(found) == 13
    assert found != code(world, item("B")) != code(world, ITEM, 1)
    key = world.keyring.data_key
    assert inside.matches(key, ITEM, 0, inside.spoken(found).lower())
    assert inside.matches(key, ITEM, 0, f" {found[:5]} {found[5:]} ".replace("O", "0").replace("I", "1"))
    assert not inside.matches(key, ITEM, 0, found[:-1])
    assert not inside.matches(key, ITEM, 0, "")


def test_the_first_to_open_it_is_known_by_that(sent):
    with sent.sessions() as session:
        assert claims.known(session, ITEM, code(sent)) is None
        claim = claims.begin(session, ITEM, code(sent), NOW)
        assert claims.known(session, ITEM, code(sent)) is claim
        assert claims.begin(session, ITEM, code(sent), NOW) is claim
        with pytest.raises(claims.WrongInsideCode):
            claims.begin(session, ITEM, "AAAAAAAAAAAAA", NOW)


def test_a_return_ends_the_claim_and_the_next_sale_has_a_new_code(sent):
    with sent.sessions() as session:
        claims.begin(session, ITEM, code(sent), NOW)
        claims.end(session, ITEM, NOW)
        with pytest.raises(claims.ClaimEnded):
            claims.known(session, ITEM, code(sent))
        assert claims.begin(session, ITEM, code(sent, epoch=1), NOW).epoch == 1


def test_a_confirmation_signs_for_the_parcel_that_it_lies_in(sent):
    operator = sent.party("Operator", "operator")
    assert state(sent) is State.WAITING
    say(sent, claims.confirm, operator=operator)
    assert state(sent) is State.DELIVERED
    assert stages(sent)[-1] == "signed"
    with sent.sessions() as session:
        public = history.life(session, SSCC).entries[-1].public
    assert (public["evidence"], public["standing"], public["facts"]) == ("claim", "holder", {"method": "confirmed"})


def test_denying_a_deposit_says_no_consent_and_moves_nothing(sent):
    say(sent, claims.dispute, "not_received", "", operator=sent.party("Operator", "operator"))
    assert state(sent) is State.WAITING
    with sent.sessions() as session:
        assert history.life(session, SSCC).entries[-1].public["facts"]["reason"] == "no_consent"


def test_denying_a_sign_off_opens_the_dispute(sent):
    delivered = "https://suyuan.example/voc/delivered"
    sent.record(event("accepting", SSCC, disposition=delivered, hour=6, facts={"method": "code"}))
    say(sent, claims.dispute, "not_received", "I was not at home")
    assert state(sent) is State.DISPUTED


def test_a_review_stands_on_the_item_without_its_words(sent):
    say(sent, claims.review, 4, "goods", "smells like the forest")
    with sent.sessions() as session:
        newest = history.life(session, ITEM).entries[-1]
    assert newest.public["facts"] == {"rating": 4, "category": "goods"}
    assert "forest" not in newest.envelope


def test_what_was_taken_out_of_its_parcel_is_signed_for_by_itself(sent):
    sent.record(packing("DELETE", SSCC, ITEM, hour=7))
    with sent.sessions() as session:
        assert claims.carried_in(history.life(session, ITEM)) == ITEM
        assert claims.carried_in(history.life(session, SSCC)) == SSCC
