"""Logging in as a person does it, with what goes wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.access import accounts
from app.access.roles import Role
from app.db import transaction
from trace import parties

NOW = datetime.now(UTC)
PASSWORD = "a long password"
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def client(app):
    with app.app_context(), transaction() as session:
        hall, yard = (parties.register(session, "merchant", name, NOW) for name in ("Hall", "Yard"))
        account = accounts.create(session, "lin", PASSWORD, NOW)
        for party in (hall, yard):
            accounts.join(session, account, Role.MERCHANT, party.id, NOW)
    return app.test_client()


def log_in(client, **form):
    return client.post("/login", data={"login": "lin", "password": PASSWORD} | form, headers=SAME)


def test_a_merchant_logs_in_works_and_logs_out(client):
    assert client.get("/merchant/").status_code == 401
    found = log_in(client)
    assert (found.status_code, found.headers["Location"]) == (303, "/merchant/")
    assert "HttpOnly" in found.headers["Set-Cookie"]
    assert "SameSite=Lax" in found.headers["Set-Cookie"]
    assert ">Hall</a>" in client.get("/merchant/").text
    client.post("/logout", headers=SAME)
    assert client.get("/merchant/").status_code == 401


@pytest.mark.parametrize("form", [{"password": "wrong"}, {"login": "nobody"}, {"login": "", "password": ""}])
def test_a_wrong_login_is_said_beside_the_form_and_says_not_which(client, form):
    found = log_in(client, **form)
    assert found.status_code == 400
    assert "登录名或密码不对。" in found.text
    assert PASSWORD not in found.text


def test_too_many_wrong_ones_have_to_wait_even_for_the_right_one(client):
    for _ in range(5):
        log_in(client, password="wrong")
    found = log_in(client)
    assert found.status_code == 429
    assert "秒后再试" in found.text


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/merchant/orders?day=1", "/merchant/orders?day=1"), ("//evil.example", "/merchant/"),
     ("https://evil.example/", "/merchant/"), ("/\\evil.example", "/merchant/"), ("/a\nb", "/merchant/")],
)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_goes_on_to_where_one_wanted_and_never_to_another_site(client, wanted, leads_to):
    assert log_in(client, next=wanted).headers["Location"] == leads_to


def test_a_new_password_ends_the_other_sessions(app, client):
    other = app.test_client()
    log_in(client)
    log_in(other)
    wrong = client.post("/account/password", data={"old": "no", "new": "another long one"}, headers=SAME)
    assert wrong.status_code == 400
    done = client.post("/account/password", data={"old": PASSWORD, "new": "another long one"}, headers=SAME)
    assert done.headers["Location"] == "/account?done=1"
    assert client.get("/merchant/").status_code == 200
    assert other.get("/merchant/").status_code == 401


def test_logging_out_everywhere_ends_every_session(app, client):
    other = app.test_client()
    log_in(client)
    log_in(other)
    client.post("/logout", data={"everywhere": "1"}, headers=SAME)
    assert other.get("/merchant/").status_code == 401


def test_somebody_who_acts_for_two_chooses_and_for_no_third(client):
    log_in(client)
    page = client.get("/account")
    assert "Hall" in page.text
    assert "Yard" in page.text
    second = page.text.split('name="membership" value="')[2].split('"')[0]
    client.post("/account/membership", data={"membership": second}, headers=SAME)
    assert ">Yard</a>" in client.get("/account").text
    assert client.post("/account/membership", data={"membership": "999"}, headers=SAME).status_code == 400


def test_another_sites_page_cannot_log_anybody_out(client):
    log_in(client)
    assert client.post("/logout", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/merchant/").status_code == 200
