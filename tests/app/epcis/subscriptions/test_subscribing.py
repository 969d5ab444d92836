"""Who may subscribe to what, what a subscriber gets to see, and how a subscription ends."""

from __future__ import annotations

import orjson
import pytest

from app import outgoing, sequencing
from app.access.roles import Role
from app.epcis import notifying
from tests.app.epcis.conftest import made
from tests.app.epcis.subscriptions.subscribers import capture, subscribed, told
from tests.app.installation import installed
from tests.app.receiver import receiving
from tests.trace.epcis.material import GTIN, event, wrapped


def test_whoever_gives_no_token_gets_one_and_it_is_shown_this_once(app, hall, receiver):
    hall.post("/queries", {"name": "q", "query": {}})
    answer = hall.post("/queries/q/subscriptions", {"dest": receiver.url, "stream": True})
    token = answer.json["signatureToken"]
    path = answer.headers["Location"].removeprefix("/epcis")
    assert token not in hall.get(path).text + hall.get("/queries/q/subscriptions").text
    capture(app, hall, 1)
    notifying.notify(app)
    ((_, headers, body),) = receiver.came
    moment = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == outgoing.signature(
        outgoing.secret(token), headers["webhook-id"], moment, body
    )


def test_410_ends_it_and_its_owner_sees_that_and_may_begin_again(app, hall):
    with receiving(410, 200) as receiver:
        path = subscribed(hall, receiver)
        capture(app, hall, 1)
        notifying.notify(app)
        assert "syn:endedAt" in hall.get(path).json
        capture(app, hall, 2)
        notifying.notify(app)
        assert len(receiver.came) == 1
        (dead,) = hall.get(f"{path}/deliveries").json
        assert (dead["state"], dead["status"], dead["events"]) == ("dead", 410, 1)
        assert hall.post(f"{path}/deliveries/{dead['delivery']}").json["state"] == "waiting"
        notifying.notify(app)
    assert told(receiver) == [["1"], ["2"], ["1"]] or told(receiver) == [["1"], ["1"], ["2"]]
    assert hall.post(f"{path}/deliveries/{dead['delivery']}").status_code == 404


def test_who_has_unsubscribed_is_told_nothing_more(app, hall, receiver):
    path = subscribed(hall, receiver)
    capture(app, hall, 1)
    with app.app_context():
        notifying._queue(app)
    assert hall.delete(path).status_code == 204
    capture(app, hall, 2)
    notifying.notify(app)
    assert told(receiver) == []
    assert hall.get(path).status_code == 404


def test_with_the_query_its_subscriptions_go(app, hall, receiver):
    subscribed(hall, receiver)
    assert hall.delete("/queries/q").status_code == 204
    capture(app, hall, 1)
    assert notifying.notify(app) == 0


def test_of_other_parties_the_public_part_is_told_and_their_own_things(app, hall, swift, receiver):
    subscribed(hall, receiver)
    capture(app, hall, 1, bizStep="commissioning", action="ADD")
    mine, theirs = f"{GTIN}/21/A1", "https://id.gs1.org/01/09520123456788/21/B"
    swift.post("/capture", wrapped(event(epcList=[mine, theirs], eventID="urn:event:2")))
    sequencing.drain(app)
    notifying.notify(app)
    said = orjson.loads(receiver.came[-1][2])["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert (said[-1]["type"], said[-1]["epcList"]) == ("syn:PublicPart", [mine])


def test_names_come_in_the_format_that_was_asked_for(app, hall, receiver):
    hall.post("/queries", {"name": "q", "query": {}})
    said = {"dest": receiver.url, "stream": True}
    answer = hall.post("/queries/q/subscriptions", said, GS1_EPC_Format="Always_EPC_URN")
    assert answer.json["epcFormat"] == "Always_EPC_URN"
    capture(app, hall, 1)
    notifying.notify(app)
    (one,) = orjson.loads(receiver.came[0][2])["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert one["epcList"] == ["urn:epc:id:sgtin:6901234.056789.A1"]


def test_nobody_sees_or_ends_the_subscriptions_of_another(app, hall, stranger, receiver):
    path = subscribed(hall, receiver)
    stranger.post("/queries", {"name": "q", "query": {}})
    for answer in (stranger.get(path), stranger.delete(path), stranger.get(f"{path}/deliveries")):
        assert answer.status_code == 404
    assert stranger.get("/queries/q/subscriptions").json == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"dest": "https://x.example/"}, "bad-subscription"),
        ({"dest": "https://x.example/", "stream": False}, "bad-subscription"),
        ({"dest": "https://x.example/", "stream": True, "schedule": {"hour": "1"}}, "bad-subscription"),
        ({"dest": "https://x.example/", "stream": True, "reportIfEmpty": True}, "bad-subscription"),
        ({"dest": "https://x.example/", "stream": "yes"}, "bad-subscription"),
        ({"dest": "https://x.example/", "stream": True, "colour": "red"}, "bad-subscription"),
        ({"dest": "https://x.example/", "stream": True, "initialRecordTime": "yesterday"}, "bad-subscription"),
        ({"stream": True}, "bad-subscription"),
        ([], "bad-subscription"),
        ({"dest": "ftp://x.example/", "stream": True}, "bad-destination"),
        ({"dest": "https://a:b@x.example/", "stream": True}, "bad-destination"),
        ({"dest": "https://x.example/a b", "stream": True}, "bad-destination"),
        ({"dest": "https://x.example:99999/", "stream": True}, "bad-destination"),
        ({"dest": "/hook", "stream": True}, "bad-destination"),
        ({"dest": "https://x.example/", "schedule": {"hour": "25"}}, "bad-schedule"),
        ({"dest": "https://x.example/", "schedule": {"month": "2", "dayOfMonth": "30"}}, "bad-schedule"),
        ({"dest": "https://x.example/", "stream": True, "signatureToken": "short"}, "bad-signature-token"),
    ],
    ids=str,
)
def test_what_is_no_subscription_is_refused(hall, said, code):
    hall.post("/queries", {"name": "q", "query": {}})
    answer = hall.post("/queries/q/subscriptions", said)
    assert (answer.status_code, answer.json["code"]) == (400, code)


def test_a_query_that_stops_after_so_many_events_cannot_be_subscribed_to(hall):
    hall.post("/queries", {"name": "q", "query": {"maxEventCount": 5}})
    assert hall.post("/queries/q/subscriptions", {"dest": "https://x.example/", "stream": True}).status_code == 400


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_private_network_is_not_called_unless_the_operator_allows_it(database, tmp_path):
    app = installed(database, tmp_path)
    client = made(app, Role.MERCHANT, "Hall")
    client.post("/queries", {"name": "q", "query": {}})
    refused = client.post("/queries/q/subscriptions", {"dest": "http://127.0.0.1:9/", "stream": True})
    assert refused.json["code"] == "bad-destination"
    path = client.post("/queries/q/subscriptions", {"dest": "https://127.0.0.1:9/", "stream": True}).headers["Location"]
    capture(app, client, 1)
    assert notifying.notify(app) == 1
    (one,) = client.get(f"{path.removeprefix('/epcis')}/deliveries").json
    assert "private network" in one["trouble"]
    app.extensions["database"].engine.dispose()
