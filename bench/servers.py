"""The service as its users start it, and beside it the bare application on the same web server, each in its own session."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection

from app.settings import ROOT
from bench import cpu
from bench.places import Installation, Place

PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A server that listens on `port` of 127.0.0.1; `cpu` is what it and its database have used."""

    port: int
    cpu: cpu.Clock

    def get(self, path: str, **headers: str) -> bytes:
        """The body of an answer, which must be a good one."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}: {body[:500]!r}")
        connection.close()
        return body


@contextmanager
def both(place: Place, at: Installation, **more: str) -> Iterator[tuple[Server, Server]]:
    """The service over an installation, with settings of its own, and the bare application over the same database."""
    settings = at.app.extensions["settings"]
    with ExitStack() as stack:
        port = _free_port()
        words = ["-m", "flask", "--app", "wsgi", "serve"]
        ours = stack.enter_context(_running(place, words, port, "/healthz", at.environment(PORT=str(port), **more)))
        port = _free_port()
        words = [
            "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", str(settings.workers), "--blocking-threads", str(settings.threads), "--backlog", "1024",
            "--backpressure", str(max(64, 4 * settings.threads)), "--log-level", "warning", "--no-ws",
            "--no-access-log", "bench.bare:app",
        ]  # fmt: skip
        yield ours, stack.enter_context(_running(place, words, port, "/hello", at.environment()))


@contextmanager
def _running(place: Place, words: list[str], port: int, path: str, environment: dict[str, str]) -> Iterator[Server]:
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, start_new_session=True,
                               stdout=subprocess.DEVNULL)  # fmt: skip
    server = Server(port, cpu.together(place.database_cpu, cpu.session(process.pid)))
    try:
        _wait(server, path, process)
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(server: Server, path: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            server.get(path)
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the server did not start") from None
            time.sleep(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
