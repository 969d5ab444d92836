"""The inbox: what there is to tell whoever has logged in, and for the operator what could not be delivered elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app, redirect, render_template
from werkzeug.wrappers import Response as Answer

from app import notices, outbox, webhooks
from app.access.gate import allows, person
from app.access.roles import Role
from app.account.door import EVERYBODY_KNOWN, bp
from app.clock import now
from app.db import after_close, reading, transaction
from app.outbox import Message, NoSuchMessage
from app.settings import Settings
from app.texts import _


class Shown(NamedTuple):
    """A message as a page shows it."""

    message: Message
    title: str
    line: str
    code: str | None


@bp.get("/inbox")
@allows(*EVERYBODY_KNOWN)
def inbox() -> str:
    """The messages, the newest first; that they were shown is written down."""
    who, moment = person(), now()
    with transaction() as session:
        found = outbox.to(session, who.party_id, who.account_id)
        outbox.serve(session, found, moment)
        # A pick-up code is shown where it is needed and not in a list that lies open.
        shown = [_shown(one, None) for one in found]
    fresh = sum(one.message.read_at is None for one in shown)
    return render_template("account/inbox.html", shown=shown, fresh=fresh)


@bp.post("/inbox/<int:message_id>/read")
@allows(*EVERYBODY_KNOWN)
def read(message_id: int) -> Answer:
    """Somebody has read it."""
    who, moment = person(), now()
    with transaction() as session:
        outbox.read(session, outbox.get(session, message_id, who.party_id, who.account_id), moment)
    return redirect("/inbox", 303)


@bp.get("/inbox/<int:message_id>/slip")
@allows(*EVERYBODY_KNOWN)
def slip(message_id: int) -> str:
    """A message with a code in it, to be printed or passed on."""
    who, moment = person(), now()
    with transaction() as session:
        found = outbox.get(session, message_id, who.party_id, who.account_id)
        if (code := outbox.secret_of(session, found)) is None:
            raise NoSuchMessage(f"message {message_id} holds no code any more: what it opened was opened")
        outbox.read(session, found, moment)
    return render_template("account/slip.html", one=_shown(found, code))


@bp.get("/inbox/undelivered")
@allows(Role.OPERATOR)
def undelivered() -> str:
    """What the operator's webhook did not take."""
    with reading() as session:
        rows = [(one, _of(session.get(Message, one.message_id))) for one in webhooks.dead(session)]
    return render_template("account/undelivered.html", rows=rows, url=_settings().webhook_url)


@bp.post("/inbox/undelivered/<int:message_id>")
@allows(Role.OPERATOR)
def send_again(message_id: int) -> Answer:
    """Begin anew with one of them."""
    moment, url = now(), _settings().webhook_url
    if url is None:
        raise webhooks.NoSuchDelivery("no WEBHOOK_URL is set: set it, and send again")
    with transaction() as session:
        webhooks.again(session, message_id, url, moment)
        after_close(session, current_app.extensions["ticker"].set)
    return redirect("/inbox/undelivered", 303)


def _of(message: Message | None) -> Shown:
    assert message is not None
    return _shown(message, None)


def _shown(message: Message, code: str | None) -> Shown:
    return Shown(message, *notices.said(message.kind, message.says(), _), code)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
