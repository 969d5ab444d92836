"""The service as an operator has it, in processes of its own, and the ways to kill it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from app.settings import ROOT
from tests.torture.writer import Journal

T = TypeVar("T")
# Two cores are shared by much: this is how long we wait before we call something broken, not how long it takes.
PATIENCE = 90.0
HANDS = 4


def until(what: Callable[[], T], seconds: float = PATIENCE) -> T:
    """Ask again until it is so, or fail."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.02)
    return found


class Service:
    """One installation: where it keeps everything, and its processes while they live."""

    def __init__(self, database: str, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.database, self.folder, self.log_dir = database, folder, folder / "log"
        self.journal = Journal(folder / "journal")
        self.environment = {
            **os.environ, "DATABASE_URL": database, "LOG_DIR": str(self.log_dir), "PORT": str(self.port),
            "LOG_LEVEL": "WARNING", "THREADS": "2", "CELERY_BROKER_URL": "",
        }  # fmt: skip
        # Where this is set every start would compile all our modules again.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.processes: list[subprocess.Popen[bytes]] = []

    def begin(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start `python -m WORDS` in the group of our first process; it ends when this test process does."""
        group = self.processes[0].pid if self.processes else 0
        with (self.folder / "out").open("ab") as out:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", sys.executable, "-m", *words],
                cwd=ROOT, env=self.environment | environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                process_group=group,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def serve(self) -> None:
        """`flask serve`, which is not up yet when this returns."""
        self.begin("flask", "--app", "wsgi", "serve")

    def write(self, *words: str, hands: int = HANDS) -> subprocess.Popen[bytes]:
        """So many writers at once, which wait for `work`."""
        return self.begin("tests.torture.writer", str(self.journal.path), str(hands), *words)

    def work(self) -> None:
        """Let the writers work; returns when the next call has been answered."""
        before = self.journal.read()[1].keys()
        self.journal.go.touch()
        until(lambda: self.alive() and self.journal.read()[1].keys() > before)

    def rest(self) -> None:
        """Let the writers end the call that they are in, and wait."""
        self.journal.go.unlink(missing_ok=True)

    def ready(self) -> None:
        """Wait until the server says that it is ready; nobody has helped it."""
        until(lambda: self.alive() and self.ask("/readyz") == "ready\n")

    def alive(self) -> bool:
        """Fail with what they said, where one of our processes has ended by itself."""
        ended = [process.args for process in self.processes if process.poll() is not None]
        assert not ended, f"{ended} ended: {self.said()}"
        return True

    def ask(self, path: str) -> str | None:
        """What the server answers, if it does and there is such a page."""
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            text: str = answer.read().decode()
            return text
        return None

    def kill(self) -> None:
        """SIGKILL for all of them at the same instant."""
        if not self.processes:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.processes[0].pid, signal.SIGKILL)
        self.rest()
        for process in self.processes:
            process.wait()
        self.processes.clear()
        # Workers are not our children: nobody tells us that they are gone, but that the port is free.
        until(lambda: not self._listens())

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m WORDS` to its end."""
        return subprocess.run(
            [sys.executable, "-m", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True,
            check=False, timeout=PATIENCE * 2,
        )  # fmt: skip

    def said(self) -> str:
        """The end of what all processes have written."""
        return (self.folder / "out").read_text(encoding="utf-8", errors="replace")[-4000:]


@contextmanager
def installation(database: str, folder: Path) -> Iterator[Service]:
    """A service that leaves no process behind, whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    service = Service(database, folder)
    try:
        yield service
    finally:
        service.kill()
