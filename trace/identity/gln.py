"""Numbers of places and parties (GS1 General Specifications, section 3.5)."""

from __future__ import annotations

from dataclasses import dataclass

from trace.errors import Malformed
from trace.identity.characters import only_digits, shown
from trace.identity.checkdigit import digit, fits


class BadGln(Malformed):
    """A text that is no GLN."""

    code = "bad-gln"


@dataclass(frozen=True, slots=True)
class Gln:
    """A global location number: 13 digits with a right check digit."""

    gln: str

    def __post_init__(self) -> None:
        text = self.gln
        if not only_digits(text):
            raise BadGln(f"{shown(text)} is not a GLN: expected 13 digits 0-9 and nothing else")
        if len(text) != 13:
            raise BadGln(f"{shown(text)} is not a GLN: expected 13 digits, got {len(text)}")
        if not fits(text):
            right = digit(text[:-1])
            raise BadGln(f"{shown(text)} is not a GLN: its check digit is {text[-1]} where {right} was expected")

    @classmethod
    def parse(cls, text: str) -> Gln:
        """The GLN that is written with 13 digits."""
        return cls(text)

    def __str__(self) -> str:
        return self.gln
