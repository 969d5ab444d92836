"""What the public pages say, as English messages: stops, vouchers, notes, oddities, sentences, the proof box.

Only tables. A `|` parts the clauses of a sentence, so that a line breaks between them and not inside a name.
"""

from __future__ import annotations

from typing import NamedTuple


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
    "unpacked": N_("Unpacked"),
    "accepted": N_("Picked up by the courier"),
    "hub_in": N_("Reached a sorting centre"),
    "hub_out": N_("Left a sorting centre"),
    "handed_over": N_("Handed over"),
    "out_for_delivery": N_("Out for delivery"),
    "deposited": N_("Waiting to be collected"),
    "deposited.station": N_("Waiting at a pick-up station"),
    "deposited.locker": N_("Waiting in a parcel locker"),
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
    "corrected": N_("An earlier record corrected"),
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

# Steps at which the thing passes from one pair of hands to another.
SWAPS = ("accepted", "handed_over", "deposited", "signed", "returned")
# What a person waits for next, by the step that stands newest.
NEXT = {
    "serialised": "listed",
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
_DEVICES = {
    N_("Signed by the merchant's device"): ("serialised", "listed", "delisted", "sold", "packed"),
    N_("Signed by the courier's device"): (
        "accepted", "handed_over", "out_for_delivery", "deposited", "attempt_failed", "signed", "refused",
    ),
    N_("Signed by a device at the sorting centre"): ("hub_in", "hub_out"),
}  # fmt: skip
_SELLER = ("serialised", "listed", "delisted", "sold", "packed", "card", "decommissioned")
_ORDERS = ("sold", "accepted", "handed_over", "signed", "reviewed")
VOUCHERS_AT = {
    ("accepted", "both"): N_("Merchant and courier, two devices agree"),
    ("handed_over", "both"): N_("Two couriers, two devices agree"),
    ("hub_in", "both"): N_("Courier and sorting centre, two devices agree"),
    ("deposited", "both"): N_("Courier and station, two devices agree"),
    ("signed", "both"): N_("Courier and recipient, two devices agree"),
    **{(step, "device"): text for text, steps in _DEVICES.items() for step in steps},
    **{(step, "party"): N_("Typed in by the seller") for step in _SELLER},
    **{(step, "import"): N_("Imported from the shop's order file") for step in _ORDERS},
    **{(step, "party"): N_("Typed in by the courier firm") for step in ("accepted", "hub_in", "hub_out", "deposited")},
}

# A line below a stop, by `step.fact.value` or, with the value in it, by `fact`.
NOTES = {
    "deposited.consent.courier": N_("That you agreed to this is the courier's statement. You can deny it."),
    "deposited.consent.order": N_("The order asked for it."),
    "deposited.consent.claim": N_("The recipient agreed to it."),
    "deposited.consent.none": N_("Nobody says that the recipient agreed."),
    "signed.method.code": N_("Released with the pick-up code."),
    "signed.method.recipient": N_("The recipient took it."),
    "signed.method.confirmed": N_("The recipient confirmed it later."),
    "signed.method.proxy": N_("Somebody else took it for the recipient."),
    "signed.consent.courier": N_("That you agreed to this is the courier's statement. You can deny it."),
    "rating": N_("{value} of 5 stars"),
    "recall": N_("Notice {value}"),
    "reason": N_("Reason: {value}"),
    "outcome": N_("Outcome: {value}"),
    "category": N_("About: {value}"),
    "weight": N_("Weighed: {value} g"),
    "attempt": N_("Attempt {value}"),
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
}
UNKNOWN_FLAG = N_("This step does not fit the ones before it ({code}).")
OUTSIDER = N_("Said by somebody who neither owns nor holds it. It changes nothing here.")


class Say(NamedTuple):
    """A state in one sentence, with a place and without, and the line that says what follows."""

    there: str
    plain: str
    then: str


_ON_ITS_WAY = Say(
    N_("On its way,| last seen in {place}."),
    N_("On its way,| not yet delivered."),
    N_("It counts as delivered only when it is signed for."),
)
STATUS = {
    "serialised": Say(N_("Made and coded in {place},| not yet on sale."), N_("Made and coded,| not yet on sale."), ""),
    "listed": Say(
        N_("On sale,| not yet sold."), N_("On sale,| not yet sold."),
        N_("If yours was sold to you, its seller has not recorded that."),
    ),
    "delisted": Say(
        N_("Taken off sale,| never sold."), N_("Taken off sale,| never sold."),
        N_("If yours was sold to you, its seller has not recorded that."),
    ),
    "sold": Say(N_("Sold,| not yet sent."), N_("Sold,| not yet sent."), N_("Packing and pick-up come next.")),
    "packed": Say(
        N_("Packed in {place},| waiting for the courier."), N_("Packed,| waiting for the courier."),
        N_("From the pick-up on it is in the courier's hands."),
    ),
    "unpacked": Say(N_("Unpacked in {place}."), N_("Taken out of its parcel."), ""),
    "accepted": _ON_ITS_WAY,
    "hub_in": _ON_ITS_WAY,
    "hub_out": _ON_ITS_WAY,
    "handed_over": _ON_ITS_WAY,
    "out_for_delivery": Say(
        N_("Out for delivery| in {place},| not yet signed for."), N_("Out for delivery,| not yet signed for."),
        N_("Open it before you sign, if you want to be sure of what is in it."),
    ),
    "deposited": Say(
        N_("Waiting to be collected| in {place}.| Not yet signed for."), N_("Waiting to be collected.| Not yet signed for."),
        N_("It counts as signed for once it is released by code or you confirm. The time for returns has not begun."),
    ),
    "deposited.station": Say(
        N_("Left at a pick-up station| in {place}.| Not yet signed for."),
        N_("Left at a pick-up station.| Not yet signed for."),
        N_("It counts as signed for once it is released by code or you confirm. The time for returns has not begun."),
    ),
    "deposited.locker": Say(
        N_("Left in a parcel locker| in {place}.| Not yet signed for."), N_("Left in a parcel locker.| Not yet signed for."),
        N_("It counts as signed for once it is released by code or you confirm. The time for returns has not begun."),
    ),
    "attempt_failed": Say(
        N_("Delivery was tried| in {place},| without success."), N_("Delivery was tried,| without success."),
        N_("The courier keeps it and tries again."),
    ),
    "signed": Say(
        N_("Signed for| in {place}."), N_("Signed for."),
        N_("The time for returns runs from the day after the sign-off."),
    ),
    "refused": Say(
        N_("Refused at the door| in {place},| on its way back."), N_("Refused at the door,| on its way back."), "",
    ),
    "disputed": Say(
        N_("Signed for, it says;| the recipient disputes that."), N_("Signed for, it says;| the recipient disputes that."),
        N_("Both statements stand in the record. A person will decide."),
    ),
    "returned": Say(N_("Sent back to the seller."), N_("Sent back to the seller."), ""),
    "recalled": Say(
        N_("This is being recalled:| stop using it."), N_("This is being recalled:| stop using it."),
        N_("Ask the seller for your money back; the notice is below."),
    ),
    "decommissioned": Say(
        N_("This code was retired.| No goods should bear it."), N_("This code was retired.| No goods should bear it."),
        N_("If you found it on goods, report them."),
    ),
}  # fmt: skip
# An imported sign-off is the word of a file: nobody's device says so.
STATUS["signed|import"] = Say(
    N_("Delivered| in {place},| says the shop's file."),
    N_("Delivered,| says the shop's file."),
    N_("No device signed for it; everything since the sale was imported from a file."),
)
NOTHING = Say(
    N_("Registered.| Nothing has happened to it yet."), N_("Registered.| Nothing has happened to it yet."), ""
)
ELSEWHERE = Say(
    N_("Its stage is not one we know."), N_("The newest record: {title}."), ""
)  # what another system's step leads to

# The five checks: name, what it says when it agrees, what it says when it does not.
CHECKS = (
    (N_("Content"), N_("what you see is what was recorded"), N_("what is shown is not what was recorded")),
    (N_("Fingerprints"), N_("no record has been altered"), N_("a record has been altered")),
    (N_("Sequence"), N_("every record follows the one before, none missing"), N_("a record does not follow the one before")),
    (N_("In the log"), N_("all are in the log, which has only grown"), N_("a record is not in the log, or the log was rewritten")),
    (N_("Signature"), N_("the log's own key has signed it"), N_("the log's key has not signed this")),
)

# What the seal's box says, by state; the script takes these from the page, so that it holds no words itself.
BOX = {
    "no": (N_("Not checked."), N_("Your browser has run no check: that takes JavaScript.")),
    "insecure": (
        N_("Not checked."),
        N_("Browsers check only on secure pages. Open this one with https, or check the proof file."),
    ),
    "busy": (N_("Your browser is checking …"), N_("Five checks, on this device.")),
    "ok": (N_("Your browser checked {count} records."), N_("All five checks agree.")),
    "bad": (
        N_("Check {number} failed: {name}"),
        N_("What is drawn dashed cannot be relied on. That does not say that the goods are fake."),
    ),
    "wait": (N_("Recorded, not yet in the log."), N_("Nothing is wrong. Look again in a minute.")),
    "erased": (N_("Partly erased."), N_("A private part was erased by law; what is left agrees.")),
    "version": (N_("Not checked."), N_("These records are of a version that this page does not know.")),
    "stopped": (N_("Not checked."), N_("The check could not be finished: {why}")),
}  # fmt: skip
SCRIPT = {
    "skip": N_("{count} stops between: scan the code on the parcel's label to see them"),
    "cut": N_("The line breaks here"),
    "cutAt": N_("Record {number} does not follow the one before."),
    "veil": N_("Not proved: {title}"),
    "first": N_("the record begins here"),
    "next": N_("next stop"),
    "undone": N_("not checked any further"),
    "what": N_("What is proved?"),
    "date": N_("{d} {mon}"),
    "dated": N_("{d} {mon} {y}"),
    "clock": N_("{date}, {time}"),
    "join": N_(", "),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
