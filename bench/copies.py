"""The limit of every write: the rows that the ledger has just written, written again elsewhere by the driver alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, SmallInteger, Table

from bench.places import Installation
from trace import tables

WRITTEN = (tables.thing, tables.submission, tables.entry, tables.link, tables.private_field, tables.pending)
Rows = dict[str, list[tuple[Any, ...]]]
_OF_ENTRY = {"entry": "id"}
_KINDS = {BigInteger: "int8", SmallInteger: "int2", LargeBinary: "bytea"}


def last_entry(at: Installation) -> int:
    """The newest entry's id."""
    with at.reading() as session:
        return int(session.connection().exec_driver_sql("SELECT coalesce(max(id), 0) FROM entry").scalar_one())


def documents(at: Installation, after: int, size: int) -> Iterator[Rows]:
    """The rows of the entries behind `after`, in documents of `size` events."""
    with at.reading() as session:
        connection = session.connection()
        for first in range(after + 1, last_entry(at) + 1, size):
            found: Rows = {}
            for table in WRITTEN:
                names = ", ".join(column.name for column in table.columns)
                key = _OF_ENTRY.get(table.name, "entry_id")
                where = f"{key} >= {first} AND {key} < {first + size}"
                if table is tables.thing:
                    where = f"id IN (SELECT thing_id FROM link WHERE {where})"
                rows = connection.exec_driver_sql(f"SELECT {names} FROM {table.name} WHERE {where}").fetchall()
                found[table.name] = [tuple(row) for row in rows]
            yield found


class Copier:
    """Writes such rows into another database of the same tables and indexes, a transaction for each document."""

    def __init__(self, to: Installation) -> None:
        self._driver = to.driver()
        self._sqlite = to.url.startswith("sqlite")

    def bulk(self, rows: Rows) -> None:
        """A document as fast as the driver takes it: COPY on PostgreSQL, executemany on SQLite."""
        if self._sqlite:
            self._driver.execute("BEGIN IMMEDIATE")
            for table in WRITTEN:
                self._driver.executemany(_insert(table, "?"), rows[table.name])
            self._driver.execute("COMMIT")
            return
        with self._driver.cursor() as cursor:
            for table in WRITTEN:
                if rows[table.name]:
                    names = ", ".join(column.name for column in table.columns)
                    with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
                        copy.set_types(_types(table))
                        for row in rows[table.name]:
                            copy.write_row(row)
        self._driver.commit()

    def single(self, rows: Rows) -> None:
        """One event about things that are there, a statement for each row."""
        mark = "?" if self._sqlite else "%s"
        if self._sqlite:
            self._driver.execute("BEGIN IMMEDIATE")
        for table in WRITTEN[1:]:
            for row in rows[table.name]:
                self._driver.execute(_insert(table, mark), row)
        for id_, _, *head in rows["thing"]:
            self._driver.execute(_UPDATE.replace("?", mark), (*head, id_))
        self._driver.commit()

    def close(self) -> None:
        """Let go of the connection."""
        self._driver.close()


_UPDATE = "UPDATE thing SET n = ?, leaf = ?, record_ms = ?, owner_id = ?, holder_id = ?, offered_id = ? WHERE id = ?"


def _insert(table: Table, mark: str) -> str:
    names: Sequence[str] = [column.name for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"


def _types(table: Table) -> list[str]:
    return [next((name for kind, name in _KINDS.items() if isinstance(c.type, kind)), "text") for c in table.columns]
