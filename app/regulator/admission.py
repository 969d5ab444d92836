"""Measures as the offices see them: what is proposed and stands, one of them with its steps, and each step as a form."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import console, measure_words
from app.access.accounts import Account
from app.access.gate import allows, person
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.tasks import nudge
from app.texts import N_
from couriers import roster
from credit import admission, gate, gates, measures
from credit.gate import IN_FORCE, OPEN, State
from credit.measures import COURIER, PARTY, Hand, Measure
from trace import parties
from trace.errors import Refusal
from trace.parties import Party

bp = Blueprint("admission", __name__, template_folder="templates")
BOTH = (Role.REGULATOR, Role.OPERATOR)
for _role in BOTH:
    console.rooms(_role, ("/regulator/measures", N_("Admission and lists")))
# What a list is of, in the order of the form.
PROPOSED = ("suspend", "refuse", "black_list", "red_list")


@bp.get("/regulator/measures")
@allows(*BOTH)
def all_of_them() -> str:
    """What waits for a person, what holds, and a form to propose."""
    return _list("")


@bp.post("/regulator/measures")
@allows(*BOTH)
def propose() -> Answer | tuple[str, int]:
    """An officer proposes a measure or an entry in a list."""
    moment, form = now(), request.form
    try:
        with transaction() as session:
            subject = COURIER if form.get("subject") == COURIER else PARTY
            made = admission.propose(
                session, form.get("kind", "")[:20], subject, form.get("id", type=int) or 0, _hand(session),
                form.get("text", ""), moment, basis=form.get("basis", ""), decision_no=form.get("decision_no", ""),
                authority=form.get("authority", ""), source=form.get("source", ""),
            )  # fmt: skip
            measure_words.tell(session, made, "proposed", moment)
            after_close(session, nudge)
    except Refusal as refusal:
        return _list(measure_words.said(refusal)), 400
    return redirect(f"/regulator/measures/{made.number}", 303)


@bp.get("/regulator/measures/<number>")
@allows(*BOTH)
def one(number: str) -> str:
    """One measure, its reasons and its steps."""
    return _page(number, "")


@bp.post("/regulator/measures/<number>/<step>")
@allows(*BOTH)
def act(number: str, step: str) -> Answer | tuple[str, int]:
    """Decide, review or lift."""
    moment, text = now(), request.form.get("text", "")
    try:
        with transaction() as session:
            found, hand = measures.locked(session, number), _hand(session)
            if step in ("imposed", "dismissed"):
                days = request.form.get("days", type=int)
                admission.decide(session, found, step == "imposed", hand, text, moment, days=days)
            elif step in ("confirmed", "overturned"):
                admission.review(session, found, step == "confirmed", hand, text, moment)
            elif step == "lifted":
                admission.lift(session, found, hand, text, moment)
            else:
                raise measures.NoSuchMeasure(f"{step[:20]!r} is nothing that an office does to a measure")
            measure_words.tell(session, found, step, moment)
            after_close(session, nudge)
    except measures.NoSuchMeasure:
        raise
    except Refusal as refusal:
        return _page(number, measure_words.said(refusal)), 400
    return redirect(f"/regulator/measures/{number}", 303)


def _list(wrong: str) -> str:
    with reading() as session:
        rows = [(one, name(session, one)) for one in measures.standing(session, OPEN)]
        known = {party.id: party.name for party in session.query(Party).order_by(Party.id).limit(500)}
    waits = [row for row in rows if row[0].state in (State.PROPOSED, State.APPEALED)]
    holds = [row for row in rows if row[0].state in IN_FORCE]
    return render_template(
        "regulator/measures.html", waits=waits, holds=holds, wrong=wrong, form=request.form, kinds_offered=PROPOSED,
        known=known, rules=gates.at(admission.day(now())), **measure_words.words(),
    )  # fmt: skip


def _page(number: str, wrong: str) -> str:
    with reading() as session:
        found = measures.get(session, number)
        steps = [(one, _who(session, one.step)) for one in measures.steps(session, found)]
        subject = name(session, found)
    rules = gates.at(admission.day(found.proposed_at))
    return render_template(
        "regulator/measure.html", measure=found, told=steps, subject=subject, wrong=wrong, form=request.form,
        can=gate.possible(found.state), what=rules.kind(found.kind), effect=rules.effect(found.grade),
        **measure_words.words(),
    )  # fmt: skip


def name(session: Session, measure: Measure) -> str:
    """Whom a measure is about; of a courier the alias and the firm."""
    firm = parties.get(session, measure.party_id).name
    return f"{firm}, {roster.get(session, measure.subject_id).alias}" if measure.subject_kind == COURIER else firm


def _who(session: Session, step: measures.MeasureStep) -> tuple[str, str]:
    account = session.get(Account, step.account_id) if step.account_id is not None else None
    return parties.get(session, step.party_id).name, account.login if account else ""


def _hand(session: Session) -> Hand:
    who = person()
    return Hand(parties.actor(session, who.party_id), who.account_id)
