"""Celery in real life: a Redis, beat and workers do what is due; killed, or asked twice, nothing is lost or done twice."""

from __future__ import annotations

import signal
import sys
import threading
from collections import Counter
from contextlib import ExitStack

import pytest

from app import notices, tasks
from app.clock import now
from app.db import reading, transaction
from app.due import DUE
from app.turns import Turn
from app.webhooks import Delivery, State
from tests.app.installation import installed
from tests.app.receiver import receiving
from tests.app.test_brokers import Process, redis, until
from tests.app.test_outgoing import SECRET
from trace import parties

__all__ = ["redis"]


class Office:
    """A web server without threads of its own, and what starts the processes beside it."""

    def __init__(self, database, folder, broker, url, stack):
        self.folder, self.stack = folder, stack
        self.environment = {
            "DATABASE_URL": database, "LOG_DIR": str(folder / "log"), "CELERY_BROKER_URL": broker, "WEBHOOK_URL": url,
            "WEBHOOK_SECRET": SECRET, "WEBHOOK_PRIVATE": "yes",
        }  # fmt: skip
        more = {name: value for name, value in self.environment.items() if name not in ("DATABASE_URL", "LOG_DIR")}
        self.app = installed(database, folder, **more)
        stack.callback(self.app.extensions["database"].engine.dispose)
        stack.callback(self.app.extensions["celery"].close)

    def start(self, *words):
        process = Process(
            self.folder / f"{words[0]}.out", sys.executable, "-m", "celery", "-A", "wsgi:celery", *words, "--loglevel",
            "WARNING", **self.environment,
        )  # fmt: skip
        self.stack.callback(process.end, signal.SIGKILL)
        return process

    def worker(self):
        return self.start("worker", "--pool", "solo")

    def tell(self, number):
        """So many messages to a merchant."""
        with self.app.app_context(), transaction() as session:
            party = parties.register(session, "merchant", "岭上参业", now())
            return [notices.verification(session, party.id, None, now()).id for _ in range(number)]

    def states(self):
        with self.app.app_context(), reading() as session:
            return Counter(one.state for one in session.query(Delivery))

    def erased(self):
        with self.app.app_context(), reading() as session:
            return (found := session.get(Turn, "erase")) is not None and found.ended_at is not None

    def ask(self, name, times):
        for _ in range(times):
            self.app.extensions["celery"].send_task(tasks.TASK.format(name), retry=True)


@pytest.fixture
def office(database, tmp_path, redis):
    """What makes an office whose messages go to this address."""
    with ExitStack() as stack:
        yield lambda url: Office(database, tmp_path, f"redis://127.0.0.1:{redis.port}/0", url, stack)


def came(receiver):
    """How often each message has come."""
    return Counter(headers["webhook-id"] for _, headers, _ in receiver.came)


def test_beat_asks_a_worker_for_what_is_due(office):
    with receiving(204) as receiver:
        made = office(receiver.url)
        made.tell(3)
        worker, beat = made.worker(), made.start("beat")
        until(lambda: worker.alive() and beat.alive() and made.states() == {State.SENT: 3})
        assert set(came(receiver).values()) == {1}


def test_tasks_that_come_many_times_to_two_workers_send_each_message_once(office):
    with receiving(204) as receiver:
        made = office(receiver.url)
        ids = made.tell(20)
        made.ask("messages", 10)
        workers = [made.worker(), made.worker()]
        until(lambda: all(one.alive() for one in workers) and made.states() == {State.SENT: 20})
        assert came(receiver) == {f"msg_{one}": 1 for one in ids}


def test_a_worker_that_is_killed_while_it_sends_leaves_the_message_to_the_next_one(office):
    with receiving(204) as receiver:
        made = office(receiver.url)
        (message,) = made.tell(1)
        receiver.holds = threading.Event()
        made.ask("messages", 1)
        first = made.worker()
        until(lambda: first.alive() and len(receiver.came) == 1)
        first.end(signal.SIGKILL)
        receiver.holds.set()
        assert made.states() == {State.WAITING: 1}
        with made.app.app_context(), transaction() as session:
            # The lease of whoever was killed runs out.
            session.get_one(Delivery, message).due_at = now()
        second = made.worker()
        made.ask("messages", 1)
        until(lambda: second.alive() and made.states() == {State.SENT: 1})
        # It could not say how it went, so the receiver gets it again, under the same id and so knows it.
        assert came(receiver) == {f"msg_{message}": 2}


def test_a_broker_that_dies_with_all_it_held_delays_messages_and_loses_none(office, redis):
    with receiving(204) as receiver:
        made = office(receiver.url)
        worker, beat = made.worker(), made.start("beat")
        made.tell(1)
        until(lambda: worker.alive() and made.states() == {State.SENT: 1})
        redis.kill()
        ids = made.tell(5)
        assert made.states()[State.WAITING] == 5
        redis.start()
        until(lambda: worker.alive() and beat.alive() and made.states() == {State.SENT: 6}, seconds=120)
        assert {name: count for name, count in came(receiver).items() if name != "msg_1"} == {
            f"msg_{one}": 1 for one in ids
        }


def test_all_due_work_may_come_twice_to_a_worker(office):
    with receiving(204) as receiver:
        made = office(receiver.url)
        made.tell(2)
        for one in DUE:
            made.ask(one.name, 2)
        worker = made.worker()
        until(lambda: worker.alive() and made.states() == {State.SENT: 2} and made.erased())
        assert set(came(receiver).values()) == {1}
