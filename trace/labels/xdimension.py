"""How wide a module is printed: the GS1 General Specifications' symbol specification tables, as far as labels here use them.

Tables 1 (goods at a shop's till) and 2 and 5 (cases and parcels in warehouses), section 5.12.3. Symbols in two dimensions
have one and a half times the modules of linear ones there, because cameras blur them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trace.labels.marks import BadLabel

Where = Literal["till", "warehouse"]
Symbology = Literal["EAN-13", "EAN-8", "ITF-14", "GS1-128", "GS1 DataMatrix", "QR"]


@dataclass(frozen=True, slots=True)
class Measures:
    """Millimetres of a module, modules of white to the left and to the right, and millimetres of a bar's least height."""

    least: float
    most: float
    quiet: tuple[int, int]
    # Of bars at the nominal size; a till's omnidirectional scanner wants more than a small label has (docs/labels.md).
    height: float = 0.0


TABLE: dict[tuple[Where, Symbology], Measures] = {
    ("till", "EAN-13"): Measures(0.264, 0.660, (11, 7), 22.85),
    ("till", "EAN-8"): Measures(0.264, 0.660, (7, 7), 18.23),
    ("till", "GS1 DataMatrix"): Measures(0.396, 0.990, (1, 1)),
    ("till", "QR"): Measures(0.396, 0.990, (4, 4)),
    ("warehouse", "ITF-14"): Measures(0.495, 1.016, (10, 10), 31.75),
    ("warehouse", "GS1-128"): Measures(0.495, 0.940, (10, 10), 31.75),
    ("warehouse", "GS1 DataMatrix"): Measures(0.743, 1.500, (1, 1)),
    ("warehouse", "QR"): Measures(0.743, 1.500, (4, 4)),
}


def widest(room: float, modules: float, least: float, most: float) -> float | None:
    """The widest module of which so many fit into `room` millimetres, None where none does."""
    module = min(room / modules, most)
    return module if module >= least - 1e-9 else None


def module(where: Where, symbology: Symbology, room: float, modules: float) -> float:
    """The same by the table, or a refusal that says what would help."""
    its = TABLE[where, symbology]
    found = widest(room, modules, its.least, its.most)
    if found is None:
        raise BadLabel(
            f"{symbology} of {modules:g} modules is too fine for {room:.1f} mm: expected modules of at least "
            f"{its.least} mm; take a larger label or a shorter text (a shorter BASE_URL)"
        )
    return found
