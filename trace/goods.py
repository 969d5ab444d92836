"""The life of goods as deeds: made, listed, sold, packed, reviewed, complained of, returned, recalled, retired.

Each function builds and records nothing. Texts, order numbers and payment references are in no event: they lie in the
deed's `texts`, which trace.ledger commits to and keeps apart. The steps of a parcel are in couriers/steps.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trace.event import Quantity
from trace.stages import BadStep, Deed, Stamp, Things, aggregate, build, one_of, transform, word
from trace.words import Stage

REVIEWED = ("goods", "merchant", "courier")
OUTCOMES = ("upheld", "partly_upheld", "rejected", "settled", "withdrawn")
RETURNS = ("requested", "shipped", "received", "refunded")
RECALLS = ("ordered", "found", "destroyed")
HOLDING = ("case", "pallet")
LONGEST_NOTICE = 100


def serialised(
    things: Things,
    stamp: Stamp,
    *,
    lot: str | None = None,
    expires: date | None = None,
    certificates: Sequence[str] = (),
) -> Deed:
    """Codes were given to items, or a lot was made (as a Quantity with its count); `certificates` are URIs."""
    return build(Stage.SERIALISED, things, stamp, ilmd=_born(lot, expires), certificates=certificates)


def transformed(
    inputs: Things, outputs: Things, stamp: Stamp, *, lot: str | None = None, expires: date | None = None
) -> Deed:
    """Goods were made of other goods; `lot` and `expires` are of what came out (EPCIS 2.0 section 7.4.6)."""
    return transform(Stage.TRANSFORMED, inputs, outputs, stamp, ilmd=_born(lot, expires))


def listed(things: Things, stamp: Stamp, *, price: int | None = None, url: str | None = None) -> Deed:
    """They were put on sale, for `price` fen at the shop's address `url`."""
    return build(Stage.LISTED, things, stamp, facts={"price": price, "url": url})


def delisted(things: Things, stamp: Stamp, *, reason: str | None = None) -> Deed:
    """They were taken off sale."""
    return build(Stage.DELISTED, things, stamp, facts={"reason": _reason(reason)})


def sold(things: Things, stamp: Stamp, *, order: str | None = None, payment: str | None = None) -> Deed:
    """They were sold; order number and payment reference are only committed to."""
    return build(Stage.SOLD, things, stamp, texts={"order": order, "payment": payment})


def packed(
    parcel: str,
    things: Things,
    stamp: Stamp,
    *,
    carrier: str | None = None,
    weight: int | None = None,
    site: str | None = None,
) -> Deed:
    """Things, or counts of a class, went into a parcel; naming the carrier's party offers it to them.

    `site` says that it is no parcel but a case or a pallet, which nobody has bought yet.
    """
    facts: dict[str, str | int | bool | None] = {"declaredWeight": grams(weight), "site": _holds(site)}
    return aggregate(Stage.PACKED, parcel, things, stamp, facts=facts, taker=carrier)


def unpacked(parcel: str, things: Things, stamp: Stamp, *, site: str | None = None) -> Deed:
    """Things came out of a parcel, or of a case or from a pallet."""
    return aggregate(Stage.UNPACKED, parcel, things, stamp, facts={"site": _holds(site)})


def reviewed(
    things: Things, stamp: Stamp, rating: int, *, of: str = "goods", title: str | None = None, text: str | None = None
) -> Deed:
    """Somebody gave 1 to 5 stars to the goods, the merchant or the courier; title and text are only committed to."""
    if rating not in range(1, 6):
        raise BadStep(f"{rating} is not a rating: expected 1 to 5")
    facts: dict[str, str | int | bool | None] = {
        "rating": rating,
        "category": one_of(of, REVIEWED, "what a review is of"),
    }
    return build(Stage.REVIEWED, things, stamp, facts=facts, texts={"title": title, "text": text})


def complained(case: str, stamp: Stamp, category: str, *, about: Sequence[str] = (), text: str | None = None) -> Deed:
    """A complaint or report came in: on the chain of its case alone, so that no jump on the item's tips anybody off.

    What it is about is committed to with the text, and can be opened once it is decided.
    """
    facts = {"category": word(category, "a category")}
    return build(Stage.COMPLAINED, (), stamp, case=case, facts=facts, texts={"about": "\n".join(about), "text": text})


def decided(
    case: str, stamp: Stamp, outcome: str, *, things: Things = (), category: str | None = None, text: str | None = None
) -> Deed:
    """A case was decided; the public outcome also goes to the `things` that it is about."""
    facts = {
        "outcome": one_of(outcome, OUTCOMES, "an outcome"),
        "category": None if category is None else word(category, "a category"),
    }
    return build(Stage.DECIDED, things, stamp, case=case, facts=facts, texts={"text": text})


def returned(
    things: Things,
    stamp: Stamp,
    phase: str,
    *,
    reason: str | None = None,
    to: str | None = None,
    order: str | None = None,
) -> Deed:
    """A return was requested, shipped, received or refunded; the last two are the seller's to say."""
    facts = {"outcome": one_of(phase, RETURNS, "a phase of a return"), "reason": _reason(reason)}
    return build(Stage.RETURNED, things, stamp, facts=facts, texts={"order": order}, taker=to)


def recalled(things: Things, stamp: Stamp, notice: str, *, reason: str | None = None, phase: str = "ordered") -> Deed:
    """A recall under this public notice was ordered; or one of its things was found, or destroyed."""
    if not 0 < len(notice.strip()) <= LONGEST_NOTICE:
        raise BadStep(f"a recall's notice has {len(notice)} characters: expected 1 to {LONGEST_NOTICE}")
    facts = {
        "recall": notice.strip(),
        "reason": _reason(reason),
        "outcome": one_of(phase, RECALLS, "a phase of a recall"),
    }
    return build(Stage.RECALLED, things, stamp, facts=facts)


def decommissioned(things: Things, stamp: Stamp, *, reason: str | None = None) -> Deed:
    """Codes were retired: nothing that exists should bear them."""
    return build(Stage.DECOMMISSIONED, things, stamp, facts={"reason": _reason(reason)})


def grams(weight: int | None) -> int | None:
    """A weight in grams, if it can be one."""
    if weight is not None and (isinstance(weight, bool) or weight <= 0):
        raise BadStep(f"{weight} is not a weight: expected grams, a whole number above 0")
    return weight


def count(uri: str, number: int) -> Quantity:
    """So many pieces of a lot or product."""
    if number <= 0:
        raise BadStep(f"{number} is not a count: expected a whole number above 0")
    return Quantity(epc_class=uri, quantity=number)


def _born(lot: str | None, expires: date | None) -> dict[str, str]:
    """What is true of goods from their making on, as CBV's master data."""
    said = {"cbvmda:lotNumber": lot, "cbvmda:itemExpirationDate": expires.isoformat() if expires else None}
    return {name: value for name, value in said.items() if value is not None}


def _holds(site: str | None) -> str | None:
    return None if site is None else one_of(site, HOLDING, "what goods are packed in before the sale")


def _reason(reason: str | None) -> str | None:
    return None if reason is None else word(reason, "a reason")
