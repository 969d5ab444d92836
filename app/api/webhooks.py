"""/api/v1/webhooks: where news is sent, what became of it, and sending it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any, Literal

from flask import current_app
from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import Scope
from app.api import pages
from app.api.asking import at, wrong
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.shapes import Accepted, Body, Created, Page, Paging, Shown
from app.hooks import endpoints, following, news
from app.hooks.endpoints import BadEndpoint, Endpoint, NoSuchEndpoint, TooManyEndpoints
from app.hooks.news import News, NoSuchSending, Sending
from app.settings import Settings

Kind = Literal[
    "parcel.delivered", "parcel.failed", "parcel.deposited", "parcel.refused", "delivery.confirmed", "delivery.disputed",
    "return.updated", "review.created", "complaint.received", "recall.notified", "licence.decided",
]  # fmt: skip
State = Literal["waiting", "sent", "dead"]


class NewEndpoint(Body, frozen=True, kw_only=True):
    """Where, and which kinds of news."""

    url: Annotated[str, Meta(min_length=10, max_length=endpoints.LONGEST_URL, examples=["https://shop.example/hooks"])]
    kinds: Annotated[list[Kind], Meta(min_length=1, max_length=20)]


class EndpointShown(Shown, frozen=True, kw_only=True):
    """An endpoint. `goneAt`: it has answered 410 and gets nothing more, until its address is said anew."""

    id: int
    url: str
    kinds: list[str]
    created_at: datetime
    gone_at: datetime | None


class EndpointMade(EndpointShown, frozen=True, kw_only=True):
    """A new endpoint with its secret, which is shown this once."""

    secret: Annotated[str, Meta(description="whsec_ and base64, as Standard Webhooks writes it.")]


class Secret(Shown, frozen=True, kw_only=True):
    """A new secret, shown this once; the old one signs beside it until `formerUntil`."""

    secret: str
    former_until: datetime


class Sendings(Paging, frozen=True, kw_only=True):
    """Which page, and of which state alone; `dead` is what was given up."""

    state: State | None = None


class SendingShown(Shown, frozen=True, kw_only=True):
    """One piece of news on its way to one endpoint; `webhookId` stays the same at each attempt and each replay."""

    id: int
    webhook_id: str
    kind: str
    state: State
    attempts: int
    status: int | None
    trouble: str | None
    told_at: datetime
    next_at: datetime | None
    ended_at: datetime | None


class Since(Body, frozen=True, kw_only=True):
    """From when on, and whether everything or what was given up."""

    since: datetime
    only: Literal["dead", "all"] = "dead"


class Replayed(Shown, frozen=True, kw_only=True):
    """How many deliveries begin anew."""

    deliveries: int


@serves("GET", "/webhooks", Scope.WEBHOOKS_READ)
def listed(ask: Ask, query: Paging) -> Page[EndpointShown]:
    """The endpoints, the newest first."""
    page = pages.among(ask.session, ask.party_id, query, endpoints.of(ask.session, ask.party_id), lambda one: one.id)
    return pages.shown(page, [EndpointShown(**_told(one)) for one in page.items])


@serves("POST", "/webhooks", Scope.WEBHOOKS_WRITE, raises=(BadEndpoint, TooManyEndpoints))
def add(ask: Ask, body: NewEndpoint) -> Created[EndpointMade]:
    """Have news sent to an address, from now on."""
    following.begin(ask.session)
    with at("/url"):
        made, secret = endpoints.add(ask.session, ask.party_id, body.url, body.kinds, ask.now, private=_private())
    return Created(EndpointMade(**_told(made), secret=secret), f"{PREFIX}/webhooks/{made.id}")


@serves("GET", "/webhooks/<id:endpoint_id>", Scope.WEBHOOKS_READ, raises=(NoSuchEndpoint,))
def one(ask: Ask, endpoint_id: int) -> EndpointShown:
    """One endpoint."""
    return EndpointShown(**_told(_mine(ask, endpoint_id)))


@serves("PUT", "/webhooks/<id:endpoint_id>", Scope.WEBHOOKS_WRITE, raises=(NoSuchEndpoint, BadEndpoint))
def change(ask: Ask, body: NewEndpoint, endpoint_id: int) -> EndpointShown:
    """Another address, or other kinds; the secret stays."""
    found = _mine(ask, endpoint_id)
    with at("/url"):
        endpoints.change(ask.session, found, body.url, body.kinds, private=_private())
    return EndpointShown(**_told(found))


@serves("DELETE", "/webhooks/<id:endpoint_id>", Scope.WEBHOOKS_WRITE, raises=(NoSuchEndpoint,))
def end(ask: Ask, endpoint_id: int) -> None:
    """Nothing more is sent there."""
    endpoints.end(ask.session, _mine(ask, endpoint_id), ask.now)


@serves("POST", "/webhooks/<id:endpoint_id>/secret", Scope.WEBHOOKS_WRITE, raises=(NoSuchEndpoint,))
def renew(ask: Ask, endpoint_id: int) -> Secret:
    """A new secret; for a day the old one signs beside it."""
    secret = endpoints.renew_secret(ask.session, _mine(ask, endpoint_id), ask.now)
    return Secret(secret=secret, former_until=ask.now + endpoints.OVERLAP)


@serves("POST", "/webhooks/<id:endpoint_id>/test", Scope.WEBHOOKS_WRITE, raises=(NoSuchEndpoint,))
def test(ask: Ask, endpoint_id: int) -> Accepted[SendingShown]:
    """Have a test sent, of kind `test`."""
    made = news.test(ask.session, _mine(ask, endpoint_id), ask.now)
    return _begun(ask, made)


@serves("GET", "/webhooks/<id:endpoint_id>/deliveries", Scope.WEBHOOKS_READ, raises=(NoSuchEndpoint,))
def deliveries(ask: Ask, query: Sendings, endpoint_id: int) -> Page[SendingShown]:
    """What was sent, is to be sent, or was given up, in the last 30 days; the newest first."""
    found = select(Sending).where(Sending.endpoint_id == _mine(ask, endpoint_id).id)
    if query.state is not None:
        found = found.where(Sending.state == query.state)
    page = pages.rows(ask.session, ask.party_id, query, found, Sending.id)
    return pages.shown(page, shown(ask.session, page.items))


@serves(
    "GET",
    "/webhooks/<id:endpoint_id>/deliveries/<id:sending_id>",
    Scope.WEBHOOKS_READ,
    raises=(NoSuchEndpoint, NoSuchSending),
)
def delivery(ask: Ask, endpoint_id: int, sending_id: int) -> SendingShown:
    """How one delivery stands."""
    return shown(ask.session, [news.get(ask.session, _mine(ask, endpoint_id), sending_id)])[0]


@serves(
    "POST",
    "/webhooks/<id:endpoint_id>/deliveries/<id:sending_id>/replay",
    Scope.WEBHOOKS_WRITE,
    raises=(NoSuchEndpoint, NoSuchSending),
)
def replay(ask: Ask, endpoint_id: int, sending_id: int) -> Accepted[SendingShown]:
    """Send one delivery again, from the first attempt on."""
    found = news.get(ask.session, _mine(ask, endpoint_id), sending_id)
    news.replay(ask.session, found, ask.now)
    return _begun(ask, found)


@serves("POST", "/webhooks/<id:endpoint_id>/replay", Scope.WEBHOOKS_WRITE, raises=(NoSuchEndpoint,))
def replay_since(ask: Ask, body: Since, endpoint_id: int) -> Replayed:
    """Send again whatever was given up since a moment, or everything; at most 30 days back."""
    if body.since.tzinfo is None:
        raise wrong("/since", "expected a time with its zone, such as 2026-11-24T21:30:00+08:00")
    since = max(body.since, ask.now - news.KEPT)
    done = news.replay_since(ask.session, _mine(ask, endpoint_id), since, ask.now, dead=body.only == "dead")
    return Replayed(deliveries=done)


def _mine(ask: Ask, endpoint_id: int) -> Endpoint:
    return endpoints.get(ask.session, ask.party_id, endpoint_id)


def _private() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.subscriber_private


def _told(one: Endpoint) -> dict[str, Any]:
    return {
        "id": one.id, "url": one.url, "kinds": list(one.wants()), "created_at": one.created_at, "gone_at": one.gone_at,
    }  # fmt: skip


def _begun(ask: Ask, found: Sending) -> Accepted[SendingShown]:
    address = f"{PREFIX}/webhooks/{found.endpoint_id}/deliveries/{found.id}"
    return Accepted(shown(ask.session, [found])[0], address)


def shown(session: Session, found: Collection[Sending]) -> list[SendingShown]:
    """Deliveries as they are answered, with one look for all that they tell."""
    wanted = select(News).where(News.id.in_([one.news_id for one in found]))
    told = {one.id: one for one in session.scalars(wanted)}
    return [
        SendingShown(
            id=one.id, webhook_id=news.name(one.news_id), kind=told[one.news_id].kind, state=one.state,  # type: ignore[arg-type]
            attempts=one.attempts, status=one.status, trouble=one.trouble, told_at=told[one.news_id].created_at,
            next_at=one.due_at if one.state == "waiting" else None, ended_at=one.ended_at,
        )
        for one in found
    ]  # fmt: skip
