"""ITF-14 by python-barcode: the GTIN of a case in bars that corrugated board can bear (General Specifications 5.3)."""

from __future__ import annotations

from collections.abc import Iterator

from barcode.itf import ITF

from trace.identity.gtin import Gtin
from trace.labels import xdimension
from trace.labels.marks import Bars, Mark, Text

# A wide element is two and a half narrow ones (section 5.3.2.2), so a narrow one is drawn as two modules and a wide one as five.
_NARROW, _WIDE = 2, 5
_ITS = xdimension.TABLE["warehouse", "ITF-14"]
# Bearer bars hold a scan line that runs out of the symbol: on a label above and below, two narrow elements thick (5.3.2.4).
_BEARER = 2
# Below the bars, what people read.
_SAID = 4.2


def modules(gtin: Gtin) -> str:
    """The modules, 1 for black, two to a narrow element: ]I1 by its data, and ]I0 to readers that do not check the digit."""
    (built,) = ITF(gtin.gtin14, narrow=_NARROW, wide=_WIDE).build()
    return str(built)


def marks(gtin: Gtin, x: float, y: float, room: float) -> Iterator[Mark]:
    """Bars, bearer bars and digits in the middle of `room` millimetres that hold the quiet zones too."""
    bars = modules(gtin)
    across = len(bars) / _NARROW + sum(_ITS.quiet)
    narrow = xdimension.module("warehouse", "ITF-14", room, across)
    left = x + (room - narrow * across) / 2
    first = left + _ITS.quiet[0] * narrow
    bearer, thick = narrow * across, _BEARER * narrow
    yield Bars(left, y, bearer, thick, "1")
    yield Bars(first, y + thick, narrow / _NARROW, _ITS.height, bars)
    yield Bars(left, y + thick + _ITS.height, bearer, thick, "1")
    said = f"{gtin.gtin14[0]} {gtin.gtin14[1:3]} {gtin.gtin14[3:8]} {gtin.gtin14[8:13]} {gtin.gtin14[13]}"
    yield Text(first, y + 2 * thick + _ITS.height + _SAID, _SAID, said)
