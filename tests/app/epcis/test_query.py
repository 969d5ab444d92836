"""Questions at the door: order, limits, pages, prefixes, and the standard's exceptions."""

from __future__ import annotations

import re

import pytest

from app.epcis.limits import LONGEST_QUERY
from tests.trace.epcis.material import CONTEXT, GTIN, event, wrapped

EX = [CONTEXT, {"ex": "http://ns.example/"}]


def at(hour, serial=None, **members):
    return event(
        serial or f"A{hour}", eventTime=f"2026-11-24T{hour:02d}:00:00Z", eventID=f"urn:event:{hour}", **members
    )


def ids(events):
    return [int(one["eventID"].rpartition(":")[2]) for one in events]


def next_of(answer):
    found = re.search(r'<(/epcis[^>]+)>; rel="next"', answer.headers.get("Link", ""))
    return found[1].removeprefix("/epcis") if found else None


def pages(client, path, query=None):
    """The ids of every page, each asked for with the address that the page before gave."""
    answer = client.get(path, query)
    while True:
        assert answer.status_code == 200, answer.text
        yield ids(answer.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"])
        following = next_of(answer)
        if following is None:
            return
        answer = client.get(following)


def test_an_answer_is_a_query_document(hall):
    hall.post("/capture", wrapped(at(1)))
    answer = hall.get("/events")
    assert answer.mimetype == "application/json"
    assert answer.json["type"] == "EPCISQueryDocument"
    assert answer.json["epcisBody"]["queryResults"]["queryName"] == "SimpleEventQuery"
    assert answer.headers["GS1-EPCIS-Version"] == answer.headers["GS1-CBV-Version"] == "2.0.0"
    assert hall.get("/events", Accept="application/ld+json").mimetype == "application/ld+json"
    assert hall.get("/events", Accept="text/csv").status_code == 406


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"orderBy": "eventTime", "orderDirection": "ASC"}, [1, 2, 3, 9]),
        ({"orderBy": "eventTime"}, [9, 3, 2, 1]),
        ({"orderBy": "recordTime", "orderDirection": "ASC"}, [3, 1, 9, 2]),
        ({"orderBy": "ex:n", "orderDirection": "ASC"}, [2, 9, 3, 1]),
        ({"orderBy": "ex:n", "orderDirection": "DESC"}, [1, 3, 9, 2]),
        ({"orderBy": "ex:word", "orderDirection": "ASC"}, [9, 1, 2, 3]),
        ({"orderBy": "ILMD_ex:at", "orderDirection": "ASC"}, [1, 3, 9, 2]),
        ({"orderBy": "eventTime", "eventCountLimit": 2}, [9, 3]),
        ({"orderBy": "eventTime", "orderDirection": "ASC", "eventCountLimit": 3, "EQ_action": "OBSERVE"}, [2, 9]),
        ({"maxEventCount": 4}, [3, 1, 9, 2]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("per_page", [1, 3, 100])
def test_answers_come_in_the_order_that_is_asked_for_on_pages_of_any_size(hall, query, wanted, per_page):
    made = {"action": "ADD"}
    told = [
        at(3, **{"ex:n": 7, "ex:word": "红"}, ilmd={"ex:at": "2026-01-02T00:00:00Z"}, **made),
        at(1, **{"ex:n": "none", "ex:word": "B"}, ilmd={"ex:at": "2026-01-02T00:00:00+08:00"}, **made),
        at(9, **{"ex:n": 6.5, "ex:word": "A"}),
        at(2, **{"ex:n": -1, "ex:word": "a"}),
    ]
    for one in told:
        hall.post("/capture", wrapped(one, context=EX))
    found = [one for page in pages(hall, "/events", {**query, "perPage": per_page}) for one in page]
    if query.get("orderBy") == "ILMD_ex:at":
        # Where the field is missing an event may stand anywhere.
        assert [one for one in found if one in (1, 3)] == [1, 3]
    else:
        assert found == wanted


def test_paging_while_others_capture_loses_nothing_and_repeats_nothing(hall):
    hall.post("/capture", wrapped(*[at(n, f"S{n}") for n in range(10)]))
    found = []
    for number, page in enumerate(pages(hall, "/events", {"perPage": 3, "orderBy": "eventTime"})):
        found += page
        # One that sorts before everything, and one behind it.
        hall.post(
            "/capture",
            wrapped(at(20 - number), event(eventID=f"urn:event:{100 + number}", eventTime="2020-01-01T00:00:00Z")),
        )
    assert [one for one in found if one < 10] == list(range(9, -1, -1))
    assert len(found) == len(set(found))


def test_a_page_token_is_for_one_question_of_one_party_and_not_for_ever(hall, stranger, monkeypatch):
    from trace.epcis import cursor

    hall.post("/capture", wrapped(at(1), at(2)))
    answer = hall.get("/events", {"perPage": 1})
    assert answer.headers["GS1-Next-Page-Token-Expires"] > answer.json["creationDate"]
    path = next_of(answer)
    assert hall.get(path).status_code == 200
    for changed in (path.replace("perPage=1", "perPage=1&EQ_action=ADD"), path[:-2] + "xx", path + "A"):
        refused = hall.get(changed)
        assert (refused.status_code, refused.json["code"]) == (400, "bad-page-token"), changed
    assert stranger.get(path).status_code == 400
    monkeypatch.setattr(cursor, "LASTS_MS", 0)
    monkeypatch.setattr("app.epcis.pages.LASTS_MS", 0)
    expired = hall.get(next_of(hall.get("/events", {"perPage": 1})))
    assert (expired.status_code, "expired" in expired.json["detail"]) == (400, True)


def test_more_than_max_event_count_is_the_standards_exception(hall):
    hall.post("/capture", wrapped(at(1), at(2), at(3)))
    assert len(hall.events({"maxEventCount": 3})) == 3
    answer = hall.get("/events", {"maxEventCount": 2})
    assert (answer.status_code, answer.json["type"]) == (413, "epcisException:QueryTooLargeException")


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "red"},
        {"EQ_colour": "red"},
        {"GE_eventTime": "yesterday"},
        {"GE_eventTime": "2026-01-01T00:00:00"},
        {"GE_quantity": "many"},
        {"EQ_action": "SHOW"},
        {"EQ_bizStep": "schipping"},
        {"MATCH_epc": "no uri"},
        {"MATCH_epc": "urn:epc:id:sgtin:0614141.1073466.1"},
        {"MATCH_epc": "urn:epc:idpat:sgtin:*.107346.*"},
        {"eventType": "Event"},
        {"eventCountLimit": 1},
        {"orderBy": "eventTime", "eventCountLimit": 1, "maxEventCount": 1},
        {"orderBy": "colour"},
        {"orderBy": "eventTime", "orderDirection": "UP"},
        {"orderBy": "eventTime", "eventCountLimit": 0},
        {"perPage": 0},
        {"perPage": "many"},
        {"nextPageToken": "x"},
        {"EXISTS_errorDeclaration": "maybe"},
        {"EQ_bizStep": ["shipping", "receiving"]},
        {"GE_eventTime": "2026-01-01T00:00:00Z|2026-01-02T00:00:00Z"},
    ],
    ids=str,
)
def test_a_question_that_cannot_be_asked_is_the_standards_exception(hall, query):
    answer = hall.get("/events", query)
    assert (answer.status_code, answer.json["type"]) == (400, "epcisException:QueryParameterException")
    assert answer.json["detail"]


