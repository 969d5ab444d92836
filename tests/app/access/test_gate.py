"""Deny by default; tokens and cookies let in whom they name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.access import accounts, sessions, tokens
from app.access.gate import PUBLIC, allows, caller
from app.access.roles import Role, Scope
from app.db import transaction
from trace import parties

NOW = datetime.now(UTC)


@pytest.fixture
def party_id(app):
    with app.app_context(), transaction() as session:
        return parties.register(session, "merchant", "Ginseng Hall", NOW).id


@pytest.fixture
def client(app):
    @app.get("/forgotten")
    def _forgotten():
        return "inside"

    @app.route("/merchants", methods=["GET", "POST"])
    @allows(Role.MERCHANT, scope=Scope.EVENTS_WRITE)
    def _merchants():
        who = caller()
        return {"role": who.role, "party": who.party_id}

    @app.get("/open")
    @allows(PUBLIC)
    def _open():
        return {"role": caller().role}

    return app.test_client()


def make(app, party_id, role=Role.MERCHANT, **options):
    with app.app_context(), transaction() as session:
        token, secret = tokens.create(session, role, party_id, NOW, **options)
        return token.id, secret


def ask(client, secret, path="/merchants", kind="Bearer"):
    answer = client.get(path, headers={"Authorization": f"{kind} {secret}"})
    return answer.status_code, answer.json.get("code")


def test_a_view_that_does_not_say_who_may_enter_is_closed(client):
    answer = client.get("/forgotten")
    assert (answer.status_code, answer.json["code"]) == (403, "closed")


def test_every_view_of_the_app_says_who_may_enter(app):
    assert [end for end, view in app.view_functions.items() if not hasattr(view, "__allows__")] == []


def test_nobody_enters_without_a_token(client):
    answer = client.get("/merchants")
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_opens_the_doors_of_its_role_alone(app, client, party_id):
    _, merchant = make(app, party_id)
    _, carrier = make(app, party_id, Role.CARRIER)
    answer = client.get("/merchants", headers={"Authorization": f"Bearer {merchant}"})
    assert answer.json == {"role": "merchant", "party": party_id}
    assert ask(client, carrier) == (403, "wrong-role")


def test_a_token_does_only_what_it_was_made_for(app, client, party_id):
    _, secret = make(app, party_id, scopes=["events:read"])
    assert ask(client, secret) == (403, "wrong-scope")


def test_a_role_never_gets_more_than_it_may(app, party_id):
    with pytest.raises(tokens.BadGrant):
        make(app, party_id, Role.INSTITUTION, scopes=["events:write"])
    with pytest.raises(tokens.BadGrant):
        make(app, party_id, Role.PUBLIC)


@pytest.mark.parametrize("secret", ["", "suy_wrong", "nonsense", "suy_" + "A" * 43, "\u00e9"])
def test_a_token_that_is_not_ours_is_refused_even_where_everybody_may_enter(client, secret):
    assert ask(client, secret) == (401, "unauthenticated")
    assert ask(client, secret, "/open") == (401, "unauthenticated")


def test_another_kind_of_authorization_is_refused(app, client, party_id):
    assert ask(client, make(app, party_id)[1], kind="Basic") == (401, "unauthenticated")


def test_a_revoked_token_is_refused_at_once(app, client, party_id):
    token_id, secret = make(app, party_id)
    _, other = make(app, party_id)
    assert ask(client, secret)[0] == 200
    with app.app_context(), transaction() as session:
        tokens.revoke(session, token_id, NOW)
    assert ask(client, secret) == (401, "unauthenticated")
    assert ask(client, other)[0] == 200


def test_a_token_ends_when_it_was_said_to(app, client, party_id):
    assert ask(client, make(app, party_id, expires_at=NOW - timedelta(seconds=1))[1]) == (401, "unauthenticated")
    assert ask(client, make(app, party_id, expires_at=NOW + timedelta(hours=1))[1])[0] == 200


def test_the_secret_itself_is_nowhere_in_the_database(app, party_id):
    token_id, secret = make(app, party_id)
    with app.app_context(), transaction() as session:
        row = session.get(tokens.Token, token_id)
        assert all(secret not in str(value) for value in vars(row).values())


def test_the_day_of_the_last_use_is_kept(app, client, party_id):
    token_id, secret = make(app, party_id)
    ask(client, secret)
    with app.app_context(), transaction() as session:
        assert session.get(tokens.Token, token_id).last_used == datetime.now(UTC).date().isoformat()


def log_in(app, client, party_id):
    with app.app_context(), transaction() as session:
        account = accounts.create(session, "Lin", "a long password", NOW)
        membership = accounts.join(session, account, Role.MERCHANT, party_id, NOW)
    with client.session_transaction() as cookie:
        sessions.begin(cookie, account, membership, NOW)


def test_somebody_who_has_logged_in_enters_with_the_cookie(app, client, party_id):
    log_in(app, client, party_id)
    assert client.get("/merchants").json == {"role": "merchant", "party": party_id}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_another_sites_page_changes_nothing_with_our_cookie(app, client, party_id, headers, status):
    log_in(app, client, party_id)
    assert client.post("/merchants", headers=headers).status_code == status
