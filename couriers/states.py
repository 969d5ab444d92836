"""Where a thing can be and what can happen to it there: only tables, of which couriers/custody.py is the rule."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from trace.words import Stage


class State(StrEnum):
    """Where a thing is, as far as its scans say."""

    AWAITED = "awaited"
    GIVEN = "given"
    CARRIED = "carried"
    AT_HUB = "at_hub"
    OUT = "out"
    WAITING = "waiting"
    DELIVERED = "delivered"
    DISPUTED = "disputed"
    GOING_BACK = "going_back"
    BACK = "back"
    GONE = "gone"


class Step(StrEnum):
    """What moves custody: stages, three of them told apart by a fact."""

    SOLD = "sold"
    ACCEPTED = "accepted"
    HUB_IN = "hub_in"
    HUB_OUT = "hub_out"
    HANDED_OVER = "handed_over"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DEPOSITED = "deposited"
    ATTEMPT_FAILED = "attempt_failed"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DISPUTED = "disputed"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    DECOMMISSIONED = "decommissioned"


_UNDER_WAY = {
    Step.HUB_IN: State.AT_HUB,
    Step.HUB_OUT: State.CARRIED,
    Step.HANDED_OVER: State.CARRIED,
    Step.OUT_FOR_DELIVERY: State.OUT,
    Step.DEPOSITED: State.WAITING,
    Step.ATTEMPT_FAILED: State.CARRIED,
    Step.SIGNED: State.DELIVERED,
    Step.CONFIRMED: State.DELIVERED,
    Step.REFUSED: State.GOING_BACK,
    Step.SENT_BACK: State.GOING_BACK,
    Step.TAKEN_BACK: State.BACK,
    Step.DECOMMISSIONED: State.GONE,
}
TABLE: Mapping[State, Mapping[Step, State]] = {
    State.AWAITED: {
        Step.SOLD: State.AWAITED,
        Step.ACCEPTED: State.CARRIED,
        Step.HANDED_OVER: State.GIVEN,
        # Whoever holds the code inside has the goods, whatever scans are missing.
        Step.CONFIRMED: State.DELIVERED,
        Step.DECOMMISSIONED: State.GONE,
    },
    State.GIVEN: _UNDER_WAY | {Step.ACCEPTED: State.CARRIED, Step.HANDED_OVER: State.GIVEN},
    State.CARRIED: _UNDER_WAY,
    State.AT_HUB: _UNDER_WAY,
    State.OUT: _UNDER_WAY,
    # Custody lies with the locker or station: it is taken out before anything else is done with it.
    State.WAITING: {
        Step.HUB_IN: State.AT_HUB,
        Step.HANDED_OVER: State.CARRIED,
        Step.OUT_FOR_DELIVERY: State.OUT,
        Step.SIGNED: State.DELIVERED,
        Step.CONFIRMED: State.DELIVERED,
        Step.REFUSED: State.GOING_BACK,
        # The recipient denies having agreed to the place; the parcel still lies there.
        Step.DISPUTED: State.WAITING,
        Step.SENT_BACK: State.GOING_BACK,
        Step.TAKEN_BACK: State.BACK,
        Step.DECOMMISSIONED: State.GONE,
    },
    State.DELIVERED: {
        Step.CONFIRMED: State.DELIVERED,
        Step.DISPUTED: State.DISPUTED,
        Step.SENT_BACK: State.GOING_BACK,
        Step.TAKEN_BACK: State.BACK,
        Step.DECOMMISSIONED: State.GONE,
    },
    # It may still be in the courier's hands, and be delivered after all.
    State.DISPUTED: _UNDER_WAY,
    State.GOING_BACK: {
        Step.ACCEPTED: State.GOING_BACK,
        Step.HUB_IN: State.GOING_BACK,
        Step.HUB_OUT: State.GOING_BACK,
        Step.HANDED_OVER: State.GOING_BACK,
        Step.OUT_FOR_DELIVERY: State.GOING_BACK,
        Step.DEPOSITED: State.GOING_BACK,
        Step.ATTEMPT_FAILED: State.GOING_BACK,
        # Whoever signs for what goes back is its sender.
        Step.SIGNED: State.BACK,
        # The recipient denies having refused it; it is on its way back nevertheless.
        Step.DISPUTED: State.GOING_BACK,
        Step.SENT_BACK: State.GOING_BACK,
        Step.TAKEN_BACK: State.BACK,
        Step.DECOMMISSIONED: State.GONE,
    },
    # Taken back and sold again, goods begin anew.
    State.BACK: {Step.SOLD: State.AWAITED, Step.DECOMMISSIONED: State.GONE},
    State.GONE: {},
}
# What fits once a step before it arrives, and where it leads for whoever lets it in without.
GAPS: Mapping[tuple[State, Step], State] = {
    (State.AWAITED, step): to for step, to in _UNDER_WAY.items() if step not in TABLE[State.AWAITED]
} | {
    (state, Step.DISPUTED): State.DISPUTED
    for state in (State.AWAITED, State.GIVEN, State.CARRIED, State.AT_HUB, State.OUT)
}
# A sale is a fact on paper: whenever it is told, it moves nothing but goods that came back.
PAPER = frozenset({Step.SOLD})


def step_of(stage: str, facts: Mapping[str, object] | None = None) -> Step | None:
    """The step of custody that an event's stage and public facts say; None for what moves nothing."""
    said = facts or {}
    if stage == Stage.SIGNED and said.get("method") == "confirmed":
        return Step.CONFIRMED
    if stage == Stage.RETURNED:
        # Asking for a return and paying the money back move no goods.
        return {"requested": None, "refunded": None, "received": Step.TAKEN_BACK}.get(
            str(said.get("outcome")), Step.SENT_BACK
        )
    return _BY_STAGE.get(stage)


_BY_STAGE: Mapping[str, Step] = {step.value: step for step in Step if step.value in set(Stage)}
