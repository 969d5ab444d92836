"""A message broker in real life: Redis with a worker, Redis that goes away and comes back, one that is not there."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from statistics import median

import pytest

from app import sequencing
from app.settings import ROOT
from tests.app.installation import installed
from tests.app.test_sequencing import record, size

GET_IT = "Redis is not installed: as root `make test` does; Debian, Ubuntu: apt-get install redis-server"


def until(what, seconds=60.0):
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)
    return found


class Process:
    """A process that ends with the test, however that ends."""

    def __init__(self, out, *words, **environment):
        self.out = out
        with out.open("ab") as to:
            self.running = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *words], cwd=ROOT, env={**os.environ, **environment},
                stdin=subprocess.DEVNULL, stdout=to, stderr=to,
            )  # fmt: skip

    def end(self, how=signal.SIGTERM):
        self.running.send_signal(how)
        try:
            self.running.wait(20)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()

    def alive(self):
        assert self.running.poll() is None, self.out.read_text(encoding="utf-8")
        return True


class Redis:
    """A server that keeps nothing, on a port of its own."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder, self.process = folder, None

    def start(self):
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip(GET_IT)
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": self.folder}
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        self.process = Process(self.folder / "redis.out", program, *words)
        until(lambda: self.process.alive() and self._listens())

    def _listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self):
        if self.process is not None:
            self.process.end(signal.SIGKILL)
            self.process = None


@pytest.fixture
def redis(tmp_path):
    """A Redis server, running."""
    server = Redis(tmp_path)
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
def web(database, tmp_path):
    """What makes the app of a web server with this broker; it does not integrate by itself."""
    with ExitStack() as stack:

        def make(broker):
            app = installed(database, tmp_path, CELERY_BROKER_URL=broker)
            stack.callback(app.extensions["database"].engine.dispose)
            stack.callback(app.extensions["celery"].close)
            return app

        yield make


@pytest.fixture
def worker(database, tmp_path):
    """What starts a Celery worker with this broker."""
    with ExitStack() as stack:

        def start(broker):
            words = ["celery", "-A", "wsgi:celery", "worker", "--pool", "solo", "--loglevel", "WARNING"]
            process = Process(
                tmp_path / "worker.out", sys.executable, "-m", *words,
                DATABASE_URL=database, LOG_DIR=str(tmp_path / "log"), CELERY_BROKER_URL=broker,
            )  # fmt: skip
            stack.callback(process.end, signal.SIGKILL)
            return process

        yield start


def published(app):
    file = app.extensions["settings"].log_dir / "checkpoint"
    return int(file.read_text(encoding="utf-8").splitlines()[1]) if file.exists() else 0


def recorded_at_once(app, *serials):
    """Record one after the other; nobody waits for the broker."""
    took = []
    for serial in serials:
        began = time.monotonic()
        record(app, serial)
        took.append(time.monotonic() - began)
    # One may be slow where the machine is busy; a broker that is waited for makes all of them slow.
    assert median(took) < 1


def test_a_worker_takes_into_the_log_what_a_web_server_has_recorded(web, worker, redis):
    broker = f"redis://127.0.0.1:{redis.port}/0"
    app, process = web(broker), worker(broker)
    record(app, "A1")
    record(app, "A2")
    until(lambda: process.alive() and size(app) == published(app) == 2)
    record(app, "A3")
    until(lambda: process.alive() and size(app) == published(app) == 3)
    assert app.extensions["sequencing"].thread is None


def test_a_worker_that_is_killed_is_replaced_by_the_next_one(web, worker, redis):
    broker = f"redis://127.0.0.1:{redis.port}/0"
    app, first = web(broker), worker(broker)
    record(app, "A1")
    until(lambda: first.alive() and size(app) == 1)
    first.end(signal.SIGKILL)
    record(app, "A2")
    second = worker(broker)
    until(lambda: second.alive() and size(app) == published(app) == 2)


def test_a_broker_that_dies_and_comes_back_delays_work_and_loses_none(web, worker, redis):
    broker = f"redis://127.0.0.1:{redis.port}/0"
    app, process = web(broker), worker(broker)
    record(app, "A1")
    until(lambda: process.alive() and size(app) == 1)
    redis.kill()
    recorded_at_once(app, *[f"A{at}" for at in range(2, 9)])
    assert sequencing.pending(app)
    redis.start()
    # A lost message is not sent again: the next one, or the look of the web server's own thread, finds everything.

    def next_one_comes_through():
        record(app, f"B{time.monotonic()}")
        return process.alive() and size(app) > 8

    until(next_one_comes_through, seconds=90)
    until(lambda: not sequencing.pending(app))


def test_a_broker_that_was_never_there_delays_no_request_and_the_servers_own_thread_does_the_work(web, monkeypatch):
    monkeypatch.setattr(sequencing, "BEHIND_WORKERS", 0.1)
    app = web("redis://127.0.0.1:1")
    recorded_at_once(app, "warm", *[f"A{at}" for at in range(10)])
    sequencing.start(app)
    until(lambda: size(app) == published(app) == 11)
    sequencing.stop(app)
