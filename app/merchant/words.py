"""Refusals of the domain as a shopkeeper reads them, beside the field that they are about."""

from __future__ import annotations

import re

from app.texts import _
from trace.errors import Refusal

_POSITION = re.compile(r"at position ([0-9]+)")
_CHECK = re.compile(r"its check (?:character|digit) is (.) where (.) was expected")


def said(refusal: Refusal) -> str:
    """The refusal in the reader's language; one without words of its own says what the domain says."""
    return _said(refusal.code, refusal) or refusal.message


def _said(code: str, refusal: Refusal) -> str | None:
    if code in ("bad-uscc", "bad-gtin", "bad-sscc"):
        return _number(refusal.message)
    if code == "lot-fixed":
        return _("These codes are of lot %(lot)s: reserve others for another lot.", lot=refusal.detail.get("lot"))
    plain = {
        "bad-sheet": _(
            "This file cannot be read as a table: save it as CSV or Excel (.xlsx), at most 10 MB and 20,000 rows."
        ),
        "not-packable": _not_packable(refusal),
        "not-at-hand": _not_at_hand(refusal),
        "bad-permit": _bad_permit(refusal),
        "bad-photo": _bad_photo(refusal),
        "too-many-photos": _("Six photos at most, each once. Take one off first."),
        "container-taken": _("This number is in use already. Take the number of an empty one."),
        "not-inside": _("Not all of this lies in there."),
        "bad-processing": _("1 to 100 things go in, each once, in an amount of more than 0."),
        "nothing-scanned": _("Scan the goods first, then the waybill."),
        "already-packed": _("This parcel is packed already. Take the next one."),
        "nothing-beeped": _("Nothing was scanned. Scan a code, or type the number under the bars."),
        "which-carrier": _("No order has this number. Choose the courier firm, and scan it again."),
        "bad-waybill": _("This is neither a code of your goods nor a waybill number."),
        "parcel-taken": _("Somebody else has registered a parcel under this waybill number."),
        "no-parcel-yet": _("This order has no waybill yet. Pack it first, and scan the waybill."),
        "already-recalled": _("This lot is being recalled already."),
        "no-such-recall": _("This is none of the pieces that are called back."),
        "not-your-sale": _("These goods were not packed here. Scan what came back, or the label of its parcel."),
        "impossible-step": _("This does not fit what stands recorded of the goods: look at their page."),
        "bad-complaint": _("Write 1 to 2,000 characters."),
        "bad-reply": _("Write 1 to 2,000 characters."),
        "already-replied": _("This review is answered already."),
        "case-closed": _("This case is decided: it takes no more answers."),
        "bad-step": _("Write a notice of 1 to 100 characters."),
        "product-taken": _("Another product has this number or code already."),
        "bad-own-name": _("1 to 40 letters, digits and . _ -, with a capital or a digit among them."),
        "bad-lot": _("1 to 20 letters, digits and signs, no spaces and no Chinese characters."),
        "lot-taken": _("There is a lot of this number already, made otherwise. Choose another number."),
        "bad-making": _("That is not after the day it was made."),
        "bad-listing": _("The price or the address of the shop's page cannot be right."),
        "already-listed": _("It is on sale already. Take it off first to change price or address."),
        "not-listed": _("It is not on sale."),
        "bad-label": _(
            "Such a label cannot be printed: the name, lot or address is too long for it. Choose a larger one."
        ),
        "login-taken": _("This login name is taken. Choose another one."),
        "bad-licence": _(
            "The licence must be a PDF, JPG or PNG file of at most 5 MB; its content counts, not its name."
        ),
        "papers-decided": _("Somebody has decided on these papers already."),
        "uscc-taken": _("Another party is verified under this credit code."),
        "not-verified": _not_verified(refusal),
    }
    return plain.get(code)


def _number(message: str) -> str:
    if (found := _CHECK.search(message)) is not None:
        return _(
            "The last character does not fit: it is %(is)s and should be %(right)s. One character is probably mistyped.",
            **{"is": found[1], "right": found[2]},
        )
    if (found := _POSITION.search(message)) is not None:
        return _("Character %(n)s cannot stand there.", n=found[1])
    return _("This is not such a number: count its characters, and leave nothing else in the field.")


def _not_verified(refusal: Refusal) -> str:
    if refusal.detail.get("overdue"):
        return _(
            "Your licence is due to be verified again. Hand it in anew under Papers; then you can put goods on sale."
        )
    return _("Nobody has verified your licence yet. Prepare everything; you can put it on sale once it is verified.")


def _not_packable(refusal: Refusal) -> str:
    why = {
        "stranger": _("This is none of your goods. Scan the code on the goods."),
        "blank": _("This code is not activated yet. Activate its batch first."),
        "sold": _("This piece is packed or sold already."),
        "retired": _("This code is retired: take the label off."),
        "barcode": _("This product is traced piece by piece: scan the QR code, not the barcode."),
        "recalled": _("The lot of this piece is being recalled: put it aside."),
        "lot": _("No lot of this product is open. Record one first."),
        "parcel": _("This parcel is somebody else's. Scan the waybill of yours."),
        "nesting": _("Only cases go onto a pallet, and nothing but goods into a case."),
        "empty": _("Nothing lies in it. Put its goods in first."),
        "inside": _("All of it lies in there already."),
        "counted": _("It holds goods without codes of their own. Take those out first, and scan them one by one."),
    }
    return why.get(str(refusal.detail.get("why")), refusal.message)


def _not_at_hand(refusal: Refusal) -> str:
    why = {
        "unknown": _("Nothing is recorded of one of these. Record the lot first."),
        "kind": _("One of these is neither a lot nor a single piece. Scan the code on the goods."),
        "itself": _("A lot cannot be made of itself."),
        "recalled": _("One of these is being recalled: put it aside."),
        "stranger": _("One of these pieces is in somebody else's hands, as it stands recorded."),
        "sold": _("One of these pieces is packed or sold already."),
        "retired": _("One of these pieces is out of use already."),
    }
    return why.get(str(refusal.detail.get("why"))) or _("One of these pieces is not activated yet.")


def _bad_permit(refusal: Refusal) -> str:
    if example := refusal.detail.get("example"):
        return _("Such a number looks like %(example)s.", example=example)
    return _("The 20 digits on the package, or the first 7 of them.")


def _bad_photo(refusal: Refusal) -> str:
    return {
        "size": _("A photo has at most 8 MB."),
        "pixels": _("Its sides are at least 200 pixels long, and it has at most 60 million pixels."),
    }.get(str(refusal.detail.get("why"))) or _("This is no photo: JPG, PNG or WebP; its content counts, not its name.")
