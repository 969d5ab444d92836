"""POST /api/v1/tracking/{provider}: what carriers and aggregators send, in the form that they send it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from flask import Blueprint, Response, request

from app import tasks
from app.access.gate import PUBLIC, WrongRole, WrongScope, allows, caller
from app.access.roles import Role, Scope
from app.api import feeds
from app.clock import now
from app.db import after_close, reading, transaction
from app.errors import Unauthenticated
from couriers import tracking
from couriers.feeds import providers
from couriers.feeds.delivery import Delivery
from couriers.feeds.provider import Provider
from couriers.feeds.told import Line
from couriers.tracking import Outcome, Result
from trace import parties
from trace.errors import Malformed
from trace.moments import iso, to_ms

bp = Blueprint("api_tracking", __name__, url_prefix="/api/v1")
MOST_BYTES = 1_048_576
MOST_LINES = 500


class FeedNotSigned(Unauthenticated):
    """A delivery that bears no good signature of a feed, or a token's of nobody who may send it."""

    code = "feed-not-signed"


class TooManyLines(Malformed):
    """A delivery with more lines than are taken at once."""

    code = "too-many-lines"


@dataclass(frozen=True, slots=True)
class Speaker:
    """For whom a delivery speaks, and the one carrier that it may speak of."""

    party_id: int
    carrier: str | None = None


@bp.post("/tracking/<provider>")
@bp.post("/tracking/<provider>/<int:feed>")
@allows(PUBLIC)
def receive(provider: str, feed: int | None = None) -> Response:
    """Take a delivery: signed by its provider, or sent with a carrier's token."""
    request.max_content_length = MOST_BYTES
    delivery = Delivery(request.get_data(cache=False), {name.lower(): value for name, value in request.headers.items()})
    of = providers.get(provider)
    speaker = _speaker(of, delivery, feed)
    lines = _lines(of, delivery, speaker)
    with transaction() as session:
        actor = parties.actor(session, speaker.party_id)
        vouched = feeds.evidence(of.name, actor.kind)
        outcomes = tracking.take(session, actor, of, lines, vouched, now(), carrier=speaker.carrier)
        after_close(session, tasks.nudge)
    return Response(orjson.dumps({**told(outcomes), **of.answer(delivery, now())}), mimetype="application/json")


def told(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The answer: how many of each kind, and each line in its order. Nothing of its text is sent back."""
    counts = Counter(one.result for one in outcomes)
    return {"counts": {result.value: counts[result] for result in Result}, "items": [_item(one) for one in outcomes]}


def _item(outcome: Outcome) -> dict[str, str]:
    item = {"result": outcome.result.value}
    if (seen := outcome.told) is not None:
        item |= {
            "carrier": seen.waybill.carrier,
            "waybill": seen.waybill.number,
            "time": iso(to_ms(seen.at)),
            "status": seen.code,
        }
        if seen.stage is not None:
            item["stage"] = seen.stage.value
    if outcome.event_id is not None:
        item["eventID"] = outcome.event_id
    if outcome.refusal is not None:
        item |= {"waybill": outcome.line.number[:40], "code": outcome.refusal.code, "detail": outcome.refusal.message}
    return item


def _speaker(of: Provider, delivery: Delivery, feed_id: int | None) -> Speaker:
    if "Authorization" in request.headers:
        who = caller()
        if who.role is not Role.CARRIER or who.party_id is None:
            raise WrongRole(f"a token of a carrier may send tracking data, and you come as {who.role}: sign it instead")
        if Scope.EVENTS_WRITE not in who.scopes:
            raise WrongScope(
                "this needs the scope events:write: make a token that has it", scope=str(Scope.EVENTS_WRITE)
            )
        return Speaker(who.party_id)
    if feed_id is None:
        feed_id = request.args.get("feed", type=int)
    with reading() as session:
        feed = None if feed_id is None or feed_id >= 2**63 else feeds.find(session, feed_id, of.name)
    if feed is None or not of.signed(delivery, feed.secret, now()):
        raise FeedNotSigned(
            f"this delivery is not signed with the secret of a feed of {of.name}: expected its address to name the feed "
            "(/api/v1/tracking/PROVIDER/FEED or ?feed=), its own signature over the body as it is sent, and a clock that is right"
        )
    return Speaker(feed.party_id, feed.carrier)


def _lines(of: Provider, delivery: Delivery, speaker: Speaker) -> list[Line]:
    lines = of.lines(delivery)
    if len(lines) > MOST_LINES:
        raise TooManyLines(
            f"this delivery has {len(lines)} lines: at most {MOST_LINES} are taken at once, send it in parts"
        )
    return [line if line.carrier or not speaker.carrier else replace(line, carrier=speaker.carrier) for line in lines]
