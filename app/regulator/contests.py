"""What couriers say against their own rating: heard by a person, answered with reasons, and if right the finding falls."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from app import notices
from app.access.gate import allows, person
from app.clock import now
from app.db import after_close, reading, transaction
from app.rating_words import names
from app.regulator import sentences
from app.regulator.door import BOTH, bp, hand, login, scope
from app.tasks import nudge
from couriers import contests as kept
from credit import contested
from trace.errors import Malformed, Refusal
from trace.moments import from_ms


@bp.get("/regulator/contests")
@allows(*BOTH)
def contests() -> str:
    """Those that wait, the oldest first, and what was answered lately."""
    who = person()
    with reading() as session:
        mine = scope(session, who)
        waiting, answered = (contested.listed(session, mine, waiting=wait) for wait in (True, False))
    return render_template("regulator/contests.html", waiting=waiting, answered=answered, **names())


@bp.get("/regulator/contests/<int:contest_id>")
@allows(*BOTH)
def contest(contest_id: int) -> str:
    """One of them."""
    return _page(contest_id, "")


@bp.post("/regulator/contests/<int:contest_id>")
@allows(*BOTH)
def answer(contest_id: int) -> Answer | tuple[str, int]:
    """The answer of a named person."""
    who, moment = person(), now()
    try:
        with transaction() as session:
            row = contested.get(session, scope(session, who), contest_id)
            state, text = request.form.get("state", ""), request.form.get("text", "")
            excused = request.form.getlist("entry", type=int)
            fell = contested.answer(session, row, hand(session, who), state, text, moment, excused)
            notices.contest_answered(session, row.courier.account_id, row.firm.id, state == kept.UPHELD, fell, moment)
            after_close(session, nudge)
    except contested.NoSuchContest:
        raise
    except Refusal as refusal:
        return _page(contest_id, sentences.said(refusal)), 400 if isinstance(refusal, Malformed) else 409
    return redirect(url_for("regulator.contests"), 303)


def _page(contest_id: int, wrong: str) -> str:
    who = person()
    with reading() as session:
        row = contested.get(session, scope(session, who), contest_id)
        ruled = contested.finding(session, row.contest)
        return render_template(
            "regulator/contest.html", row=row, one=row.contest, words=kept.words(session, row.contest),
            excusable=contested.excusable(session, row.contest), from_ms=from_ms,
            said=kept.answer(session, row.contest), by=login(session, row.contest.answered_by), ruled=ruled,
            happened=from_ms(ruled.happened_ms) if ruled else None, case=row.contest.about.rsplit("/", 1)[-1],
            wrong=wrong, form=request.form, **names(),
        )  # fmt: skip
