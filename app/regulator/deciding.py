"""The steps that an officer takes in a case: accept or refuse, ask, mediate, propose, approve, review, close, and notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import notices
from app.access.gate import Person, allows, person
from app.clock import now
from app.db import after_close, transaction
from app.regulator import cases, segments, sentences
from app.regulator.door import BOTH, bp, hand, scope
from app.tasks import nudge
from couriers.rulings import Ruling
from credit import contacts, decisions, intake, queue
from credit.cases import Complaint, NoSuchCase
from credit.casework import BadCaseText, take
from trace import parties
from trace.errors import Forbidden, Malformed, Refusal

# Steps that are their name, words, and for some a legal reason; those that make no sense without words.
PLAIN = frozenset(
    {"accepted", "filed", "refused", "extended", "negotiation", "mediation", "paused", "resumed", "asked", "settled",
     "ended", "sent_back_draft", "closed", "noted", "followed_up", "withdrawn"}
)  # fmt: skip
WORDS = frozenset({"asked", "paused", "settled", "noted", "sent_back_draft", "followed_up"})
REASONS = {"refused": "refusals", "ended": "endings"}
# What the respondent is told of; the words of a refusal or a note are not theirs.
TELLS = frozenset({"accepted", "asked", "mediation", "decided", "reviewed", "settled", "ended", "closed"})


class NotYourCase(Forbidden):
    """A case that another office has to handle; this one only sees it."""

    code = "not-your-case"


class BadForm(Malformed):
    """A form of a case that lacks something."""

    code = "bad-case-form"


@bp.post("/regulator/cases/<number>/<step>")
@allows(*BOTH)
def act(number: str, step: str) -> Answer | Response:
    """Take a step, or say beside its form why it cannot be taken."""
    who, moment = person(), now()
    work = _WORK.get(step) or (_plain if step in PLAIN else None)
    if work is None:
        raise NoSuchCase(f"{step[:40]!r} is nothing that is done to a case here")
    try:
        with transaction() as session:
            mine = scope(session, who)
            found = queue.get(session, mine, number)
            if step != "noted" and not queue.may_act(mine, found):
                raise NotYourCase(f"case {number} is another office's: have it handed over first")
            work(session, found, who, step, moment)
            if step in TELLS or step in ("decide", "review"):
                notices.case_moved(session, found, moment)
            after_close(session, nudge)
    except (NoSuchCase, NotYourCase):
        raise
    except Refusal as refusal:
        return cases.refused(number, sentences.said(refusal), step, 400 if isinstance(refusal, Malformed) else 409)
    return redirect(f"{url_for('regulator.case', number=number)}#done", 303)


@bp.post("/regulator/cases/<number>/contact")
@allows(*BOTH)
def contact(number: str) -> str:
    """Person complained; that it was opened stands on the case's own chain."""
    who, moment = person(), now()
    with transaction() as session:
        mine = scope(session, who)
        found = queue.get(session, mine, number)
        if not queue.may_act(mine, found):
            raise NotYourCase(f"case {number} is another office's: have it handed over first")
        take(session, found, "noted", hand(session, who), moment, reason="contact_opened")
        opened = contacts.reveal(session, found)
        after_close(session, nudge)
    return cases.page(number, contact=opened)


def _plain(session: Session, case: Complaint, who: Person, step: str, moment: datetime) -> None:
    text, reason = request.form.get("text", ""), request.form.get("reason", "")
    if step in WORDS and not text.strip():
        raise BadCaseText("this step needs words: expected 1 to 2000 characters")
    if step in REASONS:
        known = {one.code for one in cases.legal(session, case, REASONS[step])}
        if reason not in known:
            raise BadForm(f"{reason[:40]!r} is no legal reason for it: choose one of the list")
    take(session, case, step, hand(session, who), moment, text=text, reason=reason if step in REASONS else "")


def _propose(session: Session, case: Complaint, who: Person, step: str, moment: datetime) -> None:
    form = request.form
    ruling = None
    if named := form.get("named", ""):
        try:
            kind, number, at, about = segments.happened(session, case, named)
            share = int(form.get("share", ""))
        except ValueError:
            raise BadForm("choose who is named and for which share, 1 to 100 per cent") from None
        if not 1 <= share <= 100:
            raise BadForm("choose who is named and for which share, 1 to 100 per cent")
        ruling = Ruling(kind, number, form.get("code", ""), share, at, about=about)
    decisions.propose(session, case, hand(session, who), form.get("outcome", ""), form.get("text", ""), ruling, moment)


def _decide(session: Session, case: Complaint, who: Person, step: str, moment: datetime) -> None:
    decisions.decide(session, case, hand(session, who), request.form.get("text", ""), moment)


def _review(session: Session, case: Complaint, who: Person, step: str, moment: datetime) -> None:
    form = request.form
    decisions.review(session, case, hand(session, who), form.get("outcome", ""), form.get("text", ""), moment)


def _merge(session: Session, case: Complaint, who: Person, step: str, moment: datetime) -> None:
    into = queue.get(session, scope(session, who), request.form.get("into", ""))
    intake.merge(session, case, into, hand(session, who), moment)


def _name(session: Session, case: Complaint, who: Person, step: str, moment: datetime) -> None:
    said = request.form.get("party", "").strip()
    found = parties.find(session, uscc=said.upper()) or parties.find(session, name=said)
    if found is None or found.kind not in ("merchant", "carrier", "station"):
        raise BadForm("no merchant, courier firm or station is called that: type the whole name, or the credit code")
    take(session, case, "named", hand(session, who), moment, text=found.name)
    case.respondent_id = found.id
    session.flush()


_WORK: dict[str, Callable[[Session, Complaint, Person, str, datetime], None]] = {
    "propose": _propose,
    "decide": _decide,
    "review": _review,
    "merge": _merge,
    "name": _name,
}
