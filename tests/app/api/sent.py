"""Feeds, and deliveries signed as each provider signs them; written apart from the code that checks them."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from hashlib import md5, sha256
from urllib.parse import parse_qsl, urlencode

from app.api import feeds
from app.clock import now
from app.db import transaction
from couriers.feeds.providers import PROVIDERS
from tests.couriers.feeds import invented
from trace import parties

LINE = {"waybill": "YT0000000000001", "time": "2026-11-21T18:10:05+08:00", "status": "picked_up"}


def party(app, kind):
    with app.app_context(), transaction() as session:
        return parties.register(session, kind, f"a {kind}", now()).id


def feed(app, provider, party_id, **more):
    key = "the-key-of-theirs" if PROVIDERS[provider].gives_key else None
    with app.app_context(), transaction() as session:
        return feeds.create(session, PROVIDERS[provider], party_id, now(), key=key, **more)


def plain(delivery, secret, *, at=None, message="msg_1"):
    """Signed as Standard Webhooks."""
    stamp = str(int((at or now()).timestamp()))
    key = b64decode(secret.removeprefix("whsec_"))
    made = hmac.digest(key, f"{message}.{stamp}.".encode() + delivery.body, "sha256")
    headers = {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": "v1," + b64encode(made).decode()}
    return {"data": delivery.body, "headers": headers, "content_type": "application/json"}


def kuaidi100(delivery, secret):
    fields = dict(parse_qsl(delivery.body.decode(), keep_blank_values=True))
    return signed_form(fields | {"sign": md5((fields["param"] + secret).encode()).hexdigest().upper()})


def kdniao(delivery, secret):
    fields = dict(parse_qsl(delivery.body.decode(), keep_blank_values=True))
    digest = md5((fields["RequestData"] + secret).encode()).hexdigest()
    return signed_form(fields | {"DataSign": b64encode(digest.encode()).decode()})


def signed_form(fields):
    return {"data": urlencode(fields), "content_type": "application/x-www-form-urlencoded"}


def track17(delivery, secret):
    return {"data": delivery.body, "headers": {"sign": sha256(delivery.body + b"/" + secret.encode()).hexdigest()}}


def aftership(delivery, secret):
    made = b64encode(hmac.digest(secret.encode(), delivery.body, "sha256")).decode()
    return {"data": delivery.body, "headers": {"aftership-hmac-sha256": made}}


DELIVERIES = {
    "kuaidi100": (kuaidi100, invented.kuaidi100(), 6),
    "kdniao": (kdniao, invented.kdniao(), 6),
    "track17": (track17, invented.track17(("2026-11-21T18:10:05+08:00", "InTransit_PickedUp", "Picked up")), 1),
    "aftership": (aftership, invented.aftership(("2026-11-21T18:10:05+08:00", "InTransit_002", "Accepted")), 1),
    "plain": (plain, invented.plain(LINE), 1),
}
