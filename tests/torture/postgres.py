"""A PostgreSQL server that keeps what it has committed, for tests that kill it: fsync on, one server a test run."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from tests import cluster

SETTINGS = {
    "listen_addresses": "", "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
    "max_connections": "100", "shared_buffers": "32MB",
}  # fmt: skip
WAYS = ("immediate", "postmaster", "backend")


class Server:
    """initdb in `folder`, then `postgres` as a child of ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "--no-sync", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale")
        with (folder / "data" / "postgresql.conf").open("a", encoding="ascii") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
            file.write(f"unix_socket_directories = '{folder}'\n")

    def start(self) -> None:
        """Start, and wait until it answers; what an older one was killed over is recovered meanwhile."""
        end = time.monotonic() + 60
        while True:
            if self.process is None:
                self._begin()
            assert time.monotonic() < end, (self.folder / "out").read_text(encoding="utf-8")[-4000:]
            with suppress(psycopg.OperationalError), self.connect():
                return
            if self.process is not None and self.process.poll() is not None:
                # Orphans of the killed one hold its shared memory for a moment, and the new one refuses to start.
                self.process = None
            time.sleep(0.05)

    def stop(self) -> None:
        """End it at once, whatever state it is in."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
            self.process = None

    def strike(self, way: str) -> None:
        """Kill in one of WAYS; it is away or recovering afterwards, and `start` brings it back."""
        assert self.process is not None
        if way == "backend":
            # The postmaster then throws everybody out and recovers by itself.
            with self.connect() as connection, suppress(psycopg.OperationalError):
                query = "SELECT pid FROM pg_stat_activity WHERE datname LIKE 'torture%' ORDER BY state = 'idle' LIMIT 1"
                for (pid,) in connection.execute(query).fetchall():
                    os.kill(pid, signal.SIGKILL)
                    # Until we are thrown out too: recovery begins then.
                    while True:
                        connection.execute("SELECT 1")
        else:
            self.process.send_signal(signal.SIGKILL if way == "postmaster" else signal.SIGQUIT)
            self.process.wait(30)
            self.process = None

    def connect(self) -> psycopg.Connection:
        """A connection of the superuser, who commits each statement."""
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)

    def fresh(self, name: str) -> str:
        """The URL of a new database."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def _begin(self) -> None:
        words = self._words("postgres")
        with (self.folder / "out").open("ab") as out:
            self.process = subprocess.Popen(
                words, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )

    def _run(self, *words: str) -> None:
        done = subprocess.run(self._words(*words), cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def _words(self, program: str, *words: str) -> list[str]:
        become = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        ours = ["-D", str(self.folder / "data"), *words]
        return ["setpriv", *become, "--pdeathsig", "QUIT", str(cluster.programs() / program), *ours]


@contextmanager
def server() -> Iterator[Server]:
    """One in a folder of its own; both are gone afterwards. Raises cluster.Unavailable where there is none to be had."""
    cluster.programs()
    folder = Path(tempfile.mkdtemp(prefix="suyuan-torture-"))
    started: Server | None = None
    try:
        if os.geteuid() == 0:
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError:
                raise cluster.Unavailable(
                    f"PostgreSQL never runs as root, and nobody is `postgres`: {cluster.GET_IT}"
                ) from None
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        started = Server(folder)
        started.start()
        yield started
    finally:
        if started is not None:
            started.stop()
        shutil.rmtree(folder, ignore_errors=True)
