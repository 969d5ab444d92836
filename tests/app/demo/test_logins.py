"""The ways into the demonstration: each door opens with what its terminal says, and with nothing of an earlier start."""

from __future__ import annotations

import re

import pytest

from app.cli import demo
from app.showcase import DOORS
from couriers import devices
from couriers.devices import DeviceCode
from tests.app.consumer.told import BROWSER, text

LOGINS = [door for door in DOORS if door.login]


@pytest.fixture
def shown(app):
    app.extensions["settings"] = app.extensions["settings"].changed(demonstration=True)
    app.config["DEMONSTRATION"] = True
    demo.fill(app)
    return app


def start(app):
    """The password and the one-time code of one start."""
    lines = "\n".join(demo.opened(app))
    return re.search(r"the password ([a-z2-7-]{17}) ", lines)[1], re.search(r"/courier/#([A-Z2-7-]{11}) ", lines)[1]


def log_in(app, login, password, path=""):
    client = app.test_client()
    return client, client.post("/login", data={"login": login, "password": password, "next": path}, headers=BROWSER)


def test_each_name_that_the_front_page_tells_leads_through_its_door(shown):
    password, _ = start(shown)
    page = shown.test_client().get("/", headers=BROWSER | {"Accept-Language": "en"})
    for door in LOGINS:
        assert f"log in as {door.login}" in text(page)
        assert f'href="/login?next={door.path}"' in page.text
        client, answer = log_in(shown, door.login, password, door.path)
        assert (answer.status_code, answer.location) == (303, door.path)
        assert client.get(door.path, headers=BROWSER, follow_redirects=True).status_code == 200, door.login


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_next_start_makes_another_password_and_ends_what_was_open(shown):
    before, _ = start(shown)
    client, _ = log_in(shown, "carrier", before)
    after, _ = start(shown)
    assert before != after
    assert log_in(shown, "carrier", before)[1].status_code == 400
    assert client.get("/carrier/", headers=BROWSER).status_code in (302, 303, 401)
    assert log_in(shown, "carrier", after)[1].status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_code_enrols_a_phone_of_the_firm_that_has_parcels_to_pick_up(shown):
    _, code = start(shown)
    with shown.app_context(), demo.transaction() as session:
        found = session.query(DeviceCode).filter_by(digest=devices._digest(code)).one()
        assert (found.used_at, found.expires_at > demo.now()) == (None, True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_station_hands_its_parcel_out_with_the_code_from_the_merchants_inbox(shown):
    password, _ = start(shown)
    merchant, _ = log_in(shown, "merchant", password)
    slip = re.search(r"/inbox/\d+/slip", merchant.get("/inbox", headers=BROWSER).text)[0]
    code = re.search(r"\b(\d{6})\b", text(merchant.get(slip, headers=BROWSER)))[1]
    station, _ = log_in(shown, "station", password)
    assert "DEMO-SD-3107" in station.get("/carrier/", headers=BROWSER).text
    form = station.get("/carrier/hand-out", headers=BROWSER).text
    sent = {"id": re.search(r'name="id" value="([^"]+)"', form)[1], "label": "DEMO-SD-3107", "code": code}
    same = BROWSER | {"Sec-Fetch-Site": "same-origin"}
    answer = station.post("/carrier/hand-out", data=sent, headers=same)
    assert (answer.status_code, answer.location) == (303, "/carrier/hand-out?done=1")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_outside_of_the_demonstration_nobody_is_told_to_log_in(app):
    demo.fill(app)
    assert "log in as" not in text(app.test_client().get("/", headers=BROWSER | {"Accept-Language": "en"}))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_two_cases_wait_for_the_officer_and_one_of_them_says_in_whose_hands_it_was(shown):
    password, _ = start(shown)
    client, _ = log_in(shown, "regulator", password)
    queue = client.get("/regulator/cases", headers=BROWSER)
    numbers = sorted(set(re.findall(r"/regulator/cases/([A-Z0-9-]+)", queue.text)))
    assert len(numbers) == 2
    pages = [text(client.get(f"/regulator/cases/{number}", headers=BROWSER)) for number in numbers]
    assert any("水路速递（演示）" in page for page in pages)
