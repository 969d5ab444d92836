"""One place commits; what follows a commit cannot undo it; writers do not get in each other's way."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.db import after_close, database, reading, transaction
from trace import keyring, parties
from trace.parties import Party

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def count() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Party))


def fail(_):
    raise RuntimeError("after what was done")


def add(session, name="Ginseng Hall"):
    return parties.register(session, "merchant", name, NOW)


def test_a_transaction_that_ends_well_is_kept_and_one_that_raises_leaves_nothing(app):
    with app.app_context():
        with transaction() as session:
            add(session)
        with pytest.raises(RuntimeError), transaction() as session:
            fail(add(session, "noise"))
        assert count() == 1


def test_sessions_carry_the_keys(app):
    with app.app_context(), reading() as session:
        assert keyring.of(session).origin == "suyuan.example"


def test_nothing_can_be_written_in_reading(app):
    with app.app_context():
        with pytest.raises(DBAPIError), reading() as session:
            add(session)
        with transaction() as session:  # and the connection is good for writing again
            add(session)
        assert count() == 1


def test_reading_sees_one_state_from_first_to_last(app):
    with app.app_context(), reading() as session:
        before = session.scalar(select(func.count()).select_from(Party))
        with transaction() as other:
            add(other)
        assert session.scalar(select(func.count()).select_from(Party)) == before


def test_a_nudge_that_raises_does_not_make_a_commit_look_failed(app, caplog):
    ran = []
    with app.app_context():
        with transaction() as session:
            add(session)
            after_close(session, lambda: 1 / 0)
            after_close(session, ran.append, "the next one")
        assert count() == 1
    assert ran == ["the next one"]
    assert "a nudge failed" in caplog.text


def test_a_nudge_runs_when_what_it_speaks_of_is_durable(app):
    seen = []
    with app.app_context(), transaction() as session:
        add(session)
        after_close(session, lambda: seen.append(count()))
        assert seen == []
    assert seen == [1]


def test_a_nudge_is_dropped_with_the_transaction_that_asked_for_it(app):
    ran = []
    with app.app_context():
        with pytest.raises(RuntimeError), transaction() as session:
            fail(after_close(session, ran.append, 1))
        with transaction() as session:
            add(session)
    assert ran == []


def test_a_nudge_that_waits_is_told_of(app, caplog, monkeypatch):
    monkeypatch.setattr("app.db.NUDGE_SECONDS", -1.0)
    with app.app_context(), caplog.at_level(logging.WARNING), transaction() as session:
        after_close(session, int)
    assert "it must only queue" in caplog.text


def test_eight_writers_that_read_before_they_write_all_succeed(app):
    with app.app_context(), transaction() as session:
        party = add(session, "0")
    failed: list[BaseException] = []

    def count_up() -> None:
        try:
            with app.app_context():
                for _ in range(25):
                    with transaction() as session:
                        name = session.scalar(select(Party.name).where(Party.id == party.id).with_for_update())
                        session.execute(text("UPDATE party SET name = :n"), {"n": str(int(name) + 1)})
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context(), reading() as session:
        assert (failed, session.scalar(select(Party.name))) == ([], "200")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_syncs_each_commit_and_keeps_a_write_ahead_log(app):
    with app.app_context(), database().engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
