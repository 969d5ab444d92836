"""What the operator's machines ask."""

from __future__ import annotations

import pytest

from app import create_app
from app.access.gate import PUBLIC, allows
from app.db import database
from app.migrating import upgrade
from tests.app.installation import settings


@pytest.fixture
def migrated(blank_database, tmp_path):
    made = create_app(settings(blank_database, tmp_path))
    with made.app_context():
        upgrade(database().engine)
    yield made
    made.extensions["database"].engine.dispose()


def test_alive_means_that_the_process_answers(app):
    assert app.test_client().get("/healthz").text == "ok\n"


def test_ready_when_the_tables_are_current(migrated):
    assert migrated.test_client().get("/readyz").text == "ready\n"


def test_not_ready_without_tables(blank_database, tmp_path):
    made = create_app(settings(blank_database, tmp_path))
    answer = made.test_client().get("/readyz")
    assert (answer.status_code, "db upgrade" in answer.text) == (503, True)
    made.extensions["database"].engine.dispose()


def test_not_ready_while_the_log_cannot_be_continued(migrated):
    migrated.extensions["sequencing"].trouble = "the database is behind /secret/place"
    answer = migrated.test_client().get("/readyz")
    assert (answer.status_code, "secret" in answer.text) == (503, False)


def test_numbers_name_routes_and_never_codes(app):
    @app.get("/thing/<code>")
    @allows(PUBLIC)
    def _thing(code: str):
        return code

    client = app.test_client()
    client.get("/thing/SECRET-SERIAL")
    client.open("/thing/x", method="BREW-SECRET")
    text = client.get("/metrics").text
    assert 'suyuan_requests_total{method="GET",route="/thing/<code>",status="200"}' in text
    assert "suyuan_pending 0" in text
    assert "SECRET" not in text


def test_request_lines_name_routes_and_never_codes(app, capsys):
    app.test_client().get("/nowhere/SECRET?code=SECRET")
    written = capsys.readouterr().err
    assert "GET (no route) 404" in written
    assert "SECRET" not in written


@pytest.mark.parametrize(
    ("address", "header"),
    [("203.0.113.9", None), ("127.0.0.1", "X-Forwarded-For"), ("127.0.0.1", "Forwarded"), ("::1", "X-Real-IP")],
)
def test_numbers_are_for_this_machine_alone(app, address, header):
    answer = app.test_client().get(
        "/metrics", environ_base={"REMOTE_ADDR": address}, headers={header: "127.0.0.1"} if header else {}
    )
    assert (answer.status_code, answer.json["code"]) == (403, "only-loopback")


def test_a_proxy_that_was_named_is_believed_and_no_other(database, tmp_path):
    for trusted, seen in (("0", "127.0.0.1"), ("1", "203.0.113.9")):
        made = create_app(settings(database, tmp_path, TRUSTED_PROXIES=trusted))

        @made.get("/who")
        @allows(PUBLIC)
        def _who():
            from flask import request

            return request.remote_addr

        assert made.test_client().get("/who", headers={"X-Forwarded-For": "203.0.113.9"}).text == seen
        made.extensions["database"].engine.dispose()
