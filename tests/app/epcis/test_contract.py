"""Answers are what GS1's OpenAPI says of them, and questions nobody would ask get no fault of ours."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.trace.epcis.material import CONTEXT, event, wrapped
from tests.trace.epcis.questions import PARAMETERS, QUESTIONS

# What GS1's file itself has wrong: regular expressions of another engine; and a job that has errors or an error file, of
# which neither is required, so that every job (its own example too) is both where it must be one.
_PATTERNS = "GS1-Query-"


@pytest.fixture(scope="module")
def openapi(shared):
    file = shared / "conformance" / "epcis" / "gs1-EPCIS" / "rest-bindings" / "openapi.json"
    found = json.loads(file.read_text(encoding="utf-8"))
    for name, schema in found["components"]["schemas"].items():
        if name.startswith(_PATTERNS):
            schema.pop("pattern", None)
    job = found["components"]["schemas"]["CaptureJob"]["allOf"][1]
    job["anyOf"] = job.pop("oneOf")
    return found


def resolved(openapi: Any, part: Any) -> Any:
    while "$ref" in part:
        at = openapi
        for step in part["$ref"].removeprefix("#/").split("/"):
            at = at[step]
        part = at
    return part


def check(openapi, answer, path, method="get"):
    """The answer has a status, headers and a body that the contract names."""
    of = openapi["paths"][path][method]["responses"]
    assert str(answer.status_code) in of, (path, answer.status_code, answer.text)
    said = resolved(openapi, of[str(answer.status_code)])
    for name in said.get("headers", {}):
        if name not in ("Link", "GS1-Next-Page-Token-Expires", "GS1-Extensions"):
            assert name in answer.headers, (path, name)
    if answer.mimetype in said.get("content", {}):
        schema = {**said["content"][answer.mimetype]["schema"], "components": openapi["components"]}
        jsonschema_rs.validator_for(schema, validate_formats=True).validate(answer.json)


@pytest.fixture
def filled(hall):
    hall.post("/capture", wrapped(
        event("A1", eventID="urn:event:1", readPoint={"id": "urn:x:gate"}, disposition="in_transit"),
        event("A2", eventID="urn:event:2", bizLocation={"id": "urn:x:hall"}),
    ))  # fmt: skip
    hall.post("/queries", {"name": "all", "query": {"eventType": ["ObjectEvent"]}})
    return hall


ADDRESSES = {
    "/": "/",
    "/capture": "/capture",
    "/capture/{captureID}": "/capture/{job}",
    "/events": "/events?perPage=1",
    "/events/{eventID}": "/events/urn:event:1",
    "/eventTypes": "/eventTypes",
    "/eventTypes/{eventType}": "/eventTypes/ObjectEvent",
    "/eventTypes/{eventType}/events": "/eventTypes/ObjectEvent/events",
    "/epcs": "/epcs",
    "/epcs/{epc}/events": "/epcs/urn:epc:id:sgtin:6901234.056789.A1/events",
    "/bizSteps": "/bizSteps",
    "/bizSteps/{bizStep}": "/bizSteps/shipping",
    "/bizSteps/{bizStep}/events": "/bizSteps/shipping/events",
    "/bizLocations": "/bizLocations",
    "/bizLocations/{bizLocation}": "/bizLocations/urn:x:hall",
    "/readPoints": "/readPoints",
    "/readPoints/{readPoint}/events": "/readPoints/urn:x:gate/events",
    "/dispositions": "/dispositions",
    "/dispositions/{disposition}": "/dispositions/in_transit",
    "/queries": "/queries",
    "/queries/{queryName}/events": "/queries/all/events",
    "/queries/{queryName}/subscriptions": "/queries/all/subscriptions",
    "/queries/{queryName}/subscriptions/{subscriptionID}": "/queries/all/subscriptions/{subscription}",
}


def test_answers_are_what_the_contract_says(filled, openapi):
    job = filled.get("/capture").json[0]["captureID"]
    said = {"dest": "https://x.example/", "schedule": {"hour": "1", "minute": "5"}}
    subscription = filled.post("/queries/all/subscriptions", said).json["subscriptionID"]
    for path, address in ADDRESSES.items():
        address = address.format(job=job, subscription=subscription)
        answer = filled.get(address)
        assert answer.status_code == 200, address
        check(openapi, answer, path)


def test_refusals_are_what_the_contract_says(filled, openapi):
    refused = filled.http.get("/epcis/events")
    assert refused.status_code == 401
    check(openapi, refused, "/events")
    check(openapi, filled.get("/events/urn:event:0"), "/events/{eventID}")
    check(openapi, filled.get("/epcs/urn:x:none"), "/epcs/{epc}")
    check(openapi, filled.get("/bizSteps/shipping/events", {"EQ_colour": "red"}), "/bizSteps/{bizStep}/events")
    check(openapi, filled.get("/events", Accept="text/csv"), "/events")
    check(openapi, filled.post("/capture", wrapped(event(bizStep="x"))), "/capture", "post")
    check(openapi, filled.post("/capture", data=b"x", Content_Type="text/plain"), "/capture", "post")


def test_what_is_made_is_answered_as_the_contract_says(filled, openapi):
    check(openapi, filled.post("/capture", wrapped(event("A3"))), "/capture", "post")
    check(openapi, filled.post("/events", {"@context": CONTEXT, **event("A4")}), "/events", "post")
    check(openapi, filled.post("/queries", {"name": "more", "query": {}}), "/queries", "post")
    subscribed = filled.post("/queries/more/subscriptions", {"dest": "https://x.example/", "stream": True})
    check(openapi, subscribed, "/queries/{queryName}/subscriptions", "post")


_VALUES = st.one_of(
    st.text(max_size=30), st.sampled_from(["", "|", "urn:x:1", "1", "2026-01-01T00:00:00Z", "true", "%", "'", "\0"])
)
_NAMES = st.one_of(
    PARAMETERS.map(lambda pair: pair[0]), st.text(max_size=20), st.sampled_from(["perPage", "nextPageToken", "orderBy"])
)


def test_no_question_is_a_fault_of_ours(filled):
    @settings(max_examples=300, suppress_health_check=list(HealthCheck))
    @given(asked=st.one_of(QUESTIONS, st.dictionaries(_NAMES, _VALUES, max_size=3)))
    def ask(asked):
        assert filled.get("/events", asked).status_code in (200, 400, 413)

    ask()


@pytest.mark.parametrize("name", ["ex:\0", "ex:" + "n" * 5_000])
def test_a_member_whose_name_no_index_takes_stops_nobody_and_is_found(filled, name):
    document = wrapped(event("A9", eventID="urn:event:9", **{"ex:outer": {name: "blue"}}))
    document["@context"] = [CONTEXT, {"ex": "https://ex.example/"}]
    assert filled.post("/capture", document).status_code == 202
    for asked, count in (({}, 3), ({f"EXISTS_INNER_{name}": "true"}, 1), ({f"EQ_INNER_{name}": "blue"}, 1)):
        found = filled.get("/events", asked, GS1_Extensions="ex=https://ex.example/")
        assert found.status_code == 200, found.text
        assert len(found.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"]) == count


def test_a_sign_that_no_database_keeps_is_asked_for_like_any_other(filled):
    @settings(max_examples=300, suppress_health_check=list(HealthCheck))
    @given(name=PARAMETERS.map(lambda pair: pair[0]), tail=st.sampled_from(["", "\0", "_\0"]))
    def ask(name, tail):
        assert filled.get("/events", {name + tail: "\0"}).status_code in (200, 400)

    ask()


_JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=8,
)


def test_no_body_is_a_fault_of_ours(filled):
    members = st.sampled_from(
        ["type", "epcList", "ilmd", "ex:a", "@context", "readPoint", "sensorElementList", "errorDeclaration", "eventID"]
    )

    @settings(max_examples=300, suppress_health_check=list(HealthCheck))
    @given(changed=st.dictionaries(members, _JSON, max_size=2), whole=st.booleans())
    def send(changed, whole):
        body = wrapped({**event(), **changed}) if whole else {"@context": CONTEXT, **event(), **changed}
        answer = filled.post("/capture" if whole else "/events", body)
        assert answer.status_code in (200, 201, 202, 400, 409)
        assert filled.post("/queries", {"name": "q", "query": changed}).status_code in (201, 400, 409, 413)
        filled.delete("/queries/q")

    send()
