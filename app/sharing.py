"""Extracts of the own record: made and taken back by firms, stations and merchants, read by whoever has the link."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from app import console
from app.access.gate import PUBLIC, acting, allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.tasks import nudge
from app.texts import N_, _, refused
from credit import extract
from credit.extract import PURPOSES
from trace.errors import Refusal

bp = Blueprint("sharing", __name__)
WHO = (Role.CARRIER, Role.STATION, Role.MERCHANT)
for _role in WHO:
    console.rooms(_role, ("/extracts", N_("Extracts")))
NAMES = {
    "platform": N_("for another platform"),
    "insurance": N_("for an insurer"),
    "lending": N_("for a bank or credit analyst (enterprises only)"),
}
REFUSALS = {
    "no-extract": N_("Nothing about a person is handed on for lending: this needs the credit code of an enterprise."),
    "bad-extract": N_("A link holds 1 to 90 days."),
}
assert set(NAMES) == set(PURPOSES)


@bp.get("/extracts")
@allows(*WHO)
def page() -> str:
    """What was shared, until when, how often it was fetched."""
    return _page("", "")


@bp.post("/extracts")
@allows(*WHO)
def act() -> Answer | Response | tuple[str, int]:
    """Make an extract, whose link is shown this once, or take one back."""
    moment, form, party_id = now(), request.form, acting()
    try:
        with transaction() as session:
            if "revoke" in form:
                extract.revoke(session, party_id, form.get("revoke", type=int) or 0, moment)
                return redirect("/extracts", 303)
            days = form.get("days", type=int) or 0
            _made, token = extract.share(session, party_id, form.get("purpose", ""), days, moment)
            after_close(session, nudge)
    except extract.NoSuchExtract:
        raise
    except Refusal as refusal:
        return _page(refused(refusal, REFUSALS), ""), 400
    shown = make_response(_page("", url_for("sharing.read", token=token, _external=True)))
    shown.headers["Cache-Control"] = "no-store"
    return shown


@bp.get("/extracts/<token>")
@allows(PUBLIC)
def read(token: str) -> Response:
    """The signed text itself: tools/verify_extract.py checks it without us."""
    with transaction() as session:
        note = extract.fetch(session, token, now()).note
    answer = Response(note, mimetype="text/plain")
    answer.headers["Content-Disposition"] = 'attachment; filename="extract.txt"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(wrong: str, link: str) -> str:
    with reading() as session:
        rows = extract.of(session, acting())
    return render_template(
        "extracts.html", rows=rows, wrong=wrong, link=link, moment=now(), names={key: _(text) for key, text in NAMES.items()},
        form=request.form,
    )  # fmt: skip
