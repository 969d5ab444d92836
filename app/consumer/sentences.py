"""What the pages say in whole sentences, as English messages: where a thing stands, and what was proved. Only tables.

A `|` parts the clauses of a sentence, so that a line breaks between them and not inside a name.
"""

from __future__ import annotations

from typing import NamedTuple

from app.consumer.vocabulary import N_


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
    "transforming": Say(N_("Processed in {place}."), N_("Processed."), ""),
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
    "packed.case": Say(
        N_("Packed in a case| in {place},| not yet sent to anybody."), N_("Packed in a case,| not yet sent to anybody."), ""
    ),
    "packed.pallet": Say(
        N_("On a pallet| in {place},| not yet sent to anybody."), N_("On a pallet,| not yet sent to anybody."), ""
    ),
    "unpacked.case": Say(
        N_("Taken out of its case| in {place}."), N_("Taken out of its case."), ""
    ),
    "unpacked.pallet": Say(
        N_("Taken off its pallet| in {place}."), N_("Taken off its pallet."), ""
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
    "disputed.no_consent": Say(
        N_("Left without asking,| says the recipient."), N_("Left without asking,| says the recipient."),
        N_("It has not been signed for. Both statements stand in the record; a person will decide."),
    ),
    "returned.requested": Say(
        N_("A return was asked for,| not yet sent back."), N_("A return was asked for,| not yet sent back."), "",
    ),
    "returned.shipped": Say(N_("On its way back| to the seller."), N_("On its way back| to the seller."), ""),
    "returned.received": Say(
        N_("Back at the seller,| not yet paid back."), N_("Back at the seller,| not yet paid back."),
        N_("The seller has seven days to pay back."),
    ),
    "returned.refunded": Say(N_("Sent back and paid back."), N_("Sent back and paid back."), ""),
    "returned": Say(N_("Sent back to the seller."), N_("Sent back to the seller."), ""),
    "recalled": Say(
        N_("This is being recalled:| stop using it."), N_("This is being recalled:| stop using it."),
        N_("Ask the seller for your money back; the notice is below."),
    ),
    "decommissioned": Say(
        N_("This code was retired.| No goods should bear it."), N_("This code was retired.| No goods should bear it."),
        N_("If you found it on goods, report them."),
    ),
    "decommissioned.used_up": Say(
        N_("Other goods were made of this one.| Nothing should bear its code any more."),
        N_("Other goods were made of this one.| Nothing should bear its code any more."),
        N_("If you found it on goods, report them."),
    ),
}  # fmt: skip
# An imported sign-off is the word of a file: nobody's device says so.
STATUS["signed|import"] = Say(
    N_("Delivered| in {place},| says the shop's file."),
    N_("Delivered,| says the shop's file."),
    N_("No device signed for it: this is what an imported order file says."),
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
    (
        N_("Sequence"),
        N_("every record follows the one before, none missing"),
        N_("a record does not follow the one before"),
    ),
    (
        N_("In the log"),
        N_("all are in the log, which has only grown"),
        N_("a record is not in the log, or the log was rewritten"),
    ),
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
    "unchecked": N_("not checked"),
    "undone": N_("not checked any further"),
    "what": N_("What is proved?"),
    "date": N_("{d} {mon}"),
    "dated": N_("{d} {mon} {y}"),
    "clock": N_("{date}, {time}"),
    "join": N_(", "),
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
