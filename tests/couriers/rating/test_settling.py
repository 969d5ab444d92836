"""Rating everybody anew is a handful of statements, however many there are."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from couriers import ratings
from couriers.rated import Rating
from tests.couriers.cast import NOW
from tests.couriers.phone import Phone
from tests.trace.test_ledger_plans import counted


def test_rating_many_couriers_takes_as_many_statements_as_rating_few(session, days):
    days.deliver(1)
    follow(session, days)
    few = statements_of_rating_anew(session)
    for number in range(5):
        phone = Phone(session, days.cast.carrier.id, f"No. {number}", now=NOW - timedelta(days=300))
        days.deliver(1, phone)
    follow(session, days)
    assert session.scalar(select(func.count()).select_from(Rating)) == 7
    assert statements_of_rating_anew(session) == few


def statements_of_rating_anew(session) -> int:
    session.execute(update(Rating).values(stale=True))
    session.expire_all()
    with counted(session) as seen:
        ratings.settle(session)
    return len(seen)


def follow(session, days):
    days.integrate()
    ratings.catch_up(session)
