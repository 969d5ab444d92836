"""What may follow what while a thing is in hands: the rule, and its fold over a history in the order of event time.

docs/adr/003-custody.md says why it is lenient about scans that are missing (another phone may still hold them) and
strict about what contradicts what stands recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from couriers.states import GAPS, PAPER, TABLE, State, Step
from trace.errors import Conflict


class ImpossibleStep(Conflict):
    """A step that contradicts what stands recorded of the thing."""

    code = "impossible-step"


class MissingStep(Conflict):
    """A step before which another one belongs that is not recorded yet; the same scan may fit later."""

    code = "missing-step"


# The same two as flags of an event that was let in all the same, from another system's history.
IMPOSSIBLE, MISSING = "impossible_step", "missing_step"
FLAGS = frozenset({IMPOSSIBLE, MISSING})


class Scan(NamedTuple):
    """One recorded step: what, when it happened (ms since 1970), and its number in the order of recording."""

    step: Step
    at_ms: int
    order: int


class Custody(NamedTuple):
    """What a history comes to: the state it leaves, and the flag of each scan that does not fit, by `order`."""

    state: State
    odd: Mapping[int, str]


_WHY = {
    State.AWAITED: "its pick-up is not recorded yet",
    State.GIVEN: "its sender has handed it over",
    State.CARRIED: "it is in a courier's hands",
    State.AT_HUB: "it is at a sorting centre",
    State.OUT: "it is out for delivery",
    State.WAITING: "it waits in a locker or at a station, and nobody has taken it out",
    State.DELIVERED: "it is signed for",
    State.DISPUTED: "its sign-off is disputed",
    State.GOING_BACK: "it is on its way back to the sender",
    State.BACK: "it is back with the sender",
    State.GONE: "its code is retired",
}


def move(state: State, step: Step) -> State:
    """The state that `step` leads to from `state`, or the refusal that says why it cannot be."""
    if step in PAPER:
        return TABLE[state].get(step, state)
    if (to := TABLE[state].get(step)) is not None:
        return to
    said = f"{step.value.replace('_', ' ')} does not fit here: {_WHY[state]}"
    if (state, step) in GAPS:
        needed = "sign-off" if step is Step.DISPUTED else "pick-up"
        raise MissingStep(
            f"{said}; record the {needed} first, or send this again when it has arrived",
            state=state.value,
            step=step.value,
        )
    raise ImpossibleStep(
        f"{said}; if a recorded step is wrong, declare it an error first", state=state.value, step=step.value
    )


def fold(history: Iterable[Scan]) -> Custody:
    """Where the scans of a history leave a thing, taken in the order of event time, and at one time as recorded.

    What contradicts the steps before it moves nothing; what only lacks one moves all the same. Both are flagged.
    """
    state, odd = State.AWAITED, {}
    for scan in sorted(history, key=lambda one: (one.at_ms, one.order)):
        try:
            state = move(state, scan.step)
        except MissingStep:
            odd[scan.order], state = MISSING, GAPS[state, scan.step]
        except ImpossibleStep:
            odd[scan.order] = IMPOSSIBLE
    return Custody(state, odd)


def flags(history: Iterable[Scan]) -> Mapping[int, str]:
    """The flag of each scan of a history that does not fit, by its `order`; the history itself stays as it is."""
    return fold(history).odd


def fit(history: Iterable[Scan], scan: Scan) -> State:
    """The state right after `scan`, wherever in the history its time puts it; refused if it does not fit there.

    It must fit the scans before it and leave every later one that fits now as it is.
    """
    before = list(history)
    earlier = fold(one for one in before if (one.at_ms, one.order) < (scan.at_ms, scan.order))
    state = move(earlier.state, scan.step)
    stood, stands = fold(before).odd, fold([*before, scan]).odd
    if any(code != stood.get(order) for order, code in stands.items()):
        raise ImpossibleStep(
            f"{scan.step.value.replace('_', ' ')} does not fit here: a later step is recorded that could not have followed it; "
            "if that one is wrong, declare it an error first",
            state=state.value, step=scan.step.value,
        )  # fmt: skip
    return state
