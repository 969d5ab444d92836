"""How whoever is rated stands: the grade and what follows from it, the measures about them, and what they say to these."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import console, measure_words
from app.access.gate import allows, caller, person
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.tasks import nudge
from app.texts import N_
from couriers import roster
from couriers.conduct import Kind
from couriers.rated import Rating
from credit import admission, gate, gates, measures
from credit.measures import COURIER, PARTY, Hand, Measure
from trace import parties
from trace.errors import Refusal

bp = Blueprint("standing", __name__)
WHO = (Role.CARRIER, Role.STATION, Role.MERCHANT, Role.COURIER)
for _role in WHO:
    console.rooms(_role, ("/standing", N_("Standing")))


class Me(NamedTuple):
    """For whom somebody asks: a party, or the courier as which they are logged in."""

    party_id: int
    account_id: int
    courier_id: int | None


@bp.get("/standing")
@allows(*WHO)
def page() -> str:
    """The grade, what follows from it, and every measure there was."""
    with reading() as session:
        me = _me(session)
        rating = _rating(session, me)
        found = (
            measures.of(session, COURIER, me.courier_id) if me.courier_id else measures.of_firm(session, me.party_id)
        )
        rows = [(one, _name(session, one, me)) for one in found]
    rules = gates.at(admission.day(now()))
    return render_template(
        "standing/page.html", rating=rating, effect=rules.effect(rating.grade) if rating else None, rules=rules, rows=rows,
        role=caller().role, **measure_words.words(),
    )  # fmt: skip


@bp.get("/standing/<number>")
@allows(*WHO)
def one(number: str) -> str:
    """One measure with its reasons, and what can be said to it."""
    return _page(number, "")


@bp.post("/standing/<number>/<step>")
@allows(*WHO)
def say(number: str, step: str) -> Answer | tuple[str, int]:
    """A statement, an appeal, or the wish that it be lifted."""
    moment = now()
    try:
        with transaction() as session:
            me = _me(session)
            _mine(session, number, me)
            found = measures.locked(session, number)
            hand = Hand(parties.actor(session, me.party_id), me.account_id)
            admission.say(session, found, step, hand, request.form.get("text", ""), moment)
            operator = parties.find(session, kind=parties.Kind.OPERATOR)
            if operator is not None:
                measure_words.tell_office(session, found, operator.id, moment)
            after_close(session, nudge)
    except measures.NoSuchMeasure:
        raise
    except Refusal as refusal:
        return _page(number, measure_words.said(refusal)), 400
    return redirect(f"/standing/{number}", 303)


def _page(number: str, wrong: str) -> str:
    with reading() as session:
        me = _me(session)
        found = _mine(session, number, me)
        told = [(one, parties.get(session, one.step.party_id).name) for one in measures.steps(session, found)]
        subject = _name(session, found, me)
    rules = gates.at(admission.day(found.proposed_at))
    can = [step for step in gate.possible(found.state) if step in ("stated", "appealed", "repair_asked")]
    return render_template(
        "standing/measure.html", measure=found, told=told, subject=subject, wrong=wrong, form=request.form, can=can,
        effect=rules.effect(found.grade), **measure_words.words(),
    )  # fmt: skip


def _me(session: Session) -> Me:
    who = person()
    courier = roster.of_account(session, who.account_id) if who.role == Role.COURIER else None
    if who.role == Role.COURIER and courier is None:
        raise measures.NoSuchMeasure("this login is no courier's any more")
    return Me(who.party_id, who.account_id, courier.id if courier else None)


def _mine(session: Session, number: str, me: Me) -> Measure:
    """A measure about whoever asks; a firm reads and answers those about its couriers as well."""
    found = measures.get(session, number)
    own = found.subject_kind == COURIER and found.subject_id == me.courier_id
    if not own and (me.courier_id is not None or found.party_id != me.party_id):
        raise measures.NoSuchMeasure(f"there is no measure {number[:20]!r} about you")
    return found


def _rating(session: Session, me: Me) -> Rating | None:
    if me.courier_id is not None:
        return session.get(Rating, (str(Kind.COURIER), me.courier_id))
    kind = Kind.OUTLET if caller().role == Role.STATION else Kind.FIRM
    return session.get(Rating, (str(kind), me.party_id))


def _name(session: Session, measure: Measure, me: Me) -> str:
    if measure.subject_kind == PARTY or me.courier_id is not None:
        return ""
    return roster.get(session, measure.subject_id).alias
