"""What people say: complaints with their clocks, reviews, and the merchant's answers to both."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import answering, notices
from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant.door import actor, bp, merchant_id
from app.merchant.words import said
from app.tasks import nudge
from couriers import heard
from credit import complaints, replies
from credit.complaints import Complaint
from trace import products
from trace.errors import Refusal
from trace.words import Stage

# Reviews of what was packed lately; older ones stand on the pages of the goods.
LATELY = timedelta(days=180)


@bp.get("/merchant/answers")
@allows(Role.MERCHANT)
def answers() -> str:
    """Complaints that wait, then reviews, then what is answered."""
    return _all("", 0)


@bp.get("/merchant/cases/<number>")
@allows(Role.MERCHANT)
def case(number: str) -> str:
    """One complaint with all that was said."""
    return _case(number, "")


@bp.post("/merchant/cases/<number>")
@allows(Role.MERCHANT)
def answer_case(number: str) -> Answer | tuple[str, int]:
    """What the merchant says to it."""
    moment = now()
    try:
        with transaction() as session:
            found = complaints.case(session, number, merchant_id())
            act = request.form.get("act", "answer")
            answering.say(session, found, merchant_id(), request.form.get("text", ""), act, moment)
            notices.complaint_answered(session, found, moment)
            after_close(session, nudge)
    except complaints.NoSuchCase:
        raise
    except Refusal as refusal:
        return _case(number, answering.refused(refusal) or said(refusal)), 400
    return redirect(f"/merchant/cases/{number}", 303)


@bp.post("/merchant/reviews/<int:entry_id>")
@allows(Role.MERCHANT)
def answer_review(entry_id: int) -> Answer | tuple[str, int]:
    """What the merchant says to a review, once."""
    moment = now()
    try:
        with transaction() as session:
            mine = heard.of(session, merchant_id(), {Stage.REVIEWED}, moment - LATELY)
            if entry_id not in {one.entry_id for one in mine}:
                raise complaints.NoSuchCase("there is no such review of your goods")
            replies.reply(session, actor(session), entry_id, request.form.get("text", ""), moment)
            after_close(session, nudge)
    except complaints.NoSuchCase:
        raise
    except Refusal as refusal:
        return _all(said(refusal), entry_id), 400
    return redirect("/merchant/answers#reviews", 303)


def waiting(session: Session) -> list[tuple[Complaint, int, str]]:
    """The complaints to be answered, the most urgent first: days left (less than none when late), and about what."""
    fresh, _rest = answering.waiting(session, merchant_id())
    return [(one, answering.days_left(clock), about(session, one)) for one, clock in fresh]


def about(session: Session, found: Complaint) -> str:
    """What a complaint is about, as its merchant calls it."""
    product = products.find(session, found.about) if found.about else None
    return product.name if product else found.about.rsplit("/", 1)[-1]


def _all(wrong: str, wrong_at: int) -> str:
    with reading() as session:
        fresh = waiting(session)
        rest = answering.waiting(session, merchant_id())[1]
        reviews = heard.of(session, merchant_id(), {Stage.REVIEWED}, now() - LATELY)
        answered = replies.of(session, [one.entry_id for one in reviews])
        names = {one.uri: (products.find(session, one.uri), one.uri.rsplit("/", 1)[1]) for one in reviews}
    return render_template(
        "merchant/answers.html", fresh=fresh, rest=rest, reviews=reviews, answered=answered, names=names, wrong=wrong,
        wrong_at=wrong_at, days=complaints.ANSWER_DAYS, form=request.form, **answering.words(),
    )  # fmt: skip


def _case(number: str, wrong: str) -> str:
    with reading() as session:
        seen = answering.seen(session, complaints.case(session, number, merchant_id()))
        what = about(session, seen.case)
    return render_template(
        "merchant/case.html", seen=seen, case=seen.case, wrong=wrong, form=request.form, about=what,
        days=seen.clock.total if seen.clock else complaints.ANSWER_DAYS, **answering.words(),
    )  # fmt: skip
