"""Programs at the desk: a token and a secret are shown once, and what was given up is sent again."""

from __future__ import annotations

import re

import pytest

from app.clock import now
from app.db import reading, transaction
from app.hooks import sending
from app.hooks.news import Sending
from tests.app.installation import installed
from tests.app.merchant import desk
from tests.app.receiver import receiving


@pytest.fixture
def app(database, tmp_path):
    made = installed(database, tmp_path, SUBSCRIBER_PRIVATE="yes")
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def client(app):
    return desk.merchant(app)[0]


def program(app, secret, method="GET", path="/api/v1/products", **more):
    return app.test_client().open(path, method=method, headers={"Authorization": f"Bearer {secret}"}, **more)


def test_a_token_is_shown_once_lets_a_program_in_and_is_ended(app, client):
    assert desk.says(client.get("/merchant/programs")) == "还没有程序代您操作。"
    made = desk.post(client, "/merchant/programs/tokens", may="read", days="30")
    secret = re.search(r"suy_[\w-]+", made.text)[0]
    assert secret not in client.get("/merchant/programs").text
    assert program(app, secret).status_code == 200
    refused = program(app, secret, "POST", json={"name": "x", "category": "food", "level": "lot", "code": "X-1"})
    assert refused.json["code"] == "wrong-scope"
    other, _ = desk.merchant(app, "other", "另一家", verified=False)
    assert desk.post(other, "/merchant/programs/tokens/1/revoke").status_code == 404
    assert desk.post(client, "/merchant/programs/tokens/1/revoke").status_code == 303
    assert program(app, secret).status_code == 401


def test_a_wrong_form_says_so_beside_the_field(client):
    assert 'id="days-wrong"' in desk.post(client, "/merchant/programs/tokens", may="all", days="0").text
    page = desk.post(client, "/merchant/programs/webhooks", url="ftp://x", kinds="review.created")
    assert (page.status_code, 'id="url-wrong"' in page.text) == (400, True)
    page = desk.post(client, "/merchant/programs/webhooks", url="https://shop.example/")
    assert (page.status_code, 'id="kinds-wrong"' in page.text) == (400, True)


def test_an_address_is_added_tested_given_up_sent_again_and_ended(app, client):
    with receiving(500, 204) as receiver:
        made = desk.post(client, "/merchant/programs/webhooks", url=receiver.url, kinds="review.created")
        assert "whsec_" in made.text
        path = "/merchant/programs/webhooks/1"
        assert "whsec_" not in client.get(path).text
        assert desk.post(client, path, what="test").status_code == 303
        sending.work(app)
        with app.app_context(), transaction() as session:
            session.get(Sending, 1).state = "dead"
        assert desk.says(client.get(path)) == "有 1 条消息没能送达，已放弃。"
        desk.post(client, path, what="1")
        with app.app_context(), transaction() as session:
            found = session.get(Sending, 1)
            found.due_at = now()
            session.connection().exec_driver_sql("UPDATE webhook_endpoint SET resting_until = NULL")
        sending.work(app)
    with app.app_context(), reading() as session:
        assert session.get(Sending, 1).state == "sent"
    assert "whsec_" in desk.post(client, path, what="secret").text
    other, _ = desk.merchant(app, "other", "另一家", verified=False)
    assert other.get(path).status_code == 404
    assert desk.post(client, path, what="end").headers["Location"] == "/merchant/programs"
    assert client.get(path).status_code == 404
