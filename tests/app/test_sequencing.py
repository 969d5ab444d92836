"""The loop: soon after a commit the entry stands in the log, whatever went wrong in between."""

from __future__ import annotations

import importlib.util
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app import create_app, sequencing, tasks
from app.db import after_close, database, reading, transaction
from app.migrating import upgrade
from tests.app.installation import settings
from trace import parties, tables

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
needs_log = pytest.mark.skipif(
    importlib.util.find_spec("trace.sequencer") is None or importlib.util.find_spec("trace.logdir") is None,
    reason="trace/sequencer.py and trace/logdir.py are not written yet",
)


def until(what, seconds=10.0):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)


def record(app, serial):
    from trace import ledger
    from trace.event import Event

    event = Event(
        type="ObjectEvent",
        event_time="2026-11-24T17:00:00.000+08:00",
        event_time_zone_offset="+08:00",
        action="ADD",
        biz_step="commissioning",
        disposition="active",
        epc_list=(f"https://id.gs1.org/01/06901234567892/21/{serial}",),
    )
    with app.app_context(), transaction() as session:
        party = parties.find(session, name="Hall") or parties.register(session, "merchant", "Hall", NOW)
        ledger.append(session, [ledger.Draft(event, parties.actor(session, party.id), "party")], NOW)
        after_close(session, tasks.nudge)


def size(app):
    with app.app_context(), reading() as session:
        return session.scalar(select(func.max(tables.checkpoint.c.size))) or 0


@pytest.fixture
def running(app, monkeypatch):
    monkeypatch.setattr(sequencing, "AFTER_TROUBLE", 0.05)
    sequencing.start(app)
    yield app
    sequencing.stop(app)


@needs_log
def test_what_is_recorded_stands_in_the_log_soon_and_is_published(running, tmp_path):
    record(running, "A1")
    record(running, "A2")
    until(lambda: size(running) == 2)
    until(lambda: "\n2\n" in (tmp_path / "log" / "checkpoint").read_text(encoding="utf-8"))
    assert not sequencing.pending(running)


@needs_log
def test_entries_that_nobody_told_of_are_found(app):
    record(app, "B1")
    app.extensions["sequencing"].woken.clear()
    sequencing.start(app)
    until(lambda: size(app) == 1)
    sequencing.stop(app)


@needs_log
def test_a_command_can_empty_what_is_pending(app):
    record(app, "C1")
    assert sequencing.drain(app) == 1
    assert (size(app), sequencing.step(app)) == (1, False)


def test_an_idle_loop_is_no_trouble_and_starts_once(running):
    first = running.extensions["sequencing"].thread
    sequencing.start(running)
    assert running.extensions["sequencing"].thread is first
    with running.app_context():
        sequencing.wake()
    assert running.extensions["sequencing"].trouble is None


def test_trouble_is_told_once_and_ends_when_its_cause_does(blank_database, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(sequencing, "AFTER_TROUBLE", 0.02)
    monkeypatch.setattr(sequencing, "LOOK_EVERY", 0.02)
    app = create_app(settings(blank_database, tmp_path))
    loop = sequencing.start(app)
    until(lambda: loop.trouble is not None)
    with app.app_context():
        upgrade(database().engine)
    until(lambda: loop.trouble is None)
    sequencing.stop(app)
    assert caplog.text.count("the log cannot be continued") == 1
    app.extensions["database"].engine.dispose()
