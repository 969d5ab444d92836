"""Refusals as people of a firm or station read them, and the words for steps and states."""

from __future__ import annotations

from app.texts import N_, _, refused
from couriers.states import State
from couriers.verdicts import HELD_COURIER
from trace.errors import Refusal

# Code -> what it means, and what to do.
REFUSALS: dict[str, str] = {
    "alias-taken": N_("A courier of yours has this alias already. Choose another one."),
    "bad-courier": N_("An alias has 1 to 40 characters, a name at most 100."),
    "not-in-your-hands": N_(
        "It is in somebody else's hands. Let the courier show the handover code and scan that first."
    ),
    "unknown-label": N_("No parcel has this number. Scan the QR code, or have the sender register it."),
    "no-such-parcel": N_("Nobody has registered this parcel. Have the sender or the courier firm register it."),
    "goods-code": N_("This is a code of goods. Scan the label on the parcel."),
    "bad-manifest": N_("The handover code does not fit this parcel. Let the courier show it again."),
    "impossible-step": N_("This does not fit what is recorded of the parcel."),
    "missing-step": N_("An earlier scan is still missing: the pick-up has not come in yet."),
    "not-here": N_("This parcel does not lie here, or its label was read twice."),
    "wrong-release-code": N_(
        "This is not the recipient's code, or it was wrong too often. Ask for it again, or print a slip."
    ),
    "no-release-code": N_("This parcel has no code yet. Print a slip, or let the sender pass a new one on."),
    "firm-suspended": N_(
        "While the measure against the firm holds, it takes in nothing new. What it has is delivered."
    ),
    "already-disputed": N_("The recipient disputes this: answer the complaint instead."),
    "no-such-scan": N_("The scan that this takes back is not recorded."),
    "bad-scan": N_("The scan lacks something that it must say: have it made anew."),
    "held-scan-decided": N_("Somebody has decided on this scan already."),
    "bad-complaint": N_("Write 1 to 2,000 characters."),
    "case-closed": N_("This case is decided: it takes no more answers."),
    "bad-elements": N_("The label was not read whole. Scan it again."),
    "bad-key": N_("The number on the label is wrong. Scan it again."),
    "bad-name": N_("This is no label of a parcel."),
    "event-id-reused": N_("This form was sent before with something else in it. Open the page anew."),
}
STATES: dict[State, str] = {
    State.CARRIED: N_("with the courier"),
    State.AT_HUB: N_("at the outlet or sorting centre"),
    State.OUT: N_("out for delivery"),
    State.GOING_BACK: N_("on its way back"),
    State.DISPUTED: N_("sign-off disputed"),
    State.WAITING: N_("waits for the recipient"),
}
STEPS: dict[str, str] = {
    "accepted": N_("Picked up by the courier"),
    "hub_in": N_("Reached a sorting centre"),
    "hub_out": N_("Left a sorting centre"),
    "handed_over": N_("Handed over"),
    "out_for_delivery": N_("Out for delivery"),
    "back": N_("Back at the outlet"),
    "signed": N_("Signed for"),
    "deposited": N_("Waiting to be collected"),
    "attempt_failed": N_("Delivery tried, without success"),
    "refused": N_("Refused"),
    "returned": N_("Returned"),
    "corrected": N_("An earlier record declared wrong"),
}


def said(refusal: Refusal) -> str:
    """The refusal in the reader's language; one without words of its own says what the domain says."""
    return refused(refusal, REFUSALS)


def state(found: State) -> str:
    """How a parcel stands."""
    return _(STATES.get(found, found.value))


def step(name: str) -> str:
    """What a scan says was done."""
    return _(STEPS.get(name, name))


def why_held(reason: str) -> str:
    """Why a scan waits."""
    return _("the courier is suspended") if reason == HELD_COURIER else _("the phone was taken out of use")
