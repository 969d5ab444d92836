"""/epcis/queries/{name}/subscriptions: who is told of what a named query finds, and how the calls to them fared."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote

from flask import Response, current_app
from sqlalchemy.orm import Session

from app.clock import now
from app.dates import HERE
from app.db import reading, transaction
from app.epcis import bodies, deliveries, pages, signing, subscribed
from app.epcis.asked import epc_format
from app.epcis.door import READERS, reads, serves
from app.epcis.pages import party
from app.epcis.queries import SCOPE
from app.settings import Settings
from trace import keyring
from trace.epcis import named, subscriptions
from trace.epcis.subscriptions import Subscription
from trace.moments import to_ms

AT = "/queries/<name>/subscriptions"


@serves(AT, "POST", READERS, SCOPE)
def subscribe(name: str) -> Response:
    """Tell somebody of every event that a named query finds from now on, or from the time that they say."""
    settings: Settings = current_app.extensions["settings"]
    wanted, moment = subscribed.read(bodies.json_value(), private=settings.subscriber_private), now()
    token = signing.token(wanted.token)
    with transaction() as session:
        query = named.get(session, party(), name)
        subscribed.fits(query.read(keyring.of(session).origin))
        since = to_ms(moment) if wanted.since_ms is None else wanted.since_ms
        made = Subscription(
            name=secrets.token_hex(16), party_id=party(), query_id=query.id, dest=wanted.dest, stream=wanted.stream,
            schedule=wanted.schedule, report_if_empty=wanted.report_if_empty, since_ms=since, epc_format=epc_format(),
            created_at=moment, next_idx=subscriptions.first_leaf(session, wanted.since_ms),
        )  # fmt: skip
        made.next_at = subscriptions.following(made, moment, HERE)
        session.add(made)
        session.flush()
        signing.keep(session, made, token)
        shown = made.as_json(query.name)
    if wanted.token is None:
        # Shown this once, since the client has none of its own.
        shown["signatureToken"] = token
    address = f"/epcis/queries/{quote(name)}/subscriptions/{shown['subscriptionID']}"
    return pages.answered(shown, status=201, headers={"Location": address})


@reads(AT)
def all_subscriptions(name: str) -> Response:
    """Who is told of what this query finds."""

    def look(session: Session, many: int, after: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        query = named.get(session, party(), name)
        return [((one.id,), one.as_json(query.name)) for one in subscriptions.of(session, query, many, *after)]

    return pages.own(look)


@reads(f"{AT}/<subscription>")
def one_subscription(name: str, subscription: str) -> Response:
    """One subscription."""
    with reading() as session:
        return pages.answered(_get(session, name, subscription).as_json(name))


@serves(f"{AT}/<subscription>", "DELETE", READERS, SCOPE)
def unsubscribe(name: str, subscription: str) -> Response:
    """End a subscription; what is on its way does not arrive any more."""
    with transaction() as session:
        session.delete(_get(session, name, subscription))
    return Response(status=204)


@reads(f"{AT}/<subscription>/deliveries")
def all_deliveries(name: str, subscription: str) -> Response:
    """The calls of the last month and all that were given up, the newest first, each with how it stands."""

    def look(session: Session, many: int, before: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        of_this = _get(session, name, subscription)
        return [((one.id,), one.as_json()) for one in deliveries.of(session, of_this, many, *before)]

    return pages.own(look)


@serves(f"{AT}/<subscription>/deliveries/<int:delivery>", "POST", READERS, SCOPE)
def deliver_again(name: str, subscription: str, delivery: int) -> Response:
    """Try a call again that was given up."""
    with transaction() as session:
        shown = deliveries.again(session, _get(session, name, subscription), delivery, now()).as_json()
    return pages.answered(shown)


def _get(session: Session, name: str, subscription: str) -> Subscription:
    return subscriptions.get(session, named.get(session, party(), name), subscription)