def test_a_question_longer_than_is_read_is_refused(hall):
    answer = hall.get("/events", {"EQ_eventID": "urn:x:" + "1" * LONGEST_QUERY})
    assert (answer.status_code, answer.json["type"]) == (414, "epcisException:URITooLongException")


def test_a_question_with_too_many_parts_is_too_complex(hall):
    answer = hall.get("/events", {f"EQ_ex:n{n}": "1" for n in range(51)})
    assert (answer.status_code, answer.json["type"]) == (413, "epcisException:QueryTooComplexException")


def test_prefixes_are_those_of_the_question_or_as_they_were_written(hall):
    hall.post("/capture", wrapped(at(1, **{"ex:colour": "red"}), context=EX))
    assert ids(hall.events({"EQ_ex:colour": "red"})) == [1]
    assert ids(hall.events({"EQ_other:colour": "red"}, GS1_Extensions="other=http://ns.example/")) == [1]
    assert hall.events({"EQ_other:colour": "red"}) == []
    assert hall.events({"EQ_ex:colour": "red"}, GS1_Extensions="ex=http://elsewhere.example/") == []


def test_what_was_captured_can_be_asked_for_at_once_and_after_it_is_in_the_log(hall, served):
    hall.post("/capture", wrapped(at(1)))
    assert ids(hall.events()) == [1]
    served.integrate()
    hall.post("/capture", wrapped(at(2)))
    assert ids(hall.events()) == [1, 2]
    served.integrate()
    assert ids(hall.events()) == [1, 2]


def test_an_event_and_the_declaration_that_it_was_wrong_have_one_address(hall):
    declared = {"errorDeclaration": {"declarationTime": "2026-11-25T09:00:00Z", "reason": "did_not_occur"}}
    hall.post("/capture", wrapped(at(1), at(1, **declared)))
    found = hall.events(path="/events/urn%3Aevent%3A1")
    assert [one.get("errorDeclaration") for one in found] == [None, declared["errorDeclaration"]]
    assert hall.get("/events/urn:event:2").status_code == 404


@pytest.mark.parametrize("event_id", ["ni:///sha-256;df7bb3c3?ver=CBV2.0", "https://a.example/x//y", "urn:x:a%2Fb"])
def test_an_event_is_found_by_the_address_that_it_was_given(hall, event_id):
    body = {"@context": CONTEXT, **event(eventID=event_id)}
    location = hall.post("/events", body).headers["Location"]
    assert [one["eventID"] for one in hall.events(path=location.removeprefix("/epcis"))] == [event_id]


def test_a_thing_is_found_by_any_of_its_names(hall):
    hall.post("/capture", wrapped(at(1, epcList=["urn:epc:id:sgtin:6901234.056789.A1"])))
    for name in (
        f"{GTIN}/21/A1",
        "https://shop.example/01/06901234567892/10/L1/21/A1",
        "urn:epc:id:sgtin:6901234.056789.A1",
    ):
        assert ids(hall.events({"MATCH_epc": name})) == [1], name
