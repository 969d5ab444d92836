"""A process that records through app.db, and writes into a journal what it has tried and what was acknowledged.

`python -m tests.torture.writer JOURNAL HANDS [patient] [finish]`: so many hands at once, each a fork, that work while
there is a file JOURNAL.go. A call is named, and its name alone says what it records, so that it can be sent again by
whoever finds it without an answer.
"""

from __future__ import annotations

import os
import random
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import DBAPIError, OperationalError

from app import create_app
from app.clock import now
from app.db import database, transaction
from tests.trace.made import event, item
from trace import ledger, parties
from trace.ledger import Draft
from trace.standing import Actor
from trace.words import Stage

SHARED = 8  # items that all hands write about
SIZES = (1, 1, 1, 2, 5, 40)


def drafts(name: str, actor: Actor) -> list[Draft]:
    """What the call of this name records: always the same."""
    chance = random.Random(name)
    made = []
    for at in range(chance.choice(SIZES)):
        shared = [item(f"S{one}") for one in chance.sample(range(SHARED), chance.randrange(1, 4))]
        own = event(*shared, item(f"{name}-{at}"), stage=Stage.LISTED, event_id=f"urn:torture:{name}:{at}")
        made.append(Draft(own, actor, "party", {"text": f"{name}/{at}"} if chance.random() < 0.2 else {}))
    return made


class Journal:
    """Lines `try NAME` and `done NAME LEAF...`; a line goes to the file in one piece, so a kill cannot tear it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.go = path.with_suffix(".go")

    def write(self, *words: str) -> None:
        """Add one line."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(descriptor, (" ".join(words) + "\n").encode())
        os.close(descriptor)

    def read(self) -> tuple[list[str], dict[str, list[str]]]:
        """The names that were tried, in order, and the leaves of those that were acknowledged."""
        tried: dict[str, None] = {}
        done: dict[str, list[str]] = {}
        for line in self.path.read_text(encoding="ascii").splitlines() if self.path.exists() else ():
            word, name, *leaves = line.split(" ")
            if word == "try":
                tried[name] = None
            else:
                assert done.setdefault(name, leaves) == leaves, f"{name} was acknowledged with two different receipts"
        return list(tried), done


def send(app: Flask, actor: Actor, name: str, *, patient: bool) -> list[str]:
    """Record the call and give the leaves of its receipts; whoever is patient waits for a database that is away."""
    while True:
        try:
            with app.app_context(), transaction() as session:
                receipts = ledger.append(session, drafts(name, actor), now())
            return [receipt.leaf.hex() for receipt in receipts]
        except DBAPIError as problem:
            if not patient or not (problem.connection_invalidated or isinstance(problem, OperationalError)):
                raise
            time.sleep(0.1)


def names(journal: Journal, hand: int, *, finish: bool) -> Iterator[str]:
    """What this hand left without an answer, then new calls without end, now and then one that was answered."""
    tried, done = journal.read()
    mine = [name for name in tried if name.startswith(f"{hand}-")]
    yield from (name for name in mine if name not in done)
    if finish:
        return
    chance = random.Random(os.urandom(8))
    for turn in count(1 + max((int(name.split("-")[1]) for name in mine), default=0)):
        yield f"{hand}-{turn}"
        if chance.random() < 0.1:
            yield f"{hand}-{chance.randint(1, turn)}"


def work(app: Flask, actor: Actor, journal: Journal, hand: int, words: Sequence[str]) -> None:
    """Record call after call, until there is nothing to do or the parent is gone."""
    parent = os.getppid()
    for name in names(journal, hand, finish="finish" in words):
        while "finish" not in words and not journal.go.exists() and os.getppid() == parent:
            time.sleep(0.005)
        if os.getppid() != parent:
            return
        journal.write("try", name)
        journal.write("done", name, *send(app, actor, name, patient="patient" in words))


def main() -> None:
    """Fork the hands and wait for them; the first that fails ends everything."""
    path, hands, *words = sys.argv[1:]
    app = create_app()
    with app.app_context():
        with transaction() as session:
            party = parties.find(session, name="Hall") or parties.register(session, "merchant", "Hall", now())
            actor = parties.actor(session, party.id)
        # A connection must not be shared by two processes.
        database().engine.dispose()
    for hand in range(int(hands)):
        if os.fork() == 0:
            failed = 1
            try:
                work(app, actor, Journal(Path(path)), hand, words)
                failed = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(failed)
    for _ in range(int(hands)):
        if os.wait()[1]:
            sys.exit("a hand failed")


if __name__ == "__main__":
    main()
