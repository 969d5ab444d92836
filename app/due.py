"""The one list of work that is due again and again: the threads of the server (app/ticker.py) and Celery's beat read it.

Each of it may be done twice, by anybody, at any time: it claims rows, and whoever comes second finds none. What is due
once a day has a row of its own here, so that of all threads and workers one does it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from flask import Flask

from app import turns
from app.clock import now
from app.dates import HERE
from app.db import reading, transaction

# What broke off is tried again after so long.
AGAIN = timedelta(minutes=5)


class Due(NamedTuple):
    """Work by its name: the function that does it ("module:function", given the app), and how often somebody looks.

    `lane` is the thread that does it in a server, None where it has one of its own; `daily` is the time of day from which
    it is done once.
    """

    name: str
    does: str
    look: timedelta
    lane: str | None
    daily: time | None = None


_NIGHT = timedelta(minutes=1)
# Work that is done again and again is one more line.
DUE = (
    Due("integrate", "app.sequencing:drain", timedelta(seconds=5), None),
    Due("messages", "app.sending:send_due", timedelta(seconds=2), "ticker"),
    Due("subscriptions", "app.epcis.notifying:notify", timedelta(seconds=2), "subscriptions"),
    Due("webhooks", "app.hooks.sending:work", timedelta(seconds=2), "webhooks"),
    Due("jobs", "app.jobs:work", timedelta(seconds=2), "jobs"),
    Due("ratings", "app.following:look", timedelta(seconds=10), "slow"),
    Due("admission", "app.admitting:look", _NIGHT, "slow", time(4, 0)),
    Due("terms", "app.terms:reckon", _NIGHT, "slow", time(2, 30)),
    Due("erase", "app.tidying:tidy", _NIGHT, "slow", time(3, 30)),
)  # fmt: skip


def function(one: Due) -> Callable[[Flask], Any]:
    """What does it; found by name, because what it imports asks for work itself."""
    module, _, name = one.does.partition(":")
    found: Callable[[Flask], Any] = getattr(importlib.import_module(module), name)
    return found


def run(app: Flask, one: Due) -> Any:
    """Do it if it is due; what came of it, None where it is not due or somebody else has it."""
    if one.daily is None:
        return function(one)(app)
    with app.app_context():
        if not _claim(one.name):
            return None
    try:
        found = function(one)(app)
    except Exception as problem:
        with app.app_context():
            _end(one.name, now() + AGAIN, type(problem).__name__)
        raise
    with app.app_context():
        _end(one.name, following(now(), one.daily), None)
    return found


def following(moment: datetime, at: time) -> datetime:
    """The next time that a clock here shows `at`."""
    here = moment.astimezone(HERE)
    found = datetime.combine(here.date(), at, HERE)
    return found if found > here else found + timedelta(days=1)


def _claim(name: str) -> bool:
    moment = now()
    with reading() as session:
        # A look takes no lock; a claim takes the write lock of the whole database on SQLite.
        if not turns.waits(session, name, moment):
            return False
    with transaction() as session:
        return turns.claim(session, name, moment)


def _end(name: str, next_at: datetime, trouble: str | None) -> None:
    with transaction() as session:
        turns.end(session, name, now(), next_at, trouble)
