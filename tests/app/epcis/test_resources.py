"""Discovery, the top-level resources with their events, and named queries."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.trace.epcis.material import CONTEXT, GTIN, event, wrapped

READ_POINT = "urn:epc:id:sgln:0614141.07346.1234"
PLACE = "https://id.gs1.org/414/0614141073467/254/1234"
ITEM = f"{GTIN}/21/A1"


@pytest.fixture
def filled(hall, stranger):
    """Two events of Hall's, and one of somebody else's about something else."""
    hall.post("/capture", wrapped(
        event("A1", eventID="urn:event:1", readPoint={"id": READ_POINT}, disposition="in_transit"),
        event("A2", eventID="urn:event:2", bizStep="http://steps.example/polishing", bizLocation={"id": "urn:x:hall"}),
    ))  # fmt: skip
    stranger.post(
        "/capture", wrapped(event(epcList=["urn:x:foreign"], readPoint={"id": "urn:x:theirs"}, eventID="urn:event:3"))
    )
    return hall


def paths(app):
    return sorted({rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/epcis")})


def test_every_path_says_what_it_does_without_a_token(app):
    client = app.test_client()
    found = paths(app)
    assert len(found) > 25
    for path in found:
        if "nextPageToken" in path:
            continue
        address = path.replace("<path:value>", "urn:x:1").replace("<path:event_id>", "urn:x:1").replace("<name>", "n")
        address = address.replace("<subscription>", "s").replace("<int:delivery>", "1")
        answer = client.options(address)
        methods = {m for r in app.url_map.iter_rules() if r.rule == path for m in r.methods} - {"HEAD"}
        assert answer.status_code == 204, path
        assert set(answer.headers["Allow"].split(", ")) == methods, path
        for name in (
            "EPCIS-Version",
            "EPCIS-Min",
            "EPCIS-Max",
            "CBV-Version",
            "CBV-Min",
            "CBV-Max",
            "Extensions",
            "EPC-Format",
        ):
            assert answer.headers[f"GS1-{name}"], (path, name)


def test_the_top_names_all_that_there_is(hall):
    assert set(hall.get("/").json["member"]) == {
        "queries", "capture", "events", "eventTypes", "epcs", "readPoints", "bizLocations", "dispositions", "bizSteps",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "there", "not_there"),
    [
        ("epcs", [ITEM, f"{GTIN}/21/A2"], ["urn:x:foreign"]),
        ("readPoints", [PLACE], ["urn:x:theirs"]),
        ("bizLocations", ["urn:x:hall"], []),
        ("bizSteps", ["shipping", "receiving", "http://steps.example/polishing"], ["polishing"]),
        ("dispositions", ["in_transit", "active"], []),
        ("eventTypes", ["ObjectEvent", "AssociationEvent"], []),
    ],
)
def test_resources_name_what_is_in_ones_own_events(filled, resource, there, not_there):
    members = filled.get(f"/{resource}", {"perPage": 1_000}).json["member"]
    assert set(there) <= set(members)
    assert not set(not_there) & set(members)
    assert len(members) == len(set(members))


@pytest.mark.parametrize("resource", ["epcs", "bizSteps"])
def test_resources_come_page_by_page(filled, resource):
    whole = filled.get(f"/{resource}", {"perPage": 1_000}).json["member"]
    found, path = [], f"/{resource}?perPage=1"
    while path:
        answer = filled.get(path)
        found += answer.json["member"]
        link = answer.headers.get("Link", "")
        path = link[1:].partition(">")[0].removeprefix("/epcis") if link else ""
    assert found == whole


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (f"/epcs/{quote(ITEM, safe='')}", ["urn:event:1"]),
        ("/epcs/urn:epc:id:sgtin:6901234.056789.A1", ["urn:event:1"]),
        (f"/readPoints/{READ_POINT}", ["urn:event:1"]),
        (f"/readPoints/{quote(PLACE, safe='')}", ["urn:event:1"]),
        ("/bizLocations/urn:x:hall", ["urn:event:2"]),
        ("/bizSteps/shipping", ["urn:event:1"]),
        ("/bizSteps/cbv:BizStep-shipping", ["urn:event:1"]),
        ("/bizSteps/receiving", []),
        ("/dispositions/in_transit", ["urn:event:1"]),
        ("/eventTypes/ObjectEvent", ["urn:event:1", "urn:event:2"]),
        ("/eventTypes/AggregationEvent", []),
    ],
)
def test_a_member_leads_to_its_events(filled, path, wanted):
    assert filled.get(path).json["member"] == ["events"]
    assert [one["eventID"] for one in filled.events(path=f"{path}/events")] == wanted
    assert filled.events({"EQ_eventID": "urn:event:0"}, path=f"{path}/events") == []


@pytest.mark.parametrize(
    "path", ["/epcs/urn:x:foreign", "/readPoints/urn:x:theirs", "/bizSteps/http://steps.example/x", "/nothing"]
)
def test_what_is_in_nobodys_events_or_somebody_elses_is_not_found(filled, path):
    assert filled.get(path).status_code == 404


def test_a_path_and_its_question_do_not_contradict_each_other(filled):
    answer = filled.get("/bizSteps/shipping/events", {"EQ_bizStep": "receiving"})
    assert (answer.status_code, answer.json["type"]) == (400, "epcisException:QueryParameterException")


QUERY = {"name": "shipped", "query": {"EQ_bizStep": ["shipping", "receiving"], "eventType": ["ObjectEvent"]}}


def test_a_named_query_is_kept_asked_and_deleted(filled):
    made = filled.post("/queries", QUERY)
    assert (made.status_code, made.headers["Location"]) == (201, "/epcis/queries/shipped")
    assert filled.get("/queries").json == [QUERY]
    assert filled.get("/queries/shipped").json == QUERY
    answer = filled.get("/queries/shipped/events").json
    assert answer["epcisBody"]["queryResults"]["queryName"] == "shipped"
    assert [one["eventID"] for one in answer["epcisBody"]["queryResults"]["resultsBody"]["eventList"]] == [
        "urn:event:1"
    ]
    assert filled.delete("/queries/shipped").status_code == 204
    assert filled.get("/queries/shipped/events").status_code == 404


def test_a_named_query_says_what_its_prefixes_stand_for(hall):
    hall.post("/capture", wrapped(event(**{"ex:n": 7}), context=[CONTEXT, {"ex": "http://ns.example/"}]))
    hall.post("/queries", {"name": "q", "query": {"@context": {"other": "http://ns.example/"}, "GE_other:n": 7}})
    assert len(hall.events(path="/queries/q/events")) == 1


def test_a_name_is_taken_once_by_each_party(filled, stranger):
    assert filled.post("/queries", QUERY).status_code == 201
    again = filled.post("/queries", QUERY)
    assert (again.status_code, again.json["type"]) == (409, "epcisException:ResourceAlreadyExistsException")
    assert stranger.get("/queries/shipped").status_code == 404
    assert stranger.post("/queries", QUERY).status_code == 201
    assert stranger.delete("/queries/shipped").status_code == 204
    assert filled.get("/queries/shipped").status_code == 200


@pytest.mark.parametrize(
    "definition",
    [
        {}, [], {"name": "a b", "query": {}}, {"name": "q"}, {"name": "q", "query": []}, {"name": "q", "query": {"colour": 1}},
        {"name": "q", "query": {"EQ_bizStep": [["shipping"]]}}, {"name": "q", "query": {"GE_eventTime": 5}},
        {"name": "q", "query": {"EQ_bizStep": []}},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_query_is_refused_when_it_is_made(hall, definition):
    answer = hall.post("/queries", definition)
    assert answer.status_code == 400
    assert answer.json["type"] in ("epcisException:QueryValidationException", "epcisException:QueryParameterException")
    assert hall.get("/queries").json == []


def test_a_named_query_takes_no_more_parameters(filled):
    filled.post("/queries", QUERY)
    assert filled.get("/queries/shipped/events", {"EQ_action": "ADD"}).status_code == 400


def test_page_tokens_are_not_kept_so_they_cannot_be_deleted(hall):
    assert hall.delete("/nextPageToken/abc").status_code == 501
