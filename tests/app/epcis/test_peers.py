"""What other EPCIS repositories got wrong, each as a check of ours (reference/epcis-peers.md, section 3)."""

from __future__ import annotations

import re

import pytest

from app.access.roles import Role
from app.epcis.limits import MOST_EVENTS
from tests.app.epcis.conftest import made
from tests.trace.epcis.material import event, wrapped


def numbered(count, prefix="S"):
    return [event(f"{prefix}{n}", eventID=f"urn:event:{prefix}:{n}") for n in range(count)]


def test_a_page_token_is_no_row_offset_so_capturing_meanwhile_shifts_nothing(hall):
    hall.post("/capture", wrapped(*numbered(6)))
    found, path, round_ = [], "/events?perPage=2&orderBy=recordTime&orderDirection=DESC", 0
    while path:
        answer = hall.get(path)
        found += [one["eventID"] for one in answer.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"]]
        hall.post("/capture", wrapped(*numbered(3, f"N{round_}")))
        round_ += 1
        link = answer.headers.get("Link", "")
        path = link[1:].partition(">")[0].removeprefix("/epcis") if link else ""
    assert sorted(found) == [f"urn:event:S:{n}" for n in range(6)]


def test_the_size_limit_is_the_announced_size_of_a_capture_and_no_other_number(hall):
    limit = int(hall.http.options("/epcis/capture").headers["GS1-EPCIS-Capture-File-Size-Limit"])
    assert limit > 1_000_000
    padded = b" " * (limit - 2) + b"{}"
    assert hall.post("/capture", data=padded, Content_Type="application/json").status_code == 400
    assert hall.post("/capture", data=padded + b" ", Content_Type="application/json").status_code == 413


def test_as_many_events_as_the_limit_says_are_taken(hall):
    assert hall.post("/capture", wrapped(*[event()] * MOST_EVENTS)).status_code == 202


@pytest.mark.parametrize(("value", "many"), [("true", 1), ("false", 2)])
def test_exists_error_declaration_heeds_its_value(hall, value, many):
    declared = {"errorDeclaration": {"declarationTime": "2026-11-25T09:00:00Z"}}
    hall.post("/capture", wrapped(event(eventID="urn:event:1"), event(eventID="urn:event:1", **declared)))
    assert len(hall.events({"EXISTS_errorDeclaration": value})) == many


def test_an_unknown_parameter_is_refused_by_its_name_as_the_standard_wants(hall):
    answer = hall.get("/events", {"EQ_colour": "red"})
    assert (answer.status_code, answer.json["type"]) == (400, "epcisException:QueryParameterException")
    assert "EQ_colour" in answer.json["detail"]


@pytest.mark.parametrize(
    "wild", ["http://t.example/a_c", "http://t.example/a%25", "http://t.example/*", "http://t.example/a*c"]
)
def test_no_character_of_a_name_is_a_wild_card(hall, wild):
    hall.post("/capture", wrapped(event(epcList=["http://t.example/abc"], eventID="urn:event:1")))
    assert hall.events({"MATCH_epc": wild}) == []
    hall.post("/capture", wrapped(event(epcList=[wild], eventID="urn:event:2")))
    assert [one["eventID"] for one in hall.events({"MATCH_epc": wild})] == ["urn:event:2"]


def test_options_tell_the_methods_and_every_header_by_its_right_name(app):
    headers = app.test_client().options("/epcis/capture").headers
    assert set(headers["Allow"].split(", ")) == {"OPTIONS", "GET", "POST"}
    for name in (
        "GS1-EPCIS-Capture-Limit",
        "GS1-EPCIS-Capture-File-Size-Limit",
        "GS1-CBV-Version",
        "GS1-CBV-Min",
        "GS1-CBV-Max",
    ):
        assert headers[name]


@pytest.mark.parametrize("given", ["Basic YTpi", "Bearer nonsense", "Bearer suy_nonsense", "nonsense"])
def test_not_any_password_is_accepted(app, given):
    answer = app.test_client().get("/epcis/events", headers={"Authorization": given})
    assert (answer.status_code, answer.json["type"]) == (401, "epcisException:SecurityException")


def test_no_credentials_in_the_address_are_accepted(app):
    client = made(app, Role.MERCHANT, "Hall")
    for name in ("auth", "token", "access_token"):
        assert app.test_client().get(f"/epcis/events?{name}={client.secret}").status_code == 401


def test_nothing_of_an_event_is_printed(hall, capfd):
    hall.post("/capture", wrapped(event("SECRET-1", eventID="urn:event:secret-2")))
    hall.events({"EQ_eventID": "urn:event:secret-2"})
    hall.events(path="/events/urn:event:secret-2")
    said = capfd.readouterr()
    assert "SECRET-1" not in said.out + said.err
    assert "secret-2" not in said.out + said.err


def test_the_link_header_is_a_link(hall):
    hall.post("/capture", wrapped(*numbered(3)))
    link = hall.get("/events", {"perPage": 1}).headers["Link"]
    assert re.fullmatch(r'</epcis/events\?perPage=1&nextPageToken=[A-Za-z0-9_-]+>; rel="next"', link)
    assert "Link" not in hall.get("/events", {"perPage": 3}).headers
