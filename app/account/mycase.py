"""The case of whoever complained, opened with its number and code: how it stands, taken along, or one's words erased.

The code is sent in a body and never in an address. No account is needed.
"""

from __future__ import annotations

from datetime import datetime

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from app import complaint_words
from app.access import attempts
from app.access.attempts import Wait
from app.access.gate import PUBLIC, allows
from app.account import package
from app.account.door import bp
from app.clock import now
from app.db import reading, transaction
from app.texts import _
from credit import complaints
from credit.complaints import Complaint, NoSuchCase, Said
from trace import parties
from trace.moments import iso, to_ms

CASE = "case"


@bp.get("/case")
@allows(PUBLIC)
def case_form() -> str:
    """Number and code."""
    return render_template("account/case_code.html", wrong="", form={})


@bp.post("/case")
@allows(PUBLIC)
def my_case() -> Response:
    """How the case stands; `do` says whether to take it along or to erase one's words besides."""
    number, moment = request.form.get("number", "").strip().upper()[:40], now()
    do = request.form.get("do", "show")
    try:
        with transaction() as session:
            attempts.check(session, CASE, number, moment)
            found = _found(session, number, moment)
            if found is not None and do == "erase":
                complaints.erase(session, found)
    except Wait as refusal:
        return _again(_("Too many wrong attempts. Try again in %(n)s seconds.", n=refusal.retry_after), 429)
    if found is None:
        return _again(_("There is no case with this number and code."), 404)
    with reading() as session:
        said = [(one, _name(session, one)) for one in complaints.file(session, found)]
    if do == "export":
        return _zip(found, said)
    page = render_template(
        "account/case.html", case=found, said=said, code=request.form.get("code", ""), erased=do == "erase",
        category=complaint_words.category, step=complaint_words.step, state=complaint_words.state,
        mine=any(one.step == "complained" and one.text for one, _name in said),
    )  # fmt: skip
    return _private(make_response(page))


def _found(session: Session, number: str, moment: datetime) -> Complaint | None:
    """The case; None is no exception, so that the wrong guess that was counted is committed."""
    try:
        found = complaints.find(session, number, request.form.get("code", ""))
    except NoSuchCase:
        attempts.failed(session, CASE, number, moment)
        return None
    attempts.succeeded(session, CASE, number)
    return found


def _name(session: Session, said: Said) -> str:
    """Which party speaks; what consumers say is recorded by the operator, and is theirs."""
    number = said.actor.rsplit("/", 1)[-1]
    return "" if said.step == "complained" or not number.isdigit() else parties.get(session, int(number)).name


def _zip(found: Complaint, said: list[tuple[Said, str]]) -> Response:
    rows = [{"who": name or "-", "step": one.step, "at": iso(to_ms(one.at)), "text": one.text} for one, name in said]
    head = {"number": found.number, "about": found.about, "category": found.category, "state": found.state}
    answer = Response(package.zipped({"case": [head], "said": rows}), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="case-{found.number}.zip"'
    return _private(answer)


def _again(wrong: str, status: int) -> Response:
    return make_response(render_template("account/case_code.html", wrong=wrong, form=request.form), status)


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
