"""POST /epcis/capture and /epcis/events, and the jobs that came of documents."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from flask import Response, request
from sqlalchemy.orm import Session

from app import tasks
from app.access.roles import Scope
from app.clock import now
from app.db import after_close, reading, transaction
from app.epcis import bodies, pages
from app.epcis.door import WRITERS, reads, serves
from app.epcis.pages import party
from trace import keyring, parties, receipts
from trace.epcis import capture, jobs
from trace.epcis.capture import Outcome, Result
from trace.epcis.document import BadDocument
from trace.errors import Malformed
from trace.moments import iso

BEHAVIOURS = {"rollback": False, "proceed": True}


class BadBehaviour(Malformed):
    """A GS1-Capture-Error-Behaviour that there is not."""

    code = "bad-capture-behaviour"


@serves("/capture", "POST", WRITERS, Scope.EVENTS_WRITE)
def capture_document() -> Response:
    """Record a document, all of it or what of it is right; the answer says what became of each event."""
    proceed, begun = _proceed(), now()
    told = bodies.captured()
    with transaction() as session:
        actor = parties.actor(session, party())
        outcomes = capture.take(session, actor, told, begun, proceed=proceed)
        job = jobs.keep(session, actor.id, outcomes, begun, now(), proceed=proceed)
        note = _note(session, outcomes)
        after_close(session, tasks.nudge)
    body = {**job.as_json(), "events": [_shown(outcome) for outcome in outcomes], "receipt": note}
    return pages.answered(body, headers={"Location": f"/epcis/capture/{job.name}"}, status=202)


@serves("/events", "POST", WRITERS, Scope.EVENTS_WRITE)
def capture_event() -> Response:
    """Record one event; what stands recorded already is answered with 200 and its old leaf."""
    told = bodies.captured_event()
    with transaction() as session:
        actor = parties.actor(session, party())
        [outcome] = capture.take(session, actor, told, now())
        note = _note(session, [outcome])
        after_close(session, tasks.nudge)
    receipt = outcome.receipt
    assert receipt is not None
    assert note is not None
    event = {**told.events[0], "eventID": receipt.event_id, "recordTime": iso(receipt.record_ms)}
    headers = {
        "Location": f"/epcis/events/{quote(receipt.event_id, safe='')}",
        "Suyuan-Result": outcome.result.value,
        "Suyuan-Leaf": receipt.leaf.hex(),
        "Suyuan-Receipt": b64encode(note.encode()).decode(),
    }
    return pages.answered(event, headers=headers, status=200 if receipt.duplicate else 201)


@reads("/capture")
def capture_jobs() -> Response:
    """The party's documents, the newest first."""
    return pages.own(
        lambda session, many, after: [((one.id,), one.as_json()) for one in jobs.of(session, party(), many, *after)]
    )


@reads("/capture/<name>")
def capture_job(name: str) -> Response:
    """How a document fared."""
    with reading() as session:
        return pages.answered(jobs.get(session, party(), name).as_json())


def _proceed() -> bool:
    wanted = request.headers.get("GS1-Capture-Error-Behaviour", "rollback")
    if wanted not in BEHAVIOURS:
        raise BadBehaviour(f"{wanted[:40]!r} is no GS1-Capture-Error-Behaviour: expected rollback or proceed")
    return BEHAVIOURS[wanted]


def _note(session: Session, outcomes: Sequence[Outcome]) -> str | None:
    given = [outcome.receipt for outcome in outcomes if outcome.receipt is not None]
    return receipts.signed(keyring.of(session).signer, given) if given else None


def _shown(outcome: Outcome) -> dict[str, Any]:
    shown: dict[str, Any] = {"pointer": outcome.at, "result": outcome.result.value}
    if outcome.receipt is not None:
        shown |= {name: value for name, value in outcome.receipt.as_json().items() if name != "duplicate"}
    if outcome.result is Result.REJECTED:
        shown |= {"code": outcome.code, "errors": BadDocument(outcome.wrongs).detail["errors"]}
    return shown
