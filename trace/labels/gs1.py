"""What a case or a lot says to scanners: identifiers with their values, in the order in which they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trace.identity import checkdigit
from trace.identity.gtin import Gtin
from trace.identity.lot import Lot
from trace.labels.marks import BadLabel

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Elements:
    """A product or case, and what is known of all that the label is on."""

    gtin: Gtin
    lot: Lot | None = None
    best_before: date | None = None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Those of fixed length first, so that no sign has to end them (General Specifications 7.8.5)."""
        day = self.best_before
        if day is not None and not 2000 <= day.year <= 2050:
            raise BadLabel(f"{day} cannot stand in two digits of a year: expected a day from 2000 to 2050")
        found = [("01", self.gtin.gtin14)]
        if day is not None:
            found.append(("15", day.strftime("%y%m%d")))
        if self.lot is not None:
            found.append(("10", self.lot.lot))
        return tuple(found)


def said(pairs: tuple[Pair, ...]) -> str:
    """As people read it below the symbol, with brackets that are not in it."""
    return "".join(f"({ai}){value}" for ai, value in pairs)


def case_of(piece: Gtin, indicator: int) -> Gtin:
    """The number of a case of this product: its packaging level (1 to 8) before the number of the piece."""
    if not 1 <= indicator <= 8:
        raise BadLabel(f"{indicator} is no packaging level: expected 1 to 8 (General Specifications 2.1.5)")
    if piece.gtin14[0] != "0":
        raise BadLabel(f"{piece} is the number of a case already: expected the number of what is in it")
    body = f"{indicator}{piece.gtin14[1:13]}"
    return Gtin(body + checkdigit.digit(body))
