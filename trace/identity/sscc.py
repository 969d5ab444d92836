"""Numbers of logistic units, parcels and cartons alike (GS1 General Specifications, section 3.3.1)."""

from __future__ import annotations

from dataclasses import dataclass

from trace.errors import Malformed
from trace.identity.characters import only_digits, shown
from trace.identity.checkdigit import digit, fits


class BadSscc(Malformed):
    """A text that is no SSCC."""

    code = "bad-sscc"


@dataclass(frozen=True, slots=True)
class Sscc:
    """A serial shipping container code: 18 digits with a right check digit."""

    sscc: str

    def __post_init__(self) -> None:
        text = self.sscc
        if not only_digits(text):
            raise BadSscc(f"{shown(text)} is not an SSCC: expected 18 digits 0-9 and nothing else")
        if len(text) != 18:
            raise BadSscc(f"{shown(text)} is not an SSCC: expected 18 digits, got {len(text)}")
        if not fits(text):
            right = digit(text[:-1])
            raise BadSscc(f"{shown(text)} is not an SSCC: its check digit is {text[-1]} where {right} was expected")

    @classmethod
    def parse(cls, text: str) -> Sscc:
        """The SSCC that is written with 18 digits, without the (00) before it."""
        return cls(text)

    @classmethod
    def of(cls, body: str) -> Sscc:
        """The SSCC with these 17 digits and the check digit that belongs to them."""
        if len(body) != 17 or not only_digits(body):
            raise BadSscc(f"{shown(body)} is not the body of an SSCC: expected 17 digits 0-9")
        return cls(body + digit(body))

    def __str__(self) -> str:
        return self.sscc
