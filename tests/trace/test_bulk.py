"""The seam between the record and its databases: the same rows in and out, whichever way they went."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from tests.trace.made import rows
from trace import bulk, tables

NULL_OR_NOT = (None, b"", b"\x00\xff\\x", 0)


def entry(number):
    return (
        number, 2**53 + number, -number, 1, "签收\t\\N", 1, None if number % 2 else '{"a":"\\u0000\\\\"}\n',
        None if number % 2 else bytes(range(256)), "{}", bytes([number % 256]) * 32, b"\x00" * 128, b"\\x00" * 8,
    )  # fmt: skip


ROWS = {
    tables.entry: entry,
    tables.link: lambda number: (number, number * 2, number * 3, "epc"),
    tables.private_field: lambda number: (number, "text, \\N", b"\x00" * 32, bytes(range(number % 256))),
    tables.pending: lambda number: (number, bytes([number % 256]) * 32, b"m" * 32),
    tables.log_leaf: lambda number: (number, number, -(2**63) + number),
    tables.tile: lambda number: (number % 8, number, b"h" * 8_192),
    tables.submission: lambda number: (number.to_bytes(16, "big"), number),
    tables.lot_item: lambda number: (number, 7),
}


@pytest.mark.parametrize("table", ROWS, ids=str)
def test_few_rows_and_many_go_in_alike(session, table):
    few, many = bulk.COPY_FROM - 1, 5 * bulk.COPY_FROM
    wanted = [ROWS[table](number) for number in range(1, few + many + 1)]
    bulk.insert(session, table, wanted[:few])
    bulk.insert(session, table, wanted[few:])
    assert sorted(tuple(row) for row in rows(session, table)) == sorted(wanted)


def test_no_rows_are_no_statement(session):
    bulk.insert(session, tables.link, [])
    assert list(bulk.select_in(session, "SELECT n FROM link WHERE entry_id", [], "bigint")) == []


@pytest.mark.parametrize("count", [1, bulk.CHUNK, bulk.CHUNK + 1, 3 * bulk.CHUNK + 7])
def test_rows_are_found_by_any_number_of_keys(session, count):
    bulk.insert(session, tables.submission, [(number.to_bytes(16, "big"), number) for number in range(count + 5)])
    statement = "SELECT entry_id FROM submission WHERE key"
    found = bulk.select_in(session, statement, [number.to_bytes(16, "big") for number in range(count)], "bytea")
    assert sorted(row[0] for row in found) == list(range(count))


def test_texts_are_found_whatever_they_hold(session):
    names = ["urn:x:a'b", 'urn:x:"{},', "urn:x:\\", "urn:x:集安", "NULL", "urn:x:?%s"]
    bulk.insert(session, tables.thing, [(at, name, 0, None, 0, None, None, None) for at, name in enumerate(names, 1)])
    found = bulk.select_in(session, "SELECT uri FROM thing WHERE uri", names, "text", " AND n = 0 ORDER BY id")
    assert [row[0] for row in found] == names


def test_only_new_rows_are_inserted_where_that_is_asked_for(session):
    bulk.insert_new(session, tables.lot_item, [(1, 7), (2, 7)])
    bulk.insert_new(session, tables.lot_item, [(2, 8), (3, 8), (3, 9)])
    assert [tuple(row) for row in rows(session, tables.lot_item)] == [(1, 7), (2, 7), (3, 8)]


def test_a_statement_gives_its_rows_or_none(session):
    assert bulk.run(session, "SELECT ?, ?", (1, "a")) == [(1, "a")]
    assert bulk.run(session, "SELECT 1 WHERE 1 = 2") == []
    assert bulk.run(session, "DELETE FROM link") == []
    many = [(number, number, number, "epc") for number in range(20)]
    assert bulk.run(session, "INSERT INTO link (thing_id, n, entry_id, role) VALUES (?, ?, ?, ?)", many) == []
    assert bulk.run(session, "SELECT count(*) FROM link") == [(20,)]


def test_numbers_of_every_width_go_in(session):
    for number in (0, 1, 2**15, 2**31, 2**62, -(2**63)):
        bulk.insert(session, tables.link, [(number, 0, 1, "epc")])
        assert bulk.run(session, "SELECT thing_id FROM link WHERE thing_id = ?", (number,)) == [(number,)]
        found = bulk.select_in(session, "SELECT thing_id FROM link WHERE thing_id", [number], "bigint")
        assert list(found) == [(number,)]


@pytest.mark.parametrize("count", [2, 2 * bulk.COPY_FROM])
def test_a_row_that_is_there_already_is_the_error_that_sqlalchemy_makes_of_it(session, count):
    with pytest.raises(DBAPIError) as refused:
        bulk.insert(session, tables.pending, [(1, b"l", b"m")] * count)
    assert isinstance(refused.value.orig, sqlite3.IntegrityError | psycopg.errors.UniqueViolation)
    assert not refused.value.connection_invalidated


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("count", [1, bulk.COPY_FROM])
def test_a_database_that_goes_away_in_between_is_known_as_such(sessions, count):
    with sessions() as session, sessions() as other:
        ((process,),) = bulk.run(session, "SELECT pg_backend_pid()")
        bulk.run(other, "SELECT pg_terminate_backend(?, 5000)", (process,))
        with pytest.raises(DBAPIError) as refused:
            bulk.insert(session, tables.pending, [(number, b"l", b"m") for number in range(count)])
        assert refused.value.connection_invalidated


def test_bulk_rows_are_part_of_the_transaction(sessions):
    with sessions() as session:
        bulk.insert(session, tables.link, [(number, 0, 1, "epc") for number in range(20)])
        session.rollback()
        assert bulk.run(session, "SELECT count(*) FROM link") == [(0,)]


def test_a_few_rows_of_several_tables_go_in_by_one_statement_on_postgresql(session):
    told = [bulk.Some(table, [ROWS[table](number) for number in range(1, 4)]) for table in (tables.entry, tables.link)]
    if not bulk.together(session, [*told, bulk.Some(tables.pending, [])]):
        assert not bulk.is_postgresql(session)
        for one in told:
            bulk.insert(session, one.table, one.rows)
    for one in told:
        assert sorted(rows(session, one.table)) == sorted(one.rows)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_many_rows_do_not_go_together(session):
    many = [ROWS[tables.pending](number) for number in range(1, bulk.COPY_FROM + 1)]
    assert not bulk.together(session, [bulk.Some(tables.pending, many)])
    assert list(rows(session, tables.pending)) == []
