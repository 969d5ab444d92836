"""Every published document is captured over HTTP and read back as it was sent."""

from __future__ import annotations

import json

from app.access.roles import Role
from tests.app.epcis.conftest import made
from tests.trace.epcis import material

LONG = {"perPage": 1_000}


def test_every_published_document_comes_back_equal(app, shared):
    for name, body in material.examples(shared).items():
        client = made(app, Role.MERCHANT, name)
        answer = client.post("/capture", data=body, Content_Type="application/json")
        assert answer.status_code == 202, f"{name}: {answer.text}"
        assert client.get(answer.headers["Location"].removeprefix("/epcis")).json["success"], name
        sent = json.loads(body)["epcisBody"]
        sent = sent.get("eventList") or sent["queryResults"]["resultsBody"]["eventList"]
        assert [material.said(one) for one in client.events(LONG)] == [material.said(one) for one in sent], name


def test_every_published_bare_event_comes_back_equal(app, shared):
    for name, body in material.bare_events(shared).items():
        client = made(app, Role.MERCHANT, name)
        answer = client.post("/events", data=body, Content_Type="application/json")
        assert answer.status_code == 201, f"{name}: {answer.text}"
        [one] = client.events(path=answer.headers["Location"].removeprefix("/epcis"))
        assert material.said(one) == material.said(json.loads(body)), name


def test_prefixes_mean_in_the_answer_what_they_meant_in_the_document(hall):
    for number, namespace in enumerate(["http://one.example/", "http://two.example/"]):
        context = [material.CONTEXT, {"ex": namespace}]
        hall.post("/capture", material.wrapped(material.event(f"A{number}", **{"ex:n": number}), context=context))
    answer = hall.get("/events").json
    first, second = answer["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert {"ex": "http://one.example/"} in answer["@context"]
    assert "@context" not in first
    assert second["@context"] == [material.CONTEXT, {"ex": "http://two.example/"}]
