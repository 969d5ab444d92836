"""What the line of stops says, as English messages: titles, vouchers, notes, oddities. Only tables."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message for translation; it is looked up later, once for each language."""
    return message


# Title of a stop by its step; `step.site` where the place makes a difference. An unknown step shows its own word.
STEPS = {
    "serialised": N_("Code applied"),
    "listed": N_("Listed for sale"),
    "delisted": N_("Taken off sale"),
    "sold": N_("Sold"),
    "packed": N_("Packed"),
    "packed.case": N_("Put into a case"),
    "packed.pallet": N_("Put onto a pallet"),
    "unpacked": N_("Unpacked"),
    "unpacked.case": N_("Taken out of its case"),
    "unpacked.pallet": N_("Taken off its pallet"),
    "accepted": N_("Picked up by the courier"),
    "hub_in": N_("Reached a sorting centre"),
    "hub_out": N_("Left a sorting centre"),
    "handed_over": N_("Handed over"),
    "out_for_delivery": N_("Out for delivery"),
    "deposited": N_("Waiting to be collected"),
    "deposited.station": N_("Waiting at a pick-up station"),
    "deposited.locker": N_("Waiting in a parcel locker"),
    "deposited.place": N_("Left at the agreed place"),
    "attempt_failed": N_("Delivery tried, without success"),
    "signed": N_("Signed for"),
    "refused": N_("Refused"),
    "disputed": N_("Sign-off disputed"),
    "reviewed": N_("Reviewed"),
    "complained": N_("Complaint made"),
    "decided": N_("Complaint decided"),
    "returned": N_("Returned"),
    "recalled": N_("Recalled"),
    "decommissioned": N_("Code retired"),
    "corrected": N_("An earlier record declared wrong"),
    "card": N_("Details published"),
    "observed": N_("Seen"),
    "receiving": N_("Received"),
    "shipping": N_("Shipped"),
    "storing": N_("Put into store"),
    "inspecting": N_("Inspected"),
    "creating_class_instance": N_("Made"),
    "commissioning": N_("Brought into being"),
    "transforming": N_("Processed"),
    "destroying": N_("Destroyed"),
}

# Shorter words for the route's picture, where the title is long.
SHORT = {
    "creating_class_instance": N_("made"),
    "serialised": N_("coded"),
    "accepted": N_("picked up"),
    "hub_in": N_("sorting"),
    "hub_out": N_("sorting"),
    "out_for_delivery": N_("delivery"),
    "deposited": N_("waiting"),
    "transforming": N_("processed"),
    "attempt_failed": N_("tried"),
    "signed": N_("signed for"),
    "decommissioned": N_("retired"),
}

# Steps at which the thing passes from one pair of hands to another.
SWAPS = ("accepted", "handed_over", "deposited", "signed", "returned")
# What a person waits for next, by the step that stands newest.
NEXT = {
    "serialised": "listed",
    "transforming": "listed",
    "listed": "sold",
    "sold": "packed",
    "packed": "accepted",
    "accepted": "out_for_delivery",
    "hub_in": "out_for_delivery",
    "hub_out": "out_for_delivery",
    "handed_over": "out_for_delivery",
    "out_for_delivery": "signed",
    "deposited": "signed",
    "attempt_failed": "signed",
    "complained": "decided",
    "disputed": "decided",
}

HARD = ("both", "device")
# Who vouches, by evidence; `step|evidence` where the step says which party.
VOUCHERS = {
    "both": N_("Two devices agree"),
    "device": N_("Signed by one device"),
    "carrier": N_("Signed data of the courier firm"),
    "aggregator": N_("Passed on by a third party"),
    "claim": N_("Stated with the code inside the parcel"),
    "party": N_("Typed in by one of the parties"),
    "import": N_("Imported from another system's file"),
}
# What is said by those who neither own nor hold the thing, as a rule: step and evidence.
BY_ANYBODY = {
    *((step, kind) for step in ("reviewed", "complained", "disputed", "decided") for kind in VOUCHERS),
    # Whoever has the code inside has the goods (couriers/trail.py lets these move custody).
    *((step, "claim") for step in ("signed", "returned")),
    # Whoever bought a part of a lot says what became of it.
    *(("transforming", kind) for kind in ("party", "device")),
}
_DEVICES = {
    N_("Signed by the merchant's device"): ("serialised", "listed", "delisted", "sold", "packed", "unpacked", "returned"),
    N_("Signed by the courier's device"): (
        "accepted", "handed_over", "out_for_delivery", "deposited", "attempt_failed", "refused",
    ),
    N_("Signed by the courier's or the station's device"): ("signed",),
    N_("Signed by a device at the sorting centre"): ("hub_in", "hub_out"),
}  # fmt: skip
_SELLER = (
    "creating_class_instance", "transforming", "serialised", "listed", "delisted", "sold", "packed", "unpacked", "card",
    "decommissioned", "returned",
)  # fmt: skip
_ORDERS = ("sold", "accepted", "handed_over", "signed", "reviewed")
VOUCHERS_AT = {
    ("accepted", "both"): N_("Merchant and courier, two devices agree"),
    ("handed_over", "both"): N_("Two couriers, two devices agree"),
    ("hub_in", "both"): N_("Courier and sorting centre, two devices agree"),
    ("deposited", "both"): N_("Courier and station, two devices agree"),
    ("signed", "both"): N_("Courier and recipient, two devices agree"),
    ("refused", "both"): N_("Courier and recipient, two devices agree"),
    **{(step, "device"): text for text, steps in _DEVICES.items() for step in steps},
    **{(step, "party"): N_("Typed in by the seller") for step in _SELLER},
    **{(step, "import"): N_("Imported from the shop's order file") for step in _ORDERS},
    **{(step, "party"): N_("Typed in by the courier firm") for step in ("accepted", "hub_in", "hub_out", "deposited")},
    ("recalled", "party"): N_("Published by whoever recalls it"),
    ("decided", "party"): N_("Published by whoever decided it"),
    ("corrected", "party"): N_("Declared by whoever had recorded it"),
}

