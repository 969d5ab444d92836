"""Whether goods may be sent back, until when, and by when the money is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from couriers.returns import Said
from credit import pledges
from credit.pledges import BadPledge
from credit.sending_back import Confirmed, May, eligible, refund
from trace import history, parties

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
HOME = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
SIGNED = Said("signed", NOW)


def may(after, days=7, life=(SIGNED,), confirmed=()):
    return eligible(life, confirmed, NOW + after * DAY, HOME, days).may


@pytest.mark.parametrize(
    ("after", "days", "expected"), [(7, 7, "yes"), (8, 7, "over"), (8, 30, "yes"), (31, 30, "over")]
)
def test_the_longer_promised_term_counts(after, days, expected):
    assert may(after, days) == expected


def test_before_the_sign_off_nothing_runs():
    assert may(0, life=[Said("out_for_delivery", NOW)]) == May.NOT_YET


def test_while_a_sign_off_is_disputed_the_right_does_not_run_out():
    assert may(60, life=[SIGNED, Said("disputed", NOW + DAY)]) == May.YES


def test_an_exception_counts_only_where_the_buyer_confirmed_it_before_the_goods_came():
    assert may(1, confirmed=[Confirmed("perishable", NOW - DAY)]) == May.EXCEPTED
    assert may(1, confirmed=[Confirmed("perishable", NOW + DAY)]) == May.YES
    assert may(1, confirmed=[Confirmed("on_sale", NOW - DAY)]) == May.YES


def back(day, phase="received"):
    return Said("returned", NOW + day * DAY, phase)


def test_the_money_is_due_a_week_after_the_goods_are_back():
    assert refund([SIGNED, back(2, "requested")], NOW.date(), HOME) is None
    found = refund([SIGNED, back(2)], (NOW + 9 * DAY).date(), HOME)
    assert (found.due, found.late, found.delayed) == ((NOW + 9 * DAY).date(), False, False)
    assert refund([back(2)], (NOW + 10 * DAY).date(), HOME)[3:] == (True, False)
    assert refund([back(2)], (NOW + 18 * DAY).date(), HOME)[3:] == (True, True)


def test_what_was_paid_in_time_is_never_late_afterwards():
    paid = refund([back(2), back(5, "refunded")], (NOW + 300 * DAY).date(), HOME)
    assert (paid.late, paid.delayed, paid.paid_on) == (False, False, (NOW + 5 * DAY).date())


@pytest.fixture
def merchant(session):
    return parties.register(session, "merchant", "岭上参业", NOW).id


def test_a_longer_promise_holds_at_once_and_a_shorter_one_after_a_week(session, merchant):
    pledges.publish(session, merchant, 30, 48, "三十天无理由", NOW)
    assert pledges.return_days(session, merchant, NOW) == 30
    pledges.publish(session, merchant, 10, 48, "", NOW + DAY)
    assert pledges.return_days(session, merchant, NOW + 7 * DAY) == 30
    assert pledges.return_days(session, merchant, NOW + 9 * DAY) == 10
    assert pledges.return_days(session, merchant, NOW - DAY) == 7, "what was sold before has the law alone"


@pytest.mark.parametrize(("days", "hours"), [(6, None), (366, None), (7, 0), (7, 721)])
def test_nobody_promises_less_than_the_law_nor_what_cannot_be(session, merchant, days, hours):
    with pytest.raises(BadPledge):
        pledges.publish(session, merchant, days, hours, "", NOW)


def test_every_promise_stands_in_the_record_by_its_digest(session, merchant):
    pledges.publish(session, merchant, 15, None, "十五天", NOW)
    (entry,) = history.life(session, f"https://log.example/id/case/pledges-{merchant}").entries
    assert entry.public["facts"]["category"] == "return-15d"
    assert len(entry.public["facts"]["card"]) == 64
