"""What an office's program passes on: cases with codes, the same number of a hotline once, and nobody learns of a report."""

from __future__ import annotations

import pytest

from app.access.roles import Role
from app.db import reading
from credit import cases, contacts
from tests.app.api.shop import Shop
from tests.app.regulator import office

BROUGHT = {
    "category": "K02", "complaint": "假货，要求退款。", "report": "整批都是假的。", "respondent": "岭上参业",
    "name": "林岭", "phone": "13900000001", "division": "220502", "source": "12315", "external": "W-1",
}  # fmt: skip


@pytest.fixture
def town(app):
    return office.town(app)


@pytest.fixture
def desk(app, town):
    return Shop(app, town.ids["county"], role=Role.REGULATOR)


def test_one_submission_opens_its_cases_and_the_same_number_again_opens_none(app, town, desk):
    made = desk.post("/cases", BROUGHT, 201).json["cases"]
    assert [one["kind"] for one in made] == ["complaint", "report"]
    assert all(one["code"] for one in made)
    again = desk.post("/cases", BROUGHT, 200).json["cases"]
    assert [(one["number"], one["code"]) for one in again] == [(made[0]["number"], None)]
    with app.app_context(), reading() as session:
        found = cases.get(session, made[0]["number"])
        assert (found.source, found.external, found.respondent_id) == ("12315", "W-1", town.ids["shop"])
        assert contacts.reveal(session, found).name == "林岭"
    told = desk.get(f"/cases/{made[1]['number']}").json
    assert (told["kind"], told["state"], told["provisional"]) == ("report", "received", False)
    assert "13900000001" not in str(told)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"complaint": None, "report": None}, "bad-complaint"),
        ({"phone": None}, "bad-contact"),
        ({"category": "K55"}, "bad-complaint"),
        ({"category": "fake"}, "bad-body"),
        ({"source": "rumour"}, "bad-complaint"),
        ({"more": 1}, "bad-body"),
    ],
)
def test_what_is_no_case_is_refused_with_its_code(app, town, desk, change, code):
    body = {name: value for name, value in (BROUGHT | change).items() if value is not None}
    assert desk.post("/cases", body, 400).json["code"] == code


def test_a_merchants_program_brings_none_and_is_told_of_no_report(app, town, desk):
    report = desk.post("/cases", {name: BROUGHT[name] for name in ("category", "report", "respondent")}, 201).json[
        "cases"
    ][0]
    shop = Shop(app, town.ids["shop"])
    assert shop.ask("POST", "/cases", 403, json=BROUGHT).json["code"] == "wrong-role"
    assert shop.get("/complaints").json["items"] == []
    shop.ask("GET", f"/complaints/{report['number']}", 404)
    elsewhere = Shop(app, town.ids["post"], role=Role.REGULATOR)
    elsewhere.ask("GET", f"/cases/{report['number']}", 404)
