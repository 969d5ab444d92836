"""Work after the answer. With CELERY_BROKER_URL it goes to workers, without it to the thread of the server.

A task carries ids at most, may come twice, late or never: everything it does can also be found by looking.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from celery import Celery
from flask import Flask, current_app

from app import due, sequencing
from app.due import DUE, Due
from app.settings import Settings

logger = logging.getLogger(__name__)
TASK = "suyuan.{}"
INTEGRATE = TASK.format("integrate")
SEND_SECONDS = 2
# A message that nobody has taken by then is of no use: the work has been found without it.
EXPIRES_SECONDS = 60
LEAST_SECONDS = 10


class Messenger:
    """Sends `integrate` to the broker from a thread of its own, so that no request ever waits for a broker.

    Many nudges while one is being sent become one message.
    """

    def __init__(self, celery: Celery) -> None:
        self._celery = celery
        self._asked = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def nudge(self) -> None:
        """Ask for one message; returns at once."""
        self._asked.set()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="messenger", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            try:
                self._celery.send_task(INTEGRATE, retry=False, ignore_result=True, expires=EXPIRES_SECONDS)
            except Exception as problem:
                # The sequencer's own look finds the work; a line a nudge would only fill the disk with an outage.
                logger.warning(
                    "the broker cannot be reached (%s): the work waits for the next look", type(problem).__name__
                )


def make_celery(app: Flask) -> Celery:
    """The Celery app whose tasks run inside `app`: one for each line of app/due.py, and a beat that asks for them."""
    settings: Settings = app.extensions["settings"]
    celery = Celery("suyuan", broker=settings.celery_broker_url, set_as_current=False)
    celery.conf.update(
        task_ignore_result=True,
        # A worker that dies in the middle gives its task back.
        task_acks_late=True,
        # None is kept in hand that another worker could do meanwhile.
        worker_prefetch_multiplier=1,
        broker_connection_timeout=SEND_SECONDS,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={"socket_timeout": SEND_SECONDS, "socket_connect_timeout": SEND_SECONDS},
        worker_hijack_root_logger=False,
        # The rows say when something was done last; beat keeps no file of its own, and starts anywhere.
        beat_scheduler="celery.beat:Scheduler",
        beat_max_loop_interval=1,
        beat_schedule={one.name: _beat(one) for one in DUE},
    )
    for one in DUE:
        # Not shared: a second app of the same process, as in tests, has tasks of its own.
        celery.task(name=TASK.format(one.name), shared=False)(_task(app, one))
    return celery


def _task(app: Flask, one: Due) -> Callable[[], None]:
    def work() -> None:
        due.run(app, one)

    return work


def _beat(one: Due) -> dict[str, Any]:
    seconds = one.look.total_seconds()
    # What no worker has taken when it is asked for again is of no use any more.
    return {"task": TASK.format(one.name), "schedule": seconds, "options": {"expires": max(seconds, LEAST_SECONDS)}}


def nudge() -> None:
    """Something was recorded: have it taken into the log soon. For `after_close`; never waits."""
    found: Any = current_app.extensions["messenger"]
    if found is None:
        sequencing.wake()
    else:
        found.nudge()


def init_app(app: Flask) -> None:
    """Give the app its Celery, and a messenger where there is a broker."""
    settings: Settings = app.extensions["settings"]
    celery = app.extensions["celery"] = make_celery(app)
    app.extensions["messenger"] = Messenger(celery) if settings.celery_broker_url else None
