"""A complaint is a case of its own, which only whoever made it can ask for, and of which the item's chain says nothing."""

from __future__ import annotations

import pytest

from couriers import parcels
from credit import complaints
from tests.trace.logged import NOW, World, event, item
from trace import history
from trace.identity import thing
from trace.stages import Stamp


@pytest.fixture
def made(world: World):
    world.record(event("retail_selling", item("A")))
    with world.sessions() as session:
        case, code = complaints.receive(
            session, world.actor, item("A"), world.actor.id, "K15", "It never came, call 13800000000", Stamp(NOW), NOW
        )
        session.commit()
    return world, case, code


def test_the_case_is_found_by_its_number_and_its_code_alone(made):
    world, case, code = made
    with world.sessions() as session:
        assert complaints.find(session, case.number.lower(), code).about == item("A")
        for number, wrong in ((case.number, "AAAA"), ("NOSUCH", code)):
            with pytest.raises(complaints.NoSuchCase):
                complaints.find(session, number, wrong)
        assert [one.number for one in complaints.of(session, world.actor.id)] == [case.number]


def test_the_items_chain_says_nothing_and_the_cases_chain_no_words(made):
    world, case, _ = made
    with world.sessions() as session:
        assert [one.stage for one in history.life(session, item("A")).entries] == ["sold"]
        (entry,) = history.life(session, f"https://log.example/id/case/{case.number}").entries
    assert thing.kind(f"https://log.example/id/case/{case.number}") == "case"
    assert entry.public["facts"] == {"category": "K15"}
    assert "13800000000" not in entry.envelope


@pytest.mark.parametrize(("category", "text"), [("K00", "words"), ("K15", " "), ("K15", "x" * 2001)])
def test_a_complaint_without_a_kind_or_words_is_refused(world, category, text):
    with world.sessions() as session, pytest.raises(complaints.BadComplaint):
        complaints.receive(session, world.actor, item("A"), world.actor.id, category, text, Stamp(NOW), NOW)


def test_who_is_to_answer_answers_on_the_cases_chain_and_the_words_stay_beside_it(made):
    world, case, code = made
    with world.sessions() as session:
        found = complaints.case(session, case.number, world.actor.id)
        complaints.answer(session, found, world.actor.id, "We paid it back on Monday.", NOW)
        session.commit()
    with world.sessions() as session:
        found = complaints.find(session, case.number, code)
        said = [(one.step, one.text) for one in complaints.file(session, found)]
        assert found.state == "answered"
        assert said == [
            ("complained", "It never came, call 13800000000"),
            (complaints.ANSWERING, "We paid it back on Monday."),
        ]
        assert [one.stage for one in history.life(session, item("A")).entries] == ["sold"]
        last = history.life(session, f"https://log.example/id/case/{case.number}").entries[-1]
        assert "Monday" not in last.envelope


def test_nobody_else_answers_or_reads_a_case(made):
    world, case, _ = made
    other = world.party("Another", "carrier")
    with world.sessions() as session:
        with pytest.raises(complaints.NoSuchCase):
            complaints.case(session, case.number, other.id)
        found = complaints.case(session, case.number, world.actor.id)
        with pytest.raises(complaints.NoSuchCase):
            complaints.answer(session, found, other.id, "It was not us.", NOW)
        with pytest.raises(complaints.BadComplaint):
            complaints.answer(session, found, world.actor.id, " ", NOW)
        found.state = "decided"
        with pytest.raises(complaints.CaseClosed):
            complaints.answer(session, found, world.actor.id, "One more word.", NOW)


def test_what_went_wrong_on_the_way_is_the_carriers_to_answer(world):
    carrier, seller = world.party("Pony", "carrier"), world.actor.id
    parcel = "https://log.example/id/waybill/pony/PN20261124001"
    with world.sessions() as session:
        parcels.register(session, carrier.id, NOW, uri=parcel)
        assert complaints.respondent(session, "K15", parcel, seller) == carrier.id
        assert complaints.respondent(session, "K12", item("A"), seller) == seller, "a parcel that nobody has registered"
        assert complaints.respondent(session, "K01", parcel, seller) == seller
        assert complaints.respondent(session, "K20", parcel, seller) == seller
    assert set(complaints.CATEGORIES) > complaints.OF_CARRIERS


def test_whoever_complained_takes_the_words_back_and_nothing_else_goes(made):
    world, case, code = made
    with world.sessions() as session:
        complaints.answer(
            session, complaints.case(session, case.number, world.actor.id), world.actor.id, "We looked.", NOW
        )
        session.commit()
    with world.sessions() as session:
        complaints.erase(session, complaints.find(session, case.number, code))
        session.commit()
    with world.sessions() as session:
        found = complaints.find(session, case.number, code)
        assert [one.text for one in complaints.file(session, found)] == [None, "We looked."]
