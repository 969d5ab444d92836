"""Webhooks of merchants: signed, tried again, given up, sent again; and nothing goes where it must not."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from app import notices, outgoing
from app.clock import now
from app.db import transaction
from app.hooks import sending
from app.hooks.endpoints import Endpoint
from app.hooks.kinds import OFFERED, Kind
from app.hooks.news import News, Sending
from app.sequencing import drain
from app.webhooks import GAPS
from couriers import claims, parcels, scans, steps
from credit import complaints
from tests.app.api.evening import complains, goods, order, packed, reviews, speaks
from tests.app.api.shop import opened
from tests.app.installation import installed
from tests.app.merchant.desk import OTHER_USCC
from tests.app.receiver import receiving
from trace import parties, telling
from trace.words import Evidence

ALL = [str(one) for one in OFFERED]


@pytest.fixture
def app(database, tmp_path):
    """An installation that may send into private networks: the receiver is on this machine."""
    made = installed(database, tmp_path, SUBSCRIBER_PRIVATE="yes")
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def shop(app):
    return opened(app)


def subscribe(shop, url, kinds=ALL):
    return shop.post("/webhooks", {"url": url, "kinds": list(kinds)}, 201).json


def said(receiver):
    return [orjson.loads(body) for _, _, body in receiver.came]


def wait(app, sending_id=1):
    """Let the time pass until the next attempt is due; how long that was."""
    with app.app_context(), transaction() as session:
        found = session.get(Sending, sending_id)
        session.get(Endpoint, found.endpoint_id).resting_until = None
        gap, found.due_at = found.due_at - now(), now()
    return gap


def carried(app, uri):
    """The carrier of a parcel fails once, and hands it over then."""
    with app.app_context(), transaction() as session:
        firm = parties.actor(session, parcels.get(session, uri).carrier_id)
        at = [telling.stamp(now() - timedelta(seconds=n)) for n in (3, 2, 1)]
        for deed in (
            steps.accepted(uri, at[0], weight=800, by=firm.uri),
            steps.attempt_failed(uri, at[1], attempt=1, reason="nobody_home"),
            steps.signed(uri, at[2], method="code"),
        ):
            scans.accept(session, firm, deed, Evidence.DEVICE, now())


def test_what_becomes_of_a_parcel_and_what_people_say_is_told_without_their_words(app, shop):
    _, _, items = goods(shop)
    order(shop)
    uri = packed(shop, items[0])["uri"]
    with receiving(204) as receiver:
        subscribe(shop, receiver.url)
        carried(app, uri)
        speaks(shop, claims.dispute, items[0], "not_received", "没收到，电话 13800138000")
        review, number = reviews(shop, items[0]), complains(shop, items[0])
        with app.app_context(), transaction() as session:
            notices.complaint_received(session, complaints.case(session, number, shop.party_id), now())
        drain(app)
        assert sending.work(app) == 5
        assert sending.work(app) == 0
    told = {one["type"]: one["data"] for one in said(receiver)}
    assert set(told) == {Kind.FAILED, Kind.DELIVERED, Kind.DISPUTED, Kind.REVIEW, Kind.COMPLAINT}
    assert (told[Kind.DELIVERED]["about"], told[Kind.DELIVERED]["number"]) == (uri, "YT7000000000001")
    assert len(told[Kind.DELIVERED]["time"]) == 10, "from the sale on the day alone"
    assert (told[Kind.REVIEW]["review"], told[Kind.REVIEW]["rating"]) == (review, 2)
    assert told[Kind.COMPLAINT] == {"number": number}
    for words in ("13800138000", "有点潮", "拆封"):
        assert words not in str(said(receiver))


def test_what_was_recorded_before_anybody_subscribed_is_no_news_and_another_merchant_hears_nothing(app, shop):
    _, _, items = goods(shop)
    order(shop)
    uri = packed(shop, items[0])["uri"]
    carried(app, uri)
    drain(app)
    other = opened(app, "Another", uscc=OTHER_USCC)
    with receiving(204) as mine, receiving(204) as theirs:
        subscribe(shop, mine.url)
        subscribe(other, theirs.url)
        reviews(shop, items[0])
        drain(app)
        sending.work(app)
    assert [one["type"] for one in said(mine)] == [Kind.REVIEW]
    assert theirs.came == []


def test_a_receiver_knows_us_by_the_signature_and_a_repetition_by_its_id(app, shop):
    with receiving(500, 204) as receiver:
        made = subscribe(shop, receiver.url, [Kind.REVIEW])
        shop.post(f"/webhooks/{made['id']}/test", expect=202)
        sending.work(app)
        wait(app)
        sending.work(app)
    key = outgoing.secret(made["secret"])
    for _, headers, body in receiver.came:
        at = int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == outgoing.signature(key, "evt_1", at, body)
        assert orjson.loads(body)["type"] == "test"
    assert len({body for _, _, body in receiver.came}) == 1
    assert "secret" not in shop.get("/webhooks").text, "a secret is shown once"


def test_while_a_secret_is_renewed_both_sign(app, shop):
    with receiving(204) as receiver:
        made = subscribe(shop, receiver.url)
        new = shop.post(f"/webhooks/{made['id']}/secret", expect=200).json["secret"]
        shop.post(f"/webhooks/{made['id']}/test", expect=202)
        sending.work(app)
        with app.app_context(), transaction() as session:
            session.get(Endpoint, made["id"]).former_until = now()
        shop.post(f"/webhooks/{made['id']}/test", expect=202)
        sending.work(app)
    for (_, headers, body), name, secrets in zip(
        receiver.came, ("evt_1", "evt_2"), ([new, made["secret"]], [new]), strict=True
    ):
        at = int(headers["webhook-timestamp"])
        expected = [outgoing.signature(outgoing.secret(one), name, at, body) for one in secrets]
        assert headers["webhook-signature"].split() == expected


def test_what_nobody_takes_is_tried_in_its_time_given_up_shown_and_sent_again(app, shop):
    with receiving(*[500] * (len(GAPS) + 1), 204) as receiver:
        made = subscribe(shop, receiver.url)
        path = f"/webhooks/{made['id']}"
        first = shop.post(f"{path}/test", expect=202).headers["Location"]
        sending.work(app)
        for gap in GAPS:
            assert gap * 0.9 <= wait(app) <= gap * 1.2
            assert sending.work(app) == 1
        dead = shop.get(f"{path}/deliveries?state=dead").json["items"]
        assert [(one["attempts"], one["status"], one["nextAt"]) for one in dead] == [(10, 500, None)]
        assert sending.work(app) == 0
        again = shop.post(f"{first}/replay", expect=202)
        wait(app)
        assert sending.work(app) == 1
    assert shop.get(again.headers["Location"]).json["state"] == "sent"
    assert {headers["webhook-id"] for _, headers, _ in receiver.came} == {"evt_1"}


def test_everything_since_a_moment_is_sent_again(app, shop):
    with receiving(204) as receiver:
        path = f"/webhooks/{subscribe(shop, receiver.url)['id']}"
        for _ in range(3):
            shop.post(f"{path}/test", expect=202)
        sending.work(app)
        with app.app_context(), transaction() as session:
            session.get(News, 1).created_at = now() - timedelta(days=2)
            session.get(Sending, 2).state = "dead"
        since = {"since": (now() - timedelta(days=1)).isoformat()}
        assert shop.post(f"{path}/replay", since, 200).json == {"deliveries": 1}
        sending.work(app)
        assert shop.post(f"{path}/replay", since | {"only": "all"}, 200).json == {"deliveries": 2}
        sending.work(app)
        assert (
            shop.post(f"{path}/replay", {"since": "2026-11-24T21:30:00"}, 400).json["errors"][0]["pointer"] == "/since"
        )
    assert [headers["webhook-id"] for _, headers, _ in receiver.came] == [
        "evt_1", "evt_2", "evt_3", "evt_2", "evt_2", "evt_3",
    ]  # fmt: skip


def test_an_address_that_is_gone_gets_nothing_more_until_it_is_said_anew(app, shop):
    with receiving(410, 204) as receiver:
        path = f"/webhooks/{subscribe(shop, receiver.url)['id']}"
        shop.post(f"{path}/test", expect=202)
        shop.post(f"{path}/test", expect=202)
        assert sending.work(app) == 1
        assert shop.get(path).json["goneAt"] is not None
        shop.ask("PUT", path, 200, json={"url": receiver.url, "kinds": [Kind.REVIEW]})
        assert sending.work(app) == 1
    assert shop.get(path).json["goneAt"] is None


def test_an_endpoint_that_does_not_answer_holds_up_nobody_elses_news(app, shop):
    with receiving(503) as bad, receiving(204) as good:
        first, second = (subscribe(shop, one.url)["id"] for one in (bad, good))
        for _ in range(3):
            shop.post(f"/webhooks/{first}/test", expect=202)
        shop.post(f"/webhooks/{second}/test", expect=202)
        assert sending.work(app) == 2
    assert (len(bad.came), len(good.came)) == (1, 1)


def test_what_is_older_than_a_month_is_forgotten(app, shop):
    with receiving(204) as receiver:
        path = f"/webhooks/{subscribe(shop, receiver.url)['id']}"
        shop.post(f"{path}/test", expect=202)
        sending.work(app)
        with app.app_context(), transaction() as session:
            session.get(News, 1).created_at = now() - timedelta(days=31)
        shop.post(f"{path}/test", expect=202)
        sending.work(app)
    assert [one["webhookId"] for one in shop.get(f"{path}/deliveries").json["items"]] == ["evt_2"]
