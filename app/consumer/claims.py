"""What the one with the inside code may do: confirm or deny, review, complain, send back. No account is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import notices, tasks
from app.access import attempts
from app.access.gate import PUBLIC, allows
from app.clock import now
from app.consumer import reading, things, timeline
from app.consumer.claim_words import CATEGORIES, DENIALS, RETURN_REASONS, page_words
from app.consumer.views import spoken
from app.db import after_close, database, reading as read_state, transaction
from couriers import claims, returns
from couriers.claims import WrongInsideCode
from credit import complaints, confirmed
from credit.sending_back import May
from trace import history, parties, products
from trace.errors import Malformed, Refusal
from trace.history import Life
from trace.identity import thing
from trace.stages import Stamp, one_of
from trace.standing import Actor

bp = Blueprint("claims", __name__, template_folder="templates")
HOME = ZoneInfo("Asia/Shanghai")
LONGEST = 2_000
INSIDE = "inside"


class BadForm(Malformed):
    """A form of a claim that lacks something, or holds what cannot be."""

    code = "bad-form"


@dataclass(frozen=True, slots=True)
class Asked:
    """The thing and the code that a form was sent with, and the id that makes sending it twice one deed."""

    path: str
    uri: str
    code: str
    id: str

    @classmethod
    def read(cls, values: Any) -> Asked:
        """From the query or the form."""
        path = values.get("thing", "")[:400]
        try:
            given = UUID(values["id"]) if "id" in values else uuid4()
        except ValueError:
            raise BadForm("the form's own id is not one: open the page again") from None
        return cls(
            path, thing.canonical(path, database().keyring.origin), values.get("c", "")[:60], f"urn:uuid:{given}"
        )


@bp.get("/claim")
@allows(PUBLIC)
def claim_page() -> tuple[str, int] | str:
    """What can be done, for whoever has the code; a field for the code for whoever has not typed it yet."""
    asked = Asked.read(request.args)
    wrong = ""
    if asked.code:
        try:
            return _shown(asked, done=request.args.get("done", ""))
        except WrongInsideCode:
            wrong = _wrong(asked)
    w = page_words()
    return render_template(
        "consumer/claim_code.html", asked=asked, wrong=wrong and w["wrong"], w=w
    ), 400 if wrong else 200


@bp.post("/claim/<act>")
@allows(PUBLIC)
def say(act: str) -> Answer | tuple[str, int]:
    """Record what the recipient says; sent twice it is recorded once."""
    asked = Asked.read(request.form)
    deed = _ACTS.get(act)
    if deed is None:
        raise BadForm(f"{act[:20]!r} is nothing that can be done here: expected one of {', '.join(_ACTS)}")
    moment = now()
    try:
        with transaction() as session:
            attempts.check(session, INSIDE, asked.uri, moment)
            claims.begin(session, asked.uri, asked.code, moment)
            found = deed(session, _actor(session), history.life(session, asked.uri), Stamp(moment, event_id=asked.id))
            after_close(session, tasks.nudge)
    except WrongInsideCode:
        _wrong(asked)
        raise
    except Refusal as refusal:
        return _shown(asked, wrong=refusal.message)[0], 409
    case = f"&case={found[0]}&k={found[1]}" if found else ""
    return redirect(f"/claim?thing={asked.path}&c={asked.code}&done={act}{case}#done", 303)


def _wrong(asked: Asked) -> str:
    """Count a wrong code against this thing; after a few of them nobody's is looked at for a while."""
    with transaction() as session:
        attempts.failed(session, INSIDE, asked.uri, now())
    return asked.uri


def _actor(session: Session) -> Actor:
    """Who records what consumers say: the operator, who vouches for nothing but that the code was right."""
    found = parties.find(session, kind=parties.Kind.OPERATOR)
    if found is None:
        raise parties.NoSuchParty("this installation has no operator yet: run `flask --app wsgi init`")
    return parties.actor(session, found.id)


def _shown(asked: Asked, done: str = "", wrong: str = "") -> tuple[str, int]:
    w = spoken()
    with read_state() as session:
        attempts.check(session, INSIDE, asked.uri, now())
        first = claims.known(session, asked.uri, asked.code) is None
        opened = reading.read(session, asked.uri, None)
        term, may = _may(session, opened.life)
    state = timeline.state(w, opened.seen)
    page = render_template(
        "consumer/claim.html", asked=asked, first=first, term=term, done=done, wrong=wrong, w=page_words(), id=uuid4(),
        name=things.title(w, opened), sentence=timeline.sentence(w, state)[0], step=state.step,
        excepted=may is May.EXCEPTED, day=w.day_only({"eventTime": term.last_day.isoformat()}) if term.last_day else "",
        case=request.args.get("case", "")[:20], key=request.args.get("k", "")[:40],
    )  # fmt: skip
    return page, 200


def _may(session: Session, life: Life) -> tuple[returns.Term, May]:
    """The term of a return as its seller promised it, and whether an exception was confirmed at the purchase."""
    found = confirmed.eligible(session, life, now(), HOME)
    return found.term, found.may


Found = tuple[str, str] | None


def _confirm(session: Session, actor: Actor, life: Life, stamp: Stamp) -> Found:
    claims.confirm(session, actor, life, stamp, now())
    return None


def _deny(session: Session, actor: Actor, life: Life, stamp: Stamp) -> Found:
    reason = one_of(request.form.get("reason", ""), tuple(DENIALS), "what is denied")
    claims.dispute(session, actor, life, stamp, reason, _text(), now())
    return None


def _review(session: Session, actor: Actor, life: Life, stamp: Stamp) -> Found:
    stars = request.form.get("stars", type=int) or 0
    if not 1 <= stars <= 5:
        raise BadForm("choose one to five stars")
    of = one_of(request.form.get("of", "goods"), ("goods", "merchant", "courier"), "what a review is of")
    claims.review(session, actor, life, stamp, stars, of, _text(), now())
    return None


def _complain(session: Session, actor: Actor, life: Life, stamp: Stamp) -> Found:
    product = products.find(session, life.thing)
    category = request.form.get("category", "")
    seller = product.merchant_id if product else actor.id
    respondent = complaints.respondent(session, category, claims.carried_in(life), seller)
    case, code = complaints.receive(session, actor, life.thing, respondent, category, _text(), stamp, now())
    notices.complaint_received(session, case, now())
    return case.number, code


def _return(session: Session, actor: Actor, life: Life, stamp: Stamp) -> Found:
    term, may = _may(session, life)
    if term.clock in (returns.Clock.NOT_BEGUN, returns.Clock.OVER):
        raise BadForm("the time for returns has not begun, or is over: complain if something is wrong with the goods")
    reason = one_of(request.form.get("reason", ""), tuple(RETURN_REASONS), "a reason")
    if reason == "no_reason" and may is May.EXCEPTED:
        raise BadForm("you confirmed at the purchase that these goods do not come back without a reason: give one")
    claims.ask_return(session, actor, life, stamp, reason, now())
    return None


def _text() -> str:
    text = request.form.get("text", "").strip()
    if len(text) > LONGEST:
        raise BadForm(f"the text has {len(text)} characters: expected at most {LONGEST}")
    return text


_ACTS: dict[str, Callable[[Session, Actor, Life, Stamp], Found]] = {
    "confirm": _confirm,
    "deny": _deny,
    "review": _review,
    "complain": _complain,
    "return": _return,
}
assert set(CATEGORIES) <= set(complaints.CATEGORIES)
