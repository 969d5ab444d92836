"""Registering as a merchant, and the room of one's papers."""

from __future__ import annotations

from flask import redirect, render_template, request, session as cookie
from werkzeug.wrappers import Response as Answer

from app.access import attempts, sessions
from app.access.accounts import LoginTaken
from app.access.attempts import Wait
from app.access.gate import PUBLIC, allows
from app.access.roles import Role
from app.clock import now
from app.db import reading, transaction
from app.merchant import joining
from app.merchant.door import bp, merchant_id
from app.merchant.words import said
from app.texts import _
from trace import papers, parties, reveals
from trace.errors import Refusal
from trace.identity import uscc

NOTHING: dict[str, str] = {}
_REGISTERING = "register"


@bp.get("/register")
@allows(PUBLIC)
def register_form() -> str:
    """The form."""
    return render_template("merchant/register.html", form=NOTHING, wrong=NOTHING)


@bp.post("/register")
@allows(PUBLIC)
def register() -> Answer | tuple[str, int]:
    """Make an unverified merchant and begin its first session, or say beside the fields what is wrong."""
    applicant, moment = joining.read(request.form, _licence()), now()
    if applicant.wrong:
        return _again(applicant.wrong)
    address = request.remote_addr or ""
    try:
        with transaction() as session:
            # Every registration counts, so that nobody fills the queue of the people who look at licences.
            attempts.check(session, _REGISTERING, address, moment)
            attempts.failed(session, _REGISTERING, address, moment)
            account, membership = joining.register(session, applicant, moment)
    except LoginTaken as refusal:
        return _again({"login": said(refusal)})
    except Wait as refusal:
        wrong = _("Too many registrations from here. Try again in %(n)s seconds.", n=refusal.retry_after)
        return render_template("merchant/register.html", form=request.form, wrong={"form": wrong}), 429
    sessions.end(cookie)
    sessions.begin(cookie, account, membership, moment)
    return redirect("/merchant/papers", 303)


@bp.get("/merchant/papers")
@allows(Role.MERCHANT)
def papers_page() -> str:
    """What has become of one's papers, and who has opened them."""
    return _papers(NOTHING)


@bp.post("/merchant/papers")
@allows(Role.MERCHANT)
def hand_in() -> Answer | tuple[str, int]:
    """Other papers, after a rejection or when they are due again."""
    moment = now()
    try:
        with transaction() as session:
            party = parties.get(session, merchant_id())
            code = uscc.Uscc.parse(request.form.get("uscc", ""))
            papers.hand_in(session, party, code, request.form.get("contact", ""), _licence(), moment)
    except Refusal as refusal:
        field = {"bad-uscc": "uscc", "bad-licence": "licence"}.get(refusal.code, "contact")
        text = _("Write who can be called, and the number.") if field == "contact" else said(refusal)
        return _papers({field: text}), 400
    return redirect("/merchant/papers", 303)


def _papers(wrong: dict[str, str]) -> str:
    with reading() as session:
        party, newest = parties.get(session, merchant_id()), papers.newest(session, merchant_id())
        verified = papers.verified(session, party.id)
        names = {one.viewer_id: parties.get(session, one.viewer_id).name for one in reveals.of(session, party.id)}
        looks = [(one, names[one.viewer_id]) for one in reveals.of(session, party.id)]
        facts = uscc.facts(newest.uscc) if newest else None
    return render_template(
        "merchant/papers.html", party=party, newest=newest, verified=verified, looks=looks, facts=facts,
        form=request.form, wrong=wrong,
    )  # fmt: skip


def _licence() -> bytes:
    file = request.files.get("licence")
    # One byte more than is allowed tells enough.
    return file.stream.read(papers.MOST_BYTES + 1) if file is not None else b""


def _again(wrong: dict[str, str]) -> tuple[str, int]:
    return render_template("merchant/register.html", form=request.form, wrong=wrong), 400
