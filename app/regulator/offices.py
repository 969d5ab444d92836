"""The operator says what each office is for and how its documents are numbered; and takes in what hotlines pass on."""

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
from couriers import divisions
from credit import documents, hotlines, intake, routing
from credit.hotlines import BadHotlineFile, Wrong
from credit.procedure import Procedure
from trace.errors import Refusal

MOST_BYTES = 5_000_000


@bp.get("/regulator/offices")
@allows(Role.OPERATOR)
def offices() -> str:
    """Every office."""
    return _offices("", 0)


@bp.post("/regulator/offices/<int:party_id>")
@allows(Role.OPERATOR)
def office(party_id: int) -> Answer | tuple[str, int]:
    """What it is for, and the word before its numbers."""
    try:
        with transaction() as session:
            routing.remit(session, party_id, request.form.getlist("procedure"))
            documents.set_prefix(session, party_id, request.form.get("prefix", ""))
    except Refusal as refusal:
        return _offices(sentences.said(refusal), party_id), 400
    return redirect(url_for("regulator.offices"), 303)


@bp.get("/regulator/intake")
@allows(*BOTH)
def intake_form() -> str:
    """Choose a hotline and a file."""
    return _intake("", None, [])


@bp.post("/regulator/intake")
@allows(*BOTH)
def take_in() -> str | tuple[str, int]:
    """Open a case for each row that reads as one; the others are told with their reasons, and nothing of them is kept."""
    request.max_content_length = MOST_BYTES
    who, moment, source, given = person(), now(), request.form.get("source", ""), request.files.get("file")
    try:
        if given is None or source not in (*intake.HOTLINES, "12305", "12345"):
            raise BadHotlineFile("choose the hotline and its file")
        rows, wrong = hotlines.parse(_text(given.read()))
    except Refusal as refusal:
        return _intake(sentences.said(refusal), None, []), 400
    opened = 0
    # A transaction each: one row that meets something odd does not take the others with it.
    for row in rows:
        try:
            with transaction() as session:
                opened += hotlines.take(session, hand(session, who).actor, source, row, moment) is not None
                after_close(session, nudge)
        except Refusal as refusal:
            wrong.append(Wrong(row.line, refusal.message))
    return _intake("", (opened, len(rows) - opened), sorted(wrong))


def _offices(wrong: str, at: int) -> str:
    with reading() as session:
        found = [
            (one, divisions.county(session, one.division), documents.prefix(session, one.party_id))
            for one in routing.offices(session)
        ]
    return render_template(
        "regulator/offices.html", offices=found, procedures=list(Procedure), wrong=wrong, at=at, form=request.form
    )


def _intake(wrong: str, done: tuple[int, int] | None, refused: list[Wrong]) -> str:
    return render_template(
        "regulator/intake.html", wrong=wrong, done=done, refused=refused, headings=", ".join(hotlines.HEADINGS),
        sources=(*intake.HOTLINES, "12305", "12345"), **complaint_words.all_words(),
    )  # fmt: skip


def _text(data: bytes) -> str:
    for form in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(form)
        except UnicodeDecodeError:
            continue
    raise BadHotlineFile("the file is not text: save it as CSV")
