"""Documents and events are recorded once, whole or in part, and the answer says what became of each."""

from __future__ import annotations

from base64 import b64decode

import orjson
import pytest

from app.access.roles import Role
from app.db import reading
from app.epcis.limits import MOST_BYTES, MOST_EVENTS
from tests.app.epcis.conftest import made
from tests.trace.epcis.material import CONTEXT, event, wrapped
from trace import bulk

BAD = event("B1", bizStep="schipping")


def recorded(app):
    with app.app_context(), reading() as session:
        return bulk.run(session, "SELECT count(*) FROM entry")[0][0]


def bare(**members):
    return {"@context": CONTEXT, **event(**members)}


def test_a_document_is_recorded_and_each_event_is_told_of(app, hall):
    answer = hall.post("/capture", wrapped(event("A1", eventID="urn:uuid:1"), event("A2")))
    assert answer.status_code == 202
    assert answer.json["counts"] == {"accepted": 2, "duplicate": 0, "rejected": 0}
    assert [one["pointer"] for one in answer.json["events"]] == ["/epcisBody/eventList/0", "/epcisBody/eventList/1"]
    assert answer.json["events"][0]["eventID"] == "urn:uuid:1"
    assert all(len(one["leaf"]) == 64 for one in answer.json["events"])
    assert answer.json["receipt"].startswith("suyuan.example suyuan-receipt/v1\n")
    assert recorded(app) == 2


def test_the_job_of_a_document_can_be_asked_for(hall, stranger):
    location = hall.post("/capture", wrapped(event())).headers["Location"].removeprefix("/epcis")
    job = hall.get(location).json
    assert (job["running"], job["success"], job["captureErrorBehaviour"], job["errors"]) == (
        False,
        True,
        "rollback",
        [],
    )
    assert job["captureID"] in location
    assert stranger.get(location).status_code == 404


def test_the_same_document_again_changes_nothing_and_says_so(app, hall):
    first = hall.post("/capture", wrapped(event("A1"), event("A2"))).json
    again = hall.post("/capture", wrapped(event("A1"), event("A2"))).json
    assert again["counts"] == {"accepted": 0, "duplicate": 2, "rejected": 0}
    assert [one["leaf"] for one in again["events"]] == [one["leaf"] for one in first["events"]]
    assert recorded(app) == 2


def test_with_rollback_one_bad_event_keeps_all_out(app, hall):
    answer = hall.post("/capture", wrapped(event(), BAD))
    assert answer.status_code == 400
    assert answer.json["type"] == "epcisException:ValidationException"
    assert answer.json["errors"][0]["pointer"] == "/epcisBody/eventList/1/bizStep"
    assert recorded(app) == 0


def test_with_proceed_the_good_events_are_kept(app, hall):
    answer = hall.post("/capture", wrapped(event(), BAD, event("A2")), GS1_Capture_Error_Behaviour="proceed")
    assert answer.status_code == 202
    assert [one["result"] for one in answer.json["events"]] == ["accepted", "rejected", "accepted"]
    assert answer.json["success"] is False
    assert answer.json["errors"][0]["pointer"] == "/epcisBody/eventList/1/bizStep"
    assert recorded(app) == 2


def test_the_same_id_with_other_content_is_a_conflict(app, hall):
    hall.post("/capture", wrapped(event(eventID="urn:uuid:1")))
    answer = hall.post("/capture", wrapped(event("A2"), event(eventID="urn:uuid:1", disposition="in_transit")))
    assert (answer.status_code, answer.json["code"]) == (409, "event-id-reused")
    assert answer.json["errors"][0]["pointer"] == "/epcisBody/eventList/1/eventID"
    assert recorded(app) == 1


def test_with_proceed_ids_that_are_taken_are_rejected_one_by_one(app, hall):
    hall.post("/capture", wrapped(event(eventID="urn:uuid:1")))
    told = [
        event("A2"), event(eventID="urn:uuid:1", disposition="in_transit"), event("A3", eventID="urn:uuid:2"),
        event("A4", eventID="urn:uuid:2"), event(eventID="urn:uuid:1"),
    ]  # fmt: skip
    answer = hall.post("/capture", wrapped(*told), GS1_Capture_Error_Behaviour="proceed").json
    assert [one["result"] for one in answer["events"]] == ["accepted", "rejected", "accepted", "rejected", "duplicate"]
    assert recorded(app) == 3


def test_an_error_declaration_with_the_same_id_is_no_conflict(app, hall):
    declared = {"errorDeclaration": {"declarationTime": "2026-11-25T09:00:00Z"}}
    hall.post("/capture", wrapped(event(eventID="urn:uuid:1")))
    assert hall.post("/capture", wrapped(event(eventID="urn:uuid:1", **declared))).status_code == 202
    assert recorded(app) == 2


