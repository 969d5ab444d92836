"""The case of whoever complained or reported, opened with its number and code: how it stands, and what they may do.

The code is sent in a body and never in an address. No account is needed.
"""

from __future__ import annotations

from datetime import datetime

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from app import answering, complaint_words, notices
from app.access import attempts
from app.access.attempts import Wait
from app.access.gate import PUBLIC, allows
from app.account import package
from app.account.door import bp
from app.clock import now
from app.db import after_close, reading, transaction
from app.tasks import nudge
from app.texts import _
from credit import cases, complaints, contacts, decisions, intake, procedure
from credit.casework import Hand, take
from credit.complaints import Complaint, NoSuchCase, Said
from trace import parties
from trace.errors import Refusal
from trace.moments import iso, to_ms
from trace.words import Evidence

CASE = "case"
# What whoever has the code may do to their case, beside looking: the step that it is.
DEEDS = {"withdraw": "withdrawn", "escalate": "escalated", "appeal": "appealed"}


@bp.get("/case")
@allows(PUBLIC)
def case_form() -> str:
    """Number and code."""
    return render_template("account/case_code.html", wrong="", form={})


@bp.post("/case")
@allows(PUBLIC)
def my_case() -> Response:
    """How the case stands; `do` says whether to take it along, to erase one's words, or a deed, besides."""
    number, moment = request.form.get("number", "").strip().upper()[:40], now()
    do, wrong = request.form.get("do", "show"), ""
    try:
        with transaction() as session:
            attempts.check(session, CASE, number, moment)
            found = _found(session, number, moment)
            if found is not None and do == "erase":
                complaints.erase(session, found)
                contacts.forget(session, found)
    except Wait as refusal:
        return _again(_("Too many wrong attempts. Try again in %(n)s seconds.", n=refusal.retry_after), 429)
    if found is None:
        return _again(_("There is no case with this number and code."), 404)
    if do in DEEDS:
        wrong = _deed(found.number, do, moment)
    with reading() as session:
        found = cases.get(session, number)
        said = [(one, answering.name(session, one)) for one in complaints.file(session, found, "complainant")]
        if do == "export":
            return _zip(found, said)
        page = _page(session, found, said, moment, erased=do == "erase", wrong=wrong)
    return _private(make_response(page, 409 if wrong else 200))


def _page(
    session: Session, found: Complaint, said: list[tuple[Said, str]], moment: datetime, *, erased: bool, wrong: str
) -> str:
    can = procedure.possible(found.kind, found.state)
    goes_on = intake.standing_for(session, found)
    return render_template(
        "account/case.html", case=found, said=said, code=request.form.get("code", ""), erased=erased, wrong=wrong,
        mine=any(one.step == "complained" and one.text for one, _name in said), goes_on=goes_on,
        # Once at the office, always at the office.
        escalate="escalated" in can and found.procedure == procedure.Procedure.POSTAL
        and all(one.step != "escalated" for one, _name in said),
        withdraw="withdrawn" in can,
        appeal_by=decisions.last_day(session, found, moment) if decisions.appealable(session, found, moment) else None,
        **complaint_words.all_words(),
    )  # fmt: skip


def _deed(number: str, do: str, moment: datetime) -> str:
    """Take the step; why it could not be, or nothing."""
    text = request.form.get("text", "")
    try:
        with transaction() as session:
            case = cases.get(session, number)
            operator = parties.find(session, kind=parties.Kind.OPERATOR)
            hand = Hand(parties.actor(session, operator.id if operator else case.respondent_id))
            if do == "appeal":
                decisions.appeal(session, case, hand, text, moment, Evidence.CLAIM)
            else:
                take(session, case, DEEDS[do], hand, moment, text=text, evidence=Evidence.CLAIM)
            if case.kind != procedure.Kind.REPORT:
                notices.case_moved(session, case, moment)
            after_close(session, nudge)
    except Refusal as refusal:
        return answering.refused(refusal) or _("This cannot be done any more: look at how the case stands.")
    return ""


def _found(session: Session, number: str, moment: datetime) -> Complaint | None:
    """The case; None is no exception, so that the wrong guess that was counted is committed."""
    try:
        found = complaints.find(session, number, request.form.get("code", ""))
    except NoSuchCase:
        attempts.failed(session, CASE, number, moment)
        return None
    attempts.succeeded(session, CASE, number)
    return found


def _zip(found: Complaint, said: list[tuple[Said, str]]) -> Response:
    rows = [{"who": name or "-", "step": one.step, "at": iso(to_ms(one.at)), "text": one.text} for one, name in said]
    head = {
        "number": found.number, "kind": found.kind, "about": found.about, "category": found.category, "state": found.state,
    }  # fmt: skip
    answer = Response(package.zipped({"case": [head], "said": rows}), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="case-{found.number}.zip"'
    return _private(answer)


def _again(wrong: str, status: int) -> Response:
    return make_response(render_template("account/case_code.html", wrong=wrong, form=request.form), status)


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
