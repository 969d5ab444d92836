"""What is kept of the person who asks: taken along as a file, or erased for good."""

from __future__ import annotations

from datetime import datetime

from flask import Response, redirect, render_template, request, session as cookie
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.access import accounts, sessions
from app.access.accounts import Account
from app.access.attempts import Wait
from app.access.gate import allows, person
from app.account import erasing, holdings, package
from app.account.door import EVERYBODY_KNOWN, bp
from app.account.erasing import LastAdministrator
from app.clock import now
from app.db import reading, transaction
from app.texts import N_, _
from couriers import roster

NAMES = {
    "account": N_("the account itself"),
    "memberships": N_("for whom you act"),
    "courier": N_("you as a courier"),
    "location-consents": N_("your consents to keep places"),
    "phones": N_("your phones"),
    "scans": N_("your scans, with places if you agreed"),
    "held-scans": N_("scans that your firm has to look at"),
    "messages": N_("messages to you"),
    "looks-at-my-name": N_("who looked at your name"),
    "looks-by-me": N_("hidden data that you looked at"),
    "decisions-by-me": N_("what you decided"),
}


@bp.get("/account/data")
@allows(*EVERYBODY_KNOWN)
def data() -> str:
    """What there is, and what can be done with it."""
    return _page("")


@bp.post("/account/data/export")
@allows(*EVERYBODY_KNOWN)
def export() -> Response:
    """Everything as one file."""
    with reading() as session:
        made = package.zipped(holdings.of(session, _account(session)))
    answer = Response(made, mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="suyuan-my-data.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/account/data/erase")
@allows(*EVERYBODY_KNOWN)
def erase() -> Answer | tuple[str, int]:
    """Erase it; whoever has no password of their own (a courier's phone has let them in) says so with the box alone."""
    moment = now()
    if "sure" not in request.form:
        return _page(_("Say that you are sure: it cannot be undone.")), 400
    try:
        with transaction() as session:
            account = _account(session)
            known = _by_phone(session, account) or _knows(session, account, request.form.get("password", ""), moment)
            if known:
                erasing.erase(session, account, moment)
    except Wait as refusal:
        return _page(_("Too many wrong attempts. Try again in %(n)s seconds.", n=refusal.retry_after)), 429
    except LastAdministrator:
        return _page(_("Nobody else acts for the operator. Let somebody else join first.")), 409
    if not known:
        return _page(_("The password is wrong.")), 400
    sessions.end(cookie)
    return redirect("/login", 303)


def _knows(session: Session, account: Account, password: str, moment: datetime) -> bool:
    return accounts.log_in(session, account.login, password, moment) is not None


def _by_phone(session: Session, account: Account) -> bool:
    """Whether the account is one that a phone's key opens alone: its password is known to nobody."""
    courier = roster.of_account(session, account.id)
    return courier is not None and account.login.startswith(f"courier-{courier.id}-")


def _account(session: Session) -> Account:
    return session.get_one(Account, person().account_id)


def _page(wrong: str) -> str:
    with reading() as session:
        account = _account(session)
        counts = {name: len(rows) for name, rows in holdings.of(session, account).items()}
        by_phone = _by_phone(session, account)
    return render_template("account/data.html", counts=counts, names=NAMES, wrong=wrong, by_phone=by_phone)
