"""My rating: the grade in a sentence, what it would be otherwise, each lost point with its entries, and a way to contest."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, Response, redirect, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import console, rating_words as texts
from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.courier.door import asking
from app.db import reading, transaction
from app.texts import N_
from couriers import contests, losses, rating_file, ratings
from couriers.account import Account, Rated
from couriers.conduct import Kind, Subject
from couriers.contests import BadContest
from couriers.rated import rating_count
from couriers.roster import Courier
from couriers.scanned import ScanBy
from trace import tables
from trace.moments import from_ms

bp = Blueprint("rating", __name__, template_folder="templates")
# So many entries of an indicator are shown; the file has all of them.
MOST = 200
LEFT, RIGHT = 10.0, 290.0

console.rooms(Role.COURIER, ("/courier/rating", N_("My rating")))


class Line(NamedTuple):
    """One entry under an indicator: the courier's own scan of it opens the proof."""

    number: str
    at: Any
    why: str
    bad: int
    state: str
    leaf: int
    scan_id: str | None


@bp.get("/courier/rating")
@allows(Role.COURIER)
def mine() -> str:
    """The rating of whoever asks."""
    with reading() as session:
        courier = asking(session)
        account, rated = _rating(session, courier)
        waiting = contests.of(session, courier.id)
        answered = [(one, contests.answer(session, one)) for one in contests.answered(session, courier.id)]
        bad = _bad(session, courier)
    if account is None or rated is None:
        return render_template("courier/rating.html", courier=courier, rated=None)
    found = losses.cases(account, rated)
    marks = sorted(rated.score.marks, key=lambda one: (-one.lost, one.key))
    return render_template(
        "courier/rating.html", courier=courier, rated=rated, day=date.fromordinal(rated.day), marks=marks, cases=found,
        worst=next((one for one in found if one.points), None), ruler=_ruler(rated), bad=bad, waiting=waiting,
        answered=answered,
        when=date.fromordinal, at=from_ms, **texts.names(),
    )  # fmt: skip


@bp.get("/courier/rating/of/<indicator>")
@allows(Role.COURIER)
def entries(indicator: str) -> str:
    """The entries behind one indicator, those that cost something first."""
    with reading() as session:
        courier = asking(session)
        _, rated = _rating(session, courier)
        mark = next((one for one in rated.score.marks if one.key == indicator), None) if rated else None
        if mark is None or rated is None:
            raise BadContest(f"{indicator[:40]!r} is no part of your rating: choose one of the lines on the page")
        rows = _lines(session, courier, indicator)
    return render_template(
        "courier/rating_of.html", mark=mark, rows=rows, rules=rated.rules, most=MOST, **texts.names()
    )


@bp.get("/courier/rating/file")
@allows(Role.COURIER)
def file() -> Response:
    """Everything that the score is made of, for tools/recompute_rating.py."""
    with reading() as session:
        found = rating_file.build(session, _subject(asking(session)))
    text = json.dumps(found, ensure_ascii=False, indent=1)
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="rating.json"'}
    return Response(text, mimetype="application/json", headers=headers)


@bp.get("/courier/rating/contest")
@allows(Role.COURIER)
def contest_form() -> str:
    """The form in which one line of the rating is contested."""
    about, kind = request.args.get("about", ""), request.args.get("kind", contests.Kind.EXPLAIN)
    return render_template(
        "courier/rating_contest.html", about=about, kind=kind, longest=contests.LONGEST, **texts.names()
    )


@bp.post("/courier/rating/contest")
@allows(Role.COURIER)
def contest() -> Answer:
    """Keep what the courier says for a person to look at."""
    form = request.form
    with transaction() as session:
        courier = asking(session)
        account, rated = _rating(session, courier)
        known = [one.key for one in rated.score.marks] if rated else []
        known += [one.case for one in account.decisions] if account else []
        contests.make(session, courier, form.get("kind", ""), form.get("about", ""), form.get("text", ""), known, now())
    return redirect("/courier/rating#waiting", 303)


@bp.get("/courier/rating/rules")
@allows(Role.COURIER)
def rules() -> str:
    """Every number that the rating is made with, its source, and whether somebody has read it there."""
    with reading() as session:
        at = ratings.position(session).rules
    parts = at.as_json() if at else {}
    return render_template("courier/rating_rules.html", rules=at, parts=parts, **texts.names())


def _subject(courier: Courier) -> Subject:
    return Subject(Kind.COURIER, courier.id)


def _rating(session: Session, courier: Courier) -> tuple[Account | None, Rated | None]:
    return ratings.account(session, _subject(courier)), ratings.of(session, _subject(courier))


def _bad(session: Session, courier: Courier) -> dict[str, tuple[int, int]]:
    """Under each indicator how many entries count, and how many of them were not done well."""
    count = rating_count.c
    found: dict[str, tuple[int, int]] = {}
    wanted = select(count.indicator, count.bad).where(
        count.kind == Kind.COURIER, count.subject_id == courier.id, count.state == "counted"
    )
    for indicator, bad in session.execute(wanted):
        whole, some = found.get(indicator, (0, 0))
        found[indicator] = (whole + 1, some + (bad > 0))
    return found


def _lines(session: Session, courier: Courier, indicator: str) -> list[Line]:
    count, thing = rating_count.c, tables.thing.c
    wanted = (
        select(thing.uri, count.at_ms, count.why, count.bad, count.state, count.leaf, ScanBy.scan_id)
        .join(tables.thing, thing.id == count.thing_id)
        .outerjoin(ScanBy, ScanBy.entry_id == count.entry_id)
        .where(count.kind == Kind.COURIER, count.subject_id == courier.id, count.indicator == indicator)
        .order_by(count.bad.desc(), count.at_ms.desc(), count.entry_id)
    )
    return [
        Line(uri.rsplit("/", 1)[1][-4:], from_ms(at_ms), why, bad, state, leaf, scan_id)
        for uri, at_ms, why, bad, state, leaf, scan_id in session.execute(wanted.limit(MOST))
    ]


def _ruler(rated: Rated) -> dict[str, Any]:
    """Where score, cautious score and the classes between lie on the ruler, in its own units."""
    grades = rated.rules.grades
    low = min(grades[min(4, len(grades) - 1)].at, rated.score.low - 2)
    scale = (RIGHT - LEFT) / (100 - low)

    def place(value: float) -> float:
        return round(LEFT + (min(max(value, low), 100) - low) * scale, 1)

    ends = [100.0, *(one.at for one in grades)]
    bands = [
        {"name": one.name, "from": place(one.at), "to": place(top), "at": one.at, "here": one.name == rated.grade}
        for one, top in zip(grades, ends, strict=False)
        if top > low
    ]
    return {"bands": bands, "score": place(rated.score.score), "low": place(rated.score.low)}
