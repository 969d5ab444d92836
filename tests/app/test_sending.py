"""Messages go to the operator's webhook: signed, tried again in its time, given up in the end, and never twice at once."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from app import notices, outgoing, sending, webhooks
from app.clock import now
from app.db import reading, transaction
from app.outbox import Message
from app.webhooks import GAPS, Delivery, State
from tests.app.installation import installed
from tests.app.receiver import receiving
from tests.app.test_outgoing import SECRET
from trace import parties


@pytest.fixture
def hooked(database, tmp_path):
    """Makes an app whose operator has set this address."""
    made = []

    def hook(url, **more):
        more.setdefault("WEBHOOK_PRIVATE", "yes")
        made.append(installed(database, tmp_path, WEBHOOK_URL=url, WEBHOOK_SECRET=SECRET, **more))
        return made[-1]

    yield hook
    for one in made:
        one.extensions["database"].engine.dispose()


def tell(app, reason="名称不符"):
    """A message to a merchant."""
    with app.app_context(), transaction() as session:
        party = parties.register(session, "merchant", "岭上参业", now())
        return notices.verification(session, party.id, reason, now()).id


def state(app, message_id=1):
    with app.app_context(), reading() as session:
        found = session.get(Delivery, message_id)
        return found.state, found.attempts, found.status


def wait(app, message_id=1):
    """Let the time pass until the next attempt is due; how long that was."""
    with app.app_context(), transaction() as session:
        found = session.get(Delivery, message_id)
        gap = found.due_at - now()
        found.due_at = now()
    return gap


def test_a_message_is_sent_at_once_and_signed_so_that_the_receiver_knows_us(hooked):
    with receiving(204) as receiver:
        app = hooked(receiver.url)
        tell(app)
        assert sending.send_due(app) == 1
        assert sending.send_due(app) == 0
    ((_, headers, body),) = receiver.came
    at = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == outgoing.signature(outgoing.secret(SECRET), headers["webhook-id"], at, body)
    said = orjson.loads(body)
    assert (said["type"], said["data"]["title"], said["data"]["text"]) == (
        "rejected", "证照没有通过。", "原因：名称不符",
    )  # fmt: skip
    assert state(app) == (State.SENT, 1, 204)
    with app.app_context(), reading() as session:
        assert session.get(Message, 1).served_at is not None


def test_it_is_tried_ten_times_in_growing_gaps_and_then_given_up(hooked):
    with receiving(500) as receiver:
        app = hooked(receiver.url)
        tell(app)
        gaps = []
        for _ in range(10):
            assert sending.send_due(app) == 1
            gaps.append(wait(app))
        assert sending.send_due(app) == 0
    assert len(receiver.came) == 10
    assert len({headers["webhook-id"] for _, headers, _ in receiver.came}) == 1
    assert all(gap * 0.9 <= found <= gap * 1.2 for gap, found in zip(GAPS, gaps, strict=False))
    assert state(app) == (State.DEAD, 10, 500)


def test_an_address_that_comes_back_gets_the_same_message(hooked):
    with receiving(503, 200) as receiver:
        app = hooked(receiver.url)
        tell(app)
        sending.send_due(app)
        assert state(app) == (State.WAITING, 1, 503)
        wait(app)
        sending.send_due(app)
    assert receiver.came[0][2] == receiver.came[1][2]
    assert state(app) == (State.SENT, 2, 200)


def test_410_ends_it_for_this_address_until_a_person_sends_again(hooked):
    with receiving(410, 200) as receiver:
        app = hooked(receiver.url)
        tell(app)
        sending.send_due(app)
        tell(app)
        sending.send_due(app)
        assert len(receiver.came) == 1
        assert state(app, 1) == (State.DEAD, 1, 410)
        assert state(app, 2) == (State.DEAD, 0, 410)
        with app.app_context(), transaction() as session:
            webhooks.again(session, 2, receiver.url, now())
        sending.send_due(app)
    assert state(app, 2) == (State.SENT, 1, 200)


def test_a_private_address_is_not_called_and_the_trouble_is_told(hooked):
    with receiving(200) as receiver:
        app = hooked(receiver.url, WEBHOOK_PRIVATE="no")
        tell(app)
        sending.send_due(app)
    assert receiver.came == []
    with app.app_context(), reading() as session:
        assert "private network" in session.get(Delivery, 1).trouble


def test_whoever_is_killed_while_sending_leaves_it_for_the_next_attempt(hooked):
    app = hooked("http://127.0.0.1:9/")
    tell(app)
    with app.app_context(), transaction() as session:
        assert webhooks.claim(session, now()) is not None
    with app.app_context(), transaction() as session:
        assert webhooks.claim(session, now()) is None
        assert webhooks.claim(session, now() + timedelta(minutes=2)) is not None


def test_the_command_works_off_what_is_due(hooked):
    with receiving(200) as receiver:
        app = hooked(receiver.url)
        tell(app)
        said = app.test_cli_runner().invoke(args=["tick"])
    assert said.exit_code == 0, said.output
    assert "messages: 1" in said.output
    assert len(receiver.came) == 1


def test_without_a_webhook_a_message_lies_in_the_inbox_alone(app):
    tell(app)
    assert sending.send_due(app) == 0
    with app.app_context(), reading() as session:
        assert session.get(Delivery, 1) is None
        assert session.get(Message, 1) is not None
