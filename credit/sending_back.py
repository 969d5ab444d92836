"""Whether goods may be sent back, until when, and by when the money is due. Pure.

消费者权益保护法 25: no reason is needed; what is made to measure, perishable, opened digital goods or newspapers is excepted, and
what by its nature is unfit only where the buyer confirmed that for this purchase. 侵害消费者权益行为处罚办法 9: an exception
that was not confirmed is none, and more than fifteen days without paying back is deliberate delay.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from couriers.returns import Clock, Said, Term, term
from trace.words import Stage

EXCEPTIONS = ("made_to_measure", "perishable", "opened_digital", "newspaper", "unfit_by_nature")
REFUND_DAYS, DELAY_DAYS = 7, 15


class May(StrEnum):
    """Whether goods may be sent back now."""

    YES = "yes"
    NOT_YET = "not_yet"
    OVER = "over"
    EXCEPTED = "excepted"


class Eligible(NamedTuple):
    """The answer with its reasons: the term, how many days it has, and the exception that was confirmed."""

    may: May
    term: Term
    days: int
    exception: str | None = None


class Confirmed(NamedTuple):
    """The buyer confirmed for this purchase that goods of this kind do not come back."""

    reason: str
    at: datetime


class Refund(NamedTuple):
    """By when the money is due after the goods are back; `delayed` is more than fifteen days without it."""

    back_on: date
    due: date
    paid_on: date | None
    late: bool
    delayed: bool


def eligible(life: Iterable[Said], confirmed: Iterable[Confirmed], now: datetime, zone: tzinfo, days: int) -> Eligible:
    """Whether goods with this life may be sent back; `days` as the merchant promised, and never fewer than the law's."""
    said = list(life)
    found = term(said, now, zone, days)
    signed = min((one.at for one in said if one.stage == Stage.SIGNED), default=None)
    for one in sorted(confirmed, key=lambda one: one.at):
        # A confirmation that was asked for when the goods had come was none at the purchase.
        if one.reason in EXCEPTIONS and (signed is None or one.at < signed):
            return Eligible(May.EXCEPTED, found, days, one.reason)
    may = {Clock.NOT_BEGUN: May.NOT_YET, Clock.OVER: May.OVER}.get(found.clock, May.YES)
    return Eligible(may, found, days)


def refund(life: Iterable[Said], today: date, zone: tzinfo) -> Refund | None:
    """The clock of paying back; None while the goods are not back. A return that was asked for again begins it anew."""
    back: datetime | None = None
    paid: datetime | None = None
    for one in sorted(life, key=lambda said: said.at):
        if one.stage != Stage.RETURNED:
            continue
        if one.reason == "received" and (back is None or paid is not None):
            back, paid = one.at, None
        elif one.reason == "refunded" and back is not None and paid is None:
            paid = one.at
    if back is None:
        return None
    back_on, paid_on = back.astimezone(zone).date(), paid.astimezone(zone).date() if paid else None
    ended = paid_on or today
    due = back_on + timedelta(days=REFUND_DAYS)
    return Refund(back_on, due, paid_on, ended > due, ended > back_on + timedelta(days=DELAY_DAYS))
