"""One loop takes what waits into the log: in order, whole or not at all, and only where it continues what was shown."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import event as on, insert
from sqlalchemy.exc import IntegrityError

from tests.trace.logged import NOW, event, item
from tests.trace.made import rows
from trace import audit, bulk, log, logdir, merkle, sequencer, tables, tiles
from trace.logdir import AnotherLog, Rewound
from trace.note import Checkpoint


def record(world, many, first=0):
    return world.record(*[event("commissioning", item(f"N{first + at}"), disposition="active") for at in range(many)])


def of(world, table):
    with world.sessions() as session:
        return rows(session, table)


def newest(world):
    with world.sessions() as session:
        return log.newest(session)


def intact(world):
    with world.sessions() as session:
        return audit.verify(session, world.keyring, world.keyring.signer.verifier)


def change(world, statement, parameters=()):
    with world.sessions() as session:
        bulk.run(session, statement, parameters)
        session.commit()


def test_where_nothing_waits_nothing_is_signed(world):
    assert world.integrate() is None
    assert (newest(world).size, of(world, tables.checkpoint)) == (0, [])
    assert not world.folder.exists()


def test_a_step_takes_a_batch_at_most_and_the_next_one_the_rest(world, monkeypatch):
    monkeypatch.setattr(sequencer, "BATCH", 4)
    record(world, 10)
    sizes = []
    while world.integrate() is not None:
        sizes.append((newest(world).size, len(of(world, tables.pending))))
    assert sizes == [(4, 6), (8, 2), (10, 0)]
    assert intact(world) is None


def test_entries_stand_in_the_log_in_the_order_of_their_ids_so_that_no_life_runs_backwards(world):
    record(world, 3)
    for hour in (9, 10, 11):
        world.record(*[event("retail_selling", item(f"N{at}"), hour=hour) for at in (2, 0, 1)])
    world.integrate()
    leaves = of(world, tables.log_leaf)
    assert [row.idx for row in leaves] == list(range(12))
    assert [row.entry_id for row in leaves] == sorted(row.id for row in of(world, tables.entry))
    entries = {row.id: merkle.leaf_hash(row.log_entry) for row in of(world, tables.entry)}
    assert [row.prefix for row in leaves] == [log.prefix(entries[row.entry_id]) for row in leaves]


@pytest.mark.parametrize("sizes", [(1,), (255, 1, 1), (256,), (257, 300), (3, 600)])
def test_tiles_grow_in_place_and_lead_to_the_signed_root(world, sizes):
    first = 0
    for many in sizes:
        record(world, many, first)
        world.integrate()
        first += many
    entries = {row.id: row.log_entry for row in of(world, tables.entry)}
    leaves = [merkle.leaf_hash(entries[row.entry_id]) for row in of(world, tables.log_leaf)]
    stored = {(row.level, row.number): row.hashes for row in of(world, tables.tile)}
    assert stored == tiles.grown({}, 0, leaves)[0]
    assert newest(world).root == merkle.fold(leaves)
    assert [row.size for row in of(world, tables.checkpoint)] == [sum(sizes[: at + 1]) for at in range(len(sizes))]
    assert intact(world) is None


def forge(world, *entry_ids):
    with world.sessions() as session:
        session.execute(
            insert(tables.pending), [{"entry_id": one, "leaf": bytes(32), "mac": b"x" * 32} for one in entry_ids]
        )
        session.commit()


def test_a_forged_row_stays_behind_is_named_and_keeps_nobody_else_out(world, caplog):
    receipts = record(world, 4)
    change(world, "UPDATE pending SET leaf = ? WHERE entry_id = ?", (bytes(32), receipts[1].entry_id))
    forge(world, 10**6)
    with caplog.at_level(logging.ERROR):
        world.integrate()
    assert [row.entry_id for row in of(world, tables.log_leaf)] == [receipts[at].entry_id for at in (0, 2, 3)]
    assert [row.entry_id for row in of(world, tables.pending)] == [receipts[1].entry_id, 10**6]
    assert [line.split(" is not ours")[0] for line in caplog.messages] == [
        f"entry {receipts[1].entry_id}",
        "entry 1000000",
    ]
    assert (intact(world).check, newest(world).size) == ("pending", 3)


def test_more_forged_rows_than_a_batch_do_not_stop_the_log(world, monkeypatch):
    monkeypatch.setattr(sequencer, "BATCH", 3)
    forge(world, *range(-40, -20))
    record(world, 5)
    assert world.integrate() is not None
    assert newest(world).size == 3
    assert world.integrate() is not None
    assert world.integrate() is None
    assert (newest(world).size, len(of(world, tables.pending))) == (5, 20)


def published(world):
    return logdir.read(world.folder, world.keyring.signer.verifier)


def test_a_database_behind_what_was_published_gets_no_new_checkpoint(world):
    record(world, 3)
    world.integrate()
    ahead = Checkpoint(world.keyring.origin, 5, bytes(32))
    logdir.publish(world.folder, world.keyring, world.keyring.signer.sign(ahead.text()))
    record(world, 4, first=3)
    with pytest.raises(Rewound, match="5 entries were published and the database has 3: put back the newest backup"):
        world.integrate()
    assert (newest(world).size, len(of(world, tables.pending)), published(world).size) == (3, 4, 5)


def test_another_history_of_the_same_log_is_not_continued(world):
    record(world, 3)
    world.integrate()
    other = Checkpoint(world.keyring.origin, 2, b"\1" * 32)
    (world.folder / logdir.NAME).write_text(world.keyring.signer.sign(other.text()), encoding="utf-8")
    record(world, 1, first=3)
    with pytest.raises(AnotherLog, match="another history"):
        world.integrate()
    assert (newest(world).size, published(world).root) == (3, b"\1" * 32)


def test_where_the_published_checkpoint_was_lost_the_log_goes_on_from_the_database(world):
    record(world, 3)
    world.integrate()
    (world.folder / logdir.NAME).unlink()
    world.folder.rmdir()
    record(world, 2, first=3)
    world.integrate()
    assert (published(world).size, published(world).root) == (5, newest(world).root)
    assert intact(world) is None


def test_a_checkpoint_that_was_signed_and_not_published_is_found(world):
    def unpublished():
        with world.sessions() as session:
            return sequencer.unpublished(session, world.keyring, world.folder)

    assert unpublished() is None
    record(world, 2)
    note = world.integrate()
    assert unpublished() is None
    (world.folder / logdir.NAME).unlink()
    assert unpublished() == note
    ahead = Checkpoint(world.keyring.origin, 5, bytes(32))
    logdir.publish(world.folder, world.keyring, world.keyring.signer.sign(ahead.text()))
    with pytest.raises(Rewound):
        unpublished()


ROGUE = {
    "checkpoint": (tables.checkpoint, {"size": 5, "root": bytes(32), "note": "", "signed_ms": 0}),
    "log_leaf": (tables.log_leaf, {"idx": 3, "entry_id": 10**6, "prefix": 0}),
}


@pytest.mark.parametrize("table", sorted(ROGUE))
def test_a_second_sequencer_that_got_past_the_lock_fails_and_leaves_nothing_half_done(world, engine, table):
    record(world, 3)
    world.integrate()
    record(world, 2, first=3)
    before = [of(world, one) for one in (tables.pending, tables.tile)]
    into, row = ROGUE[table]
    was_second = []

    @on.listens_for(engine, "before_cursor_execute")
    def be_second(connection, cursor, statement, *_):
        # In between, somebody else has written the same index, or signed the same size.
        if statement.startswith("INSERT INTO log_leaf") and not was_second:
            was_second.append(True)
            if connection.dialect.name == "postgresql":
                with engine.begin() as other:
                    other.execute(insert(into), row)
            else:
                # On SQLite nobody else can write meanwhile; the keys would refuse it all the same.
                connection.execute(insert(into), row)

    with pytest.raises(IntegrityError):
        world.integrate()
    assert [of(world, one) for one in (tables.pending, tables.tile)] == before
    assert [row.idx for row in of(world, tables.log_leaf) if row.entry_id < 10**6] == [0, 1, 2]
    assert published(world).size == 3
    change(world, "DELETE FROM checkpoint WHERE size = 5")
    change(world, "DELETE FROM log_leaf WHERE entry_id = 1000000")
    world.integrate()
    assert (newest(world).size, intact(world)) == (5, None)


def test_a_step_that_is_not_committed_leaves_everything_waiting_and_nothing_is_published(world):
    record(world, 300)
    with world.sessions() as session:
        assert sequencer.integrate(session, world.keyring, NOW, world.folder) is not None
        session.rollback()
    assert len(of(world, tables.pending)) == 300
    assert [of(world, one) for one in (tables.log_leaf, tables.tile, tables.checkpoint)] == [[], [], []]
    assert published(world) is None
