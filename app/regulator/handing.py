"""Who does a case: an officer, a deputy while somebody is away, another office with a list of hashes and a receipt."""

from __future__ import annotations

from datetime import date

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows, person
from app.clock import now
from app.db import after_close, reading, transaction
from app.regulator import cases, sentences
from app.regulator.deciding import NotYourCase
from app.regulator.door import BOTH, bp, colleagues, hand, login, scope
from app.tasks import nudge
from credit import deadlines, deputies, queue, transfers
from credit.cases import NoSuchCase
from credit.casework import take
from credit.deputies import BadDeputy
from trace.errors import Malformed, Refusal


@bp.post("/regulator/cases/<number>/assign")
@allows(*BOTH)
def assign(number: str) -> Answer:
    """Give a case to a colleague, or take it oneself."""
    who, moment = person(), now()
    with transaction() as session:
        found = queue.get(session, mine := scope(session, who), number)
        chosen = next(
            (one for one in colleagues(session, who) if one.id == request.form.get("officer", type=int)), None
        )
        if chosen is None or not queue.may_act(mine, found):
            raise NotYourCase(
                f"case {number} cannot be given to that account: choose somebody of the office that has it"
            )
        take(session, found, "assigned", hand(session, who), moment, text=chosen.login)
        found.officer_id = chosen.id
        after_close(session, nudge)
    return redirect(url_for("regulator.case", number=number), 303)


@bp.post("/regulator/cases/<number>/transfer")
@allows(*BOTH)
def transfer(number: str) -> Answer | Response:
    """Hand a case to another office; or, as that office, take it over or send it back."""
    who, moment = person(), now()
    do, text = request.form.get("do", "send"), request.form.get("text", "")
    try:
        with transaction() as session:
            found = queue.get(session, mine := scope(session, who), number)
            if do == "take":
                transfers.take_over(session, found, hand(session, who), moment)
            elif do == "return":
                transfers.send_back(session, found, hand(session, who), text, moment)
            elif queue.may_act(mine, found):
                to = request.form.get("to", type=int) or 0
                transfers.send(session, found, hand(session, who), to, text, moment)
            else:
                raise NotYourCase(f"case {number} is another office's: only that one hands it over")
            after_close(session, nudge)
    except (NoSuchCase, NotYourCase):
        raise
    except Refusal as refusal:
        return cases.refused(
            number, sentences.said(refusal), "transfer", 400 if isinstance(refusal, Malformed) else 409
        )
    # Sent back it may be none of this office's to see.
    return redirect(url_for("regulator.cases") if do == "return" else url_for("regulator.case", number=number), 303)


@bp.get("/regulator/cases/<number>/package")
@allows(*BOTH)
def package(number: str) -> Response:
    """The files of a case as they were handed over, with their list."""
    who = person()
    with reading() as session:
        found = queue.get(session, scope(session, who), number)
        sent = transfers.last(session, found)
        if sent is None or who.party_id not in (sent.from_id, sent.to_id):
            raise transfers.NotHanded(f"case {number} was not handed over by this office or to it")
        data = transfers.package(session, sent)
    return attached(data, "application/zip", f"case-{number}-{sent.digest[:8]}.zip")


@bp.get("/regulator/deputy")
@allows(*BOTH)
def deputy() -> str:
    """Who does my cases while I am away."""
    return _deputy("")


@bp.post("/regulator/deputy")
@allows(*BOTH)
def name_deputy() -> Answer | tuple[str, int]:
    """Name somebody for some days, or be back."""
    who, form = person(), request.form
    try:
        with transaction() as session:
            if "back" in form:
                deputies.end(session, who.party_id, who.account_id)
            else:
                chosen = next(
                    (one.id for one in colleagues(session, who) if one.id == form.get("deputy", type=int)), None
                )
                try:
                    days = date.fromisoformat(form.get("since", "")), date.fromisoformat(form.get("until", ""))
                except ValueError:
                    raise BadDeputy("the days cannot be read: expected 2026-12-01") from None
                deputies.name(session, who.party_id, who.account_id, chosen or who.account_id, *days)
    except Refusal as refusal:
        return _deputy(sentences.said(refusal)), 400
    return redirect(url_for("regulator.deputy"), 303)


def _deputy(wrong: str) -> str:
    who = person()
    with reading() as session:
        named = deputies.of(session, who.party_id, who.account_id)
        mine = deputies.accounts(session, who.party_id, who.account_id, deadlines.day(now()))
        others = [one for one in colleagues(session, who) if one.id != who.account_id]
        return render_template(
            "regulator/deputy.html", named=named, deputy=login(session, named.deputy_id) if named else "", others=others,
            for_whom=[login(session, one) for one in mine[1:]], wrong=wrong, form=request.form,
        )  # fmt: skip


def attached(data: bytes, kind: str, name: str) -> Response:
    """A file to be saved; nothing of a case lies in a cache."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, mimetype=kind, headers=headers)
