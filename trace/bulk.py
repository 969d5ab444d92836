"""The one seam between the record and its two databases: many rows in, many rows by key.

On PostgreSQL rows go in by COPY (measured at twice the rate of multi-row inserts, ten times the ORM),
on SQLite by executemany. Nothing else in the record knows which database it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy import BigInteger, Connection, LargeBinary, SmallInteger, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Row = tuple[Any, ...]
# Below this many rows an INSERT is cheaper than opening a COPY.
COPY_FROM = 8
# SQLite takes 32,766 parameters a statement; short statements are also parsed only once.
CHUNK = 400


def is_postgresql(session: Session) -> bool:
    """Which of the two databases this session speaks to."""
    return session.get_bind().dialect.name == "postgresql"


def run(session: Session, statement: str, parameters: Any = ()) -> list[Row]:
    """One statement through the driver, written with `?`; its rows, if it gives any.

    On PostgreSQL parameters go as they are and not as texts, so what is compared with them must be of their type.
    """
    connection = session.connection()
    if is_postgresql(session):
        statement = _dollars(statement)
    result = connection.exec_driver_sql(statement, parameters)
    if not result.returns_rows:
        return []
    rows: list[Row] = list(result.cursor.fetchall())
    result.close()
    return rows


def insert(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, each a tuple in the order of the table's columns."""
    if not rows:
        return
    connection = session.connection()
    if not is_postgresql(session):
        connection.exec_driver_sql(_insert(table, "?"), list(rows))
    elif len(rows) < COPY_FROM:
        connection.exec_driver_sql(_insert(table, "%s"), list(rows))
    else:
        _copy(connection, table, rows)


def insert_new(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert those of `rows` whose primary key is not there yet."""
    if not is_postgresql(session):
        run(session, _insert(table, "?").replace("INSERT", "INSERT OR IGNORE", 1), list(rows))
        return
    names = ", ".join(column.name for column in table.columns)
    arrays = ", ".join(f"?::{kind}[]" for kind in _types(table))
    columns = tuple(list(column) for column in zip(*rows, strict=True))
    run(session, f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING", columns)


def select_in(session: Session, statement: str, values: Iterable[Any], kind: str, tail: str = "") -> Iterator[Row]:
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


@lru_cache(maxsize=64)
def _types(table: Table) -> list[str]:
    kinds = {BigInteger: "int8", SmallInteger: "int2", LargeBinary: "bytea"}
    return [next((name for kind, name in kinds.items() if isinstance(c.type, kind)), "text") for c in table.columns]


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
        # As SQLAlchemy does for every other statement, so that a database that is away is known as such.
        if driver.closed:
            connection.invalidate(error)
        raise DBAPIError(statement, None, error, connection_invalidated=driver.closed) from error
