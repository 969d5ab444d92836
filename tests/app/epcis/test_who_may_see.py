"""A party reads its own events whole, and of its things what others recorded by its public part: never more."""

from __future__ import annotations

import jsonschema_rs
import pytest

from tests.trace.epcis import material
from tests.trace.epcis.material import GTIN, event, wrapped

MINE, THEIRS = f"{GTIN}/21/MINE", "https://id.gs1.org/01/09520123456788/21/THEIRS"
SECRET = {
    "readPoint": {"id": "urn:x:secret-dock"},
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:secret-order"}],
    "sourceList": [{"type": "owning_party", "source": "urn:x:secret-party"}],
    "ex:note": "secret-note",
    "sensorElementList": [{"sensorReport": [{"type": "Temperature", "value": 4.5, "uom": "CEL"}]}],
}


@pytest.fixture
def carried(hall, swift):
    """Hall makes an item; Swift tells of it together with an item of somebody else's, and with much that is its own."""
    hall.post(
        "/capture", wrapped(event(epcList=[MINE], bizStep="commissioning", action="ADD", eventID="urn:event:made"))
    )
    told = event(epcList=[MINE, THEIRS], eventID="urn:event:moved", eventTime="2026-11-24T17:23:45.678+08:00", **SECRET)
    assert (
        swift.post("/capture", wrapped(told, context=[material.CONTEXT, {"ex": "http://ns.example/"}])).status_code
        == 202
    )


def moved(client, query=None, **headers):
    return [one for one in client.events(query, **headers) if one["eventID"] == "urn:event:moved"]


def test_others_see_the_public_part_and_their_own_things(hall, carried):
    [seen] = moved(hall)
    assert seen["type"] == "syn:PublicPart"
    assert seen["epcList"] == [MINE]
    assert (seen["bizStep"], seen["action"]) == ("shipping", "OBSERVE")
    assert seen["eventTime"] == "2026-11-24T00:00:00.000+08:00"
    assert seen["syn:public"]["evidence"] == "carrier"
    text = str(seen)
    assert "secret" not in text
    assert "THEIRS" not in text
    assert "17:23" not in text


def test_who_recorded_it_sees_all_of_it(swift, carried):
    [seen] = moved(swift)
    assert seen["epcList"] == [MINE, THEIRS]
    assert seen["ex:note"] == "secret-note"


def test_whoever_has_to_do_with_none_of_it_sees_nothing(stranger, carried):
    assert stranger.events() == []
    assert stranger.get("/events/urn:event:moved").status_code == 404
    assert stranger.get("/epcs").json["member"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"EQ_readPoint": "urn:x:secret-dock"},
        {"EQ_bizTransaction_po": "urn:x:secret-order"},
        {"EQ_source_owning_party": "urn:x:secret-party"},
        {"EQ_ex:note": "secret-note"},
        {"EXISTS_ex:note": "true"},
        {"EXISTS_sensorElementList": "true"},
        {"GE_value_CEL": "4"},
        {"MATCH_epc": THEIRS},
        {"MATCH_anyEPC": "urn:epc:idpat:sgtin:9520123.*.*"},
        {"GE_eventTime": "2026-11-24T17:00:00+08:00"},
        {"eventType": "ObjectEvent"},
    ],
    ids=str,
)
def test_nothing_hidden_can_be_found_out_by_asking_for_it(hall, swift, carried, query):
    assert moved(hall, query) == []
    assert moved(swift, query) != []


@pytest.mark.parametrize(
    "query",
    [
        {"MATCH_epc": MINE},
        {"MATCH_anyEPC": "urn:epc:idpat:sgtin:6901234.*.*"},
        {"EQ_bizStep": "shipping"},
        {"EQ_action": "OBSERVE"},
        {"EQ_eventID": "urn:event:moved"},
        {"eventType": "syn:PublicPart"},
        {"GE_eventTime": "2026-11-24T00:00:00+08:00", "LT_eventTime": "2026-11-24T00:00:01+08:00"},
        {"orderBy": "eventTime", "orderDirection": "ASC"},
    ],
    ids=str,
)
def test_what_is_public_can_be_asked_for(hall, carried, query):
    assert len(moved(hall, query)) == 1


def test_an_answer_with_public_parts_is_valid_by_the_published_schema(hall, carried, shared):
    published = jsonschema_rs.validator_for(material.schema(shared), validate_formats=True)
    published.validate(hall.get("/events").json)


def test_both_kinds_of_events_come_in_one_order_page_by_page(hall, swift, carried):
    for hour in range(8):
        who = hall if hour % 2 else swift
        who.post(
            "/capture",
            wrapped(event(epcList=[MINE], eventID=f"urn:event:{hour}", eventTime=f"2026-12-{hour + 1:02d}T00:00:00Z")),
        )
    found, path = [], "/events?perPage=3&orderBy=eventTime&orderDirection=ASC&GE_eventTime=2026-11-30T00:00:00Z"
    while path:
        answer = hall.get(path)
        found += [one["eventID"] for one in answer.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"]]
        link = answer.headers.get("Link", "")
        path = link[1:].partition(">")[0].removeprefix("/epcis") if link else ""
    assert found == [f"urn:event:{hour}" for hour in range(8)]


def test_whoever_comes_to_hold_a_thing_sees_what_was_recorded_before(app, hall, swift, stranger, served):
    hall.post(
        "/capture", wrapped(event(epcList=[MINE], bizStep="commissioning", action="ADD", eventID="urn:event:made"))
    )
    swift_uri = f"https://suyuan.example/id/party/{swift.party_id}"
    given = {"destinationList": [{"type": "possessing_party", "destination": swift_uri}]}
    hall.post("/capture", wrapped(event(epcList=[MINE], eventID="urn:event:given", **given)))
    assert swift.events() == []
    swift.post("/capture", wrapped(event(epcList=[MINE], bizStep="receiving", eventID="urn:event:taken")))
    assert {one["eventID"] for one in swift.events()} == {"urn:event:made", "urn:event:given", "urn:event:taken"}
    assert {one["eventID"] for one in hall.events()} == {"urn:event:made", "urn:event:given", "urn:event:taken"}


def test_whoever_only_claims_something_of_a_thing_sees_no_more_of_it(hall, stranger):
    hall.post(
        "/capture", wrapped(event(epcList=[MINE], bizStep="commissioning", action="ADD", eventID="urn:event:made"))
    )
    stranger.post("/capture", wrapped(event(epcList=[MINE], bizStep="inspecting", eventID="urn:event:claimed")))
    assert [one["eventID"] for one in stranger.events()] == ["urn:event:claimed"]
    assert {one["eventID"] for one in hall.events()} == {"urn:event:made", "urn:event:claimed"}
