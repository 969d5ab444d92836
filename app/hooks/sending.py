"""News goes to the endpoints as it falls due. Calls to other hosts are made outside of any transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from flask import Flask, current_app

from app import outgoing, webhooks
from app.clock import now
from app.db import reading, transaction
from app.hooks import endpoints, following, news
from app.hooks.endpoints import Endpoint
from app.hooks.news import News, Sending
from app.outgoing import NotSent
from app.settings import Settings
from app.webhooks import GONE, State
from trace.moments import to_ms

# An endpoint that does not answer holds up nobody else's news: it is left alone for so long.
REST = timedelta(seconds=30)


class _Claimed(NamedTuple):
    """What one attempt needs."""

    sending_id: int
    url: str
    keys: list[bytes]
    name: str
    body: bytes


def work(app: Flask) -> int:
    """Find what is new in the log, and try every delivery that is due; how many were tried."""
    count = 0
    with app.app_context():
        _follow()
        while (one := _claimed()) is not None:
            count += 1
            status, trouble = _attempt(one)
            _note(one.sending_id, status, trouble)
    return count


def _attempt(one: _Claimed) -> tuple[int | None, str | None]:
    """One signed call: the status of the answer, or what went wrong before there was one."""
    settings: Settings = current_app.extensions["settings"]
    at = to_ms(now()) // 1000
    sent = outgoing.headers(one.keys[0], one.name, at, one.body)
    # While a secret is being changed both sign, the new one first.
    sent["webhook-signature"] = " ".join(outgoing.signature(key, one.name, at, one.body) for key in one.keys)
    try:
        return outgoing.post(one.url, one.body, sent, private=settings.subscriber_private), None
    except NotSent as refusal:
        return None, refusal.message


def _follow() -> None:
    with reading() as session:
        # A look takes no lock; following takes the write lock of the whole database on SQLite.
        more = following.behind(session)
    while more:
        with transaction() as session:
            _, more = following.follow(session, now())


def _claimed() -> _Claimed | None:
    with reading() as session:
        if not news.any_due(session, now()):
            return None
    with transaction() as session:
        found = news.claim(session, now())
        if found is None:
            return None
        endpoint, told = session.get_one(Endpoint, found.endpoint_id), session.get_one(News, found.news_id)
        signed = endpoints.keys(session, endpoint, now())
        return _Claimed(found.id, endpoint.url, signed, news.name(told.id), news.body(told))


def _note(sending_id: int, status: int | None, trouble: str | None) -> None:
    moment = now()
    with transaction() as session:
        found = session.get(Sending, sending_id)
        if found is None:
            return
        webhooks.tried(session, found, status, trouble, moment)
        endpoint = session.get_one(Endpoint, found.endpoint_id)
        if status == GONE:
            endpoint.gone_at = moment
        endpoint.resting_until = None if found.state == State.SENT else moment + REST
        news.forget(session, moment)