# A line below a stop, by `step.fact.value` or, with the value in it, by `fact`.
NOTES = {
    "deposited.consent.courier": N_("That you agreed to this place is the courier's statement. You can deny it."),
    "deposited.consent.order": N_("The order asked for it."),
    "deposited.consent.claim": N_("The recipient agreed to it."),
    "deposited.consent.none": N_("Nobody says that the recipient agreed."),
    "signed.method.code": N_("Released with the pick-up code."),
    "signed.method.recipient": N_("The recipient took it."),
    "signed.method.confirmed": N_("The recipient confirmed it later."),
    "signed.method.proxy": N_("Somebody else took it for the recipient."),
    "signed.consent.courier": N_("That you agreed to this is the courier's statement. You can deny it."),
    "signed.consent.order": N_("The order had asked for it."),
    "signed.consent.claim": N_("The recipient had agreed to it."),
    "signed.consent.none": N_("Nobody says that the recipient agreed."),
    "recalled.outcome.ordered": N_("Stop selling and using it."),
    "recalled.outcome.found": N_("This piece was found and taken in."),
    "recalled.outcome.destroyed": N_("This piece was destroyed."),
    "rating": N_("{value} of 5 stars"),
    "recall": N_("Notice {value}"),
    "reason": N_("Reason: {value}"),
    "outcome": N_("Outcome: {value}"),
    "category": N_("About: {value}"),
    "weight": N_("Weighed: {value} g"),
    "attempt": N_("Attempt {value}"),
}

_COMPLAINTS = {
    "false_sign_off": N_("signed for without delivery"),
    "short_weight": N_("less in it than promised"),
    "quality": N_("the quality"),
}
# Words for codes in facts, by the step and the fact they stand in; a code without words shows as it is.
VALUES = {
    ("recalled", "reason"): {
        "microbial_limit": N_("too many germs were found in it"),
        "contaminated": N_("it is contaminated"),
        "wrong_label": N_("its label is wrong"),
        "foreign_matter": N_("something that does not belong was found in it"),
    },
    ("returned", "outcome"): {
        "requested": N_("asked for"),
        "shipped": N_("sent back"),
        "received": N_("back at the seller"),
        "refunded": N_("paid back"),
    },
    ("decided", "outcome"): {
        "upheld": N_("the complaint was right"),
        "partly_upheld": N_("the complaint was partly right"),
        "rejected": N_("the complaint was not right"),
        "settled": N_("both sides agreed"),
        "withdrawn": N_("the complaint was withdrawn"),
    },
    ("attempt_failed", "reason"): {
        "nobody_home": N_("nobody was there"),
        "unreachable": N_("nobody could be reached"),
        "wrong_address": N_("the address is wrong"),
    },
    ("refused", "reason"): {"damaged": N_("it was damaged"), "not_ordered": N_("it was not ordered")},
    ("disputed", "reason"): {
        "not_received": N_("nothing was received"),
        "not_refused": N_("it was not refused"),
        "no_consent": N_("nobody agreed to the place"),
    },
    ("returned", "reason"): {
        "no_reason": N_("none needed, within the time for returns"),
        "damaged": N_("it was damaged"),
        "not_as_described": N_("it is not what was promised"),
    },
    ("decommissioned", "reason"): {
        "used_up": N_("other goods were made of it"),
        "damaged": N_("the label was spoiled"),
        "lost": N_("the label was lost"),
        "unused": N_("the label was left over"),
    },
    ("complained", "category"): _COMPLAINTS,
    ("decided", "category"): _COMPLAINTS,
    ("reviewed", "category"): {"goods": N_("the goods"), "merchant": N_("the seller"), "courier": N_("the courier")},
}

# What does not fit, in plain words; the code is kept in the record by whoever imported or accepted it.
FLAGS = {
    "handover_before_purchase": N_("By this file it was handed over before it was bought."),
    "handover_before_approval": N_("By this file it was handed over before the payment was approved."),
    "delivered_before_handover": N_("By this file it was delivered before the courier had it."),
    "delivered_before_approval": N_("By this file it was delivered before the payment was approved."),
    "delivered_without_date": N_("The file calls it delivered and gives no day."),
    "cancelled_but_delivered": N_("The order was cancelled, and yet it was delivered."),
    "shipped_never_delivered": N_("It was shipped, and no delivery was ever recorded."),
    "no_items": N_("The order names no goods."),
    "no_payment": N_("The order has no payment."),
    "late": N_("Delivered later than promised."),
    "several_reviews": N_("This order has more than one review."),
    "handed_over_late": N_("The seller handed it over after the last day for it."),
    "review_before_delivery": N_("The review was written before the delivery."),
    "review_before_purchase": N_("The review was written before the purchase."),
    "review_without_delivery": N_("A review, and no delivery was recorded."),
    "five_stars_without_delivery": N_("Five stars for something that had not arrived."),
    "review_on_several_orders": N_("The same review stands on several orders."),
    "clock_offset": N_("The clock of the phone was wrong; its time was put right by ours."),
}
UNKNOWN_FLAG = N_("This step does not fit the ones before it ({code}).")
OUTSIDER = N_("Said by somebody who neither owns nor holds it. It changes nothing here.")
