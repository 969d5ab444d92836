"""What may follow what when somebody is measured: proposed, heard, decided, appealed, lifted. Pure.

The system proposes and never decides. Who decides is a named person who did not propose; who reviews an appeal is a third.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum

from credit.gates import Gate
from trace.errors import Conflict, Forbidden


class State(StrEnum):
    """How a measure stands."""

    PROPOSED = "proposed"
    DISMISSED = "dismissed"
    IMPOSED = "imposed"
    APPEALED = "appealed"
    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"
    LIFTED = "lifted"
    EXPIRED = "expired"


# What holds now, and what nobody has an answer to yet.
IN_FORCE = frozenset({State.IMPOSED, State.APPEALED, State.CONFIRMED})
OPEN = IN_FORCE | {State.PROPOSED}
# (state, step) -> the state after it. A statement and a request to be repaired are words, and change none.
MOVES = {
    (State.PROPOSED, "stated"): State.PROPOSED,
    (State.PROPOSED, "imposed"): State.IMPOSED,
    (State.PROPOSED, "dismissed"): State.DISMISSED,
    (State.IMPOSED, "appealed"): State.APPEALED,
    (State.APPEALED, "confirmed"): State.CONFIRMED,
    (State.APPEALED, "overturned"): State.OVERTURNED,
    (State.IMPOSED, "repair_asked"): State.IMPOSED,
    (State.CONFIRMED, "repair_asked"): State.CONFIRMED,
    (State.IMPOSED, "lifted"): State.LIFTED,
    (State.CONFIRMED, "lifted"): State.LIFTED,
    (State.IMPOSED, "expired"): State.EXPIRED,
    (State.APPEALED, "expired"): State.EXPIRED,
    (State.CONFIRMED, "expired"): State.EXPIRED,
}


class NotNow(Conflict):
    """A step that a measure does not take as it stands, or not yet, or not any more."""

    code = "measure-not-now"


class SamePerson(Forbidden):
    """Whoever proposed a measure does not decide it, and whoever decided it does not review it."""

    code = "same-person"


def move(state: str, step: str) -> State:
    """The state after a step."""
    found = MOVES.get((State(state), step))
    if found is None:
        raise NotNow(f"what is {state} cannot be {step}: look at how it stands now")
    return found


def possible(state: str) -> list[str]:
    """The steps that a measure can take as it stands."""
    return [step for before, step in MOVES if before == state]


def heard(stated: bool, hear_until: date, today: date) -> None:
    """Nobody is judged unheard: there is a statement, or the days for it are over."""
    if not stated and today <= hear_until:
        raise NotNow(f"there is no statement yet, and the days for one end on {hear_until}: wait for it")


def in_time(until: date | None, today: date) -> None:
    """An appeal is made in its days."""
    if until is None or today > until:
        raise NotNow(f"the days for an appeal ended on {until}: ask for repair instead")


def another(account: int, before: Collection[int | None]) -> None:
    """Four eyes: this person is none of those who did the steps before."""
    if account in before:
        raise SamePerson("you took an earlier step of this: let somebody else look at it")


def repaired(least: date | None, today: date) -> None:
    """Repair is not before the least term of it."""
    if least is not None and today < least:
        raise NotNow(f"this stands until {least} at the least: it can be lifted from then on")


def proposal(gate: Gate, grade: str, states: Iterable[tuple[str, date]], today: date) -> str | None:
    """The measure that the system proposes for a grade; `states` are those there were, with the day of their last step."""
    effect = gate.effect(grade)
    if effect is None or effect.proposes is None:
        return None
    for state, day in states:
        recent = day > today - timedelta(days=gate.proposing.again_days)
        if state in OPEN or (state in (State.DISMISSED, State.OVERTURNED) and recent):
            return None
    return effect.proposes
