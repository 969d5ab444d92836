"""Work that is due again and again: one list, and of all who look at once one does it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, time, timedelta

import pytest

from app import due, turns
from app.clock import now
from app.db import reading, transaction
from app.due import DUE, Due
from app.turns import Turn
from tests.app.installation import installed

NIGHTLY = Due("count", "tests.app.test_due:count", timedelta(seconds=1), "slow", time(3, 30))
COUNTED: list[str] = []


def count(app):
    COUNTED.append(threading.current_thread().name)
    return len(COUNTED)


def broken(app):
    raise OSError("the disk is full")


@pytest.fixture(autouse=True)
def nothing_counted():
    COUNTED.clear()


def row(app, name="count"):
    with app.app_context(), reading() as session:
        return session.get(Turn, name)


def at_once(app, one, number):
    barrier = threading.Barrier(number)

    def go():
        barrier.wait()
        due.run(app, one)

    threads = [threading.Thread(target=go) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_every_line_of_the_list_names_something_that_can_be_done():
    assert len({one.name for one in DUE}) == len(DUE)
    assert all(callable(due.function(one)) for one in DUE)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_beat_and_the_threads_of_the_server_read_the_same_list(app):
    schedule = app.extensions["celery"].conf.beat_schedule
    assert {one.name: one.look.total_seconds() for one in DUE} == {
        name: entry["schedule"] for name, entry in schedule.items()
    }
    assert all(entry["task"] in app.extensions["celery"].tasks for entry in schedule.values())


def test_what_is_due_once_a_day_is_done_once_by_all_who_look_at_once(app):
    at_once(app, NIGHTLY, 6)
    assert len(COUNTED) == 1
    assert due.run(app, NIGHTLY) is None
    assert now() < row(app).next_at <= now() + timedelta(days=1)


def test_the_next_day_it_is_due_again(app):
    due.run(app, NIGHTLY)
    with app.app_context(), transaction() as session:
        session.get_one(Turn, "count").next_at = now()
    assert due.run(app, NIGHTLY) == 2


def test_whoever_was_killed_in_the_middle_leaves_it_to_another_after_a_while(app):
    with app.app_context(), transaction() as session:
        assert turns.claim(session, "count", now())
    assert due.run(app, NIGHTLY) is None
    with app.app_context(), transaction() as session:
        assert turns.claim(session, "count", now() + turns.LEASE)


def test_what_broke_off_says_so_and_is_tried_again_soon(app):
    with pytest.raises(OSError, match="full"):
        due.run(app, NIGHTLY._replace(does="tests.app.test_due:broken"))
    assert row(app).trouble == "OSError"
    assert row(app).next_at <= now() + due.AGAIN
    with app.app_context(), transaction() as session:
        session.get_one(Turn, "count").next_at = now()
    assert due.run(app, NIGHTLY) == 1
    assert row(app).trouble is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Half past three in China is 19:30 in UTC.
        (datetime(2026, 11, 24, 19, 29, tzinfo=UTC), datetime(2026, 11, 24, 19, 30, tzinfo=UTC)),
        (datetime(2026, 11, 24, 19, 30, tzinfo=UTC), datetime(2026, 11, 25, 19, 30, tzinfo=UTC)),
        (datetime(2026, 12, 31, 19, 31, tzinfo=UTC), datetime(2027, 1, 1, 19, 30, tzinfo=UTC)),
    ],
)
def test_the_night_is_that_of_china(moment, expected):
    assert due.following(moment, time(3, 30)) == expected


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_behind_workers_the_threads_of_the_server_only_make_good_what_is_left(database, tmp_path):
    from app import ticker

    one = next(one for one in DUE if one.name == "messages")
    alone, behind = (
        installed(database, tmp_path),
        installed(database, tmp_path, CELERY_BROKER_URL="redis://127.0.0.1:1"),
    )
    assert ticker.every(alone, one) == one.look
    assert ticker.every(behind, one) == ticker.BEHIND_WORKERS
    for made in (alone, behind):
        made.extensions["database"].engine.dispose()
