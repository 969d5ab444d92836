"""What is computed from the log follows it: by itself (app/due.py), or by `flask catch-up`.

Each batch is a transaction of its own, so a process that is killed goes on where it was.
"""

from __future__ import annotations

from flask import Flask

from app.db import reading, transaction
from couriers import ratings


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


def _follow() -> int:
    with transaction() as session:
        return ratings.follow(session)
