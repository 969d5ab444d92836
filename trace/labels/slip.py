"""The slip inside a parcel, 80 x 50 mm: a question, and the code that only who unpacks it sees.

It never bears name, order or price: it is found in the rubbish, and the code on it is all that it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trace.labels import fitting, qr
from trace.labels.marks import BadLabel, Drawing, Mark, Matrix, Rule, Text

WIDTH, HEIGHT = 80.0, 50.0
QUESTION = "货到你手里了吗？"
PURPOSE = "扫码确认收货，或提出异议、评价、投诉、退货。不用注册。"
WARNING = "一单一码，只用一次。拆封前别给人看，快递员不需要它。"
_CODE = re.compile("[0-9A-Z]{13,20}")


@dataclass(frozen=True, slots=True)
class Slip:
    """The address that the code opens, and the code for whoever types it."""

    address: str
    code: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            # The code itself is a secret, so the message does not repeat it.
            raise BadLabel(f"an inside code of {len(self.code)} characters: expected 13 to 20 capitals and digits")
        _check_address(self.address)


def drawing(slip: Slip) -> Drawing:
    """The slip as it is printed."""
    return Drawing(WIDTH, HEIGHT, tuple(_marks(slip)), QUESTION)


def _marks(slip: Slip) -> Iterator[Mark]:
    yield Matrix(4, 4.5, 22, qr.symbol(slip.address))
    yield Text(31, 9, 4.4, QUESTION, 700)
    y = 14.4
    for line in fitting.lines(PURPOSE, 2.6, 45, 3):
        yield Text(31, y, 2.6, line)
        y += 3.6
    groups = [slip.code[at : at + 4] for at in range(0, len(slip.code), 4)]
    y = 26.8
    for at in range(0, len(groups), 2):
        yield Text(31, y, 5.4, " ".join(groups[at : at + 2]), 700, pitch=4.1)
        y += 6.6
    yield Rule(4, 42.2, 72)
    yield Text(4, 46.2, 2.6, WARNING)


def _check_address(address: str) -> None:
    if not address.isascii() or not address.startswith(("http://", "https://")):
        raise BadLabel("the address of a slip cannot stand in a QR code: expected http:// or https:// and ASCII")
