"""`flask serve` as a process: up within seconds, one line with the address, and gone when it is told to or killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from app.settings import ROOT


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def until(what, seconds=20.0):
    """Ask again until it is so, or fail."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)
    return found


def answers(port, path="/healthz"):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return None


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(database, tmp_path) -> Iterator[tuple[subprocess.Popen, int]]:
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database, "LOG_DIR": str(tmp_path / "log"), "PORT": str(port)}
    with (tmp_path / "out").open("wb") as out:
        words = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, (tmp_path / "out").read_text()
        yield process, port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_it_makes_the_tables_says_where_it_is_and_is_ready(blank_database, tmp_path):
    with serving(blank_database, tmp_path) as (_, port):
        until(lambda: answers(port, "/readyz") == "ready\n")
        said = (tmp_path / "out").read_text()
        assert f"Suyuan serves on http://127.0.0.1:{port}/\n" in said
        assert "WARNING" not in said


@pytest.mark.parametrize("blank_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_its_workers_end_with_it(blank_database, tmp_path, how):
    with serving(blank_database, tmp_path) as (process, port):
        assert listens(port)
        process.send_signal(how)
        process.wait(20)
        until(lambda: not listens(port))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_port_that_is_taken_is_told_in_a_sentence(database, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {**os.environ, "DATABASE_URL": database, "LOG_DIR": str(tmp_path), "PORT": str(port)}
        words = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        result = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert result.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in result.stderr
    assert "Traceback" not in result.stderr
