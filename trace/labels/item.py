"""The label on a piece of goods: QR code with its Digital Link, name, origin, lot, EAN-13."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trace.identity import own
from trace.identity.gtin import Gtin
from trace.identity.link import Link
from trace.identity.lot import Lot
from trace.identity.serial import Serial
from trace.labels import ean, fitting, serials, xdimension
from trace.labels.item_sizes import ItemSize
from trace.labels.marks import BadLabel, Drawing, Mark, Matrix, Modules, Text

LOOK = "扫码看来历"


@dataclass(frozen=True, slots=True)
class Item:
    """What all labels of a batch say: a product by its GTIN or its merchant's own code, and what people read of it."""

    product: Gtin | str
    name: str = ""
    origin: str = ""
    lot: Lot | None = None
    # Lines as they are printed, such as when it was made and how long it keeps.
    more: tuple[str, ...] = ()

    def stem(self, base_url: str) -> bytes:
        """The address of each item up to its serial. A serial is unique for its GTIN, so the lot is left out."""
        if isinstance(self.product, Gtin):
            # The serial stands for the shape of an address only, and is cut off again.
            link = Link("01", self.product.gtin14, (("21", "S"),)).uri(base_url)
        else:
            link = base_url.rstrip("/") + own.item(self.product, Serial("S"), self.lot).path
        if not link.isascii():
            raise BadLabel(
                f"{base_url[:60]!r} cannot stand in a QR code: expected an address in ASCII (xn-- for a host)"
            )
        return link.removesuffix("S").encode("ascii")

    @property
    def facts(self) -> tuple[str, ...]:
        """The lines under the name."""
        lines = [
            f"产地 {self.origin}" if self.origin else "",
            f"批次 {self.lot}" if self.lot else "",
            *self.more,
            "" if isinstance(self.product, Gtin) else f"自编码 {self.product}",
        ]
        return tuple(line for line in map(fitting.one_line, lines) if line)


@dataclass(frozen=True, slots=True)
class Layout:
    """An item label without what differs from one to the next, and where that stands."""

    size: ItemSize
    # x, y and side of the code without its white.
    symbol: tuple[float, float, float]
    marks: tuple[Mark, ...]
    title: str

    @property
    def fixed(self) -> Drawing:
        """What is the same on each label."""
        return Drawing(self.size.width, self.size.height, self.marks, self.title)

    def serial_lines(self, serial: str) -> tuple[Text, Text]:
        """The serial in its two lines."""
        x, y, size, pitch = self.size.serial
        first, second = serials.lines(serial)
        return Text(x, y, size, first), Text(x, y + pitch, size, second)

    def drawing(self, modules: Modules, serial: str) -> Drawing:
        """One label whole."""
        x, y, side = self.symbol
        marks = (Matrix(x, y, side, modules), *self.serial_lines(serial), *self.marks)
        return Drawing(self.size.width, self.size.height, marks, f"{self.title} {serial}".strip())


def layout(item: Item, size: ItemSize, modules: int) -> Layout:
    """The label in a size, for codes of so many modules on a side."""
    x, y, side = size.qr
    its = xdimension.TABLE["till", "QR"]
    # Larger than a till wants is allowed, and read from farther away, up to what a warehouse takes.
    most = xdimension.TABLE["warehouse", "QR"].most
    module = xdimension.widest(side, modules, its.least, most)
    if module is None:
        raise BadLabel(
            f"a code of {modules} modules is too fine for {size.name}: expected modules of at least {its.least} mm; "
            "print a larger label, or serve under a shorter BASE_URL"
        )
    return Layout(size, (x, y, module * modules), tuple(_marks(item, size)), fitting.one_line(item.name))


def _marks(item: Item, size: ItemSize) -> Iterator[Mark]:
    facts = item.facts
    if len(facts) > size.rows:
        raise BadLabel(f"a label of {size.name} has room for {size.rows} lines under the name, got {len(facts)}")
    if size.caption is not None:
        x, y, letters = size.caption
        yield Text(x, y, letters, LOOK)
    # A long name takes a second line where the facts leave one free.
    most = 2 if len(facts) < size.rows else 1
    x, y, letters, pitch = size.heading
    names = fitting.lines(item.name, letters, size.room, most, 700)
    for line in names:
        yield Text(x, y, letters, line, 700)
        y += pitch
    x, y, letters, pitch = size.facts
    y += pitch * (len(names) == 2)
    for fact in facts:
        yield Text(x, y, letters, fitting.shortened(fact, letters, size.room))
        y += pitch
    if isinstance(item.product, Gtin):
        number = ean.digits(item.product)
        x, y, height, scale = size.ean
        # A shorter EAN-8 stands in the middle of the room.
        spare = ean.width("0" * 13, scale) - ean.width(number, scale)
        yield from ean.marks(number, x + spare / 2, y, height, scale)
