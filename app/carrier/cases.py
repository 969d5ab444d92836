"""Complaints that the firm or station is to answer, its answers, statements and appeals."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app import answering, notices
from app.access.gate import allows, person
from app.carrier import sentences
from app.carrier.door import BOTH, bp
from app.clock import now
from app.db import after_close, reading, transaction
from app.tasks import nudge
from credit import complaints
from trace.errors import Refusal


@bp.get("/carrier/cases")
@allows(*BOTH)
def cases() -> str:
    """All of them, the newest first; what is not answered stands above."""
    who = person()
    with reading() as session:
        fresh, rest = answering.waiting(session, who.party_id)
    return render_template("carrier/cases.html", fresh=fresh, rest=rest, **answering.words())


@bp.get("/carrier/cases/<number>")
@allows(*BOTH)
def case(number: str) -> str:
    """One of them, with all that was said."""
    return _page(number, "")


@bp.post("/carrier/cases/<number>")
@allows(*BOTH)
def answer(number: str) -> Answer | tuple[str, int]:
    """What the firm says to it, or its appeal."""
    who, moment = person(), now()
    try:
        with transaction() as session:
            found = complaints.case(session, number, who.party_id)
            act = request.form.get("act", "answer")
            answering.say(session, found, who.party_id, request.form.get("text", ""), act, moment)
            notices.complaint_answered(session, found, moment)
            after_close(session, nudge)
    except complaints.NoSuchCase:
        raise
    except Refusal as refusal:
        return _page(number, answering.refused(refusal) or sentences.said(refusal)), 400
    return redirect(f"/carrier/cases/{number}", 303)


def _page(number: str, wrong: str) -> str:
    who = person()
    with reading() as session:
        seen = answering.seen(session, complaints.case(session, number, who.party_id))
    return render_template(
        "carrier/case.html", seen=seen, case=seen.case, wrong=wrong, form=request.form, **answering.words()
    )
