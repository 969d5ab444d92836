"""Complaints that the firm or station is to answer, and its answers."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import complaint_words, notices
from app.access.gate import allows
from app.carrier import sentences
from app.carrier.door import BOTH, asking, bp
from app.clock import now
from app.dates import local
from app.db import after_close, reading, transaction
from app.tasks import nudge
from credit import complaints
from credit.complaints import Complaint
from trace import parties
from trace.errors import Refusal


@bp.get("/carrier/cases")
@allows(*BOTH)
def cases() -> str:
    """All of them, the newest first; what is not answered stands above."""
    who = asking()
    with reading() as session:
        found = complaints.of(session, who.party_id)
    fresh = [one for one in found if one.state == complaints.RECEIVED]
    rest = [one for one in found if one.state != complaints.RECEIVED]
    return render_template(
        "carrier/cases.html", fresh=fresh, rest=rest, category=complaint_words.category, state=complaint_words.state,
        left=_left,
    )  # fmt: skip


@bp.get("/carrier/cases/<number>")
@allows(*BOTH)
def case(number: str) -> str:
    """One of them, with all that was said."""
    return _page(number, "")


@bp.post("/carrier/cases/<number>")
@allows(*BOTH)
def answer(number: str) -> Answer | tuple[str, int]:
    """What the firm says to it."""
    who, moment = asking(), now()
    try:
        with transaction() as session:
            found = complaints.case(session, number, who.party_id)
            complaints.answer(session, found, who.party_id, request.form.get("text", ""), moment)
            notices.complaint_answered(session, found, moment)
            after_close(session, nudge)
    except complaints.NoSuchCase:
        raise
    except Refusal as refusal:
        return _page(number, sentences.said(refusal)), 400
    return redirect(f"/carrier/cases/{number}", 303)


def _left(found: Complaint) -> int:
    """How many days are left to answer; less than 0 when it is late."""
    return (local(found.received_at) + timedelta(days=complaints.ANSWER_DAYS) - local(now())).days


def _page(number: str, wrong: str) -> str:
    who = asking()
    with reading() as session:
        found = complaints.case(session, number, who.party_id)
        said = [(one, _name(session, one.actor)) for one in complaints.file(session, found)]
    return render_template(
        "carrier/case.html", case=found, said=said, wrong=wrong, form=request.form, left=_left(found),
        category=complaint_words.category, step=complaint_words.step, state=complaint_words.state,
        open=found.state in (complaints.RECEIVED, complaints.ANSWERED),
    )  # fmt: skip


def _name(session: Session, uri: str) -> str:
    """Who speaks; what consumers say is recorded by the operator, and is theirs."""
    number = uri.rsplit("/", 1)[-1]
    return parties.get(session, int(number)).name if number.isdigit() else uri
