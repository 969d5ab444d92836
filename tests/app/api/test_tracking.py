"""POST /api/v1/tracking/{provider}: signed deliveries in, an answer for each line out."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pytest
from sqlalchemy import select

from app.access import tokens
from app.access.roles import Role
from app.api import feeds
from app.api.tracking import MOST_BYTES, MOST_LINES
from app.clock import now
from app.db import reading, transaction
from couriers import trail
from couriers.feeds.providers import PROVIDERS
from couriers.states import State
from tests.app.api.sent import DELIVERIES, LINE, feed, party, plain
from tests.couriers.feeds import invented
from trace import tables

PARCEL = "https://suyuan.example/id/waybill/yto/YT0000000000001"


@pytest.fixture
def carrier(app):
    return party(app, "carrier")


def entries(app):
    with app.app_context(), reading() as session:
        return session.execute(select(tables.entry).order_by(tables.entry.c.id)).mappings().all()


@pytest.mark.parametrize("provider", DELIVERIES)
@pytest.mark.parametrize("address", ["/api/v1/tracking/{}/{}", "/api/v1/tracking/{}?feed={}"])
def test_a_signed_delivery_is_recorded_and_the_same_again_is_a_duplicate(app, carrier, provider, address):
    sign, delivery, lines = DELIVERIES[provider]
    of = feed(app, provider, carrier)
    sent = sign(delivery, of.secret)
    first = app.test_client().post(address.format(provider, of.id), **sent)
    assert first.status_code == 200, first.text
    assert first.json["counts"] == {"accepted": lines, "duplicate": 0, "refused": 0, "unknown": 0, "no_step": 0}
    before = entries(app)
    again = app.test_client().post(address.format(provider, of.id), **sent)
    assert again.json["counts"]["duplicate"] == lines
    assert [one["eventID"] for one in again.json["items"]] == [one["eventID"] for one in first.json["items"]]
    assert entries(app) == before
    vouched = {json.loads(one["envelope"])["public"]["evidence"] for one in before}
    assert vouched == {"carrier" if provider == "plain" else "aggregator"}


def test_each_provider_hears_what_makes_it_stop_sending(app, carrier):
    answers = {}
    for provider in ("kuaidi100", "kdniao"):
        sign, delivery, _ = DELIVERIES[provider]
        of = feed(app, provider, carrier)
        answers[provider] = (
            app.test_client().post(f"/api/v1/tracking/{provider}/{of.id}", **sign(delivery, of.secret)).json
        )
    assert (answers["kuaidi100"]["result"], answers["kuaidi100"]["returnCode"]) == (True, "200")
    assert (answers["kdniao"]["Success"], answers["kdniao"]["EBusinessID"]) == (True, "1000001")
    assert answers["kdniao"]["counts"]["accepted"] == 6, "two actors, or two providers, are two witnesses"


def test_every_line_gets_an_answer_and_nobodys_name_comes_back(app, carrier, caplog):
    said = f"派件人: {invented.COURIER} {invented.TELEPHONE}"
    events = [
        LINE, LINE | {"time": "2026-11-21 18:10:05"}, LINE | {"status": "beamed", "text": said}, LINE | {"status": "customs"}, LINE,
    ]  # fmt: skip
    of = feed(app, "plain", carrier)
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().post(f"/api/v1/tracking/plain/{of.id}", **plain(invented.plain(*events), of.secret))
    assert answer.json["counts"] == {"accepted": 1, "duplicate": 1, "refused": 1, "unknown": 1, "no_step": 1}
    assert [one["result"] for one in answer.json["items"]] == ["accepted", "refused", "unknown", "no_step", "duplicate"]
    assert answer.json["items"][0] | {"eventID": ""} == {
        "result": "accepted", "carrier": "yto", "waybill": "YT0000000000001", "time": "2026-11-21T10:10:05.000Z",
        "status": "picked_up", "stage": "accepted", "eventID": "",
    }  # fmt: skip
    assert answer.json["items"][1]["code"] == "time-without-zone"
    for told in (answer.text, caplog.text):
        assert invented.COURIER not in told
        assert invented.TELEPHONE not in told


def problem(answer):
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


def test_without_a_good_signature_nothing_is_read_or_recorded(app, carrier):
    of, other = feed(app, "plain", carrier), feed(app, "plain", carrier)
    delivery, client = invented.plain(LINE), app.test_client()
    good = plain(delivery, of.secret)
    for address, sent in (
        (f"plain/{of.id}", {"data": delivery.body}),
        (f"plain/{of.id}", plain(delivery, other.secret)),
        (f"plain/{other.id}", good),
        (f"plain/{of.id}", good | {"data": delivery.body.replace(b"picked_up", b"delivered")}),
        (f"plain/{of.id}", {"data": b"{not json"}),
        (f"track17/{of.id}", good),
        ("plain", good),
        ("plain/99", good),
        (f"plain?feed={2**70}", good),
        ("plain?feed=first", good),
    ):
        assert problem(client.post(f"/api/v1/tracking/{address}", **sent)) == (401, "feed-not-signed")
    assert entries(app) == []


def test_an_ended_feed_is_closed(app, carrier):
    of = feed(app, "plain", carrier)
    with app.app_context(), transaction() as session:
        feeds.end(session, of.id, now())
    answer = app.test_client().post(f"/api/v1/tracking/plain/{of.id}", **plain(invented.plain(LINE), of.secret))
    assert problem(answer) == (401, "feed-not-signed")


@pytest.mark.parametrize(
    ("role", "scopes", "status"),
    [
        (Role.CARRIER, None, 200),
        (Role.CARRIER, ["events:read"], 403),
        (Role.MERCHANT, None, 403),
        (Role.COURIER, None, 403),
    ],
)
def test_a_carriers_token_may_stand_for_a_signature(app, carrier, role, scopes, status):
    with app.app_context(), transaction() as session:
        _, secret = tokens.create(session, role, carrier, now(), scopes=scopes)
    headers = {"Authorization": f"Bearer {secret}"}
    answer = app.test_client().post("/api/v1/tracking/plain", data=invented.plain(LINE).body, headers=headers)
    assert answer.status_code == status
    assert len(entries(app)) == (status == 200)


def test_a_login_of_a_browser_or_a_token_of_nobody_is_no_signature(app):
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["account"] = 1
    assert problem(client.post("/api/v1/tracking/plain", data=b"{}")) == (401, "feed-not-signed")
    answer = client.post("/api/v1/tracking/plain", data=b"{}", headers={"Authorization": "Bearer suy_none"})
    assert problem(answer) == (401, "unauthenticated")


def send(app, of, *events, **more):
    return app.test_client().post(
        f"/api/v1/tracking/plain/{of.id}", **plain(invented.plain(*events, **more), of.secret)
    )


def test_a_feed_of_one_carrier_speaks_of_no_other(app, carrier):
    of = feed(app, "plain", carrier, carrier="yto")
    answer = send(app, of, LINE, LINE | {"carrier": "sto"}, carrier="")
    assert [one.get("code") for one in answer.json["items"]] == [None, "not-this-carrier"]


def test_what_is_too_much_is_refused_whole(app, carrier):
    of = feed(app, "plain", carrier)
    assert problem(send(app, of, *[LINE] * (MOST_LINES + 1))) == (400, "too-many-lines")
    assert send(app, of, *[LINE] * MOST_LINES).json["counts"]["accepted"] == 1
    long = invented.plain(LINE | {"text": "x" * MOST_BYTES})
    assert problem(app.test_client().post(f"/api/v1/tracking/plain/{of.id}", **plain(long, of.secret))) == (
        413,
        "body-too-large",
    )
    chunked = {"wsgi.input": BytesIO(long.body), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = app.test_client().post(f"/api/v1/tracking/plain/{of.id}", environ_overrides=chunked)
    assert problem(answer) == (413, "body-too-large")


def test_what_is_no_delivery_or_of_no_provider_is_told_so(app, carrier):
    of = feed(app, "plain", carrier)
    for body in ([], {"event": []}, {"events": 7}, {"events": [7]}, {"events": [], "zone": "Beijing"}):
        sent = plain(invented.body(body), of.secret)
        assert problem(app.test_client().post(f"/api/v1/tracking/plain/{of.id}", **sent)) == (400, "bad-feed")
    assert problem(app.test_client().post("/api/v1/tracking/pigeon/1")) == (404, "no-such-provider")


def test_a_feed_leads_a_parcel_that_nobody_registered_to_its_end(app, carrier):
    sign, delivery, _ = DELIVERIES["kuaidi100"]
    of = feed(app, "kuaidi100", carrier)
    app.test_client().post(f"/api/v1/tracking/kuaidi100/{of.id}", **sign(delivery, of.secret))
    with app.app_context(), reading() as session:
        assert trail.custody(session, PARCEL).state is State.DELIVERED


def test_the_secret_of_a_feed_lies_encrypted(app, carrier):
    of = feed(app, "plain", carrier)
    with app.app_context(), reading() as session:
        kept = session.get(feeds.FeedSecret, of.id)
        assert of.secret.encode() not in kept.secret
        assert feeds.find(session, of.id, "plain") == of


@pytest.mark.parametrize(
    ("provider", "kind", "options"),
    [
        ("plain", "merchant", {}),
        ("kdniao", "regulator", {"key": "k"}),
        ("kdniao", "merchant", {}),
        ("kdniao", "merchant", {"key": ""}),
        ("plain", "carrier", {"key": "k"}),
        ("plain", "carrier", {"carrier": "圆通"}),
        ("kuaidi100", "carrier", {"carrier": "yto"}),
    ],
)
def test_a_feed_that_cannot_be_is_not_made(app, provider, kind, options):
    who = party(app, kind)
    with app.app_context(), pytest.raises(feeds.BadGrantOfFeed, match=r"expected|made here"), transaction() as session:
        feeds.create(session, PROVIDERS[provider], who, now(), **options)


def test_the_same_delivery_from_four_sides_at_once_is_recorded_once(app, carrier):
    sign, delivery, lines = DELIVERIES["kuaidi100"]
    of = feed(app, "kuaidi100", carrier)
    sent, together = sign(delivery, of.secret), Barrier(4)

    def send_it(_):
        client = app.test_client()
        together.wait()
        return client.post(f"/api/v1/tracking/kuaidi100/{of.id}", **sent)

    with ThreadPoolExecutor(4) as four:
        answers = list(four.map(send_it, range(4)))
    assert [one.status_code for one in answers] == [200] * 4
    assert sum(one.json["counts"]["accepted"] for one in answers) == lines
    assert len(entries(app)) == lines
