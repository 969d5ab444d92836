"""Many writers at once: nothing lost, nothing twice, no position given to two, and nobody waits for ever."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.trace.made import NOW, STRANGER, draft, head, item, lot, rows
from trace import chain, ledger, merkle, tables
from trace.chain import Touch
from trace.ledger import EventIdReused
from trace.words import Stage

WRITERS = 8
only_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def at_once(work, *arguments):
    """Run `work` in a thread for each argument, all starting together; the first exception is raised here."""
    start = threading.Barrier(len(arguments))

    def one(argument):
        start.wait(30)
        return work(argument)

    with ThreadPoolExecutor(len(arguments)) as pool:
        return [done.result(60) for done in [pool.submit(one, argument) for argument in arguments]]


def lives(session):
    """Check every life: positions without a gap, each naming the leaf before it, ids and record times growing."""
    entries = {row.id: row for row in rows(session, tables.entry)}
    found = {}
    for row in rows(session, tables.link):
        found.setdefault(row.thing_id, []).append(row)
    uris = {row.id: row for row in rows(session, tables.thing)}
    for thing_id, linked in found.items():
        assert [row.n for row in linked] == list(range(len(linked)))
        ids = [row.entry_id for row in linked]
        times = [entries[one].record_ms for one in ids]
        assert ids == sorted(set(ids))
        assert times == sorted(times)
        leaf = None
        for row in linked:
            entry = entries[row.entry_id]
            digest = chain.digest(entry.seed, Touch(row.role, uris[thing_id].uri, row.n, leaf))
            assert digest in [entry.digests[at : at + 32] for at in range(0, len(entry.digests), 32)]
            leaf = merkle.leaf_hash(entry.log_entry)
        assert (uris[thing_id].n, uris[thing_id].leaf) == (len(linked), leaf)
    return {uris[thing_id].uri: len(linked) for thing_id, linked in found.items()}


def test_eight_writers_of_one_item_lose_nothing_and_share_no_position(sessions):
    def write(writer):
        for turn in range(6):
            with sessions() as session:
                drafts = [draft(stage=Stage.LISTED, event_id=f"urn:x:{writer}:{turn}:{at}") for at in range(3)]
                # Clocks of machines differ; a record time never goes back all the same.
                ledger.append(session, drafts, NOW + timedelta(seconds=random.Random(writer).randrange(60)))
                session.commit()

    at_once(write, *range(WRITERS))
    with sessions() as session:
        assert lives(session) == {item(): WRITERS * 6 * 3}
        assert len(rows(session, tables.pending)) == len(rows(session, tables.submission)) == WRITERS * 6 * 3


def test_overlapping_things_in_any_order_never_block_each_other_for_ever(sessions):
    """Every turn names items into a lot that is new, and half of the writers record the lot itself beside them."""

    def write(writer):
        order = random.Random(writer)
        for turn in range(8):
            things = order.sample(range(12), 8)
            if writer % 2:
                things.sort(reverse=True)
            uris = [[item(things[at]), item(things[at + 1])] for at in range(len(things) - 1)]
            if writer % 4 > 1:
                uris.append([item(things[0]), lot(f"L{turn}")])
            ilmd = {"cbvmda:lotNumber": f"L{turn}"}
            drafts = [draft(*pair, event_id=f"urn:x:{writer}:{turn}:{at}", ilmd=ilmd) for at, pair in enumerate(uris)]
            with sessions() as session:
                ledger.append(session, drafts, NOW)
                session.commit()

    at_once(write, *range(WRITERS))
    with sessions() as session:
        assert sum(lives(session).values()) == WRITERS * 8 * 7 * 2 + WRITERS // 2 * 8 * 2
        items = {head(session, item(number)).id for number in range(12)}
        assert {row.thing_id for row in rows(session, tables.lot_item)} == items


def test_the_same_event_sent_by_eight_at_once_is_one_entry(sessions):
    def write(_):
        with sessions() as session:
            (receipt,) = ledger.append(session, [draft(event_id="urn:x:1", texts={"text": "same"})], NOW)
            session.commit()
            return receipt

    receipts = at_once(write, *range(WRITERS))
    assert sorted(one.duplicate for one in receipts) == [False] + [True] * (WRITERS - 1)
    assert len({one.leaf for one in receipts}) == 1
    with sessions() as session:
        assert lives(session) == {item(): 1}


def test_one_id_for_different_things_at_once_is_recorded_for_one_of_them(sessions):
    def write(writer):
        with sessions() as session:
            try:
                drafts = [draft(item(writer), event_id="urn:x:1"), draft(item("own"))]
                ledger.append(session, drafts, NOW)
            except EventIdReused as refused:
                session.rollback()
                return refused.message
            session.commit()
            return None

    found = at_once(write, *range(WRITERS))
    assert found.count(None) == 1
    assert {one for one in found if one} == {
        "the event id 'urn:x:1' is already recorded with another content: send a new id, "
        "or an error declaration that names this one"
    }
    with sessions() as session:
        assert lives(session) == {item(found.index(None)): 1, item("own"): 1}


def test_crossed_ids_of_different_things_block_nobody_for_ever(sessions):
    def write(writer):
        ids = ["urn:x:1", "urn:x:2"][:: 1 if writer % 2 else -1]
        with sessions() as session:
            drafts = [draft(item(f"{writer}-{at}"), event_id=one) for at, one in enumerate(ids)]
            try:
                ledger.append(session, drafts, NOW)
            except EventIdReused:
                session.rollback()
                return False
            session.commit()
            return True

    assert at_once(write, *range(WRITERS)).count(True) == 1


@only_postgresql
def test_locks_are_taken_in_one_order_whatever_order_they_are_asked_for_in(sessions):
    names = [item(number) for number in range(200)]

    def lock(writer):
        for turn in range(20):
            with sessions() as session:
                assert len(ledger.lock(session, names[:: 1 if (writer + turn) % 2 else -1])) == len(names)
                session.commit()

    at_once(lock, *range(4))


def waits(sessions, drafts, ended):
    """Append in a thread; `ended` gets the receipts or the refusal."""

    def write():
        with sessions() as session:
            try:
                ended.append(ledger.append(session, drafts, NOW))
                session.commit()
            except EventIdReused as refused:
                ended.append(refused)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(0.3)
    assert ended == [], "it did not wait"
    return thread


@only_postgresql
@pytest.mark.parametrize("elsewhere", [False, True])
def test_who_comes_second_waits_for_the_end_of_the_first(sessions, elsewhere):
    ended = []
    with sessions() as session:
        (first,) = ledger.append(session, [draft(event_id="urn:x:1")], NOW)
        thread = waits(sessions, [draft(item("elsewhere" if elsewhere else "A1"), event_id="urn:x:1")], ended)
        session.commit()
    thread.join(10)
    if elsewhere:
        assert isinstance(ended[0], EventIdReused)
    else:
        assert ended == [[first._replace(duplicate=True)]]


@only_postgresql
@pytest.mark.parametrize("elsewhere", [False, True])
def test_who_comes_second_is_recorded_where_the_first_gave_up(sessions, elsewhere):
    ended = []
    with sessions() as session:
        ledger.append(session, [draft(event_id="urn:x:1")], NOW)
        thread = waits(sessions, [draft(item("elsewhere" if elsewhere else "A1"), event_id="urn:x:1")], ended)
        session.rollback()
    thread.join(10)
    assert [one.duplicate for one in ended[0]] == [False]
    with sessions() as session:
        assert lives(session) == {item("elsewhere" if elsewhere else "A1"): 1}


@only_postgresql
def test_writers_of_different_items_do_not_wait_for_each_other_even_in_one_known_lot(sessions):
    ilmd = {"cbvmda:lotNumber": "L1"}
    with sessions() as session:
        ledger.append(session, [draft(item(0), ilmd=ilmd)], NOW)
        session.commit()
    with sessions() as first, sessions() as second:
        ledger.append(first, [draft(item(1), ilmd=ilmd)], NOW)
        ledger.append(second, [draft(item(2), ilmd=ilmd, by=STRANGER)], NOW)
        second.commit()
        first.commit()
    with sessions() as session:
        assert lives(session) == {item(0): 1, item(1): 1, item(2): 1}
