"""Sentences and labels of the pages themselves, as English messages; what the record says is in vocabulary."""

from __future__ import annotations

from app.consumer.vocabulary import N_

DEMONSTRATION = N_("Demonstration: the goods and people are invented, the checks are real.")

HOME = N_("See where it comes from| and whose hands| it has passed.")
HOME_EXPLAIN = N_("Every step is written into one log that only grows. Your own browser checks it, not we.")
HOME_TITLE = N_("Look up a code")
HOME_LOOK_AT = N_("To look at")
HOME_DOORS = N_("To work with")
HOME_LOG_IN = N_("log in as {name}")
HOME_PASSWORD = N_("The password and the one-time code stand in the terminal that this was started in.")

MISSING = N_("Nothing is recorded here| under this code.")
MISSING_EXPLAIN = N_("That does not say that the goods are fake: they may not take part, or a character is wrong.")
UNREADABLE = N_("This cannot be read as a code.")
BAD_CHECK_DIGIT = N_("The check digit does not fit: one of the digits is probably wrong.")
NOT_A_CODE = N_("This is neither a barcode number, a waybill number nor the address in a QR code.")

ITEM = N_("{name}, item {code}")
LOT = N_("{name}, lot {code}")
PARCEL = N_("Parcel {code}")
OWN_CODE = N_("Own code of the merchant, not from GS1")

PRODUCT_SAYS = N_("{name},| from {origin}.")
PRODUCT_SAYS_PLAIN = N_("{name}.")
PRODUCT_EXPLAIN = N_("This page tells of the kind of goods. For your own piece, scan the QR code on it.")
LOT_SAYS = N_("Lot {code}:| made in {place}.")
LOT_SAYS_PLAIN = N_("Lot {code}.")
LOT_EXPLAIN = N_("This page tells of the whole lot. For your own piece, scan the QR code on it.")
LOT_RECALLED = N_("This lot is being recalled:| stop using it.")
RECALL_REASON = N_("Reason: {value}")
RECALL_NOTICE = N_("{value}, published on {date}.")
RECALL_PUBLISHED = N_("Published on {date}.")
LIMITED_PARCEL = N_(
    "A printed number alone shows stage and city. Scan the code on the parcel's label to see every stop."
)

RECALLED = N_("This is being recalled.")
OPENED = N_("This code was opened {count} times")
OPENED_MEANS = N_(
    "For the first time on {date}. That says nothing of a fake: a printed code can be photographed. "
    "The code inside tells that the goods are in your hands."
)
OPENED_EARLY = N_(
    "For the first time on {date}, before it was sold: somebody may have copied the code. "
    "The code inside tells whether the goods in your hands are these."
)
CONFIRM = N_("I have it, confirm")
DENY = N_("Something is not right")
CLAIM = N_("Review, complain or send back")
BELONGS_TO = N_("It belongs to")
INGREDIENT_LOT = N_("{name}, lot {code}")
INGREDIENT_FROM = N_("from {place}")
INGREDIENT_STEPS = N_("{count} processings back")
KIND_OF_GOODS = N_("Kind of goods")

ABOUT_GOODS = N_("What it is")
ABOUT_PERMIT = N_("What permits it")
NOT_SAID = N_("The merchant does not say")
PHOTO_OF = N_("Photo {count} of {name}, published by its merchant")
ABOUT_ORIGIN = N_("Where it is from")
ABOUT_MERCHANT = N_("Who stands behind it")
MERCHANT_SAYS = N_("{name}| stands behind these goods.")
VERIFIED = N_("Licence checked by a person, {date}")
COVERAGE = N_("How much can be traced")
ORDERS = N_("Orders of the last 90 days")
ORDERS_WHOLE = N_("{whole} of {orders} recorded from packing to sign-off")
CODES = (N_("Codes printed"), N_("Activated"), N_("Sold pieces"), N_("Printed, and no news"))
VERIFIED_BY = N_("Licence checked by {by} on {date}; to be checked again by {due}")
UNVERIFIED = N_("Nobody has checked this merchant's licence")

TERMS = {
    "product": N_("Goods"),
    "brand": N_("Brand"),
    "origin": N_("Origin"),
    "net": N_("Contents"),
    "lot": N_("Lot"),
    "code": N_("Code"),
    "gtin": N_("Barcode"),
    "merchant": N_("Merchant"),
    "best_before": N_("Best before"),
    "made": N_("Made"),
    "licence": N_("Licence"),
    "uscc": N_("Credit code"),
    "address": N_("Address"),
    "traced": N_("Traced"),
    "courier": N_("Courier firm"),
    "maker": N_("Made by"),
    "storage": N_("How to keep it"),
    "permit": N_("Permit"),
    "permit_of": N_("Permitted"),
    "drug_code": N_("Drug's code"),
    "office": N_("The office's page"),
}
# The fields of public cards that a page shows, and the term each stands under.
FIELDS = {
    "name": "product",
    "brand": "brand",
    "net": "net",
    "place": "origin",
    "made": "made",
    "best_before": "best_before",
    "licence": "licence",
    "uscc": "uscc",
    "address": "address",
    "maker": "maker",
    "storage": "storage",
    "permit": "permit",
    "of": "permit_of",
    "drug_code": "drug_code",
}
TRACED = {"item": N_("each piece by itself"), "lot": N_("by the lot"), "parcel": N_("by the parcel")}
