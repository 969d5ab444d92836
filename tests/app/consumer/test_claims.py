"""Whoever has the code inside confirms, denies, reviews, complains and sends back, without an account and only once each."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.outbox import Message
from couriers import inside, steps
from credit.complaints import Complaint
from tests.app.consumer.told import BROWSER, CHAOYANG, ITEM, URI, at, text
from tests.trace.logged import SSCC
from trace import history
from trace.parties import Party


@pytest.fixture
def slip(told):
    """The record, with an operator, and the code that lies in the parcel."""
    world, _, record = told
    world.party("Operator", "operator")
    return world, inside.code(world.keyring.data_key, URI), record


def opened(client, code: str):
    return client.get("/claim", query_string={"thing": ITEM, "c": code}, headers=BROWSER)


def send(client, code: str, act: str, page=None, **form):
    page = opened(client, code) if page is None else page
    number = re.search(r'name="id" value="([0-9a-f-]+)"', page.text)
    values = {"thing": ITEM, "c": code, "id": number[1] if number else "", **form}
    return client.post(f"/claim/{act}", data=values, headers=BROWSER)


def newest(world, many: int = 1):
    with world.sessions() as session:
        return [(one.stage, one.public.get("facts")) for one in history.life(session, URI).entries[-many:]]


def test_the_page_of_the_item_leads_to_it_with_or_without_the_code(app, slip):
    _, code, _ = slip
    client = app.test_client()
    assert f'href="/claim?thing={ITEM}"' in client.get(ITEM, headers=BROWSER).text
    assert f"/claim?thing={ITEM}&amp;c={code}" in client.get(f"{ITEM}?c={code}", headers=BROWSER).text
    assert code not in client.get(ITEM, headers=BROWSER).text, "one reader's code never stands on another's page"


def test_without_the_code_it_is_asked_for_and_a_wrong_one_is_said(app, slip):
    _, code, _ = slip
    client = app.test_client()
    assert "13 位" in opened(client, "").text
    wrong = opened(client, "A" * 13)
    assert (wrong.status_code, "内码不对" in wrong.text) == (400, True)
    assert opened(client, inside.spoken(code).lower()).status_code == 200


def test_after_five_wrong_codes_even_the_right_one_has_to_wait(app, slip):
    _, code, _ = slip
    client = app.test_client()
    for _ in range(5):
        opened(client, "A" * 13)
    assert opened(client, code).status_code == 429


def test_a_confirmation_is_the_sign_off_and_twice_is_once(app, slip):
    world, code, _ = slip
    client = app.test_client()
    page = opened(client, code)
    assert "你是第一个" in page.text
    done = send(client, code, "confirm", page)
    assert done.status_code == 303
    assert "已确认" in client.get(done.headers["Location"], headers=BROWSER).text
    assert newest(world) == [("signed", {"method": "confirmed"})]
    send(client, code, "confirm", page)
    assert newest(world, 2)[0][0] == "deposited"
    world.integrate()
    assert "已在长春朝阳区" not in text(client.get(ITEM, headers=BROWSER))
    assert "以前用过" in opened(client, code).text


def test_the_consent_to_a_deposit_is_denied_with_one_tap(app, slip):
    world, code, _ = slip
    send(app.test_client(), code, "deny", reason="no_consent", text="I never agreed")
    assert newest(world) == [("disputed", {"reason": "no_consent"})]
    assert "没有征得同意" in text(app.test_client().get(ITEM, headers=BROWSER))


def test_a_disputed_sign_off_stops_the_time_for_returns(app, slip):
    world, code, record = slip
    carrier = world.actor
    record(carrier, "both", steps.signed(SSCC, at(23, 10, CHAOYANG), method="recipient"))
    client = app.test_client()
    assert "前可以无理由退货" in opened(client, code).text
    send(client, code, "deny", reason="not_received", text="")
    assert "退货期停表" in opened(client, code).text


def test_a_review_is_public_by_its_stars_and_its_words_stay_apart(app, slip):
    world, code, _ = slip
    client = app.test_client()
    send(client, code, "review", stars="4", of="goods", text="smells like the forest")
    assert newest(world) == [("reviewed", {"rating": 4, "category": "goods"})]
    page = client.get(ITEM, headers=BROWSER)
    assert "凭内码" in text(page)
    assert "forest" not in page.text


def test_a_complaint_gets_a_number_and_a_code_and_the_item_says_nothing(app, slip):
    world, code, _ = slip
    client = app.test_client()
    before = newest(world, 20)
    done = send(client, code, "complain", category="K14", text="one box is missing")
    page = client.get(done.headers["Location"], headers=BROWSER)
    assert re.search(r"投诉编号</dt><dd class=\"num\">[A-Z2-7]{8}<", page.text)
    assert newest(world, 20) == before


@pytest.mark.parametrize(("category", "kind"), [("K02", "merchant"), ("K13", "carrier")])
def test_whoever_is_to_answer_is_told(app, slip, category, kind):
    world, code, _ = slip
    send(app.test_client(), code, "complain", category=category, text="look at this")
    with world.sessions() as session:
        (complaint,) = session.scalars(select(Complaint)).all()
        told = session.scalars(select(Message.party_id).where(Message.kind == "complaint")).all()
        assert told == [complaint.respondent_id]
        assert session.get(Party, complaint.respondent_id).kind == kind


def test_a_return_is_asked_for_within_the_term(app, slip):
    world, code, _ = slip
    client = app.test_client()
    assert "签收后才开始" in opened(client, code).text
    refused = send(client, code, "return", reason="no_reason")
    assert refused.status_code == 409
    send(client, code, "confirm")
    done = send(client, code, "return", reason="no_reason")
    assert done.status_code == 303
    assert newest(world) == [("returned", {"outcome": "requested", "reason": "no_reason"})]


@pytest.mark.parametrize(
    ("act", "form"),
    [("review", {"stars": "9"}), ("review", {}), ("deny", {"reason": "because"}), ("complain", {"category": "K00", "text": "x"}),
     ("complain", {"category": "K14", "text": ""}), ("deny", {"reason": "not_received", "text": "x" * 2001})],
)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_form_that_cannot_be_is_said_and_records_nothing(app, slip, act, form):
    world, code, _ = slip
    before = newest(world, 20)
    assert send(app.test_client(), code, act, **form).status_code == 409
    assert newest(world, 20) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_wrong_code_says_nothing_for_anybody(app, slip):
    world, code, _ = slip
    client = app.test_client()
    before = newest(world, 20)
    assert send(client, "B" * 13, "confirm", opened(client, code)).status_code == 400
    assert client.post("/claim/burn", data={"thing": ITEM, "c": code}, headers=BROWSER).status_code == 400
    assert client.post("/claim/confirm", data={"thing": "nonsense", "c": code}, headers=BROWSER).status_code == 400
    assert newest(world, 20) == before
