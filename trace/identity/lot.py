"""Lots of goods made together (GS1 General Specifications, AI 10): 1 to 20 characters of GS1's set 82."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trace.errors import Malformed
from trace.identity.characters import CSET_82, first_outside, shown

MAX = 20
_VALID = re.compile(f"[{CSET_82}]{{1,{MAX}}}")


class BadLot(Malformed):
    """A text that cannot be a lot number."""

    code = "bad-lot"


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot number as it is printed; it says nothing without the number of its product."""

    lot: str

    def __post_init__(self) -> None:
        text = self.lot
        # A URI loses the segments "." and ".." on its way (RFC 3986 section 5.2.4), so no page could be found by them.
        if _VALID.fullmatch(text) and text not in (".", ".."):
            return
        if (at := first_outside(text, CSET_82)) is not None:
            raise BadLot(
                f"{shown(text)} is not a lot number: {shown(text[at])} at position {at + 1} is not in GS1's set 82"
            )
        raise BadLot(
            f"{shown(text)} is not a lot number: expected 1 to {MAX} characters other than . and .., got {len(text)}"
        )

    @classmethod
    def parse(cls, text: str) -> Lot:
        """The lot number from what was typed or scanned, byte for byte."""
        return cls(text)

    def __str__(self) -> str:
        return self.lot
