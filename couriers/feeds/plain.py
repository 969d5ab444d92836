"""Our own plain form, for a firm that sends its own data: JSON (docs/tracking.md), signed as Standard Webhooks.

Words: the status words that the trade shares, a sub-status behind a dot. A line may have text alone; then a few declared
phrases of it are understood (couriers/feeds/phrases.py).
"""

from __future__ import annotations

import hmac
import re
from base64 import b64decode, b64encode
from datetime import datetime

from couriers.feeds.delivery import Delivery, rows, same, text
from couriers.feeds.meanings import (
    BACK,
    BY_CODE,
    BY_PROXY,
    BY_RECIPIENT,
    DEPOSITED,
    LOCKER,
    NO_STEP,
    ON_ITS_WAY,
    REFUSED,
    SENT_BACK,
    SIGNED,
    STATION,
    Words,
    failed,
    step,
)
from couriers.feeds.provider import Provider
from couriers.feeds.told import BadFeed, Line
from trace.moments import OFFSET
from trace.words import Stage

PREFIX = "whsec_"
# Standard Webhooks, "Webhook timestamp": what is older may be somebody else's copy.
TOLERANCE_SECONDS = 300
_WHOLE = re.compile("[0-9]{1,12}")

WORDS = Words(
    {
        "registered": NO_STEP,
        "picked_up": step(Stage.ACCEPTED),
        "in_transit": ON_ITS_WAY,
        "arrived": step(Stage.HUB_IN),
        "departed": step(Stage.HUB_OUT),
        "out_for_delivery": step(Stage.OUT_FOR_DELIVERY),
        "ready_for_pickup": DEPOSITED,
        "ready_for_pickup.locker": LOCKER,
        "ready_for_pickup.station": STATION,
        "attempt_failed": failed("other"),
        **{
            f"attempt_failed.{reason}": failed(reason)
            for reason in (
                "absent", "unreachable", "closed", "moved", "bad_address", "bad_telephone", "security",
            )
        },
        "delivered": SIGNED,
        "delivered.recipient": BY_RECIPIENT,
        "delivered.code": BY_CODE,
        "delivered.proxy": BY_PROXY,
        "refused": REFUSED,
        "returning": SENT_BACK,
        "returned": BACK,
        "forwarded": NO_STEP,
        "customs": NO_STEP,
        "exception": NO_STEP,
        "cancelled": NO_STEP,
        "stale": NO_STEP,
    }
)  # fmt: skip


def lines(delivery: Delivery) -> list[Line]:
    """The events of a body; carrier, waybill and zone may stand once for all of them."""
    body = delivery.json()
    if "events" not in body:
        raise BadFeed('this body has no events: expected {"events": [{"waybill": ..., "time": ..., "status": ...}]}')
    if (zone := text(body, "zone") or None) is not None and not OFFSET.fullmatch(zone):
        raise BadFeed(f"{zone[:20]!r} is not a zone: expected +hh:mm or -hh:mm")
    return [
        Line(
            carrier=text(event, "carrier") or text(body, "carrier"),
            number=text(event, "waybill") or text(body, "waybill"),
            time=text(event, "time"),
            code=text(event, "status"),
            text=text(event, "text"),
            place=text(event, "place"),
            zone=zone,
        )
        for event in rows(body["events"], "events")
    ]


def signature(secret: str, message: str, timestamp: str, body: bytes) -> str:
    """The signature of Standard Webhooks, version 1."""
    key = b64decode(secret.removeprefix(PREFIX))
    return "v1," + b64encode(hmac.digest(key, f"{message}.{timestamp}.".encode() + body, "sha256")).decode()


def signed(delivery: Delivery, secret: str, now: datetime) -> bool:
    """Whether one of the signatures is ours and the timestamp at most five minutes off; while keys change there are two."""
    message, timestamp = delivery.headers.get("webhook-id", ""), delivery.headers.get("webhook-timestamp", "")
    if not message or not _WHOLE.fullmatch(timestamp) or abs(now.timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    ours = signature(secret, message, timestamp, delivery.body)
    # Every one is compared, so that the time tells nothing of where ours stood.
    agrees = [same(ours, theirs) for theirs in delivery.headers.get("webhook-signature", "").split(" ")[:10]]
    return any(agrees)


PROVIDER = Provider("plain", WORDS, lines, signed, gives_key=False)
