"""The steps of a parcel as deeds, from the pick-up to the sign-off or the way back; pure, like trace/goods.py.

Leaving a parcel in a locker or at a station is no sign-off: custody passes there, and release by code or the
recipient's word ends it (DESIGN section 3; 快递市场管理办法 28 forbids it without consent, which is said in each deed).
"""

from __future__ import annotations

from collections.abc import Collection

from trace.goods import grams
from trace.stages import BadStep, Deed, Stamp, Things, build, one_of, word
from trace.words import Stage

# The last is a place that the recipient named: at the door, with the porter.
SITES = ("locker", "station", "place")
CONSENTS = ("order", "claim", "courier", "none")
METHODS = ("code", "recipient", "confirmed", "proxy")
# 快递市场管理办法 26(3) and (4), 32: the sender's identity, the contents and the security of what is accepted.
CHECKS = ("identity", "contents", "security")


def accepted(
    parcel: Things, stamp: Stamp, *, weight: int, by: str, giver: str | None = None, checks: Collection[str] = ()
) -> Deed:
    """The carrier `by` (a party's name) took the parcel from its sender and weighed it, in grams."""
    facts: dict[str, str | int | bool | None] = {"weight": grams(weight)}
    facts |= {one_of(check, CHECKS, "a check at acceptance"): True for check in checks}
    return build(Stage.ACCEPTED, parcel, stamp, facts=facts, giver=giver, taker=by)


def hub_in(parcel: Things, stamp: Stamp, *, by: str | None = None) -> Deed:
    """It reached a sorting centre; `by` is the centre's party where that is another firm."""
    return build(Stage.HUB_IN, parcel, stamp, taker=by)


def hub_out(parcel: Things, stamp: Stamp, *, to: str | None = None) -> Deed:
    """It left a sorting centre, towards the party `to` where that is another firm."""
    return build(Stage.HUB_OUT, parcel, stamp, taker=to)


def handed_over(parcel: Things, stamp: Stamp, *, to: str, giver: str | None = None) -> Deed:
    """It passed from one pair of hands to another: to the party `to`, which may be the same firm."""
    return build(Stage.HANDED_OVER, parcel, stamp, giver=giver, taker=to)


def out_for_delivery(parcel: Things, stamp: Stamp) -> Deed:
    """A courier set out to its recipient with it."""
    return build(Stage.OUT_FOR_DELIVERY, parcel, stamp)


def deposited(parcel: Things, stamp: Stamp, *, site: str, consent: str, to: str | None = None) -> Deed:
    """It was left in a locker, at a station (the party `to`, if we keep it) or a named place; `consent`: who vouches."""
    facts = {"site": one_of(site, SITES, "a site"), "consent": one_of(consent, CONSENTS, "a consent")}
    return build(Stage.DEPOSITED, parcel, stamp, facts=facts, taker=to)


def attempt_failed(parcel: Things, stamp: Stamp, *, attempt: int, reason: str) -> Deed:
    """The delivery was tried for the `attempt`-th time, in vain."""
    if attempt < 1:
        raise BadStep(f"{attempt} is not the number of an attempt: expected 1 or more")
    return build(Stage.ATTEMPT_FAILED, parcel, stamp, facts={"attempt": attempt, "reason": word(reason, "a reason")})


def signed(parcel: Things, stamp: Stamp, *, method: str, consent: str | None = None) -> Deed:
    """It was signed for: released by code, by the recipient, confirmed later, or by a proxy that somebody named."""
    facts = {"method": one_of(method, METHODS, "a way to sign for it"), "consent": consent}
    if consent is not None:
        one_of(consent, CONSENTS, "a consent")
    elif method == "proxy":
        raise BadStep("a proxy signs for somebody who named them: say who vouches for that with a consent")
    return build(Stage.SIGNED, parcel, stamp, facts=facts)


def refused(parcel: Things, stamp: Stamp, *, reason: str) -> Deed:
    """The recipient did not take it."""
    return build(Stage.REFUSED, parcel, stamp, facts={"reason": word(reason, "a reason")})


def disputed(parcel: Things, stamp: Stamp, *, reason: str = "not_received", text: str | None = None) -> Deed:
    """The recipient denies what was recorded: the sign-off, the refusal, or (`no_consent`) the deposit."""
    return build(Stage.DISPUTED, parcel, stamp, facts={"reason": word(reason, "a reason")}, texts={"text": text})
