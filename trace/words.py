"""The words of the record: CBV terms where CBV has them, our own vocabulary where it has none.

CBV 2.0 knows no step for a review, a complaint, a sign-off, a refusal or an online listing, so these
live under one constant vocabulary URI beside it. The URI is a name and is never fetched; `.example` is
reserved by RFC 2606, so nobody can ever register it and answer in our name.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

VOC = "https://suyuan.example/voc/"
CBV_STEP = "https://ref.gs1.org/cbv/BizStep-"
CBV_DISPOSITION = "https://ref.gs1.org/cbv/Disp-"


class Stage(StrEnum):
    """What happened, in one word; the item page, custody and statistics speak in these."""

    SERIALISED = "serialised"
    LISTED = "listed"
    DELISTED = "delisted"
    SOLD = "sold"
    PACKED = "packed"
    UNPACKED = "unpacked"
    ACCEPTED = "accepted"
    HUB_IN = "hub_in"
    HUB_OUT = "hub_out"
    HANDED_OVER = "handed_over"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DEPOSITED = "deposited"
    ATTEMPT_FAILED = "attempt_failed"
    SIGNED = "signed"
    REFUSED = "refused"
    DISPUTED = "disputed"
    REVIEWED = "reviewed"
    COMPLAINED = "complained"
    DECIDED = "decided"
    RETURNED = "returned"
    RECALLED = "recalled"
    DECOMMISSIONED = "decommissioned"
    CORRECTED = "corrected"
    CARD = "card"
    # CBV's own word: so what others have captured with it is called the same.
    TRANSFORMED = "transforming"


class Evidence(StrEnum):
    """Who vouches for an entry; only BOTH and DEVICE count for a person's score."""

    BOTH = "both"
    DEVICE = "device"
    CARRIER = "carrier"
    AGGREGATOR = "aggregator"
    CLAIM = "claim"
    PARTY = "party"
    IMPORT = "import"


class Standing(StrEnum):
    """What the actor was to the thing; an outsider's entry is shown as a claim and moves no status."""

    OWNER = "owner"
    HOLDER = "holder"
    OUTSIDER = "outsider"


# (bizStep, disposition) of the event that we build for each stage. EPCIS 2.0 lets a bare word stand for
# a CBV term in JSON, so these are short for CBV and full URIs for our own.
TERMS: dict[Stage, tuple[str, str | None]] = {
    Stage.SERIALISED: ("commissioning", "active"),
    Stage.LISTED: (VOC + "listing", "sellable_accessible"),
    Stage.DELISTED: (VOC + "listing", "sellable_not_accessible"),
    Stage.SOLD: ("retail_selling", "retail_sold"),
    Stage.PACKED: ("packing", "container_closed"),
    Stage.UNPACKED: ("unpacking", None),
    Stage.ACCEPTED: ("collecting", "in_transit"),
    Stage.HUB_IN: ("arriving", "in_transit"),
    Stage.HUB_OUT: ("departing", "in_transit"),
    Stage.HANDED_OVER: ("receiving", "in_transit"),
    Stage.OUT_FOR_DELIVERY: (VOC + "out_for_delivery", "in_transit"),
    Stage.DEPOSITED: (VOC + "depositing", "in_progress"),
    Stage.ATTEMPT_FAILED: ("holding", "in_progress"),
    Stage.SIGNED: ("accepting", VOC + "delivered"),
    Stage.REFUSED: (VOC + "refusing", "returned"),
    Stage.DISPUTED: (VOC + "sign_off_disputed", None),
    Stage.REVIEWED: (VOC + "reviewing", None),
    Stage.COMPLAINED: (VOC + "complaining", None),
    Stage.DECIDED: (VOC + "deciding", None),
    Stage.RETURNED: (VOC + "returning", "returned"),
    Stage.RECALLED: (VOC + "recalling", "recalled"),
    Stage.DECOMMISSIONED: ("decommissioning", "inactive"),
    Stage.CARD: (VOC + "publishing_card", None),
    Stage.TRANSFORMED: ("transforming", None),
}

_BY_TERMS = {terms: stage for stage, terms in TERMS.items()}
# Others use CBV's accepting and holding for much in a warehouse; only with our disposition do they mean a
# recipient's signature, or a courier before a closed door.
_WIDER = {TERMS[Stage.SIGNED][0], TERMS[Stage.ATTEMPT_FAILED][0]}
_ALONE = {
    step: stage
    for (step, _), stage in _BY_TERMS.items()
    if step not in _WIDER and sum(s == step for s, _ in _BY_TERMS) == 1
}


def short(term: str | None) -> str | None:
    """The bare CBV word for any of its spellings; what is not CBV stays as it is."""
    if term is None:
        return None
    for prefix in (
        CBV_STEP,
        CBV_DISPOSITION,
        "urn:epcglobal:cbv:bizstep:",
        "urn:epcglobal:cbv:disp:",
        "cbv:BizStep-",
        "cbv:Disp-",
    ):
        if term.startswith(prefix):
            return term[len(prefix) :]
    return term


@lru_cache(maxsize=4_096)
def stage(biz_step: str | None, disposition: str | None) -> str:
    """Our one word for an event's step, or the business step itself where we have no word for it."""
    step, state = short(biz_step), short(disposition)
    if step is None:
        return "observed"
    found = _BY_TERMS.get((step, state)) or _ALONE.get(step)
    return found.value if found else step


# From the sale on a stop shows the day and no clock time (DESIGN section 2, Who may see): the minute of a
# delivery is the recipient's own business. So only these show the clock; every other step, a correction (it
# repeats the time of what it corrects) and words of others among them, shows its day.
WITH_CLOCK = frozenset({Stage.SERIALISED, Stage.LISTED, Stage.DELISTED, Stage.CARD, Stage.RECALLED})

# The facts that may stand in the public part; whatever else an event carries stays in the event.
PUBLIC_FACTS = frozenset(
    {
        "rating",
        "method",
        "consent",
        "reason",
        "recall",
        "card",
        "cardKind",
        "weight",
        "attempt",
        "outcome",
        "category",
        "site",
    }
)
