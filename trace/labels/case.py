"""The label on a case, 100 x 150 mm: ITF-14 or GS1-128 for warehouses, GS1 DataMatrix with lot and date, QR for phones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trace.identity.link import Link
from trace.labels import code128, datamatrix, fitting, gs1, itf14, qr, xdimension
from trace.labels.gs1 import Elements
from trace.labels.marks import BadLabel, Bars, Drawing, Mark, Matrix, Modules, Text

WIDTH, HEIGHT = 100.0, 150.0
_ROOM = 96.0
_CODE = 40.0
_BARS_Y = 68.0


@dataclass(frozen=True, slots=True)
class Case:
    """What is in the case, by the case's own number, and how many pieces."""

    elements: Elements
    name: str
    pieces: int = 0

    def address(self, base_url: str) -> str:
        """Where its QR code leads: the page of its lot, or of its product."""
        lot = self.elements.lot
        qualifiers = (("10", lot.lot),) if lot else ()
        return Link("01", self.elements.gtin.gtin14, qualifiers).uri(base_url)


def drawing(case: Case, base_url: str) -> Drawing:
    """The label as it is printed."""
    said = gs1.said(case.elements.pairs)
    return Drawing(WIDTH, HEIGHT, tuple(_marks(case, base_url)), said)


def _marks(case: Case, base_url: str) -> Iterator[Mark]:
    address = case.address(base_url)
    if not address.isascii():
        raise BadLabel(f"{base_url[:60]!r} cannot stand in a QR code: expected an address in ASCII (xn-- for a host)")
    yield from square(5, 5, _CODE, "QR", qr.symbol(address))
    pairs = case.elements.pairs
    yield from square(58, 5, 36, "GS1 DataMatrix", datamatrix.symbol(*pairs))
    for at, line in enumerate(fitting.lines(case.name, 5, 90, 2, 700)):
        yield Text(5, 53.5 + 6.4 * at, 5, line, 700)
    facts = [
        f"{case.pieces} 件装" if case.pieces else "",
        f"批次 {case.elements.lot}" if case.elements.lot else "",
        f"保质期至 {case.elements.best_before:%Y.%m.%d}" if case.elements.best_before else "",
    ]
    y = 126.0
    for fact in (fact for fact in facts if fact):
        yield Text(5, y, 4.2, fitting.shortened(fact, 4.2, 90))
        y += 6.6
    if len(pairs) == 1:
        yield from itf14.marks(case.elements.gtin, 2, _BARS_Y, _ROOM)
    else:
        # What is open in length stands in the DataMatrix: with it, few symbols would be as narrow as the label.
        yield from _gs1_128(tuple(pair for pair in pairs if pair[0] != "10"))


def _gs1_128(pairs: tuple[gs1.Pair, ...]) -> Iterator[Mark]:
    bars = code128.gs1(*pairs)
    its = xdimension.TABLE["warehouse", "GS1-128"]
    module = xdimension.module("warehouse", "GS1-128", WIDTH, len(bars) + sum(its.quiet))
    x = (WIDTH - len(bars) * module) / 2
    yield Bars(x, _BARS_Y, module, its.height, bars)
    yield Text(max(x, 5), _BARS_Y + its.height + 5, 4.2, gs1.said(pairs))


def square(x: float, y: float, room: float, symbology: xdimension.Symbology, modules: Modules) -> Iterator[Mark]:
    """A symbol with its white in a square of `room` millimetres, its modules as a warehouse's readers want them."""
    quiet = qr.QUIET if symbology == "QR" else datamatrix.QUIET
    module = xdimension.module("warehouse", symbology, room, len(modules) + 2 * quiet)
    yield Matrix(x + quiet * module, y + quiet * module, module * len(modules), modules)
