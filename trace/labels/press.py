"""Item labels by the million: what is the same is written once, what differs is laid into pages that are ready.

A page's operators are the same bytes but for the rows of each QR code and the characters of each serial, and those have
the same length on every label. So pages are copies of one template in a matrix of bytes, filled column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Literal, NamedTuple

import numpy as np

from trace.identity.gtin import Gtin
from trace.labels import item_sizes, serials, sheet, svg
from trace.labels.family import Bytes, Family
from trace.labels.item import Item, Layout, layout
from trace.labels.marks import BadLabel
from trace.labels.pdf_file import PdfFile, points
from trace.labels.pdf_marks import IMAGE_END, Pen, image_begin, placed
from trace.labels.sheet import Sheet

# Labels made at a time: as many as stay in the processor's own memory.
_BATCH = 4096
# What is on the label besides EAN-13: a QR code that opens the item's page, or a GS1 DataMatrix for scanners of a trade.
Symbol = Literal["qr", "datamatrix"]


class Batch(NamedTuple):
    """What a batch of item labels is printed from."""

    family: Family
    layout: Layout
    sheet: Sheet


def prepare(item: Item, size: str, base_url: str, symbol: Symbol = "qr") -> Batch:
    """Learn the symbols of these items, their addresses on `base_url` or their element strings, and lay out their label."""
    chosen = item_sizes.find(size)
    family = _family(item, base_url, symbol)
    pages = sheet.a4_of_21() if size == "a4" else sheet.roll(chosen.width, chosen.height)
    return Batch(family, layout(item, chosen, family.side), pages)


def _family(item: Item, base_url: str, symbol: Symbol) -> Family:
    # Any serial serves as the sample by which the mask is chosen; this one makes a batch the same each time.
    sample = serials.ALPHABET[:: len(serials.ALPHABET) // serials.LENGTH][:13]
    if symbol == "qr":
        return Family.learn(item.stem(base_url), sample)
    if not isinstance(item.product, Gtin):
        raise BadLabel(f"{item.product[:40]!r} is no GTIN, and a GS1 DataMatrix holds nothing else: take QR codes")
    lot = (("10", item.lot.lot),) if item.lot else ()
    return Family.learn_datamatrix((("01", item.product.gtin14), *lot), "21", sample)


def to_pdf(out: BinaryIO, batch: Batch, drawn: Bytes, done: Callable[[int], object] = lambda labels: None) -> int:
    """Write the labels of these serials (one a row), and tell the number of pages; `done` hears of each few thousand."""
    pages = batch.sheet
    pen, file = Pen(), PdfFile(out, pages.width, pages.height)
    fixed = pen.paint(batch.layout.fixed)
    pen.use(500)
    fonts = f"/Font<<{pen.fonts(file)}>>"
    box = f"/Type/XObject/Subtype/Form/BBox[0 0 {points(pages.width)} {points(pages.height)}]"
    label = file.stream(fixed, f"{box}/Resources<<{fonts}>>")
    per, forms, count = len(pages.slots), "", 0
    for part in _parts(drawn, per):
        labels = min(per, len(part))
        if f"/P{labels} " not in forms:
            ground = b"".join(
                placed(slot, batch.layout.size.height, pages) + b"/L Do Q\n" for slot in pages.slots[:labels]
            )
            number = file.stream(ground, f"{box}/Resources<</XObject<</L {label} 0 R>>>>")
            forms += f"/P{labels} {number} 0 R"
            template = _template(batch, labels)
        for page in _filled(template, batch.family, part.reshape(-1, labels, serials.LENGTH)):
            file.page(page.data)
            count += 1
        done(len(part))
    file.close(f"{fonts}/XObject<<{forms}>>", batch.layout.title)
    return count


def to_svg(batch: Batch, drawn: Bytes) -> Iterator[str]:
    """The same labels as pages of SVG."""
    per = len(batch.sheet.slots)
    for at in range(0, len(drawn), per):
        some = drawn[at : at + per]
        yield svg.page(
            [batch.layout.drawing(batch.family.modules(one.tobytes()), serials.text(one)) for one in some], batch.sheet
        )


class _Template(NamedTuple):
    """A page, and where on it the rows and each character of the serial of each label stand."""

    page: Bytes
    rows: list[int]
    characters: list[list[int]]


def _template(batch: Batch, labels: int) -> _Template:
    page, rows, characters = bytearray(b"/P%d Do\n" % labels), [], []
    height = batch.sheet.height
    many = batch.family.side * batch.family.row_bytes
    x, y, side = batch.layout.symbol
    for left, top in batch.sheet.slots[:labels]:
        page += image_begin(left + x, height - top - y - side, side, batch.family.side)
        rows.append(len(page))
        page += bytes(many) + IMAGE_END
        characters.append(_serial(page, batch.layout, left, height - top))
    return _Template(np.frombuffer(bytes(page), np.uint8), rows, characters)


def _serial(page: bytearray, layout: Layout, left: float, top: float) -> list[int]:
    """Add the operators that show a serial, and tell where each of its characters stands."""
    found: dict[str, int] = {}
    # Each place in the serial stands for itself until it is filled.
    first, second = layout.serial_lines("".join(map(chr, range(ord("a"), ord("a") + serials.LENGTH))))
    page += f"BT/F500 {points(first.size)} Tf {points(left + first.x)} {points(top - first.y)} Td(".encode()
    for line, between in ((first, f")Tj 0 {points(first.y - second.y)} Td("), (second, ")Tj ET\n")):
        for character in line.text:
            # Printable ASCII has its own code in two bytes (pdf_text.py).
            page += b"\0" + character.encode("ascii")
            if character != " ":
                found[character] = len(page) - 1
        page += between.encode()
    return [found[character] for character in sorted(found)]


def _parts(drawn: Bytes, per: int) -> Iterator[Bytes]:
    """The serials, a few thousand at a time in whole pages, and then those of the last page if it is not full."""
    whole = len(drawn) // per * per
    step = max(1, _BATCH // per) * per
    for at in range(0, whole, step):
        yield drawn[at : min(at + step, whole)]
    if whole < len(drawn):
        yield drawn[whole:]


def _filled(template: _Template, family: Family, tails: Bytes) -> Bytes:
    """Pages with these serials: by page, label and character."""
    many, labels, length = tails.shape
    symbols = family.rows(tails.reshape(-1, length)).reshape(many, labels, -1)
    pages = np.empty((many, len(template.page)), np.uint8)
    pages[:] = template.page
    for label in range(labels):
        at = template.rows[label]
        pages[:, at : at + symbols.shape[2]] = symbols[:, label]
        pages[:, template.characters[label]] = tails[:, label]
    return pages
