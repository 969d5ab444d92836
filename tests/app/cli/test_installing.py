"""`flask init`."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app import create_app
from app.access import accounts
from app.db import transaction
from tests.app.installation import settings

# A unified social credit code whose check character is right; it is nobody's.
USCC = "91350100M000100Y43"
OPTIONS = ("--operator", "City office", "--uscc", USCC, "--login", "admin", "--password", "a long password")


@pytest.fixture
def environment(blank_database, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", blank_database)
    monkeypatch.setenv("LOG_DIR", str(tmp_path / "log"))
    made = create_app(settings(blank_database, tmp_path))
    yield made
    made.extensions["database"].engine.dispose()


def init(app, *options):
    return app.test_cli_runner().invoke(args=["init", *OPTIONS, *options])


def test_it_makes_operator_administrator_and_keys_and_says_what_to_back_up(environment, tmp_path):
    result = init(environment, "--origin", "log.tonghua.example")
    assert result.exit_code == 0, result.output
    assert "Back up together" in result.output
    assert str(tmp_path / "log") in result.output
    assert "log.tonghua.example+" in result.output
    assert {f.name: f.stat().st_mode & 0o777 for f in (tmp_path / "log").iterdir()} == {"key": 0o600, "data-key": 0o600}
    with environment.app_context(), transaction() as session:
        account = accounts.log_in(session, "admin", "a long password", datetime.now(UTC))
        assert [one.role for one in accounts.memberships(session, account.id)] == ["operator"]


def test_it_refuses_to_run_twice_and_keeps_the_keys(environment, tmp_path):
    init(environment)
    before = (tmp_path / "log" / "key").read_bytes()
    result = init(environment)
    assert (result.exit_code, "(already-made)" in result.output) == (2, True)
    assert (tmp_path / "log" / "key").read_bytes() == before


def test_a_short_password_or_a_wrong_code_makes_nothing(environment):
    result = environment.test_cli_runner().invoke(args=["init", *OPTIONS[:-1], "short"])
    assert (result.exit_code, "(bad-login)" in result.output) == (2, True)
    wrong = [USCC[:-1] + "4" if word == USCC else word for word in OPTIONS]
    assert environment.test_cli_runner().invoke(args=["init", *wrong]).exit_code == 2
    assert init(environment).exit_code == 0, "and it can still be done"
