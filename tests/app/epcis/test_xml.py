"""XML at the door: captured like JSON, and given where it is asked for."""

from __future__ import annotations

import pytest
from lxml import etree

from app.access.roles import Role
from tests.app.epcis.conftest import made
from tests.trace.epcis.material import event, wrapped
from tests.trace.epcis.test_xml import LAUGHS, OLD, files

XML = {"Content_Type": "application/xml"}


def test_every_published_document_is_captured(app, shared):
    for name, body in files(shared).items():
        client = made(app, Role.MERCHANT, name)
        answer = client.post("/capture", data=body, GS1_Capture_Error_Behaviour="proceed", **XML)
        assert answer.status_code == 202, f"{name}: {answer.text}"
        # Some of GS1's files give one id to two different events, which is all that may be rejected.
        assert {one["code"] for one in answer.json["errors"]} <= {"event-id-reused"}, name
        assert len(client.events({"perPage": 1_000})) == answer.json["counts"]["accepted"], name


@pytest.mark.parametrize("accepted", ["application/xml", "text/xml"])
def test_answers_come_in_xml_where_it_is_asked_for(hall, accepted):
    hall.post("/capture", wrapped(event(eventID="urn:event:1")))
    answer = hall.get("/events", Accept=accepted)
    assert answer.mimetype == accepted
    root = etree.fromstring(answer.data)
    assert [one.text for one in root.iter("eventID")] == ["urn:event:1"]
    assert root.findtext(".//bizStep") == "urn:epcglobal:cbv:bizstep:shipping"
    web = etree.fromstring(hall.get("/events", Accept=accepted, GS1_CBV_XML_Format="Always_Web_URI").data)
    assert web.findtext(".//bizStep") == "https://ref.gs1.org/cbv/BizStep-shipping"
    assert hall.get("/events", Accept=accepted, GS1_CBV_XML_Format="Bare").status_code == 406


def test_a_document_of_epcis_1_2_is_captured_and_its_master_data_can_be_asked_for(hall):
    assert hall.post("/capture", data=OLD, **XML).json["counts"]["accepted"] == 3
    hall.post("/capture", wrapped(event(readPoint={"id": "urn:x:dock"}, eventID="urn:event:1")))
    assert [one["eventID"] for one in hall.events({"WD_readPoint": "urn:x:site"})] == ["urn:event:1"]


def test_what_was_captured_in_xml_and_again_in_json_is_one_event(hall):
    hall.post("/capture", wrapped(event("A1", "A2", eventID="urn:event:1")))
    xml = hall.get("/events", Accept="application/xml").data
    assert hall.post("/capture", data=xml, **XML).json["counts"] == {"accepted": 0, "duplicate": 1, "rejected": 0}


@pytest.mark.parametrize("body", [b"", b"<x/>", LAUGHS])
def test_xml_that_is_no_document_is_refused(hall, body):
    answer = hall.post("/capture", data=body, **XML)
    assert (answer.status_code, answer.json["code"]) == (400, "bad-document")
