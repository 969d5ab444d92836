"""`/report`: without an account and without any code. Numbers and codes of what was opened are shown once, and in no address."""

from __future__ import annotations

from uuid import uuid4

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from app import complaint_words, notices
from app.access.gate import PUBLIC, allows
from app.clock import now
from app.db import after_close, database, reading, transaction
from app.errors import TooMany
from app.reporting import forms
from app.reporting.door import bp
from app.reporting.forms import Filled
from app.tasks import nudge
from app.texts import _
from couriers import claims, divisions
from credit import complaints, intake
from credit.intake import Opened, Submission
from credit.procedure import Kind
from trace import history, parties, products
from trace.errors import Refusal
from trace.identity import thing
from trace.ledger import EventIdReused
from trace.stages import Stamp


class TooManyCases(TooMany):
    """More cases came in within a minute than people can have written."""

    code = "too-many-cases"


@bp.get("/report")
@allows(PUBLIC)
def form() -> str:
    """The form; `thing` is the path of the page that somebody comes from."""
    return _page({"about": request.args.get("thing", "")[:300]}, {}, "")


@bp.post("/report")
@allows(PUBLIC)
def send() -> Response:
    """Open the cases, or say beside each field what is wrong."""
    filled, moment = forms.read(request.form), now()
    if filled.wrong:
        return _answer(_page(request.form, filled.wrong, ""), 400)
    try:
        with transaction() as session:
            if intake.crowded(session, moment):
                raise TooManyCases("too many cases came in within a minute: try again in a while, or call 12315")
            opened = _open(session, filled, Stamp(moment, event_id=filled.id))
            for one in opened:
                if one.kind != Kind.REPORT:
                    notices.complaint_received(session, one.case, moment)
            after_close(session, nudge)
            shown = [(one.kind, one.case.number, one.code) for one in opened]
    except TooManyCases:
        return _answer(
            _page(request.form, {}, _("Too much comes in at the moment. Try again in a minute, or call 12315.")), 429
        )
    except EventIdReused:
        return _answer(
            _page(request.form, {}, _("This form was sent before. Look for the number that was shown then.")), 409
        )
    return _answer(render_template("reporting/opened.html", shown=shown, **complaint_words.all_words()), 200)


def _open(session: Session, filled: Filled, stamp: Stamp) -> list[Opened]:
    operator = parties.find(session, kind=parties.Kind.OPERATOR)
    if operator is None:
        raise parties.NoSuchParty("this installation has no operator yet: run `flask --app wsgi init`")
    about, respondent, things = _about(session, filled)
    said = Submission(
        filled.category, filled.words, filled.contact, about=about, things=things, respondent_id=respondent,
        division=filled.division,
    )  # fmt: skip
    return intake.submit(session, parties.actor(session, operator.id), said, stamp, stamp.at)


def _about(session: Session, filled: Filled) -> tuple[str, int | None, str]:
    """The thing if it is one that we know, who is to answer if that can be told, and what else was said of both."""
    whom = parties.find(session, name=filled.whom) if filled.whom else None
    respondent = whom.id if whom and whom.kind in ("merchant", "carrier", "station") else None
    said = [one for one in (filled.about, filled.whom if respondent is None else "") if one]
    try:
        uri = thing.canonical(filled.about, database().keyring.origin)
        life = history.life(session, uri)
    except Refusal:
        return "", respondent, "\n".join(said)
    if respondent is None:
        product = products.find(session, uri)
        seller = product.merchant_id if product else None
        found = complaints.respondent(session, filled.category, claims.carried_in(life), seller or 0)
        respondent = found or None
    return uri, respondent, filled.whom


def _page(values: object, wrong: dict[str, str], above: str) -> str:
    with reading() as session:
        counties = divisions.listed(session)
    return render_template(
        "reporting/form.html", form=values, wrong=wrong, above=above, counties=counties, id=uuid4(),
        categories=[(code, complaint_words.category(code)) for code in complaint_words.CATEGORIES],
    )  # fmt: skip


def _answer(page: str, status: int) -> Response:
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
