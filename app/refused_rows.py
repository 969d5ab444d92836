"""Why rows of a file are not taken over, as a shopkeeper reads it; and the file of those rows, to be mended and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from app.texts import _
from couriers.evening import Trouble
from trace.imports.sheet import Sheet


def said(trouble: Trouble) -> str:
    """The sentence."""
    about = trouble.about
    sentences = {
        "spoilt-number": _(
            "A spreadsheet has turned this number into %(about)s: format the column as text and export it again.", about=about
        ),
        "no-order": _("The order number is missing."),
        "bad-pieces": _("%(about)s is not a number of pieces.", about=about),
        "unknown-product": _(
            "No product of yours is called %(about)s: register it, or correct the name or number.", about=about or "?"
        ),
        "no-carrier": _("A waybill number without a courier firm."),
        "unknown-carrier": _("No courier firm called %(about)s is known here.", about=about),
        "bad-waybill": _("%(about)s is not a waybill number.", about=about),
        "bad-time": _("%(about)s is not a time.", about=about),
        "same-order": _("Line %(about)s of the same order is wrong, so the whole order waits.", about=about),
        "two-waybills": _("This order has two waybills: pack it by hand as two parcels."),
        "parcel-taken": _("Somebody else has registered a parcel under this waybill number."),
    }  # fmt: skip
    return sentences.get(trouble.reason, trouble.reason)


def file(sheet: Sheet, troubles: Iterable[Trouble]) -> bytes:
    """The rows that were not taken, with line and reason, as a CSV that Excel opens."""
    by_line = {trouble.line: trouble for trouble in troubles}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Line"), _("Reason"), *sheet.headings])
    for line in sheet.lines:
        if (trouble := by_line.get(line.number)) is not None:
            writer.writerow([line.number, said(trouble), *map(_harmless, line.cells)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    """A spreadsheet runs what begins with = + - @; long numbers stay text."""
    if cell[:1] in ("=", "+", "-", "@"):
        return f"'{cell}"
    return f'="{cell}"' if cell.isascii() and cell.isdigit() and len(cell) > 11 else cell
