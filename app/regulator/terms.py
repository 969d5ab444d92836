"""The terms by which cases go, with their sources, and the days off: shown to offices, changed by the operator alone."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from app import complaint_words
from app.access.gate import allows, person
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.regulator import sentences
from app.regulator.door import BOTH, bp, hand
from app.tasks import nudge
from credit import deadlines, holidays, rulebook
from credit.rules import BadCaseRules
from trace.errors import Refusal

MOST_BYTES = 262_144


@bp.get("/regulator/rules")
@allows(*BOTH)
def rules() -> str:
    """Every set of rules, what of it is recorded, and the years whose days off are known."""
    return _page("", "")


@bp.post("/regulator/rules")
@allows(Role.OPERATOR)
def change() -> Answer | tuple[str, int]:
    """Record a set: one that came with the product as it is, or a changed one with a version of its own."""
    who, moment = person(), now()
    try:
        with transaction() as session:
            text = request.form.get("text", "").replace("\r\n", "\n")
            if shipped := request.form.get("version"):
                book = rulebook.book(session)
                text = next((one.text for one in book.sets if one.version == shipped), text)
            rulebook.record(session, hand(session, who).actor, text, who.account_id, moment)
            deadlines.recompute(session, moment)
            after_close(session, nudge)
    except Refusal as refusal:
        return _page(sentences.said(refusal), "text"), 400 if isinstance(refusal, BadCaseRules) else 409
    return redirect(url_for("regulator.rules"), 303)


@bp.post("/regulator/holidays")
@allows(Role.OPERATOR)
def days_off() -> Answer | tuple[str, int]:
    """A year's days off from a CSV, or those that the package knows; terms that were provisional are reckoned anew."""
    request.max_content_length = MOST_BYTES
    moment, given = now(), request.files.get("file")
    try:
        with transaction() as session:
            if given is None or not given.filename:
                holidays.take_packaged(session, moment)
            else:
                holidays.take_csv(session, _text(given.read()), given.filename, moment)
            deadlines.recompute(session, moment)
    except Refusal as refusal:
        return _page(sentences.said(refusal), "file"), 400
    return redirect(f"{url_for('regulator.rules')}#holidays", 303)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise holidays.BadHolidays("the file is not text: save it as CSV with UTF-8") from None


def _page(wrong: str, field: str) -> str:
    who = person()
    with reading() as session:
        sets = list(reversed(rulebook.book(session).sets))
        recorded, years = rulebook.recorded(session), holidays.years(session)
    return render_template(
        "regulator/rules.html", sets=sets, recorded=recorded, years=years, wrong=wrong, field=field, form=request.form,
        may=who.role is Role.OPERATOR, today=deadlines.day(now()), package=holidays.PACKAGE, **complaint_words.all_words(),
    )  # fmt: skip
