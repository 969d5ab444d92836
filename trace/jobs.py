"""Work too long for one request: what is to be done, how far it is, and what came of it; app/jobs.py does it in steps.

Each step is a transaction of its own and finds out for itself what is left, so a job that was killed goes on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, ForeignKey, LargeBinary, Text, and_, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace.errors import Unknown
from trace.store import BigId, Record, UTCTime

# Whoever works on a job says so anew with each step; after so long without a word another one takes it over.
LEASE = timedelta(minutes=2)
# What a job made is fetched within a day, or made again.
KEPT = timedelta(days=1)


class State(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class NoSuchJob(Unknown):
    """No job of this party has this number."""

    code = "no-such-job"


class Job(Record):
    """One job of a party: `kind` says what, `subject_id` of what, `more` the rest as JSON; `done` of `total` pieces."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[int] = mapped_column(BigInteger)
    more: Mapped[str] = mapped_column(Text)
    total: Mapped[int] = mapped_column(BigInteger)
    done: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Text, index=True)
    trouble: Mapped[str | None] = mapped_column(Text)
    begun_at: Mapped[datetime] = mapped_column(UTCTime)
    heard_at: Mapped[datetime] = mapped_column(UTCTime)

    def says(self) -> dict[str, Any]:
        """The rest of what is to be done."""
        found: dict[str, Any] = orjson.loads(self.more)
        return found


class JobFile(Record):
    """A file that a job made, in the order of its making."""

    __tablename__ = "job_file"

    job_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


def begin(
    session: Session, party_id: int, kind: str, subject_id: int, total: int, now: datetime, **more: object
) -> Job:
    """A new job that waits for somebody to do it."""
    _forget(session, party_id, now)
    job = Job(
        party_id=party_id, kind=kind, subject_id=subject_id, more=orjson.dumps(more).decode(), total=total, done=0,
        state=State.WAITING, begun_at=now, heard_at=now,
    )  # fmt: skip
    session.add(job)
    session.flush()
    return job


def get(session: Session, party_id: int, job_id: int) -> Job:
    """A job of this party."""
    found = session.get(Job, job_id)
    if found is None or found.party_id != party_id:
        raise NoSuchJob(f"there is no job {job_id} of yours: expected the number of one that was begun")
    return found


def of(session: Session, party_id: int, most: int = 20) -> list[Job]:
    """A party's jobs, the newest first."""
    return list(session.scalars(select(Job).where(Job.party_id == party_id).order_by(Job.id.desc()).limit(most)))


def any_waits(session: Session, now: datetime) -> bool:
    """Whether there is a job for whoever asks."""
    return session.scalars(select(Job.id).where(_waits(now)).limit(1)).first() is not None


def claim(session: Session, now: datetime, job_id: int | None = None) -> Job | None:
    """A job that waits, or of which nothing was heard for long, taken by whoever asks; the oldest first."""
    found = select(Job).where(_waits(now)).order_by(Job.id).limit(1)
    if job_id is not None:
        found = found.where(Job.id == job_id)
    job = session.scalars(found.with_for_update(skip_locked=True)).first()
    if job is not None:
        job.state, job.heard_at = State.RUNNING, now
    return job


def stepped(session: Session, job: Job, done: int, now: datetime) -> bool:
    """So much of it is done now; whether there is more to do."""
    job.done, job.heard_at = done, now
    if done >= job.total:
        job.state = State.DONE
    session.flush()
    return job.state == State.RUNNING


def fail(session: Session, job: Job, trouble: str, now: datetime) -> None:
    """It cannot be done; what is done of it stays done."""
    job.state, job.trouble, job.heard_at = State.FAILED, trouble, now
    session.flush()


def keep(session: Session, job: Job, at: int, data: bytes) -> None:
    """A file that a step made; made again it is the same one."""
    session.merge(JobFile(job_id=job.id, at=at, data=data))


def files(session: Session, job: Job) -> list[int]:
    """Which files the job has made."""
    return list(session.scalars(select(JobFile.at).where(JobFile.job_id == job.id).order_by(JobFile.at)))


def file(session: Session, job: Job, at: int) -> bytes:
    """One of them."""
    found = session.get(JobFile, (job.id, at))
    if found is None:
        raise NoSuchJob(f"job {job.id} has no file {at}: it is not made yet, or older than a day; begin the job again")
    return found.data


def _waits(now: datetime) -> ColumnElement[bool]:
    return or_(Job.state == State.WAITING, and_(Job.state == State.RUNNING, Job.heard_at < now - LEASE))


def _forget(session: Session, party_id: int, now: datetime) -> None:
    old = select(Job.id).where(Job.party_id == party_id, Job.heard_at < now - KEPT)
    session.execute(delete(JobFile).where(JobFile.job_id.in_(old)))
