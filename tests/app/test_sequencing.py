"""The loop: soon after a commit the entry stands in the log, whatever went wrong in between."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.event import listen, remove

from app import create_app, sequencing, tasks
from app.db import after_close, database, reading, transaction
from app.migrating import upgrade
from tests.app.installation import settings
from trace import parties, sequencer, tables
from trace.note import Checkpoint

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


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


def test_what_is_recorded_stands_in_the_log_soon_and_is_published(running, tmp_path):
    record(running, "A1")
    record(running, "A2")
    until(lambda: size(running) == 2)
    # It is published after the commit, so an instant later.
    published = tmp_path / "log" / "checkpoint"
    until(lambda: published.exists() and "\n2\n" in published.read_text(encoding="utf-8"))
    assert not sequencing.pending(running)


def test_entries_that_nobody_told_of_are_found(app):
    record(app, "B1")
    app.extensions["sequencing"].woken.clear()
    sequencing.start(app)
    until(lambda: size(app) == 1)
    sequencing.stop(app)


def test_a_command_can_empty_what_is_pending(app):
    record(app, "C1")
    assert sequencing.drain(app) == 1
    assert (size(app), sequencing.step(app)) == (1, False)


def test_what_could_not_be_committed_is_shown_to_nobody_and_taken_at_the_next_step(app, tmp_path):
    record(app, "C2")

    def fail(_):
        raise OSError("no space left on device")

    writing = app.extensions["database"].writing
    listen(writing, "before_commit", fail)
    with pytest.raises(OSError, match="no space"):
        sequencing.step(app)
    assert not (tmp_path / "log" / "checkpoint").exists()
    remove(writing, "before_commit", fail)
    assert (sequencing.step(app), size(app)) == (True, 1)
    assert (tmp_path / "log" / "checkpoint").exists()


@pytest.mark.parametrize("by", ["thread", "command"])
def test_a_checkpoint_that_a_killed_process_left_unpublished_is_published_though_nothing_is_pending(app, tmp_path, by):
    record(app, "D1")
    with app.app_context(), transaction() as session:
        sequencer.integrate(session, database().keyring, NOW, tmp_path / "log")
    published = tmp_path / "log" / "checkpoint"
    assert not published.exists()
    if by == "command":
        sequencing.drain(app)
    else:
        sequencing.start(app)
        until(published.exists)
        sequencing.stop(app)
    assert "\n1\n" in published.read_text(encoding="utf-8")


def test_a_loop_over_a_database_that_was_put_back_says_so_before_anything_is_recorded(app, tmp_path):
    record(app, "E1")
    sequencing.drain(app)
    signer = app.extensions["database"].keyring.signer
    ahead = signer.sign(Checkpoint(signer.name, 7, bytes(32)).text())
    (tmp_path / "log" / "checkpoint").write_text(ahead, encoding="utf-8")
    loop = sequencing.start(app)
    until(lambda: loop.trouble)
    sequencing.stop(app)
    assert "put back the newest backup" in loop.trouble
    assert (tmp_path / "log" / "checkpoint").read_text(encoding="utf-8") == ahead


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
