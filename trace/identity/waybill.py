"""Waybills: a number is unique for its carrier only, so a carrier's code belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trace.errors import Malformed
from trace.identity.characters import shown

CARRIER = re.compile("[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])?")
# China has no national form of waybill numbers; JD's end in a dash, so only the first character is held to more.
NUMBER = re.compile("[A-Z0-9][A-Z0-9-]{3,39}")
_S10 = re.compile("[A-Z]{2}[0-9]{9}[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


class BadWaybill(Malformed):
    """A carrier's code or a waybill number that cannot be one."""

    code = "bad-waybill"


@dataclass(frozen=True, slots=True)
class Waybill:
    """A carrier's code in small letters and the number on the label in capitals."""

    carrier: str
    number: str

    def __post_init__(self) -> None:
        if not CARRIER.fullmatch(self.carrier):
            raise BadWaybill(
                f"{shown(self.carrier)} is not a carrier's code: expected 1 to 32 small letters, digits, - and _, "
                "with a letter or digit at both ends"
            )
        if not NUMBER.fullmatch(self.number):
            raise BadWaybill(
                f"{shown(self.number)} is not a waybill number: expected 4 to 40 capital letters, digits and dashes, "
                f"no dash first, got {len(self.number)} characters"
            )

    @classmethod
    def parse(cls, carrier: str, number: str) -> Waybill:
        """The waybill from what was typed or scanned; small and capital letters are one."""
        # Only ASCII has letters here; upper() would turn a sharp s into two letters of which the label knows nothing.
        return cls(
            carrier.lower() if carrier.isascii() else carrier,
            number.upper() if number.isascii() else number,
        )

    @property
    def path(self) -> str:
        """Its path in our own names."""
        return f"/id/waybill/{self.carrier}/{self.number}"

    def uri(self, origin: str) -> str:
        """Its name in the record of the log `origin`."""
        return f"https://{origin}{self.path}"

    @property
    def s10_ok(self) -> bool | None:
        """Whether the check digit of a UPU S10 number fits; None where the number has not that shape.

        A fact and not a condition: carriers use the shape for numbers of their own.
        """
        if not _S10.fullmatch(self.number):
            return None
        total = sum(weight * int(figure) for weight, figure in zip(_S10_WEIGHTS, self.number[2:10], strict=True))
        # 11 minus the remainder, where 10 is written 0 and 11 is written 5 (UPU S10, section 3).
        return int(self.number[10]) == {10: 0, 11: 5}.get(right := 11 - total % 11, right)

    def __str__(self) -> str:
        return f"{self.carrier} {self.number}"
