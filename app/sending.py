"""Messages go to the operator's webhook as they fall due. Calls to other hosts are made outside of any transaction."""

from __future__ import annotations

import orjson
from flask import Flask
from sqlalchemy.orm import Session

from app import notices, outbox, outgoing, webhooks
from app.clock import now
from app.db import reading, transaction
from app.i18n import HOME, catalog
from app.outbox import Message
from app.outgoing import NotSent
from app.settings import Settings
from app.webhooks import Delivery, State
from trace.moments import iso, to_ms


def send_due(app: Flask) -> int:
    """Try every delivery that is due; how many were tried."""
    settings: Settings = app.extensions["settings"]
    if settings.webhook_url is None or settings.webhook_secret is None:
        return 0
    key, count = outgoing.secret(settings.webhook_secret), 0
    with app.app_context():
        while (one := _claimed()) is not None:
            message_id, url, body = one
            count += 1
            status, trouble = None, None
            sent = outgoing.headers(key, f"msg_{message_id}", to_ms(now()) // 1000, body)
            try:
                status = outgoing.post(url, body, sent, private=settings.webhook_private)
            except NotSent as refusal:
                trouble = refusal.message
            _note(message_id, status, trouble)
    return count


def _claimed() -> tuple[int, str, bytes] | None:
    """A delivery that is due, with what is to be sent; those that need no sending are passed over."""
    with reading() as session:
        if not webhooks.any_due(session, now()):
            # The look takes no lock; the claim takes the write lock of the whole database on SQLite.
            return None
    with transaction() as session:
        while (found := webhooks.claim(session, now())) is not None:
            if found.state == State.WAITING:
                return found.message_id, found.url, body(session, found)
    return None


def body(session: Session, delivery: Delivery) -> bytes:
    """What is sent: the kind, when it was written, to whom, the sentences in Chinese, the facts, and the secret if any."""
    message = session.get(Message, delivery.message_id)
    assert message is not None
    facts = message.says()
    title, line = notices.said(message.kind, facts, catalog(HOME))
    data: dict[str, object] = {
        "message": message.id, "party": message.party_id, "about": message.about, "title": title, "text": line, **facts,
    }  # fmt: skip
    if (secret := outbox.secret_of(session, message)) is not None:
        data["code"] = secret
    return orjson.dumps({"type": message.kind, "timestamp": iso(to_ms(message.created_at)), "data": data})


def _note(message_id: int, status: int | None, trouble: str | None) -> None:
    with transaction() as session:
        delivery, message = session.get(Delivery, message_id), session.get(Message, message_id)
        if delivery is None or message is None:
            return
        webhooks.tried(session, delivery, status, trouble, now())
        if delivery.state == State.SENT:
            outbox.serve(session, [message], now())
