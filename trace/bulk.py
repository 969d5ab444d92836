"""The one seam between the record and its two databases: many rows in, many rows by key.

On PostgreSQL rows go in by COPY (measured at twice the rate of multi-row inserts, ten times the ORM),
on SQLite by executemany. Statements go to the driver itself: on the way through SQLAlchemy one costs several times what
it costs the database. Nothing else in the record knows which database it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import BigInteger, Connection, Dialect, Double, LargeBinary, SmallInteger, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Row = tuple[Any, ...]
# Below this many rows an INSERT is cheaper than opening a COPY.
COPY_FROM = 8
# SQLite takes 32,766 parameters a statement; short statements are also parsed only once.
CHUNK = 400


class Some(NamedTuple):
    """Rows of a table, and what becomes of those that are there (ON CONFLICT)."""

    table: Table
    rows: Sequence[Row]
    tail: str = ""


class Glance:
    """A connection by the driver alone, for reads that are done thousands of times a second.

    There is no transaction: each statement sees the newest state, so what it reads must be fit for that.
    """

    __slots__ = ("_cursor", "_dialect", "info", "postgresql")

    def __init__(self, driver: Any, dialect: Dialect, info: dict[str, Any]) -> None:
        self._dialect, self.info = dialect, info
        self.postgresql = dialect.name == "postgresql"
        self._cursor = _cursor(driver, self.postgresql)

    def run(self, statement: str, parameters: Any = ()) -> list[Row]:
        """One statement, as `run` below."""
        return _run(self._cursor, self._dialect, statement, parameters)


# What reads: a session with a state of its own, or a glance.
Reads = Session | Glance


def is_postgresql(session: Reads) -> bool:
    """Which of the two databases this session speaks to."""
    return session.postgresql if isinstance(session, Glance) else session.get_bind().dialect.name == "postgresql"


def run(session: Reads, statement: str, parameters: Any = ()) -> list[Row]:
    """One statement through the driver, written with `?`; its rows, if it gives any.

    On PostgreSQL parameters go as they are and not as texts, so what is compared with them must be of their type.
    """
    if isinstance(session, Glance):
        return session.run(statement, parameters)
    connection = session.connection()
    postgresql = connection.dialect.name == "postgresql"
    if connection.engine.dispatch.before_cursor_execute:
        # Somebody listens to the statements, a tracer or a test, and hears of them through SQLAlchemy alone.
        result = connection.exec_driver_sql(_dollars(statement) if postgresql else statement, parameters)
        return list(result.cursor.fetchall()) if result.returns_rows else []
    driver = connection.connection.driver_connection
    try:
        return _run(_cursor(driver, postgresql), connection.dialect, statement, parameters)
    except DBAPIError as error:
        if error.connection_invalidated:
            connection.invalidate(error)
        raise


def insert(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, each a tuple in the order of the table's columns."""
    if not rows:
        return
    if len(rows) == 1:
        run(session, _insert(table, "?"), rows[0])
    elif len(rows) >= COPY_FROM and is_postgresql(session):
        _copy(session.connection(), table, rows)
    else:
        run(session, _insert(table, "?"), list(rows))


def together(session: Session, told: Sequence[Some]) -> bool:
    """Insert a few rows of several tables in one statement, since each is a way there and back; whether that was done.

    It is not where rows are many, nor on SQLite, which is asked within the process.
    """
    some = [one for one in told if one.rows]
    if not is_postgresql(session) or any(len(one.rows) >= COPY_FROM for one in some):
        return False
    statement = _inserts(tuple((one.table, len(one.rows), one.tail) for one in some))
    run(session, statement, tuple(value for one in some for row in one.rows for value in row))
    return True


def insert_new(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert those of `rows` whose primary key is not there yet."""
    if not is_postgresql(session):
        run(session, _insert(table, "?").replace("INSERT", "INSERT OR IGNORE", 1), list(rows))
        return
    names = ", ".join(column.name for column in table.columns)
    arrays = ", ".join(f"?::{kind}[]" for kind in _types(table))
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    run(session, f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING", columns)


def select_in(session: Reads, statement: str, values: Iterable[Any], kind: str, tail: str = "") -> Iterator[Row]:
    """`statement` ends before the values of its `IN`: rows for all `values`; `kind` is their PostgreSQL type."""
    found = list(values)
    if not found:
        return
    if is_postgresql(session):
        yield from run(session, f"{statement} = ANY(?::{kind}[]){tail}", (found,))
        return
    for start in range(0, len(found), CHUNK):
        some = found[start : start + CHUNK]
        yield from run(session, f"{statement} IN ({','.join('?' * len(some))}){tail}", tuple(some))


@lru_cache(maxsize=256)
def _dollars(statement: str) -> str:
    return statement.replace("?", "%b")


@lru_cache(maxsize=64)
def _insert(table: Table, mark: str) -> str:
    names = [column.name for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"


@lru_cache(maxsize=256)
def _inserts(told: tuple[tuple[Table, int, str], ...]) -> str:
    parts = []
    for table, many, tail in told:
        row = f"({', '.join('?' * len(table.columns))})"
        parts.append(f"{_insert(table, '?')}{f', {row}' * (many - 1)} {tail}")
    *first, last = parts
    before = ", ".join(f"w{at} AS ({one})" for at, one in enumerate(first))
    return f"WITH {before} {last}" if before else last


@lru_cache(maxsize=64)
def _types(table: Table) -> list[str]:
    kinds = {BigInteger: "int8", SmallInteger: "int2", LargeBinary: "bytea", Double: "float8"}
    return [next((name for kind, name in kinds.items() if isinstance(c.type, kind)), "text") for c in table.columns]


def _cursor(driver: Any, postgresql: bool) -> Any:
    return driver.cursor(binary=True) if postgresql else driver.cursor()


def _run(cursor: Any, dialect: Dialect, statement: str, parameters: Any) -> list[Row]:
    try:
        if dialect.name == "postgresql":
            statement = _dollars(statement)
        if isinstance(parameters, list):
            cursor.executemany(statement, parameters)
        else:
            cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
    except (sqlite3.Error, psycopg.Error) as error:
        raise _told(dialect, cursor.connection, statement, error) from error


def _told(dialect: Dialect, driver: Any, statement: str, error: Exception) -> Exception:
    """The error as SQLAlchemy makes it of every other statement's, so that a database that is away is known as such."""
    gone = dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]
    kinds = dialect.loaded_dbapi.Error
    return DBAPIError.instance(statement, None, error, kinds, connection_invalidated=gone, dialect=dialect)


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    driver: Any = connection.connection.driver_connection
    names = ", ".join(column.name for column in table.columns)
    statement = f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)"
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(_types(table))
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        told = _told(connection.dialect, driver, statement, error)
        if driver.closed:
            connection.invalidate(error)
        raise told from error
