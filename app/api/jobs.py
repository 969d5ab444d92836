"""/api/v1/jobs: work that is done after the answer, and the files that came of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import jobs as work
from app.api import pages
from app.api.contract import PDF, Ask
from app.api.door import PREFIX, serves
from app.api.shapes import Accepted, File, Page, Paging, Shown
from app.db import after_close
from trace import jobs
from trace.jobs import Job, JobFile, NoSuchJob

# What a job is about.
_SUBJECTS = {"print": "code-batches", "activate": "code-batches", "retire": "code-batches", "recall": "recalls"}


class JobShown(Shown, frozen=True, kw_only=True):
    """How far a job is: `state` is waiting, running, done or failed. Its files are kept for a day."""

    id: int
    kind: str
    about: str | None
    state: str
    done: int
    total: int
    trouble: str | None
    files: list[str]
    begun_at: datetime


@serves("GET", "/jobs")
def listed(ask: Ask, query: Paging) -> Page[JobShown]:
    """The jobs, the newest first."""
    mine = select(Job).where(Job.party_id == ask.party_id)
    page = pages.rows(ask.session, ask.party_id, query, mine, Job.id)
    return pages.shown(page, shown(ask.session, page.items))


@serves("GET", "/jobs/<id:job_id>", raises=(NoSuchJob,))
def one(ask: Ask, job_id: int) -> JobShown:
    """How far a job is."""
    return shown(ask.session, [jobs.get(ask.session, ask.party_id, job_id)])[0]


@serves("GET", "/jobs/<id:job_id>/files/<id:number>", raises=(NoSuchJob,), media=PDF)
def file(ask: Ask, job_id: int, number: int) -> File:
    """One of the files that a job made.

    Labels, 5,000 in a file. Whoever has it has the codes.
    """
    job = jobs.get(ask.session, ask.party_id, job_id)
    return File(jobs.file(ask.session, job, number), PDF, f"{job.kind}-{job.subject_id}-{number + 1}.pdf")


def begun(ask: Ask, kind: str, subject_id: int, total: int, **more: object) -> Accepted[JobShown]:
    """A new job, which is begun as soon as this is committed."""
    return accepted(ask, jobs.begin(ask.session, ask.party_id, kind, subject_id, total, ask.now, **more))


def accepted(ask: Ask, job: Job) -> Accepted[JobShown]:
    """The answer that tells of a job."""
    after_close(ask.session, work.wake)
    return Accepted(_shown(job, []), address(job.id))


def address(job_id: int) -> str:
    """Where a job is."""
    return f"{PREFIX}/jobs/{job_id}"


def shown(session: Session, found: Collection[Job]) -> list[JobShown]:
    """Jobs as they are answered, with one look for all their files."""
    files: dict[int, list[int]] = {}
    made = select(JobFile.job_id, JobFile.at).where(JobFile.job_id.in_([one.id for one in found])).order_by(JobFile.at)
    for job_id, at in session.execute(made):
        files.setdefault(job_id, []).append(at)
    return [_shown(one, files.get(one.id, [])) for one in found]


def _shown(job: Job, files: list[int]) -> JobShown:
    about = _SUBJECTS.get(job.kind)
    return JobShown(
        id=job.id, kind=job.kind, about=f"{PREFIX}/{about}/{job.subject_id}" if about else None, state=job.state, done=job.done,
        total=job.total, trouble=job.trouble, files=[f"{address(job.id)}/files/{at}" for at in files], begun_at=job.begun_at,
    )  # fmt: skip
