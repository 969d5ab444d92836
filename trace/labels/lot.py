"""The label of a lot, 60 x 40 mm: the same on every piece of goods that are traced by the lot, with the lot's page as QR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trace.identity import own
from trace.identity.gtin import Gtin
from trace.identity.link import Link
from trace.identity.lot import Lot
from trace.labels import fitting, item, item_sizes, qr
from trace.labels.item import Item
from trace.labels.marks import BadLabel, Drawing, Mark, Matrix, Text


@dataclass(frozen=True, slots=True)
class LotLabel:
    """A product, its lot, and what people read of them."""

    product: Gtin | str
    lot: Lot
    name: str = ""
    origin: str = ""
    more: tuple[str, ...] = ()

    def address(self, base_url: str) -> str:
        """Where its QR code leads: the lot's page."""
        if isinstance(self.product, Gtin):
            found = Link("01", self.product.gtin14, (("10", self.lot.lot),)).uri(base_url)
        else:
            found = base_url.rstrip("/") + own.lot(self.product, self.lot).path
        if not found.isascii():
            raise BadLabel(
                f"{base_url[:60]!r} cannot stand in a QR code: expected an address in ASCII (xn-- for a host)"
            )
        return found


def drawing(label: LotLabel, size: str, base_url: str) -> Drawing:
    """The label as it is printed: an item's without a serial."""
    modules = qr.symbol(label.address(base_url))
    chosen = item_sizes.find(size)
    made = item.layout(Item(label.product, label.name, label.origin, label.lot, label.more), chosen, len(modules))
    x, y, side = made.symbol
    marks: Iterator[Mark] = iter((Matrix(x, y, side, modules), *made.marks, *_told(label, chosen)))
    return Drawing(chosen.width, chosen.height, tuple(marks), f"{made.title} {label.lot}".strip())


def _told(label: LotLabel, size: item_sizes.ItemSize) -> Iterator[Mark]:
    x, y, letters, _ = size.serial
    yield Text(x, y, letters, fitting.shortened("同批同码", letters, size.room))
