"""The merchant's programs: their tokens, and the addresses that are told what happens (docs/api.md)."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app, redirect, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import console
from app.access import tokens
from app.access.gate import allows
from app.access.roles import SCOPES, Role
from app.access.tokens import NoSuchToken, Token
from app.clock import now
from app.db import reading, transaction
from app.hooks import endpoints, following, news
from app.hooks.endpoints import BadEndpoint, TooManyEndpoints
from app.hooks.kinds import OFFERED, SAID, Kind
from app.hooks.news import News, Sending
from app.merchant.door import bp, merchant_id
from app.merchant.forms import Read
from app.texts import N_, _
from app.webhooks import State

console.rooms(Role.MERCHANT, ("/merchant/programs", N_("Programs")))

LONGEST_DAYS = 3_650
SHOWN = 100
MAY = {"all": N_("everything that I may"), "read": N_("reading only")}


@bp.get("/merchant/programs")
@allows(Role.MERCHANT)
def programs() -> str:
    """Which programs may act for the merchant, and where news is sent."""
    return _programs({})


@bp.post("/merchant/programs/tokens")
@allows(Role.MERCHANT)
def make_token() -> str | tuple[str, int]:
    """A token for a program, shown this once."""
    read, moment = Read(request.form), now()
    may, days = read.one_of("may", tuple(MAY)), read.number("days")
    if days is not None and not 0 < days <= LONGEST_DAYS:
        read.wrong["days"] = _("1 to %(n)s days, or nothing.", n=f"{LONGEST_DAYS:,}")
    if read.wrong:
        return _programs(read.wrong), 400
    allowed = SCOPES[Role.MERCHANT]
    scopes = allowed if may == "all" else {one for one in allowed if one.value.endswith(":read")}
    with transaction() as session:
        _made, secret = tokens.create(
            session, Role.MERCHANT, merchant_id(), moment, scopes=scopes,
            expires_at=moment + timedelta(days=days) if days else None,
        )  # fmt: skip
    return _programs({}, token=secret)


@bp.post("/merchant/programs/tokens/<int:token_id>/revoke")
@allows(Role.MERCHANT)
def end_token(token_id: int) -> Answer:
    """The program gets in no more."""
    with transaction() as session:
        if token_id not in {one.id for one in _tokens(session, now())}:
            raise NoSuchToken(f"there is no token {token_id} of yours")
        tokens.revoke(session, token_id, now())
    return redirect("/merchant/programs", 303)


@bp.post("/merchant/programs/webhooks")
@allows(Role.MERCHANT)
def add_endpoint() -> str | tuple[str, int]:
    """Have news sent to an address; its secret is shown this once."""
    kinds = request.form.getlist("kinds")
    try:
        with transaction() as session:
            following.begin(session)
            made, secret = endpoints.add(
                session, merchant_id(), request.form.get("url", "").strip(), kinds, now(), private=_private()
            )
    except BadEndpoint as refusal:
        if refusal.detail.get("what") == "kinds":
            return _programs({"kinds": _("Choose at least one.")}), 400
        return _programs(
            {"url": _("An address begins with https:// and a host; spaces and # have no place in it.")}
        ), 400
    except TooManyEndpoints:
        return _programs({"url": _("You have as many addresses as there may be. End one first.")}), 409
    return _endpoint(made.id, secret)


@bp.get("/merchant/programs/webhooks/<int:endpoint_id>")
@allows(Role.MERCHANT)
def endpoint_page(endpoint_id: int) -> str:
    """One address: what was sent, what was given up."""
    return _endpoint(endpoint_id)


@bp.post("/merchant/programs/webhooks/<int:endpoint_id>")
@allows(Role.MERCHANT)
def change_endpoint(endpoint_id: int) -> str | Answer:
    """Send a test, make a new secret, send again what was given up, or end it."""
    what, moment, secret = request.form.get("what", ""), now(), ""
    with transaction() as session:
        found = endpoints.get(session, merchant_id(), endpoint_id)
        if what == "test":
            news.test(session, found, moment)
        elif what == "secret":
            secret = endpoints.renew_secret(session, found, moment)
        elif what == "again":
            news.replay_since(session, found, moment - news.KEPT, moment, dead=True)
        elif what == "end":
            endpoints.end(session, found, moment)
        elif what.isascii() and what.isdigit() and len(what) < 18:
            news.replay(session, news.get(session, found, int(what)), moment)
    if secret:
        return _endpoint(endpoint_id, secret)
    return redirect("/merchant/programs" if what == "end" else f"/merchant/programs/webhooks/{endpoint_id}", 303)


def _programs(wrong: dict[str, str], token: str = "") -> str:
    moment = now()
    with reading() as session:
        mine, hooks = _tokens(session, moment), endpoints.of(session, merchant_id())
    return render_template(
        "merchant/programs.html", tokens=mine, hooks=hooks, wrong=wrong, token=token, form=request.form,
        may=[(name, _(text)) for name, text in MAY.items()], kinds=[(one.value, _(SAID[one])) for one in OFFERED],
        chosen=request.form.getlist("kinds") if wrong else [one.value for one in OFFERED],
        writes=lambda one: any(word.endswith(":write") for word in one.scopes.split()),
    )  # fmt: skip


def _endpoint(endpoint_id: int, secret: str = "") -> str:
    with reading() as session:
        found = endpoints.get(session, merchant_id(), endpoint_id)
        sent = select(Sending, News).join(News, News.id == Sending.news_id).where(Sending.endpoint_id == found.id)
        rows = [
            (one, _(SAID[Kind(told.kind)]), told)
            for one, told in session.execute(sent.order_by(Sending.id.desc()).limit(SHOWN))
        ]
    return render_template(
        "merchant/endpoint.html", hook=found, rows=rows, dead=sum(one.state == State.DEAD for one, _said, _told in rows),
        secret=secret, kinds=[_(SAID[one]) for one in found.wants()], days=news.KEPT.days, state=State,
    )  # fmt: skip


def _tokens(session: Session, moment: datetime) -> list[Token]:
    """The tokens by which programs get in for this merchant, the newest first."""
    mine = select(Token).where(Token.party_id == merchant_id(), Token.role == Role.MERCHANT, Token.revoked_at.is_(None))
    return [
        one
        for one in session.scalars(mine.order_by(Token.id.desc()))
        if one.expires_at is None or one.expires_at > moment
    ]


def _private() -> bool:
    found: bool = current_app.extensions["settings"].subscriber_private
    return found
