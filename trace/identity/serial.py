"""Serials of items (GS1 General Specifications, AI 21): 1 to 20 characters of GS1's set 82."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trace.errors import Malformed
from trace.identity.characters import CSET_82, first_outside, shown

MAX = 20
_VALID = re.compile(f"[{CSET_82}]{{1,{MAX}}}")


class BadSerial(Malformed):
    """A text that cannot be a serial number."""

    code = "bad-serial"


@dataclass(frozen=True, slots=True)
class Serial:
    """A serial number as it is printed; it says nothing without the number of its product."""

    serial: str

    def __post_init__(self) -> None:
        text = self.serial
        # A URI loses the segments "." and ".." on its way (RFC 3986 section 5.2.4), so no page could be found by them.
        if _VALID.fullmatch(text) and text not in (".", ".."):
            return
        if (at := first_outside(text, CSET_82)) is not None:
            raise BadSerial(
                f"{shown(text)} is not a serial number: {shown(text[at])} at position {at + 1} is not in GS1's set 82"
            )
        raise BadSerial(
            f"{shown(text)} is not a serial number: expected 1 to {MAX} characters other than . and .., got {len(text)}"
        )

    @classmethod
    def parse(cls, text: str) -> Serial:
        """The serial number from what was typed or scanned, byte for byte."""
        return cls(text)

    def __str__(self) -> str:
        return self.serial
