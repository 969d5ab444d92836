"""Capture jobs (EPCIS 2.0 section 12.5): what was sent at once, and what became of it.

A document is worked off within the request that brings it, so a job is finished when it is first seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, Boolean, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace.epcis.capture import Outcome, Result
from trace.errors import Unknown
from trace.moments import iso, to_ms
from trace.store import BigId, Record, UTCTime


class NoSuchCapture(Unknown):
    """No capture job of this party has this id."""

    code = "no-such-capture"


class CaptureJob(Record):
    """One document that a party sent: when, how errors were to be taken, and the counts and errors that came of it."""

    __tablename__ = "capture_job"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    proceed: Mapped[bool] = mapped_column(Boolean)
    accepted: Mapped[int] = mapped_column(BigInteger)
    duplicate: Mapped[int] = mapped_column(BigInteger)
    rejected: Mapped[int] = mapped_column(BigInteger)
    errors: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    finished_at: Mapped[datetime] = mapped_column(UTCTime)

    def as_json(self) -> dict[str, Any]:
        """The job as EPCIS has it, with our counts beside."""
        return {
            "captureID": self.name,
            "createdAt": iso(to_ms(self.created_at)),
            "finishedAt": iso(to_ms(self.finished_at)),
            "running": False,
            "success": not self.rejected,
            "captureErrorBehaviour": "proceed" if self.proceed else "rollback",
            "errors": orjson.loads(self.errors),
            "counts": {"accepted": self.accepted, "duplicate": self.duplicate, "rejected": self.rejected},
        }


def keep(
    session: Session, party_id: int, outcomes: Sequence[Outcome], begun: datetime, now: datetime, *, proceed: bool
) -> CaptureJob:
    """Remember a document that was worked off."""
    many = {result: sum(outcome.result is result for outcome in outcomes) for result in Result}
    job = CaptureJob(
        name=secrets.token_hex(16), party_id=party_id, proceed=proceed, created_at=begun, finished_at=now,
        accepted=many[Result.ACCEPTED], duplicate=many[Result.DUPLICATE], rejected=many[Result.REJECTED],
        errors=orjson.dumps([error for outcome in outcomes for error in errors(outcome)]).decode(),
    )  # fmt: skip
    session.add(job)
    session.flush()
    return job


def errors(outcome: Outcome) -> list[dict[str, str]]:
    """The mistakes of one event as EPCIS tells errors, with the pointer to each."""
    return [
        {
            "type": "epcisException:ValidationException",
            "title": "An event was rejected",
            "detail": wrong.sentence,
            "pointer": wrong.pointer,
            "code": outcome.code or "",
        }
        for wrong in outcome.wrongs
    ]


def get(session: Session, party_id: int, name: str) -> CaptureJob:
    """A job of this party."""
    found = session.scalars(select(CaptureJob).where(CaptureJob.name == name)).one_or_none()
    if found is None or found.party_id != party_id:
        raise NoSuchCapture(f"there is no capture job {name[:60]!r} of yours: expected the id of one that was begun")
    return found


def of(session: Session, party_id: int, most: int, before: int | None = None) -> list[CaptureJob]:
    """A party's jobs, the newest first; of those older than the internal id `before`."""
    found = select(CaptureJob).where(CaptureJob.party_id == party_id).order_by(CaptureJob.id.desc()).limit(most)
    if before is not None:
        found = found.where(CaptureJob.id < before)
    return list(session.scalars(found))
