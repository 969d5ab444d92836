"""Each event is told once, signed, when it comes or by the clock, whoever works and whatever breaks off."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from app import outgoing, sequencing
from app.clock import now
from app.db import transaction
from app.epcis import notifying
from app.epcis.deliveries import EpcisDelivery
from app.webhooks import State
from tests.app.epcis.subscriptions.subscribers import TOKEN, at, capture, deliveries, subscribed, told
from tests.app.receiver import receiving


def test_a_stream_tells_of_every_event_that_the_query_finds_and_of_each_once(app, hall, receiver):
    capture(app, hall, 0)
    path = subscribed(hall, receiver, {"EQ_bizStep": ["shipping"]}, stream=True)
    capture(app, hall, 1, 2)
    capture(app, hall, 3, bizStep="receiving")
    assert notifying.notify(app) == 1
    assert notifying.notify(app) == 0
    capture(app, hall, 4)
    notifying.notify(app)
    assert told(receiver) == [["1", "2"], ["4"]]
    ((_, _, body), _) = receiver.came
    said = orjson.loads(body)
    results = said["epcisBody"]["queryResults"]
    assert (said["type"], results["queryName"], results["subscriptionID"]) == (
        "EPCISQueryDocument", "q", path.rpartition("/")[2],
    )  # fmt: skip
    assert "lastNotifiedAt" in hall.get(path).json


def test_a_call_is_signed_with_the_token_of_the_client(app, hall, receiver):
    subscribed(hall, receiver)
    capture(app, hall, 1)
    notifying.notify(app)
    ((_, headers, body),) = receiver.came
    moment = int(headers["webhook-timestamp"])
    wanted = outgoing.signature(TOKEN.encode(), headers["webhook-id"], moment, body)
    assert headers["webhook-signature"] == headers["GS1-Signature"] == wanted


def test_what_waits_for_the_log_is_told_once_it_is_in_it(app, hall, receiver):
    subscribed(hall, receiver)
    capture(app, hall, 1, integrated=False)
    notifying.notify(app)
    assert told(receiver) == []
    sequencing.drain(app)
    notifying.notify(app)
    assert told(receiver) == [["1"]]


def test_an_initial_record_time_tells_of_what_was_recorded_since(app, hall, receiver):
    capture(app, hall, 1)
    since = max(one["recordTime"] for one in hall.events())
    with app.app_context(), transaction() as session:
        # What comes now is later than what came, however fast this machine is.
        session.connection().exec_driver_sql("UPDATE entry SET record_ms = record_ms - 10")
    capture(app, hall, 2, 3)
    subscribed(hall, receiver, stream=True, initialRecordTime=since)
    notifying.notify(app)
    assert told(receiver) == [["2", "3"]]
    subscribed(hall, receiver, stream=True, initialRecordTime="2026-01-01T00:00:00Z")
    notifying.notify(app)
    assert told(receiver)[1:] == [["1", "2", "3"]]


def test_many_events_come_in_several_calls_and_all_of_them(app, hall, receiver):
    subscribed(hall, receiver)
    capture(app, hall, *range(1_050))
    assert notifying.notify(app) == 11
    assert [len(call) for call in told(receiver)] == [100] * 10 + [50]
    assert sorted(int(one) for call in told(receiver) for one in call) == list(range(1_050))


def test_a_scheduled_one_tells_when_its_time_has_come_and_then_waits_for_the_next(app, hall, receiver):
    subscribed(hall, receiver, schedule={"hour": "1", "minute": "5"})
    capture(app, hall, 1)
    notifying.notify(app)
    assert told(receiver) == []
    at(app, now())
    notifying.notify(app)
    assert told(receiver) == [["1"]]
    capture(app, hall, 2)
    notifying.notify(app)
    assert told(receiver) == [["1"]]
    at(app, now())
    notifying.notify(app)
    assert told(receiver) == [["1"], ["2"]]


@pytest.mark.parametrize(("wanted", "calls"), [(True, [[]]), (False, [])])
def test_where_there_is_nothing_it_is_said_only_to_those_who_want_it(app, hall, receiver, wanted, calls):
    subscribed(hall, receiver, schedule={"second": "0"}, reportIfEmpty=wanted)
    at(app, now())
    notifying.notify(app)
    assert told(receiver) == calls


def test_a_call_that_fails_comes_again_as_it_was_and_others_are_not_held_up(app, hall):
    with receiving(500, 200) as receiver:
        subscribed(hall, receiver)
        capture(app, hall, 1)
        notifying.notify(app)
        capture(app, hall, 2)
        notifying.notify(app)
        assert deliveries(app) == [(State.WAITING, 1, 500), (State.SENT, 1, 200)]
        with app.app_context(), transaction() as session:
            session.query(EpcisDelivery).update({"due_at": now()})
        notifying.notify(app)
    assert told(receiver) == [["1"], ["2"], ["1"]]
    assert receiver.came[0][2] == receiver.came[2][2]
    assert receiver.came[0][1]["webhook-id"] == receiver.came[2][1]["webhook-id"]


def test_a_call_that_is_too_long_is_parted(app, hall):
    with receiving(413, 200) as receiver:
        subscribed(hall, receiver)
        capture(app, hall, 1, 2, 3)
        notifying.notify(app)
    assert told(receiver) == [["1", "2", "3"], ["1"], ["2", "3"]]


def test_whoever_is_killed_between_queueing_and_sending_leaves_it_to_the_next(app, hall, receiver):
    subscribed(hall, receiver)
    capture(app, hall, 1)
    with app.app_context():
        notifying._queue(app)
    assert deliveries(app) == [(State.WAITING, 0, None)]
    with app.app_context():
        assert notifying._claimed() is not None
    notifying.notify(app)
    assert told(receiver) == []
    with app.app_context(), transaction() as session:
        session.query(EpcisDelivery).update({"due_at": now()})
    notifying.notify(app)
    assert told(receiver) == [["1"]]


def test_the_command_tells_too_and_what_has_arrived_is_forgotten_after_a_month(app, hall, receiver):
    subscribed(hall, receiver)
    capture(app, hall, 1)
    said = app.test_cli_runner().invoke(args=["tick"])
    assert "subscriptions: 1" in said.output, said.output
    with app.app_context(), transaction() as session:
        session.query(EpcisDelivery).update({"ended_at": now() - timedelta(days=31)})
    capture(app, hall, 2)
    notifying.notify(app)
    assert deliveries(app) == [(State.SENT, 1, 200)]
