"""A broker that is away delays work and loses none; nobody ever waits for it."""

from __future__ import annotations

import logging
import socket
import threading
import time
from datetime import UTC, datetime

import pytest

from app import sequencing, tasks
from app.db import after_close, reading, transaction
from tests.app.installation import installed
from trace import parties
from trace.parties import Party

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def record(name="Ginseng Hall"):
    with transaction() as session:
        party = parties.register(session, "merchant", name, NOW)
        after_close(session, tasks.nudge)
    return party.id


@pytest.fixture
def silent_broker():
    """A broker that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"amqp://127.0.0.1:{server.getsockname()[1]}//"


def test_without_a_broker_the_nudge_wakes_the_thread_of_the_server(app):
    with app.app_context():
        record()
    assert app.extensions["sequencing"].woken.is_set()
    assert app.extensions["messenger"] is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_with_a_broker_a_worker_gets_the_task(database, tmp_path):
    folder = tmp_path / "queue"
    folder.mkdir()
    app = installed(database, tmp_path, CELERY_BROKER_URL="filesystem://")
    celery = app.extensions["celery"]
    folders = ("data_folder_in", "data_folder_out", "control_folder")
    celery.conf.broker_transport_options = dict.fromkeys(folders, str(folder))
    with app.app_context():
        record()
    with celery.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        message = queue.get(timeout=10)
        message.ack()
    assert message.headers["task"] == tasks.INTEGRATE
    assert message.payload[0] == [], "ids at most, and this one needs none"
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_broker_that_is_silent_delays_no_commit(database, tmp_path, silent_broker):
    app = installed(database, tmp_path, CELERY_BROKER_URL=silent_broker)
    with app.app_context():
        record("warm")
        began = time.monotonic()
        party_id = record()
        assert time.monotonic() - began < 0.2
        with reading() as session:
            assert session.get(Party, party_id) is not None
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_broker_that_is_gone_is_told_of_and_nothing_else(database, tmp_path, caplog):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    app = installed(database, tmp_path, CELERY_BROKER_URL=f"amqp://127.0.0.1:{port}//")
    told = threading.Event()

    class Listener(logging.Handler):
        def emit(self, line: logging.LogRecord) -> None:
            if "the broker cannot be reached" in line.getMessage():
                told.set()

    listener = Listener()
    logging.getLogger("app.tasks").addHandler(listener)
    try:
        with app.app_context():
            assert record() > 0
        assert told.wait(10)
    finally:
        logging.getLogger("app.tasks").removeHandler(listener)
        app.extensions["database"].engine.dispose()


def test_the_thread_looks_for_itself_where_nobody_was_nudged():
    assert sequencing.BEHIND_WORKERS < 60, "the promise is a minute (trace/receipts.py)"
