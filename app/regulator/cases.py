"""The queue of an office, and the page of a case: which hands, what was found, the clock, and everything that was done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from app import answering, complaint_words, rating_words
from app.access.gate import Person, allows, person
from app.clock import now
from app.db import reading
from app.regulator import segments
from app.regulator.door import BOTH, bp, colleagues, login, scope
from app.texts import _
from couriers import divisions, rules as rating_rules
from couriers.conduct import Kind as SubjectKind
from couriers.roster import Courier
from couriers.rulings import Ruling
from credit import (
    cases as case_tables,
    complaints,
    contacts,
    deadlines,
    decisions,
    documents,
    intake,
    procedure,
    queue,
    routing,
    transfers,
)
from credit.clocks import Reading
from credit.complaints import Complaint
from credit.paper_texts import KINDS, Paper
from credit.queue import Filter, Scope
from credit.rules import Reason, Rules
from trace import parties
from trace.moments import from_ms, to_ms

# What custody can say of a category, as the finding that it is most often.
USUAL = {
    "K11": "K11",
    "K12": "K12",
    "K13": "K13",
    "K14": "K14",
    "K15": "V4",
    "K16": "V3",
    "K17": "K17",
    "K18": "K18",
    "K19": "V7",
}


@bp.get("/regulator/cases")
@allows(*BOTH)
def cases() -> str:
    """What is to be done, the most urgent first."""
    who, today = person(), deadlines.day(now())
    wanted = Filter(**{name: request.args.get(name, "")[:20] for name in Filter._fields})
    wanted = wanted if wanted.which in queue.WHICH else wanted._replace(which="open")
    with reading() as session:
        mine = scope(session, who)
        rows = [_row(session, one, today) for one in queue.listed(session, mine, wanted, today)]
        counts = queue.counts(session, mine, today)
        counties = [
            one for one in divisions.listed(session) if mine.operator or routing.covers(mine.division, one.code)
        ]
        deputising = [login(session, one) for one in mine.accounts[1:]]
    return render_template(
        "regulator/cases.html", rows=rows, counts=counts, wanted=wanted, which=queue.WHICH, counties=counties,
        deputising=deputising, most=queue.SHOWN, today=today.isoformat(),
        categories=list(complaint_words.CATEGORIES), **complaint_words.all_words(),
    )  # fmt: skip


@bp.get("/regulator/cases/<number>")
@allows(*BOTH)
def case(number: str) -> str:
    """One case."""
    return page(number)


def page(number: str, wrong: str = "", step: str = "", contact: contacts.Contact | None = None) -> str:
    """The page of a case; `wrong` is why the form of `step` was not taken."""
    who = person()
    with reading() as session:
        mine = scope(session, who)
        found = queue.get(session, mine, number)
        return render_template("regulator/case.html", **_shown(session, mine, who, found), wrong=wrong, wrong_step=step,
                               form=request.form, contact=contact)  # fmt: skip


def legal(session: Session, case: Complaint, which: str) -> tuple[Reason, ...]:
    """The legal reasons to refuse a case, or to end its mediation, by the rules of the day on which it came in."""
    rules = deadlines.Desk(session).rules(deadlines.day(case.received_at))
    found: tuple[Reason, ...] = getattr(rules, which) if rules else ()
    return found


def legal_text(session: Session, case: Complaint, step: str) -> str:
    """The legal reason of the newest step of this name, as a Chinese document says it."""
    taken = [one.reason for one in case_tables.steps(session, case) if one.step == step and one.reason]
    which = {"refused": "refusals", "ended": "endings"}.get(step)
    if not taken or which is None:
        return ""
    return next((one.text_zh for one in legal(session, case, which) if one.code == taken[-1]), "")


def refused(number: str, wrong: str, step: str, status: int) -> Response:
    """The page again with what is wrong."""
    return make_response(page(number, wrong, step), status)


def _shown(session: Session, mine: Scope, who: Person, found: Complaint) -> dict[str, Any]:
    desk, today = deadlines.Desk(session), deadlines.day(now())
    readings = desk.readings(session, found, today)
    acts = queue.may_act(mine, found)
    can = procedure.possible(found.kind, found.state) if acts else ["noted"]
    rules = desk.rules(deadlines.day(found.received_at))
    ratings = rating_rules.of(to_ms(found.received_at))
    # What the office itself has to keep stands first.
    running = sorted((one for one in readings if one.ended is None), key=lambda one: one.clock.whose != "office")
    said = complaints.file(session, found)
    return {
        "case": found, "respondent": parties.get(session, found.respondent_id), "acts": acts, "can": can,
        "place": divisions.county(session, found.division),
        "custody": segments.shown(session, found), "clocks": [(one, squares(one)) for one in running],
        "over": [one for one in readings if one.ended is not None], "today": today, "rules": rules,
        "stands": any(one.stands for one in readings),
        "said": [(one, answering.name(session, one), login(session, one.account_id)) for one in said],
        "alike": intake.alike(session, found), "goes_on": intake.standing_for(session, found),
        "known": contacts.known(session, found), "beside": _beside(session, found),
        "colleagues": colleagues(session, who), "officer": login(session, found.officer_id),
        "office": parties.get(session, found.office_id) if found.office_id else None,
        "offices": [one for one in routing.offices(session) if one.party_id != found.office_id],
        "transfer": transfers.open_transfer(session, found), "me": who,
        "draft": decisions.draft_of(session, found), "outcomes": decisions.OUTCOMES, "usual": USUAL.get(found.category, ""),
        "violations": ratings.violations if ratings else (), "papers": documents.of(session, found),
        "kinds": documents.possible(session, found), "appeal_by": decisions.last_day(session, found, now()),
        "days_left": answering.days_left, "from_ms": from_ms, "findings": rating_words.findings(),
        "paper_name": lambda code: KINDS[Paper(code)][1] if code in set(Paper) else "",
        "reason_name": lambda code: _reason_name(rules, code), "named_name": lambda one: _named(session, one),
        **complaint_words.all_words(),
    }  # fmt: skip


def _reason_name(rules: Rules | None, code: str) -> str:
    known = (*rules.refusals, *rules.endings) if rules else ()
    return next((complaint_words.reason(one) for one in known if one.code == code), code)


def _named(session: Session, one: Ruling) -> str:
    if one.kind == SubjectKind.COURIER:
        found = session.get(Courier, one.id)
        return _("courier %(alias)s", alias=found.alias) if found else ""
    return parties.get(session, one.id).name


def _row(session: Session, one: Complaint, today: Any) -> dict[str, Any]:
    return {
        "case": one, "respondent": parties.get(session, one.respondent_id).name, "officer": login(session, one.officer_id),
        "place": divisions.county(session, one.division), "url": url_for("regulator.case", number=one.number),
        "late": one.due_on is not None and one.due_on < today.isoformat(),
        "near": one.due_on is not None and today.isoformat() <= one.due_on <= (today + timedelta(days=2)).isoformat(),
    }  # fmt: skip


def _beside(session: Session, found: Complaint) -> str:
    other = contacts.beside(session, found)
    return "" if other is None else session.get_one(Complaint, other).number


def squares(one: Reading, across: int = 15) -> dict[str, Any]:
    """A clock as squares, one a day: past, today, to come; sizes are SVG attributes, for the policy lets no style in."""
    cells = [
        {"x": 1 + 24 * (at % across), "y": 1 + 25 * (at // across),
         "kind": "past" if at < one.used else "today" if at == one.used and not one.stands else "day"}
        for at in range(one.total)
    ]  # fmt: skip
    return {"cells": cells, "width": 24 * min(across, one.total), "height": 25 * -(-one.total // across) + 1}
