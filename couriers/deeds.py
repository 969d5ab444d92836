"""From what a phone says was done to the step that says so in the record. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from couriers import steps
from couriers.signed import BadScan, Scan
from trace import goods
from trace.stages import Deed, Stamp, one_of

# A sign-off that is confirmed later is the recipient's to give, never the courier's.
METHODS = ("code", "recipient", "proxy")
LONGEST_TEXT = 100


class Hands(NamedTuple):
    """The courier's firm, and of a handover on two phones the firm of the giver, as the record names them."""

    firm: str
    giver: str | None = None


def deed(scan: Scan, parcel: str, stamp: Stamp, hands: Hands, texts: Mapping[str, str]) -> Deed:
    """The step of custody that a scan tells; refused where it lacks what that step needs."""
    return _BUILD[scan.step](scan, parcel, stamp, hands, texts)


def _accepted(scan: Scan, parcel: str, stamp: Stamp, hands: Hands, texts: Mapping[str, str]) -> Deed:
    weight = _needed(scan.weight, "its weight in grams")
    return steps.accepted(parcel, stamp, weight=weight, by=hands.firm, checks=scan.checks)


def _handed_over(scan: Scan, parcel: str, stamp: Stamp, hands: Hands, texts: Mapping[str, str]) -> Deed:
    return steps.handed_over(parcel, stamp, to=hands.firm, giver=hands.giver)


def _signed(scan: Scan, parcel: str, stamp: Stamp, hands: Hands, texts: Mapping[str, str]) -> Deed:
    method = one_of(_needed(scan.method, "how it was signed for"), METHODS, "how a courier can have it signed for")
    made = steps.signed(parcel, stamp, method=method, consent=scan.consent)
    if method != "proxy":
        return made
    name = texts.get("proxy", "").strip()
    if not 0 < len(name) <= LONGEST_TEXT:
        raise BadScan("somebody else took it: expected their name, of at most 100 characters")
    return replace(made, texts={"proxy": name})


def _deposited(scan: Scan, parcel: str, stamp: Stamp, hands: Hands, texts: Mapping[str, str]) -> Deed:
    site = _needed(scan.site, "where it was left")
    return steps.deposited(parcel, stamp, site=site, consent=_needed(scan.consent, "who agreed to that"))


def _attempt_failed(scan: Scan, parcel: str, stamp: Stamp, hands: Hands, texts: Mapping[str, str]) -> Deed:
    return steps.attempt_failed(parcel, stamp, attempt=scan.attempt or 1, reason=_needed(scan.reason, "a reason"))


def _refused(scan: Scan, parcel: str, stamp: Stamp, hands: Hands, texts: Mapping[str, str]) -> Deed:
    return steps.refused(parcel, stamp, reason=_needed(scan.reason, "a reason"))


_Value = TypeVar("_Value", int, str)
_Builder = Callable[[Scan, str, Stamp, Hands, Mapping[str, str]], Deed]
_BUILD: Mapping[str, _Builder] = {
    "accepted": _accepted,
    "hub_in": lambda scan, parcel, stamp, hands, texts: steps.hub_in(parcel, stamp),
    "hub_out": lambda scan, parcel, stamp, hands, texts: steps.hub_out(parcel, stamp),
    "handed_over": _handed_over,
    "out_for_delivery": lambda scan, parcel, stamp, hands, texts: steps.out_for_delivery(parcel, stamp),
    # Brought back to the outlet, it is there again as it was before it went out.
    "back": lambda scan, parcel, stamp, hands, texts: steps.hub_in(parcel, stamp),
    "signed": _signed,
    "deposited": _deposited,
    "attempt_failed": _attempt_failed,
    "refused": _refused,
    "returned": lambda scan, parcel, stamp, hands, texts: goods.returned(parcel, stamp, "shipped", reason=scan.reason),
}


def _needed(value: _Value | None, what: str) -> _Value:
    if value is None:
        raise BadScan(f"this step lacks {what}: choose it and scan again")
    return value
