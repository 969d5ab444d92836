"""Logging in and out, choosing for whom one acts, and a new password."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session as cookie
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.access import accounts, sessions
from app.access.accounts import Account, Membership
from app.access.attempts import Wait
from app.access.gate import PUBLIC, allows, caller
from app.access.roles import Role
from app.clock import now
from app.db import reading, transaction
from app.errors import Unauthenticated
from trace import parties
from trace.errors import Malformed

bp = Blueprint("access", __name__)
EVERYBODY_KNOWN = tuple(role for role in Role if role is not PUBLIC)
# Where each role begins its work.
DOORS = {
    Role.MERCHANT: "/merchant/",
    Role.COURIER: "/courier/",
    Role.CARRIER: "/carrier/",
    Role.STATION: "/carrier/",
    Role.OPERATOR: "/regulator/",
    Role.REGULATOR: "/regulator/",
    Role.INSTITUTION: "/regulator/",
}


@bp.get("/login")
@allows(PUBLIC)
def login() -> str:
    """The form."""
    return render_template("login.html", login="", wrong="", next=_inside(request.args.get("next")))


@bp.post("/login")
@allows(PUBLIC)
def log_in() -> Answer | tuple[str, int]:
    """Begin a session, or say what is wrong beside the form."""
    name, password = request.form.get("login", ""), request.form.get("password", "")
    wanted = _inside(request.form.get("next"))
    moment = now()
    try:
        with transaction() as session:
            account = accounts.log_in(session, name, password, moment)
            found = accounts.memberships(session, account.id) if account else []
    except Wait as refusal:
        wrong = _("Too many wrong attempts. Try again in %(n)s seconds.", n=refusal.retry_after)
        return render_template("login.html", login=name[:100], wrong=wrong, next=wanted), 429
    if account is None or not found:
        wrong = _("Login name or password is wrong.")
        return render_template("login.html", login=name[:100], wrong=wrong, next=wanted), 400
    _begin(account, found[0])
    return redirect(wanted or DOORS[Role(found[0].role)], 303)


@bp.post("/logout")
@allows(*EVERYBODY_KNOWN)
def log_out() -> Answer:
    """End this session; `everywhere` ends the others too."""
    if "everywhere" in request.form:
        with transaction() as session:
            accounts.end_sessions(session, _account(session))
    sessions.end(cookie)
    return redirect("/login", 303)


@bp.get("/account")
@allows(*EVERYBODY_KNOWN)
def account_page() -> str:
    """For whom one acts, and the password."""
    with reading() as session:
        mine = accounts.memberships(session, _account(session).id)
        rows = [(one, parties.get(session, one.party_id).name) for one in mine]
    return render_template("account.html", rows=rows, wrong="", done="done" in request.args, doors=DOORS)


@bp.post("/account/membership")
@allows(*EVERYBODY_KNOWN)
def choose() -> Answer:
    """Act for another party from here on."""
    wanted = request.form.get("membership", type=int)
    with reading() as session:
        account = _account(session)
        found = next((one for one in accounts.memberships(session, account.id) if one.id == wanted), None)
    if found is None:
        raise accounts.WrongLogin("you do not act for this party: expected one of your own memberships")
    _begin(account, found)
    return redirect(DOORS[Role(found.role)], 303)


@bp.post("/account/password")
@allows(*EVERYBODY_KNOWN)
def change_password() -> Answer | tuple[str, int]:
    """A new password; it ends every other session."""
    moment = now()
    try:
        with transaction() as session:
            account = _account(session)
            known = accounts.log_in(session, account.login, request.form.get("old", ""), moment)
            mine = accounts.memberships(session, account.id)
            rows = [(one, parties.get(session, one.party_id).name) for one in mine]
            if known is not None:
                accounts.change_password(session, account, request.form.get("new", ""))
    except Malformed as refusal:
        return render_template("account.html", rows=[], wrong=refusal.message, done=False, doors=DOORS), 400
    if known is None:
        wrong = _("The old password is wrong.")
        return render_template("account.html", rows=rows, wrong=wrong, done=False, doors=DOORS), 400
    _begin(account, next(one for one in mine if one.id == cookie[sessions.MEMBERSHIP]))
    return redirect("/account?done=1", 303)


def _account(session: Session) -> Account:
    found = session.get(Account, caller().account_id) if caller().account_id is not None else None
    if found is None:
        raise Unauthenticated("this is for people who have logged in: a token has no account")
    return found


def _begin(account: Account, membership: Membership) -> None:
    # A new cookie at each log-in, so that one that somebody else has seen before is worth nothing afterwards.
    sessions.end(cookie)
    sessions.begin(cookie, account, membership, now())


def _inside(path: str | None) -> str:
    """A path of ours to go on to, never another site's address."""
    ours = path is not None and path.startswith("/") and not path.startswith(("//", "/\\")) and len(path) < 500
    return path if ours and path is not None and path.isprintable() else ""
