"""Merchants' papers: who waits, the licence and contact by a logged reveal, verified or rejected by a person."""

from __future__ import annotations

from flask import Response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import notices
from app.access.gate import allows, person
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.regulator.door import bp
from app.tasks import nudge
from app.texts import _
from trace import papers, parties, reveals
from trace.errors import Conflict
from trace.identity import uscc
from trace.papers import BadPapers, Papers

_ENDS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@bp.get("/regulator/merchants")
@allows(Role.OPERATOR)
def merchants() -> str:
    """The papers that wait, and what was decided lately."""
    with reading() as session:
        waiting = [(one, parties.get(session, one.party_id)) for one in papers.waiting(session)]
        decided = [(one, parties.get(session, one.party_id)) for one in papers.decided(session)]
    return render_template("regulator/merchants.html", waiting=waiting, decided=decided)


@bp.get("/regulator/merchants/<int:papers_id>")
@allows(Role.OPERATOR)
def one(papers_id: int) -> str:
    """One merchant's papers."""
    return _page(papers_id, "", "")


@bp.post("/regulator/merchants/<int:papers_id>/licence")
@allows(Role.OPERATOR)
def show_licence(papers_id: int) -> Response:
    """The licence itself; that it was opened is written down, and the merchant can see it."""
    with transaction() as session:
        found = papers.get(session, papers_id)
        _note(session, found, "licence")
        data, kind = papers.licence(session, found), found.kind
    answer = Response(data, mimetype=kind)
    # A PDF may hold scripts: it is saved, and not opened under our address.
    how = "attachment" if kind == "application/pdf" else "inline"
    answer.headers["Content-Disposition"] = f'{how}; filename="licence-{papers_id}.{_ENDS[kind]}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/regulator/merchants/<int:papers_id>/contact")
@allows(Role.OPERATOR)
def show_contact(papers_id: int) -> Answer | str:
    """Whom to call; that it was opened is written down as well."""
    with transaction() as session:
        found = papers.get(session, papers_id)
        _note(session, found, "contact")
        contact = papers.contact(session, found)
    return _page(papers_id, contact, "")


@bp.post("/regulator/merchants/<int:papers_id>/verify")
@allows(Role.OPERATOR)
def verify(papers_id: int) -> Answer | tuple[str, int]:
    """The papers are right."""
    moment, (account_id, party_id) = now(), _who()
    try:
        with transaction() as session:
            found = papers.get(session, papers_id)
            papers.verify(session, found, account_id, party_id, moment)
            notices.verification(session, found.party_id, None, moment)
            after_close(session, nudge)
    except Conflict as refusal:
        return _page(papers_id, "", _conflict(refusal)), 409
    return redirect("/regulator/merchants", 303)


@bp.post("/regulator/merchants/<int:papers_id>/reject")
@allows(Role.OPERATOR)
def reject(papers_id: int) -> Answer | tuple[str, int]:
    """The papers will not do, and why."""
    moment, (account_id, party_id) = now(), _who()
    try:
        with transaction() as session:
            found = papers.get(session, papers_id)
            papers.reject(session, found, account_id, party_id, request.form.get("reason", ""), moment)
            notices.verification(session, found.party_id, found.reason or "", moment)
    except BadPapers:
        return _page(papers_id, "", _("Say why, in 1 to 300 characters: the merchant reads it.")), 400
    except Conflict as refusal:
        return _page(papers_id, "", _conflict(refusal)), 409
    return redirect("/regulator/merchants", 303)


def _page(papers_id: int, contact: str, wrong: str) -> str:
    with reading() as session:
        found = papers.get(session, papers_id)
        party = parties.get(session, found.party_id)
    return render_template(
        "regulator/papers.html", papers=found, party=party, facts=uscc.facts(found.uscc), contact=contact, wrong=wrong
    )


def _conflict(refusal: Conflict) -> str:
    if refusal.code == "uscc-taken":
        return _("Another party is verified under this credit code: only one of the two can be it.")
    return _("Somebody has decided on these papers already.")


def _note(session: Session, found: Papers, what: str) -> None:
    account_id, party_id = _who()
    reveals.note(session, found.party_id, party_id, account_id, what, now())


def _who() -> tuple[int, int]:
    who = person()
    return who.account_id, who.party_id
