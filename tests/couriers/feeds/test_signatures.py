"""Signatures of each provider, against values that openssl made."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from couriers.feeds import aftership, kdniao, kuaidi100, plain, track17
from couriers.feeds.delivery import Delivery
from tests.couriers.feeds.invented import form

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PARAM = '{"status":"polling","lastResult":{"com":"yuantong","nu":"YT0000000000001","data":[]}}'
KEY = "whsec_" + b64encode(b"abcdefghijklmnopqrstuvwxyz012345").decode()
OURS = "v1,JT5f02Ujc6AS8zky3qUXaAvHkjsGVt5Amyq2ECUz/p8="

SIGNED = {
    "kuaidi100": (kuaidi100, "salt-of-ours", form(param=PARAM, sign="BB0C4CDBD2CB84E2D91D57FB0F1D89A6")),
    "kdniao": (
        kdniao,
        "key-of-theirs",
        form(
            RequestData='{"EBusinessID":"1000001","Count":"0","Data":[]}',
            RequestType="101",
            DataSign="Yjc3NGFhMjBhYmEwN2QzZTllOGE5OTE0ZTM0OTg3MTg=",
        ),
    ),
    "track17": (
        track17,
        "key-of-17track",
        Delivery(
            b'{"event":"TRACKING_UPDATED","data":{}}',
            {"sign": "a7a8d203db44a07c63c901004106b96a01acec17243dda674ccc31f855d11e4b"},
        ),
    ),
    "aftership": (
        aftership,
        "secret-of-aftership",
        Delivery(
            b'{"event":"tracking_update","msg":{}}',
            {"aftership-hmac-sha256": "IlnL1+LRK8BlktjxQeMkCnOcdJNEhkDr/kOBkWISi2o="},
        ),
    ),
    "plain": (
        plain,
        KEY,
        Delivery(
            b'{"events":[]}', {"webhook-id": "msg_1", "webhook-timestamp": "1795510800", "webhook-signature": OURS}
        ),
    ),
}


@pytest.mark.parametrize(("module", "secret", "delivery"), SIGNED.values(), ids=list(SIGNED))
def test_a_good_signature_is_good_and_nothing_else_is(module, secret, delivery):
    assert module.signed(delivery, secret, NOW)
    other = KEY.replace("Y", "Z", 1) if module is plain else secret + "x"
    assert not module.signed(delivery, other, NOW)
    assert not module.signed(
        Delivery(delivery.body.replace(b"1", b"2").replace(b"ven", b"vem"), delivery.headers), secret, NOW
    )
    assert not module.signed(Delivery(delivery.body.split(b"&sign")[0].split(b"&DataSign")[0], {}), secret, NOW)


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_an_old_plain_delivery_sent_again_by_somebody_else_is_refused(seconds):
    module, secret, delivery = SIGNED["plain"]
    assert not module.signed(delivery, secret, NOW + timedelta(seconds=seconds))
    assert module.signed(delivery, secret, NOW + timedelta(seconds=299 if seconds > 0 else -299))


def test_while_keys_change_one_of_two_signatures_is_enough():
    _, secret, delivery = SIGNED["plain"]
    both = {**delivery.headers, "webhook-signature": f"v1,AAAA v1a,BBBB {OURS}"}
    assert plain.signed(Delivery(delivery.body, both), secret, NOW)


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "１７９５５１０８００", "9" * 20])
def test_a_timestamp_that_is_none_is_no_signature(timestamp):
    _, secret, delivery = SIGNED["plain"]
    assert not plain.signed(Delivery(delivery.body, {**delivery.headers, "webhook-timestamp": timestamp}), secret, NOW)
