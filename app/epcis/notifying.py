"""Subscribers are told: what is new is found and queued in one transaction, and sent outside of any."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app import outgoing
from app.clock import now
from app.dates import HERE
from app.db import reading, transaction
from app.epcis import deliveries, following, signing
from app.outgoing import NotSent
from app.settings import Settings
from trace.epcis import index, subscriptions
from trace.epcis.subscriptions import Subscription
from trace.logdir import Rewound
from trace.moments import to_ms

# So long it can be seen that a call has arrived.
KEPT = timedelta(days=30)


def notify(app: Flask) -> int:
    """Queue what is new for every subscription, and make the calls that are due; how many were made.

    It may be run by many at once and killed at any instant: a subscription's place and its calls are one transaction.
    """
    with app.app_context():
        try:
            _queue(app)
        except Rewound:
            # Nothing is written until the log is continued.
            return 0
        return _send(app.extensions["settings"])


def _queue(app: Flask) -> None:
    with reading() as session:
        # Looks take no lock; what follows takes the write lock of the whole database on SQLite.
        if not subscriptions.any_at_all(session):
            return
        behind = index.behind(session)
    if behind:
        following.catch_up(app)
    while True:
        moment = now()
        with reading() as session:
            if not subscriptions.waits(session, moment):
                return
        with transaction() as session:
            one = subscriptions.claim(session, moment)
            if one is None:
                return
            for some in subscriptions.step(session, one, moment, HERE):
                deliveries.queue(session, one, some, moment)


def _send(settings: Settings) -> int:
    count = 0
    while (call := _claimed()) is not None:
        delivery_id, dest, sent, body = call
        count += 1
        status, trouble = None, None
        try:
            status = outgoing.post(dest, body, sent, private=settings.subscriber_private)
        except NotSent as refusal:
            trouble = refusal.message
        with transaction() as session:
            found = session.get(deliveries.EpcisDelivery, delivery_id)
            # Whoever has unsubscribed meanwhile has taken it away.
            if found is not None:
                deliveries.tried(session, found, status, trouble, now())
                deliveries.forget_sent(session, now() - KEPT)
    return count


def _claimed() -> tuple[int, str, dict[str, str], bytes] | None:
    moment = now()
    with reading() as session:
        if not deliveries.any_due(session, moment):
            return None
    with transaction() as session:
        found = deliveries.claim(session, moment)
        if found is None:
            return None
        one = session.get_one(Subscription, found.subscription_id)
        body = deliveries.body(session, found, one)
        sent = signing.headers(signing.key(session, one), found.webhook_id, to_ms(moment) // 1000, body)
        return found.id, one.dest, sent, body
