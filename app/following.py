"""What is computed from the log follows it: a thread beside the sequencer's, or `flask catch-up`.

Each batch is a transaction of its own, so a process that is killed goes on where it was.
"""

from __future__ import annotations

import logging
import threading

from flask import Flask

from app.db import reading, transaction
from couriers import ratings

logger = logging.getLogger(__name__)
LOOK_EVERY = 10.0


def catch_up(app: Flask, first: int | None = None) -> tuple[int, int]:
    """Follow the log to its end, from entry `first` on if one is given (0: from nothing): entries taken, ratings made."""
    with app.app_context():
        if first is not None:
            with transaction() as session:
                ratings.rewind(session, first)
        taken = 0
        while some := _follow():
            taken += some
        with transaction() as session:
            return taken, ratings.settle(session)


def look(app: Flask) -> bool:
    """Catch up where there is something to follow; whether there was."""
    with app.app_context(), reading() as session:
        # A look takes no lock; following takes the write lock of the whole database on SQLite.
        behind = ratings.waiting(session)
    if behind:
        catch_up(app)
    return behind


def start(app: Flask) -> threading.Thread:
    """The thread that looks now and then."""
    thread = threading.Thread(target=_run, args=(app, threading.Event()), name="following", daemon=True)
    thread.start()
    return thread


def _follow() -> int:
    with transaction() as session:
        return ratings.follow(session)


def _run(app: Flask, never: threading.Event) -> None:
    while not never.wait(LOOK_EVERY):
        try:
            look(app)
        except Exception:
            logger.exception("following the log broke off; it goes on at the next look")
