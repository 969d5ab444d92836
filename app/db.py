"""Engines, sessions and the one place that commits.

`transaction()` writes, `reading()` reads one consistent state. What should follow a commit is asked for with
`after_close`: it runs when the session is closed, so that its failure cannot make a durable commit look failed.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from app import schema
from app.settings import Settings
from trace import log, logdir, paths
from trace.bulk import Glance
from trace.keyring import Keyring

logger = logging.getLogger(__name__)
metadata = schema.metadata
NUDGE_SECONDS = 0.2
BUSY_MS = 10_000
_READING = "suyuan_reading"


def make_engine(url: str, *, connections: int = 10) -> Engine:
    """An engine as every process uses it, for either database."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url, connections)
    # psycopg prepares a statement on the server when it has come five times, which is what we want.
    return create_engine(
        url, pool_size=connections, max_overflow=2, pool_use_lifo=True, connect_args={"connect_timeout": 10}
    )


def _sqlite(url: str, connections: int) -> Engine:
    # A short list of readers beside one writer; `timeout` is the driver's name for busy_timeout.
    engine = create_engine(url, pool_size=connections, max_overflow=2, connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "do_connect")
    def _make_folder(*_: object) -> None:
        Path(engine.url.database or "").absolute().parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def _set(raw: Any, _: object) -> None:
        # The driver would begin transactions by itself, and deferred ones; see `_begin`.
        raw.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"):
            raw.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred BEGIN that reads and then writes fails at once when another has written in between, and no
        # busy_timeout helps (389 of 400 did in a trial with eight writers). So who may write locks first.
        reading = connection.get_execution_options().get(_READING, False)
        if connection.info.get(_READING) != reading:
            connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
            connection.info[_READING] = reading
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def sessions(engine: Engine, keyring: Keyring, info: dict[str, Any] | None = None) -> sessionmaker[Session]:
    """What makes writing sessions; each carries the keys of the installation, and what the process keeps of its log."""
    return sessionmaker(engine, expire_on_commit=False, info=info or {"keyring": keyring})


def reading_sessions(engine: Engine, info: dict[str, Any]) -> sessionmaker[Session]:
    """What makes sessions that see one state from first to last, and in which a write fails."""
    options: dict[str, Any] = {_READING: True}
    if engine.dialect.name == "postgresql":
        # Both go into the BEGIN that is sent anyway.
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return sessionmaker(engine.execution_options(**options), expire_on_commit=False, info=info)


class Database:
    """The database of one app; keys are opened at first need, so that commands work before there is a log."""

    def __init__(self, settings: Settings, open_keys: Callable[[], Keyring]) -> None:
        # One connection for each thread, and two for the sequencer.
        self.engine = make_engine(settings.database_url, connections=settings.threads + 2)
        self._open_keys = open_keys
        self._log_dir = settings.log_dir
        self._continues = False

    @cached_property
    def keyring(self) -> Keyring:
        """The keys of the installation."""
        return self._open_keys()

    @cached_property
    def info(self) -> dict[str, Any]:
        """What every session carries: the keys, and what the process keeps of the log."""
        return {"keyring": self.keyring, "paths": paths.Kept()}

    @cached_property
    def writing(self) -> sessionmaker[Session]:
        """Sessions of `transaction`."""
        return sessions(self.engine, self.keyring, self.info)

    @cached_property
    def reading(self) -> sessionmaker[Session]:
        """Sessions of `reading`."""
        return reading_sessions(self.engine, self.info)

    def refuse_if_rewound(self) -> None:
        """Look once for each process whether the database continues the published log; a backup comes with a restart."""
        if self._continues:
            return
        published = logdir.read(self._log_dir, self.keyring.signer.verifier)
        if published is not None:
            with self.reading() as session:
                logdir.check(published, log.newest(session).size, lambda size: log.root_at(session, size))
        self._continues = True


def database() -> Database:
    """The database of the app at hand."""
    found: Database = current_app.extensions["database"]
    return found


@contextmanager
def transaction(*, rewound: bool = False) -> Iterator[Session]:
    """One unit of work: commits before the answer is built, or leaves nothing behind.

    A database that lacks what its log has published is read-only; `rewound` is for the one command that mends it.
    """
    if not rewound:
        database().refuse_if_rewound()
    session = database().writing()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
    _nudge(session)


@contextmanager
def reading() -> Iterator[Session]:
    """One consistent state to read from; nothing can be written in it."""
    with database().reading() as session:
        try:
            yield session
        finally:
            # There is nothing to commit, but at a rollback psycopg lets go of every statement that it has prepared.
            if session.in_transaction() and not isinstance(sys.exception(), DBAPIError):
                session.commit()


@contextmanager
def glance() -> Iterator[Glance]:
    """For the few reads that are done thousands of times a second: no transaction, each statement sees the newest state."""
    at = database()
    pooled = at.engine.raw_connection()
    driver: Any = pooled.driver_connection
    switch = at.engine.dialect.name == "postgresql"
    try:
        if switch:
            driver.autocommit = True
        yield Glance(driver, at.engine.dialect, at.info)
    except DBAPIError as problem:
        switch = False
        pooled.invalidate(problem)
        if problem.connection_invalidated:
            at.engine.dispose(close=False)
        raise
    finally:
        if switch:
            driver.autocommit = False
        pooled.close()


def after_close(session: Session, call: Callable[..., object], *args: object) -> None:
    """Call `call(*args)` once `session` has committed and is closed; never when it rolled back.

    For nudges alone: set an event, queue a message, nothing that waits. It may be lost without harm.
    """
    session.info.setdefault("nudges", []).append((call, args))


def _nudge(session: Session) -> None:
    for call, args in session.info.pop("nudges", ()):
        began = time.monotonic()
        try:
            call(*args)
        except Exception:
            logger.exception("a nudge failed; the work will be found without it")
        if (took := time.monotonic() - began) > NUDGE_SECONDS:
            logger.warning("a nudge took %.1f s; it must only queue", took)


def ping(session: Session) -> None:
    """Raise unless the database answers."""
    session.execute(text("SELECT 1"))
