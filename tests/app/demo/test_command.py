"""`flask demo`: from a database without a table to a log that verifies, once."""

from __future__ import annotations

import pytest

from app import create_app, sequencing
from tests.app.installation import settings


@pytest.fixture
def fresh(blank_database, tmp_path):
    made = create_app(settings(blank_database, tmp_path))
    yield made
    made.extensions["database"].engine.dispose()


def run(app, *words):
    done = app.test_cli_runner().invoke(args=words)
    return done.exit_code, done.output


def test_it_makes_the_tables_fills_them_and_leaves_nothing_pending(fresh):
    code, said = run(fresh, "demo")
    assert (code, "The demonstration is recorded" in said) == (0, True)
    assert not sequencing.pending(fresh)
    code, said = run(fresh, "verify")
    assert (code, said.startswith("OK size=")) == (0, True)


@pytest.mark.parametrize("blank_database", ["sqlite"], indirect=True)
def test_a_second_time_it_refuses_with_a_sentence(fresh):
    run(fresh, "demo")
    intact = run(fresh, "verify")
    code, said = run(fresh, "demo")
    assert code == 2
    assert "something is recorded here already" in said
    assert "(not-empty)" in said
    assert run(fresh, "verify") == intact
