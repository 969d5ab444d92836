"""Eight writers of one item and two sequencers at once: nothing lost, nothing twice, and soon in the log."""

from __future__ import annotations

import threading
import time
from bisect import bisect
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

import pytest

from app import sequencing, tasks
from app.clock import now
from app.db import after_close, database, reading, transaction
from tests.app.installation import installed
from tests.trace.made import HALL, draft, item, rows
from trace import audit, ledger, log, logdir, merkle, tables
from trace.words import Stage

WRITERS, CALLS = 8, 25


@pytest.fixture
def both(database, tmp_path):
    """Two processes' worth of apps over one installation, each with its loop."""
    apps = [installed(database, tmp_path, THREADS="12") for _ in range(2)]
    for app in apps:
        sequencing.start(app)
    yield apps
    for app in apps:
        sequencing.stop(app)
        app.extensions["database"].engine.dispose()


class Watch:
    """Sees, from a thread of its own, when the log has grown to which size."""

    def __init__(self, app):
        self.app, self.times, self.sizes, self.ended = app, [], [], threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        while not self.ended.wait(0.01):
            with self.app.app_context(), reading() as session:
                self.sizes.append(log.newest(session).size)
            self.times.append(time.monotonic())

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def reached(self, size):
        """The time at which the log was first seen to be this large."""
        return self.times[bisect(self.sizes, size - 1)]


def write(app, writer, pause, turn):
    """Calls one after the other, all of them about the same item; each leaf with the time of its commit."""
    done = []
    for call in range(CALLS):
        with app.app_context(), transaction() as session:
            (receipt,) = ledger.append(
                session, [draft(stage=Stage.LISTED, event_id=f"urn:x:{turn}:{writer}:{call}")], now()
            )
            after_close(session, tasks.nudge)
        done.append((receipt.leaf, time.monotonic()))
        time.sleep(pause)
    return done


def indexes(app):
    """Where each leaf stands in the log."""
    with app.app_context(), reading() as session:
        entries = {row.id: merkle.leaf_hash(row.log_entry) for row in rows(session, tables.entry)}
        return {entries[row.entry_id]: row.idx for row in rows(session, tables.log_leaf)}


def until(what, seconds=60.0):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.02)


def all_at_once(both, pause, turn=0):
    """Every writer at work, `turn` times before already; the seconds from each commit to the log."""
    size = (turn + 1) * WRITERS * CALLS
    with Watch(both[0]) as watch, ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(write, both[writer % 2], writer, pause, turn) for writer in range(WRITERS)]
        done = [one for each in running for one in each.result(120)]
        until(lambda: watch.sizes[-1:] == [size])
    where = indexes(both[0])
    assert (len(done), len(where)) == (WRITERS * CALLS, size)
    return [max(0.0, watch.reached(where[leaf] + 1) - committed) for leaf, committed in done]


def test_nothing_is_lost_or_twice_and_no_position_is_given_to_two_or_left_out(both, tmp_path):
    all_at_once(both, 0)
    assert [app.extensions["sequencing"].trouble for app in both] == [None, None]
    with both[0].app_context():
        keyring = database().keyring
        with reading() as session:
            assert audit.verify(session, keyring, keyring.signer.verifier) is None
            assert [row.idx for row in rows(session, tables.log_leaf)] == list(range(WRITERS * CALLS))
            assert [row.n for row in rows(session, tables.link)] == list(range(WRITERS * CALLS))
            assert [(row.uri, row.n) for row in rows(session, tables.thing)] == [(item(), WRITERS * CALLS)]
            assert {row.actor_id for row in rows(session, tables.entry)} == {HALL.id}
    # Published after the commit; the older of two notes that come at once is not the one that stays.
    until(lambda: logdir.read(tmp_path / "log", keyring.signer.verifier).size == WRITERS * CALLS)


def test_of_twenty_entries_nineteen_are_in_the_log_within_a_second(both):
    # Ten milliseconds between the calls of one writer are more than most shops will ever send. It is said of the service
    # and not of a machine that something else keeps busy, so the best of three turns counts.
    p95s = []
    while len(p95s) < 3 and (not p95s or p95s[-1] >= 1):
        p95s.append(quantiles(all_at_once(both, 0.01, len(p95s)), n=20)[-1])
    assert min(p95s) < 1
