"""EAN-13 and EAN-8 by python-barcode, with guard bars and digits where GS1 wants them (General Specifications 5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from barcode.ean import EuropeanArticleNumber8, EuropeanArticleNumber13

from trace.identity.gtin import Gtin
from trace.labels import xdimension
from trace.labels.marks import LEAST_TEXT, BadLabel, Bars, Mark, Text

# The module at 100 %; retail scanners read from 80 %, 0.264 mm, on (General Specifications, figure 5.12.3-1).
NOMINAL = 0.33
_QUIET = {13: xdimension.TABLE["till", "EAN-13"].quiet, 8: xdimension.TABLE["till", "EAN-8"].quiet}
_MODULES = {13: 95, 8: 67}
_GUARDS = {13: (0, 2, 46, 48, 92, 94), 8: (0, 2, 32, 34, 64, 66)}
_GUARDS_LONGER = 5


def digits(gtin: Gtin) -> str:
    """What the symbol of a product holds: 13 digits, or 8 where it was given out with 8."""
    if gtin.length == 8:
        return gtin.short
    if gtin.gtin13 is None:
        raise BadLabel(
            f"{gtin.gtin14} is the number of a case, and EAN-13 holds 13 digits: expected the number of what is in it"
        )
    return gtin.gtin13


def modules(number: str) -> str:
    """The 95 or 67 modules of a number of 13 or 8 digits, 1 for black."""
    made = (EuropeanArticleNumber13 if len(number) == 13 else EuropeanArticleNumber8)(number)
    (built,) = made.build()
    return str(built)


def width(number: str, scale: float) -> float:
    """How wide the symbol is with both quiet zones, in millimetres, at `scale` times the nominal size."""
    left, right = _QUIET[len(number)]
    return (left + _MODULES[len(number)] + right) * NOMINAL * scale


def marks(number: str, x: float, y: float, height: float, scale: float = 0.85) -> Iterator[Mark]:
    """Bars and digits in the given height, of which the left quiet zone begins at `x`."""
    module = NOMINAL * scale
    size = max(LEAST_TEXT, 9.5 * module)
    first = x + _QUIET[len(number)][0] * module
    # Capitals and figures are 0.733 of the size high; a little white is left between bars and figures.
    bars = height - 0.75 * size - module
    guards = "".join("1" if at in _GUARDS[len(number)] else "0" for at in range(_MODULES[len(number)]))
    yield Bars(first, y, module, bars, modules(number))
    yield Bars(first, y, module, bars + _GUARDS_LONGER * module, guards)
    pitch = 7 * module
    below = y + height
    if len(number) == 13:
        yield Text(x + 2 * module, below, size, number[0], pitch=pitch)
        yield Text(first + 3 * module, below, size, number[1:7], pitch=pitch)
        yield Text(first + 50 * module, below, size, number[7:], pitch=pitch)
    else:
        yield Text(first + 3 * module, below, size, number[:4], pitch=pitch)
        yield Text(first + 36 * module, below, size, number[4:], pitch=pitch)
