"""What every test may ask for: a database of each kind, a session, the keys, a browser, the shared material."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from tests import cluster
from trace.keyring import Keyring
from trace.note import Signer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.trace.logged import World

ROOT = Path(__file__).resolve().parent.parent
BACKENDS = ("sqlite", "postgresql")

# Nothing here measures time, and two cores are shared by much.
hypothesis.settings.register_profile("suyuan", deadline=None, print_blob=True)
hypothesis.settings.load_profile("suyuan")


def pytest_configure(config: pytest.Config) -> None:
    cluster.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    cluster.end_run()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped and why, so that a green run cannot hide what it left out."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section(f"{reasons.total()} skipped")
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count:5}  {reason}")


def _reason(report: pytest.TestReport) -> str:
    return report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else str(report.longrepr)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the project: vectors, fixtures, real data; never needed at run time."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared material is not beside the project (../shared)")
    return folder


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """The keys of a log that exists only in the tests."""
    return Keyring(Signer("log.example", bytes(range(32))), b"d" * 32)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from app.db import make_engine, metadata

    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    # The last connection to close folds the write-ahead log into the one file that is copied.
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def _postgresql_database(worker_id: str) -> str:
    """One database for each worker, with every table; `database` empties it before each test."""
    from app.db import make_engine, metadata

    address = _postgresql(f"test_{worker_id}")
    engine = make_engine(address)
    metadata.create_all(engine)
    engine.dispose()
    return address


def _postgresql(name: str) -> str:
    try:
        where = cluster.address()
    except cluster.Unavailable as missing:
        pytest.skip(str(missing))
    with psycopg.connect(host=str(where), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return cluster.url(name)


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with every table and no row, once of each kind.

    A test for one kind alone says `@pytest.mark.parametrize("database", ["sqlite"], indirect=True)`.
    """
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("_sqlite_template"), tmp_path / "test.db")
        return f"sqlite:///{tmp_path / 'test.db'}"
    address: str = request.getfixturevalue("_postgresql_database")
    _empty(address)
    return address


@pytest.fixture(params=BACKENDS)
def blank_database(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> str:
    """The URL of a database without any table, once of each kind: for migrations and first starts."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'blank.db'}"
    return _postgresql(f"blank_{worker_id}")


def _empty(address: str) -> None:
    """Take every row out; whoever is still connected (a server that a test started) is thrown out first."""
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = [sql.Identifier(name) for (name,) in found]
        # Only tables with rows: emptying all forty costs more than most tests.
        asked = [sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(t.as_string(), t) for t in tables]
        used = connection.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall() if asked else []
        if used:
            names = sql.SQL(", ").join(sql.SQL(name) for (name,) in used)
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine on `database`, set up as the application sets it up, but without waiting for the disk."""
    from app.db import make_engine

    made = make_engine(database)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF").close())
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine, keyring: Keyring) -> sessionmaker[Session]:
    """What makes sessions, each of them carrying the keys; a test may commit, the next one sees nothing of it."""
    from app.db import sessions as bound

    return bound(engine, keyring)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """One open session, rolled back at the end."""
    with sessions() as opened:
        yield opened
        opened.rollback()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; a test with it bears the mark `browser`."""
    from tests.browser import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of a visitor who has never been here; console errors fail the test."""
    from tests.browser import visitor

    with visitor(browser) as opened:
        yield opened


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as weak as it goes: what it costs is its own tests' business, and would be most of ours."""
    from argon2 import PasswordHasher

    from app.access import accounts

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", lambda: weak)
    accounts._decoy.cache_clear()


@pytest.fixture
def world(sessions: sessionmaker[Session], keyring: Keyring, tmp_path: Path) -> World:
    """An empty ledger and log with one merchant, on each kind of database."""
    from tests.trace.logged import World

    made = World(sessions, keyring, tmp_path / "log", None)  # type: ignore[arg-type]
    made.actor = made.party("Hall")
    return made
