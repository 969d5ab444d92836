"""Jobs are worked off beside the requests (app/due.py), step by step, each step a transaction of its own.

A door says what its kinds of jobs do (`does`). Small ones are done within the request that begins them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from app.clock import now
from app.db import after_close, reading, transaction
from app.running import running
from app.tasks import nudge
from trace import jobs
from trace.errors import Refusal
from trace.jobs import Job

# So many pieces are done while the browser waits.
AT_ONCE = 5_000

# One step: does some of it, says with jobs.stepped how far it is, and returns whether there is more to do.
Step = Callable[[Session, Job, datetime], bool]
STEPS: dict[str, Step] = {}


def does(kind: str, step: Step) -> None:
    """Say what a step of this kind of job is."""
    STEPS[kind] = step


def work(app: Flask, job_id: int | None = None) -> int:
    """Work off what waits, or this one job; how many steps it took."""
    steps = 0
    with app.app_context():
        while (claimed := _claim(job_id)) is not None:
            steps += 1
            while _step(claimed):
                steps += 1
    return steps


def at_once(job: Job) -> None:
    """Do a small job now; a large one waits for the thread, which is woken."""
    if job.total <= AT_ONCE:
        work(running(), job.id)
    else:
        wake()


def wake() -> None:
    """Something waits: have it done soon. For `after_close`; never waits."""
    current_app.extensions["jobs"].set()


def _claim(job_id: int | None) -> int | None:
    with reading() as session:
        # A look takes no lock; a claim takes the write lock of the whole database on SQLite.
        if job_id is None and not jobs.any_waits(session, now()):
            return None
    with transaction() as session:
        found = jobs.claim(session, now(), job_id)
        return None if found is None else found.id


def _step(job_id: int) -> bool:
    try:
        with transaction() as session:
            job = session.get(Job, job_id)
            assert job is not None
            more = STEPS[job.kind](session, job, now())
            after_close(session, nudge)
            return more
    except Refusal as refusal:
        with transaction() as session:
            job = session.get(Job, job_id)
            assert job is not None
            jobs.fail(session, job, f"{refusal.message} ({refusal.code})", now())
        return False


def init_app(app: Flask) -> None:
    """Give the app what wakes its thread."""
    app.extensions["jobs"] = threading.Event()