def test_one_event_is_recorded_and_answered_with_its_address_and_receipt(app, hall):
    answer = hall.post("/events", bare(eventID="urn:uuid:1"))
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/epcis/events/urn%3Auuid%3A1"
    assert answer.headers["Suyuan-Result"] == "accepted"
    assert answer.headers["Suyuan-Leaf"] in b64decode(answer.headers["Suyuan-Receipt"]).decode()
    assert {name: answer.json[name] for name in bare()} == bare()
    again = hall.post("/events", bare(eventID="urn:uuid:1"))
    assert (again.status_code, again.headers["Suyuan-Result"]) == (200, "duplicate")
    assert hall.post("/events", bare(eventID="urn:uuid:1", disposition="in_transit")).status_code == 409


def test_an_event_alone_needs_its_context(hall):
    answer = hall.post("/events", event())
    assert (answer.status_code, answer.json["code"]) == (400, "bad-document")


def test_a_body_that_begins_with_a_byte_order_mark_is_read(hall):
    body = b"\xef\xbb\xbf" + orjson.dumps(wrapped(event()))
    assert hall.post("/capture", data=body, Content_Type="application/json").status_code == 202


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "image/png"])
def test_a_body_of_another_kind_is_refused(hall, kind):
    answer = hall.post("/capture", data=b"{}", Content_Type=kind)
    assert (answer.status_code, answer.json["type"]) == (415, "epcisException:UnsupportedMediaTypeException")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"\xff", b'{"type":"EPCISDocument"}', b"[" * 100_000])
def test_a_body_that_is_no_document_is_refused(hall, body):
    answer = hall.post("/capture", data=body, Content_Type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "bad-document")


def test_a_document_of_exactly_the_announced_number_of_events_is_taken_and_one_more_is_not(hall):
    limit = int(hall.http.options("/epcis/capture").headers["GS1-EPCIS-Capture-Limit"])
    assert limit == MOST_EVENTS
    many = [event("A1")] * limit
    assert hall.post("/capture", wrapped(*many)).status_code == 202
    answer = hall.post("/capture", wrapped(*many, event("A2")))
    assert (answer.status_code, answer.json["type"]) == (413, "epcisException:CaptureLimitExceededException")
    assert answer.headers["GS1-EPCIS-Capture-Limit"] == str(limit)


def test_a_document_longer_than_announced_is_refused_before_it_is_read(hall):
    assert hall.http.options("/epcis/capture").headers["GS1-EPCIS-Capture-File-Size-Limit"] == str(MOST_BYTES)
    answer = hall.post("/capture", data=b" " * (MOST_BYTES + 1), Content_Type="application/json")
    assert (answer.status_code, answer.json["type"]) == (413, "epcisException:CaptureLimitExceededException")
    assert "GS1-EPCIS-Capture-File-Size-Limit" in answer.headers


def test_an_unknown_behaviour_is_refused(hall):
    answer = hall.post("/capture", wrapped(event()), GS1_Capture_Error_Behaviour="shrug")
    assert (answer.status_code, answer.json["code"]) == (400, "bad-capture-behaviour")


@pytest.mark.parametrize("headers", [{"GS1_EPCIS_Version": "3.0"}, {"GS1_EPCIS_Min": "2.1"}, {"GS1_CBV_Max": "1.1"}])
def test_versions_that_are_not_spoken_are_refused(hall, headers):
    answer = hall.post("/capture", wrapped(event()), **headers)
    assert (answer.status_code, answer.json["type"]) == (406, "epcisException:NotAcceptableException")


def test_nobody_captures_without_a_token_that_may(app):
    reader = made(app, Role.MERCHANT, "Reader", scopes=["events:read"])
    assert reader.post("/capture", wrapped(event())).json["code"] == "wrong-scope"
    answer = app.test_client().post("/epcis/capture", json=wrapped(event()))
    assert (answer.status_code, answer.json["type"]) == (401, "epcisException:SecurityException")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_in_the_address_is_worth_nothing(app, hall):
    answer = app.test_client().post(f"/epcis/capture?auth={hall.secret}", json=wrapped(event()))
    assert answer.status_code == 401


def test_who_vouches_is_the_firm_itself_or_the_carrier(app, hall, swift):
    hall.post("/events", bare())
    swift.post("/events", bare(epcList=["urn:x:2"]))
    with app.app_context(), reading() as session:
        envelopes = [row[0] for row in bulk.run(session, "SELECT envelope FROM entry ORDER BY id")]
    assert ['"evidence":"party"' in envelopes[0], '"evidence":"carrier"' in envelopes[1]] == [True, True]
