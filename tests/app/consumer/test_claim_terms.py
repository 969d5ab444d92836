"""The time for returns is what was promised when it was sold; an exception counts if it was confirmed before the goods came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from couriers import steps
from credit import pledges
from credit.confirmed import ReturnException
from tests.app.consumer.test_claims import newest, opened, send, slip
from tests.app.consumer.told import URI, at, text
from tests.trace.logged import SSCC
from trace.words import Evidence

__all__ = ["slip"]
SOLD = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
def signed(slip):
    """The recipient got it from the station."""
    world, code, record = slip
    record(world.actor, Evidence.PARTY, steps.signed(SSCC, at(24, 2), method="recipient"))
    return world, code


def confirmed(world, when, reason="perishable"):
    with world.sessions() as session:
        session.add(ReturnException(uri=URI, party_id=world.actor.id, reason=reason, recorded_at=when, entry_id=1))
        session.commit()


def test_the_promise_of_the_day_of_the_sale_counts(app, signed):
    world, code = signed
    with world.sessions() as session:
        pledges.publish(session, world.actor.id, 30, None, "", SOLD - timedelta(days=1))
        pledges.publish(session, world.actor.id, 60, None, "", SOLD + timedelta(days=1))
        session.commit()
    # Thirty days after 24 November.
    assert "12月24日" in text(opened(app.test_client(), code))


def test_what_was_confirmed_at_the_purchase_does_not_come_back_without_a_reason(app, signed):
    world, code = signed
    confirmed(world, SOLD + timedelta(hours=1))
    client = app.test_client()
    page = opened(client, code)
    assert "不适用无理由退货" in page.text
    assert 'value="no_reason"' not in page.text
    assert send(client, code, "return", reason="no_reason").status_code == 409
    assert send(client, code, "return", reason="quality").status_code == 303
    assert newest(world) == [("returned", {"outcome": "requested", "reason": "quality"})]


def test_what_was_recorded_after_the_goods_came_or_for_an_earlier_buyer_is_no_exception(app, signed):
    world, code = signed
    confirmed(world, datetime(2026, 11, 25, tzinfo=UTC))
    confirmed(world, SOLD - timedelta(days=300))
    assert 'value="no_reason"' in opened(app.test_client(), code).text
