"""The naive filter and GET /epcis/events agree on every generated question, on both databases; named queries too."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.trace.epcis import invented, material, naive, questions
from trace.epcis import query

CONTEXT = [material.CONTEXT, {"ex": "http://ns.example/"}]
PREFIXES = "ex=http://ns.example/, md=http://md.example/"
MASTER_DATA = {
    "epcisMasterData": {
        "vocabularyList": [
            {
                "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
                "vocabularyElementList": [
                    {
                        "id": place,
                        "attributes": [
                            {"id": name, "attribute": text} for name, text in naive.ATTRIBUTES.get(place, {}).items()
                        ],
                        "children": naive.CHILDREN.get(place, []),
                    }
                    for place in {*naive.ATTRIBUTES, *naive.CHILDREN}
                ],
            }
        ]
    }
}


@pytest.fixture
def known(hall, stranger):
    """The invented events as they were recorded, in several documents; and noise, which must never be found."""
    sent = invented.events(80)
    recorded = {}
    for first in range(0, 80, 20):
        body = material.wrapped(*sent[first : first + 20], context=CONTEXT, epcisHeader=MASTER_DATA)
        answer = hall.post("/capture", body)
        assert answer.status_code == 202, answer.text
        recorded |= {one["eventID"]: one["recordTime"] for one in answer.json["events"]}
    stranger.post("/capture", material.wrapped(*sent[:20], context=CONTEXT))
    return [{**one, "recordTime": recorded[one["eventID"]]} for one in sent]


def filled_in(asked, known):
    """The question with the record times that it speaks of."""
    return {
        name: known[int(value.removeprefix("RECORDED-"))]["recordTime"] if value.startswith("RECORDED-") else value
        for name, value in asked.items()
    }


def ids(events):
    return [one["eventID"] for one in events if one["type"] != "syn:PublicPart"]


def test_the_answer_is_what_a_naive_filter_finds(hall, known):
    @settings(max_examples=1_500, suppress_health_check=list(HealthCheck))
    @given(asked=questions.QUESTIONS, controls=questions.CONTROLS)
    @example(asked={"GE_recordTime": "RECORDED-30"}, controls={"orderBy": "recordTime"})
    def agree(asked, controls):
        asked = filled_in(asked, known)
        if controls:
            # The public parts of the noise are no part of what is counted.
            asked = {"eventType": "|".join(invented.TYPES)} | asked
        wanted = ids(naive.answers(known, asked))
        answer = hall.get("/events", {**asked, **controls, "perPage": 1_000}, GS1_Extensions=PREFIXES)
        if len(wanted) > int(controls.get("maxEventCount", 1_000)):
            assert answer.status_code == 413
            return
        assert answer.status_code == 200, answer.text
        found = ids(answer.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"])
        assert found == naive.ordered(known, wanted, controls)

    agree()


def test_a_named_query_finds_what_the_same_question_in_an_address_finds(hall, known):
    context = [material.CONTEXT, {"ex": "http://ns.example/", "md": "http://md.example/"}]

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(asked=questions.QUESTIONS)
    def agree(asked):
        asked = filled_in(asked, known)
        said = {"@context": context} | {name: value.split("|") for name, value in asked.items()}
        made = hall.post("/queries", {"name": "q", "query": said})
        assert made.status_code == 201, made.text
        found = hall.events({"perPage": 1_000}, path="/queries/q/events")
        assert ids(found) == ids(naive.answers(known, asked))
        hall.delete("/queries/q")

    agree()


@pytest.fixture(scope="module")
def published(shared):
    """The parameters of GS1's query schema: 61 by their names, 108 by patterns."""
    file = shared / "conformance" / "epcis" / "gs1-EPCIS" / "rest-bindings" / "query-schema.json"
    found = [json.loads(file.read_text(encoding="utf-8"))]
    for one in found:
        if isinstance(one, dict):
            if len(one.get("patternProperties", ())) == 108:
                return one
            found += one.values()
        elif isinstance(one, list):
            found += one
    raise AssertionError("the schema has no patterns")


def repaired(pattern):
    """A pattern as it was meant: GS1's file escapes twice, and lets no prefix stand in EQ_ATTR_."""
    found = pattern.replace("\\\\", "\\")
    return found.replace(r"\w+_\w+", r"[\w:]+_[\w:]+") if "EQ_ATTR" in found else found


def test_no_parameter_of_the_standard_is_left_out_of_the_questions(published):
    asked = {*questions.NAMES, "@context", "orderBy", "orderDirection", "eventCountLimit", "maxEventCount"}
    assert len(published["properties"]) == 61
    assert set(published["properties"]) - asked == set()
    missed = [
        one for one in published["patternProperties"] if not any(re.search(repaired(one), name) for name in asked)
    ]
    assert missed == []


def test_no_rule_of_ours_is_left_out_of_the_questions():
    for rule in query.RULES:
        assert any(re.fullmatch(rule.name, name) for name in questions.NAMES), rule.name
