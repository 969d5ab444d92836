"""What an append costs: a number of statements that the number of events does not change, each through an index."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import event, text

from tests.trace.made import NOW, draft, item, product_card
from trace import bulk, ledger, tables
from trace.words import Stage

LOT = {"cbvmda:lotNumber": "L1"}


@contextmanager
def counted(session):
    """The statements that go through SQLAlchemy; many rows of one statement count once."""
    seen = []

    def note(connection, cursor, statement, parameters, context, many):
        seen.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    yield seen
    event.remove(session.get_bind(), "before_cursor_execute", note)


def drafts(count, first, **members):
    return [
        draft(item(first + at), item(first + at + 1), texts={"text": "t"}, ilmd=LOT, **members) for at in range(count)
    ]


@pytest.mark.parametrize("again", [False, True])
def test_the_number_of_statements_does_not_grow_with_the_number_of_events(session, again):
    counts = []
    ledger.append(session, [product_card(), *drafts(1, 10**6)], NOW)
    for count in (10, 100, 300):
        told = drafts(count, count * 1_000)
        if again:
            ledger.append(session, told, NOW)
        with counted(session) as seen:
            ledger.append(session, told, NOW)
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2] <= 14


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_hundred_events_are_ten_statements_on_the_wire(session):
    ledger.append(session, [product_card(), *drafts(1, 10**6)], NOW)
    driver = session.connection().connection.driver_connection
    with tempfile.TemporaryFile("w+") as trace:
        driver.pgconn.trace(trace.fileno())
        driver.pgconn.set_trace_flags(psycopg.pq.Trace.SUPPRESS_TIMESTAMPS)
        ledger.append(session, drafts(100, 1), NOW)
        driver.pgconn.untrace()
        trace.seek(0)
        sent = [line.split("\t")[2] for line in trace if line.startswith("F\t")]
    assert sum(one in ("Query", "Execute") for one in sent) <= 10


def test_a_single_event_is_few_statements(session):
    ledger.append(session, [draft()], NOW)
    with counted(session) as seen:
        ledger.append(session, [draft(stage=Stage.LISTED, event_id="urn:x:1")], NOW)
    assert len(seen) <= 9


def filled(session):
    """Enough rows that reading all of them would be the dearer way."""
    many = range(1, 5_001)
    hashed = [number.to_bytes(32, "big") for number in many]
    bulk.insert(session, tables.thing, [(n, item(n), 1, b"l", 0, 1, 1, None) for n in many])
    bulk.insert(session, tables.link, [(n, 0, n, "epc") for n in many])
    bulk.insert(session, tables.lot_item, [(n, n % 500) for n in many])
    bulk.insert(session, tables.submission, [(hashed[n - 1][-16:], n) for n in many])
    bulk.insert(session, tables.private_field, [(n, "text", b"s", b"b") for n in many])
    bulk.insert(
        session,
        tables.entry,
        [(n, 0, 0, 1, "sold", 1, "{}", b"s", "{}", b"s", b"d" * 128, hashed[n - 1]) for n in many],
    )
    session.execute(text("ANALYZE"))


def plan(session, statement):
    explain = "EXPLAIN " if bulk.is_postgresql(session) else "EXPLAIN QUERY PLAN "
    return "\n".join(str(row[-1]) for row in session.connection().exec_driver_sql(explain + statement))


KEY = {"sqlite": f"x'{5:032x}'", "postgresql": f"'\\x{5:032x}'::bytea"}
LOOKUPS = {
    "thing by name": "SELECT id FROM thing WHERE uri {}",
    "thing by id": "SELECT uri FROM thing WHERE id {}",
    "links of a thing": "SELECT entry_id FROM link WHERE thing_id {}",
    "links of an entry": "SELECT thing_id FROM link WHERE entry_id {}",
    "entry": "SELECT event FROM entry WHERE id {}",
    "items of a lot": "SELECT thing_id FROM lot_item WHERE lot_id {}",
    "lot of an item": "SELECT lot_id FROM lot_item WHERE thing_id {}",
    "submission": "SELECT entry_id FROM submission WHERE key {}",
    "texts of an entry": "SELECT salt FROM private_field WHERE entry_id {}",
}


def test_every_look_up_of_the_record_goes_through_an_index(session):
    filled(session)
    kind = session.get_bind().dialect.name
    for name, statement in LOOKUPS.items():
        value = f"'{item(5)}'" if "uri {" in statement else KEY[kind] if "key {" in statement else "5"
        for condition in (f"= {value}", f"IN ({value}, {value})"):
            found = plan(session, statement.format(condition))
            assert ("SEARCH" in found and "SCAN" not in found) or ("Index" in found and "Seq Scan" not in found), (
                name,
                found,
            )


def test_the_test_sees_a_look_up_without_an_index(session):
    filled(session)
    found = plan(session, "SELECT id FROM thing WHERE leaf = 'x'")
    assert "SCAN" in found or "Seq Scan" in found


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_plans_that_were_made_while_the_tables_were_empty_still_use_the_index(session):
    """A session prepares its statements early, and nothing makes it think again before the next ANALYZE."""
    for turn in range(15):
        ledger.append(session, drafts(100, turn * 1_000), NOW)
        ledger.append(session, drafts(100, turn * 1_000), NOW)
    prepared = "SELECT name, statement, parameter_types::text[] FROM pg_prepared_statements WHERE generic_plans > 0"
    found = [
        row for row in session.execute(text(prepared)) if row.statement.startswith("SELECT") and "ANY" in row.statement
    ]
    assert found, "no statement of the ledger has a plan that is kept"
    for name, statement, (kind, *_) in found:
        value = {"text[]": "{urn:x:1}", "bytea[]": "{x}"}.get(kind, "{5}")
        shown = session.connection().exec_driver_sql(f"EXPLAIN EXECUTE {name} ('{value}')")
        lines = "\n".join(row[0] for row in shown)
        assert "Seq Scan" not in lines, (statement, lines)
