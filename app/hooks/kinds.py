"""The kinds of news that a party can subscribe to, and what each means; no name, text or telephone is in any of them."""

from __future__ import annotations

from enum import StrEnum

from app.texts import N_


class Kind(StrEnum):
    """One kind of news."""

    DELIVERED = "parcel.delivered"
    FAILED = "parcel.failed"
    DEPOSITED = "parcel.deposited"
    REFUSED = "parcel.refused"
    CONFIRMED = "delivery.confirmed"
    DISPUTED = "delivery.disputed"
    RETURN = "return.updated"
    REVIEW = "review.created"
    COMPLAINT = "complaint.received"
    RECALL = "recall.notified"
    LICENCE = "licence.decided"
    TEST = "test"


SAID: dict[Kind, str] = {
    Kind.DELIVERED: N_("A parcel was handed over."),
    Kind.FAILED: N_("A delivery failed."),
    Kind.DEPOSITED: N_("A parcel waits in a locker or at a station; it is not signed for."),
    Kind.REFUSED: N_("A parcel was refused and goes back."),
    Kind.CONFIRMED: N_("A buyer confirms that the goods have come."),
    Kind.DISPUTED: N_("A buyer denies a delivery, or having agreed to where it was left."),
    Kind.RETURN: N_("A buyer asks for a return, or has sent the goods back."),
    Kind.REVIEW: N_("A buyer has reviewed goods."),
    Kind.COMPLAINT: N_("A complaint has come in and is to be answered."),
    Kind.RECALL: N_("Goods that you have or had are recalled."),
    Kind.LICENCE: N_("Somebody has decided on your papers."),
    Kind.TEST: N_("A test that you asked for yourself."),
}
# A test comes when it is asked for; nobody subscribes to it.
OFFERED = tuple(one for one in Kind if one is not Kind.TEST)
