"""The loop that takes pending entries into the log: a thread of the server, a task of a worker, or `flask sequence`."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field

from flask import Flask, current_app
from sqlalchemy import select

from app.clock import now
from app.db import database, reading, transaction
from app.settings import Settings
from trace import logdir, sequencer, tables

logger = logging.getLogger(__name__)
LOOK_EVERY = 0.5
# Between two integrations: each costs one sync to the disk, whatever the number of entries it takes.
REST = 0.1
# Where workers integrate, the thread only makes good what an unreachable broker has left lying.
BEHIND_WORKERS = 5.0
AFTER_TROUBLE = 5.0


@dataclass
class Loop:
    """The state of this process's loop, for /readyz."""

    woken: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    trouble: str | None = None


def step(app: Flask) -> bool:
    """Take what is pending into the log, once; whether there was anything."""
    with app.app_context():
        settings: Settings = app.extensions["settings"]
        keyring = database().keyring
        with transaction() as session:
            newest = sequencer.integrate(session, keyring, now(), settings.log_dir)
        if newest is None:
            return False
        # Only what has been committed is ever shown to anybody.
        logdir.publish(settings.log_dir, keyring, newest)
        return True


def catch_up(app: Flask) -> None:
    """Publish the newest checkpoint, where who signed it was killed, or failed, before it was published."""
    with app.app_context():
        settings: Settings = app.extensions["settings"]
        keyring = database().keyring
        with reading() as session:
            left = sequencer.unpublished(session, keyring, settings.log_dir)
        if left is not None:
            logdir.publish(settings.log_dir, keyring, left)


def drain(app: Flask) -> int:
    """Integrate until nothing is pending; how many steps it took."""
    steps = 0
    while step(app):
        steps += 1
    catch_up(app)
    return steps


def pending(app: Flask) -> bool:
    """Whether anything waits for the log."""
    with app.app_context(), reading() as session:
        return session.execute(select(tables.pending.c.entry_id).limit(1)).first() is not None


def start(app: Flask) -> Loop:
    """Start this process's loop, if it does not run yet."""
    loop: Loop = app.extensions["sequencing"]
    if loop.thread is None:
        loop.thread = threading.Thread(target=run, args=(app, loop), name="sequencer", daemon=True)
        loop.thread.start()
    return loop


def stop(app: Flask) -> None:
    """End this process's loop after the step it is in."""
    loop: Loop = app.extensions["sequencing"]
    loop.stopped.set()
    loop.woken.set()
    if loop.thread is not None:
        loop.thread.join()
        loop.thread = None


def wake() -> None:
    """Tell this process's loop that something is pending."""
    loop: Loop = current_app.extensions["sequencing"]
    loop.woken.set()


def run(app: Flask, loop: Loop) -> None:
    """Integrate until stopped. Trouble is kept for /readyz and tried again; entries wait meanwhile, none is lost."""
    settings: Settings = app.extensions["settings"]
    patience = LOOK_EVERY if settings.celery_broker_url is None else BEHIND_WORKERS
    unsure = True
    while not loop.stopped.is_set():
        loop.woken.wait(patience)
        loop.woken.clear()
        try:
            # The look costs no lock; the step takes the write lock of the whole database on SQLite.
            while not loop.stopped.is_set() and pending(app) and step(app):
                time.sleep(REST)
            if unsure:
                catch_up(app)
            unsure, loop.trouble = False, None
        except Exception as problem:
            unsure = True
            if loop.trouble is None:
                logger.exception("the log cannot be continued; entries wait")
            loop.trouble = str(problem) or type(problem).__name__
            loop.stopped.wait(AFTER_TROUBLE)


def init_app(app: Flask) -> None:
    """Give the app a loop that is not running yet."""
    app.extensions["sequencing"] = Loop()
