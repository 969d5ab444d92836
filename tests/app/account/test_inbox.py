"""The inbox of everybody who logs in: their own messages alone, with when they were shown and read."""

from __future__ import annotations

import pytest

from app import notices, outbox
from app.clock import now
from app.db import reading, transaction
from app.outbox import Message
from couriers import parcels
from tests.app.merchant import desk
from trace import parties


@pytest.fixture
def lin(app):
    return desk.merchant(app)


def tell(app, party_id, reason=None):
    with app.app_context(), transaction() as session:
        return notices.verification(session, party_id, reason, now()).id


def code_for(app, party_id):
    """A pick-up code for a parcel of this sender; the parcel's name."""
    with app.app_context(), transaction() as session:
        station = parties.register(session, "station", "向阳驿站", now())
        carrier = parties.register(session, "carrier", "山道快运", now())
        uri = parcels.waybill(session, "pony", "PN20261124")
        parcel, _ = parcels.register(session, carrier.id, now(), uri=uri, sender_id=party_id)
        notices.pickup_code(session, parcel, station, "402915", now())
    return uri


def times(app, message_id):
    with app.app_context(), reading() as session:
        found = session.get(Message, message_id)
        return found.served_at, found.read_at


def test_a_message_is_served_when_it_is_shown_and_read_when_somebody_says_so(app, lin):
    client, party_id = lin
    number = tell(app, party_id)
    assert times(app, number) == (None, None)
    page = client.get("/inbox")
    assert desk.says(page) == "有 1 条消息未读。"
    assert "执照已核验。" in page.text
    served, read = times(app, number)
    assert served is not None
    assert read is None
    assert desk.post(client, f"/inbox/{number}/read").status_code == 303
    assert times(app, number)[0] == served
    assert times(app, number)[1] is not None
    assert desk.says(client.get("/inbox")) == "消息都读过了。"


def test_nobody_sees_or_reads_the_messages_of_another_party(app, lin):
    number = tell(app, lin[1], "名称不符")
    other, _ = desk.merchant(app, "other", "别家", verified=False)
    assert "名称不符" not in other.get("/inbox").text
    assert desk.post(other, f"/inbox/{number}/read").status_code == 404
    assert times(app, number) == (None, None)
    assert app.test_client().get("/inbox").status_code == 401


def test_a_pick_up_code_is_shown_on_its_own_page_and_not_in_the_list(app, lin):
    client, party_id = lin
    uri = code_for(app, party_id)
    page = client.get("/inbox").text
    assert "包裹 PN20261124 已到向阳驿站。" in page
    assert "402915" not in page
    assert desk.says(client.get("/inbox/1/slip")) == "取件码 402915"
    with app.app_context(), transaction() as session:
        outbox.forget_secret(session, notices.PICKUP_CODE, uri)
    assert client.get("/inbox/1/slip").status_code == 404
    assert "/inbox/1/slip" not in client.get("/inbox").text


def test_a_code_lies_encrypted_in_the_database(app, lin):
    code_for(app, lin[1])
    with app.app_context(), reading() as session:
        found = session.get(Message, 1)
        assert b"402915" not in found.secret
        assert "402915" not in found.facts
        assert outbox.secret_of(session, found) == "402915"


def test_the_header_counts_what_is_unread(app, lin):
    client, party_id = lin
    assert "消息（" not in client.get("/merchant/papers").text
    tell(app, party_id)
    assert "消息（1）" in client.get("/merchant/papers").text


def test_the_operator_sees_what_could_not_be_delivered(app, lin):
    keeper = desk.operator(app)
    assert desk.says(keeper.get("/inbox/undelivered")) == "没有设置推送地址，消息只在站内。"
    assert lin[0].get("/inbox/undelivered").status_code == 403
