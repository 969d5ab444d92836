"""Until when goods may be sent back without a reason. Pure.

消费者权益保护法 25: within seven days of receipt, the day after the sign-off being the first; a merchant may promise more.
While a sign-off is disputed the clock stands still: a false one must not shorten a legal right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from trace.words import Stage

LEGAL_DAYS = 7


class Clock(StrEnum):
    """What the clock of a return does."""

    NOT_BEGUN = "not_begun"
    RUNNING = "running"
    STOPPED = "stopped"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Term:
    """The clock, and the last day on which a return can be asked for; None while there is none."""

    clock: Clock
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What of a life counts for the term: its stage, the fact that tells it from others, and when it happened."""

    stage: str
    at: datetime
    reason: str | None = None


def term(life: Iterable[Said], now: datetime, zone: tzinfo, days: int = LEGAL_DAYS) -> Term:
    """The term of a life, in the calendar days of `zone`."""
    signed: datetime | None = None
    stopped: datetime | None = None
    lost = timedelta(0)
    for one in sorted(life, key=lambda said: said.at):
        if one.stage == Stage.SIGNED:
            # A confirmation of what stood disputed ends the dispute; the first sign-off counts otherwise.
            if signed is None or stopped is not None:
                signed, stopped, lost = one.at, None, timedelta(0)
        elif one.stage == Stage.DISPUTED and one.reason != "no_consent" and signed is not None:
            stopped = stopped or one.at
        elif one.stage == Stage.DECIDED and stopped is not None:
            lost, stopped = lost + (one.at - stopped), None
    if signed is None:
        return Term(Clock.NOT_BEGUN)
    if stopped is not None:
        return Term(Clock.STOPPED)
    last = signed.astimezone(zone).date() + timedelta(days=days + -(-lost // timedelta(days=1)))
    return Term(Clock.OVER if now.astimezone(zone).date() > last else Clock.RUNNING, last)
