"""What the tests of subscriptions do and look at."""

from __future__ import annotations

import orjson

from app import sequencing
from app.db import reading, transaction
from app.epcis.deliveries import EpcisDelivery
from tests.trace.epcis.material import event, wrapped
from trace.epcis.subscriptions import Subscription

TOKEN = "13df38d8275b13f05704629e5f1cf3d45d6132d5"


def subscribed(client, receiver, query=None, **more):
    """Subscribe to a query and give the path of the subscription."""
    client.post("/queries", {"name": "q", "query": query or {}})
    said = {"dest": receiver.url, "signatureToken": TOKEN} | (more or {"stream": True})
    answer = client.post("/queries/q/subscriptions", said)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].removeprefix("/epcis")


def capture(app, client, *numbers, integrated=True, **members):
    told = [event(f"A{n}", eventID=f"urn:event:{n}", **members) for n in numbers]
    assert client.post("/capture", wrapped(*told)).status_code == 202
    if integrated:
        sequencing.drain(app)


def told(receiver):
    """The ids of all events that came, call by call."""
    calls = [orjson.loads(body)["epcisBody"]["queryResults"] for _, _, body in receiver.came]
    return [[one["eventID"].rpartition(":")[2] for one in call["resultsBody"]["eventList"]] for call in calls]


def at(app, moment):
    """Let the schedule's time have come."""
    with app.app_context(), transaction() as session:
        session.query(Subscription).update({"next_at": moment})


def deliveries(app):
    with app.app_context(), reading() as session:
        return [
            (one.state, one.attempts, one.status) for one in session.query(EpcisDelivery).order_by(EpcisDelivery.id)
        ]
