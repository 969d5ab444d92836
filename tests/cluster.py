"""A PostgreSQL server of our own for one run of the tests: a temporary folder, a Unix socket, no port.

It is started by the first test that needs it and shared by all workers. A watcher stops it and removes the
folder when the run ends, however it ends, so that a killed run leaves no server behind.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

# One for the whole run, set by the process that pytest was started in and inherited by its workers.
RUN_FOLDER = "SUYUAN_TEST_RUN"
GET_IT = "install it (as root `make test` does; Debian, Ubuntu: apt-get install postgresql)"

# A test run may lose its data; only tests that cut the power need a server that syncs.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


class Unavailable(Exception):
    """There is no PostgreSQL to be had here; the text says how to get it."""


def programs() -> Path:
    """The folder of initdb and pg_ctl: the newest of Debian's, else where the PATH leads."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda path: int(path.parent.parent.name.split(".")[0]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise Unavailable(f"PostgreSQL is not installed: {GET_IT}")


def begin_run() -> None:
    """Make the folder of this run; a worker finds the one that was made before it."""
    if RUN_FOLDER not in os.environ:
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="suyuan-")
        os.environ[RUN_FOLDER + "_PID"] = str(os.getpid())


def end_run() -> None:
    """Stop the server, if one was started, and remove the folder of this run."""
    if os.environ.get(RUN_FOLDER + "_PID") != str(os.getpid()):
        return
    folder = Path(os.environ.pop(RUN_FOLDER))
    if (folder / "data" / "postmaster.pid").exists():
        _as_postgres(folder, [programs() / "pg_ctl", "stop", "--mode=immediate", "--pgdata", folder / "data"])
    shutil.rmtree(folder, ignore_errors=True)


def address() -> Path:
    """The folder of the server's socket; starts the server at the first call of the run."""
    folder = Path(os.environ[RUN_FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _start(folder)
            (folder / "ready").touch()
    return folder


def url(database: str) -> str:
    """What SQLAlchemy connects to for `database` on the server of this run."""
    return f"postgresql+psycopg://postgres@/{database}?host={address()}"


def _start(folder: Path) -> None:
    found = programs()
    if os.geteuid() == 0:
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            raise Unavailable(f"PostgreSQL never runs as root, and there is no user `postgres`: {GET_IT}") from None
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    options = ["--data-checksums", "--no-sync", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale"]
    _as_postgres(folder, [found / "initdb", *options, "--pgdata", folder / "data"])
    # No address to listen on: the socket lies in a folder that nobody else may enter.
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), **SETTINGS}
    with (folder / "data" / "postgresql.conf").open("a", encoding="ascii") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    stop: list[str | Path] = [found / "pg_ctl", "stop", "--mode=immediate", "--pgdata", folder / "data"]
    start: list[str | Path] = [
        found / "pg_ctl",
        "start",
        "--wait",
        "--log",
        folder / "log",
        "--pgdata",
        folder / "data",
    ]
    _as_postgres(folder, start)
    watched = os.environ[RUN_FOLDER + "_PID"]
    script = 'watched=$1; folder=$2; shift 2; while kill -0 "$watched"; do sleep 2; done; "$@"; rm -rf "$folder"'
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = ["sh", "-c", script, "watcher", watched, str(folder), *_command(stop)]
    process = subprocess.Popen(words, cwd="/", start_new_session=True, **quiet)  # type: ignore[call-overload]
    process.returncode = 0  # it outlives us on purpose; without this Python warns that nobody waited for it


def _command(words: Sequence[str | Path]) -> list[str]:
    """The command as the user that PostgreSQL will run as: `postgres` where we are root, else ourselves."""
    become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    return [*become, *map(str, words)]


def _as_postgres(folder: Path, words: Sequence[str | Path]) -> None:
    with (folder / "out").open("a+") as out:
        if subprocess.run(_command(words), cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out).returncode:
            out.seek(0)
            raise Unavailable(f"PostgreSQL could not be used: {' '.join(map(str, words))} said: {out.read()[-2000:]}")
