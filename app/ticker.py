"""The threads of a server that work off what is due (app/due.py), each its own lane, so that nothing slow delays the rest.

Where there is a broker, Celery's workers do it, and these only make good what they have left lying.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from flask import Flask

from app import due
from app.due import DUE, Due
from app.settings import Settings

logger = logging.getLogger(__name__)
# Behind workers somebody looks no more often than this.
BEHIND_WORKERS = timedelta(seconds=30)


def start(app: Flask) -> list[threading.Thread]:
    """The threads that do everything in its time; a lane that an event of the app is named after can be woken by it."""
    lanes = dict.fromkeys(one.lane for one in DUE if one.lane is not None)
    threads = [
        threading.Thread(target=_run, args=(app, lane, app.extensions.get(lane)), name=lane, daemon=True)
        for lane in lanes
    ]
    for one in threads:
        one.start()
    return threads


def every(app: Flask, one: Due) -> timedelta:
    """How often a server of this app looks by itself."""
    settings: Settings = app.extensions["settings"]
    return one.look if settings.celery_broker_url is None else max(one.look, BEHIND_WORKERS)


def _run(app: Flask, lane: str, woken: threading.Event | None) -> None:
    woken = woken or threading.Event()
    gaps = {one: every(app, one).total_seconds() for one in DUE if one.lane == lane}
    ends = dict.fromkeys(gaps, time.monotonic())
    while True:
        called = woken.wait(max(0.0, min(ends.values()) - time.monotonic()))
        woken.clear()
        for one, gap in gaps.items():
            if called or ends[one] <= time.monotonic():
                _try(app, one)
                ends[one] = time.monotonic() + gap


def _try(app: Flask, one: Due) -> None:
    try:
        due.run(app, one)
    except Exception:
        logger.exception("%s broke off; it goes on at its next look", one.name)


def init_app(app: Flask) -> None:
    """Give the app what wakes the thread that sends messages."""
    app.extensions["ticker"] = threading.Event()
