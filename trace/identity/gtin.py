"""Trade item numbers: GTIN-8, -12, -13 and -14, kept as 14 digits (GS1 General Specifications, section 3.3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trace.errors import Malformed
from trace.identity.characters import only_digits, shown
from trace.identity.checkdigit import digit, fits

LENGTHS = (8, 12, 13, 14)
Group = Literal["china", "demonstration", "restricted", "coupon", "isbn", "issn", "other"]

# GS1 prefixes (General Specifications, table 1.4.2-1); 680-681 is GS1 China's by practice, unlike 690-699 not confirmed.
_GROUPS: tuple[tuple[range, Group], ...] = (
    (range(20, 30), "restricted"),
    (range(40, 60), "restricted"),
    (range(200, 300), "restricted"),
    (range(680, 682), "china"),
    (range(690, 700), "china"),
    (range(952, 953), "demonstration"),
    (range(977, 978), "issn"),
    (range(978, 980), "isbn"),
    (range(980, 985), "coupon"),
    (range(990, 1000), "coupon"),
)


class BadGtin(Malformed):
    """A barcode number that is no GTIN."""

    code = "bad-gtin"


@dataclass(frozen=True, slots=True)
class Gtin:
    """A trade item number of 14 digits with a right check digit."""

    gtin14: str

    def __post_init__(self) -> None:
        if len(self.gtin14) != 14 or not fits(self.gtin14):
            raise BadGtin(_trouble(self.gtin14))

    @classmethod
    def parse(cls, text: str) -> Gtin:
        """The GTIN that is written with 8, 12, 13 or 14 digits."""
        if len(text) not in LENGTHS or not fits(text):
            raise BadGtin(_trouble(text))
        return cls(text.rjust(14, "0"))

    @property
    def length(self) -> int:
        """The shortest of 8, 12, 13 and 14 digits in which it can be written."""
        return next((n for n in LENGTHS if not self.gtin14[: 14 - n].strip("0")), 14)

    @property
    def short(self) -> str:
        """It as printed below a barcode: 8, 12, 13 or 14 digits."""
        return self.gtin14[-self.length :]

    @property
    def gtin13(self) -> str | None:
        """It as an EAN-13 barcode holds it; None where the first of 14 digits tells of a packaging level."""
        return self.gtin14[1:] if self.gtin14[0] == "0" else None

    @property
    def prefix(self) -> str:
        """The first three digits that were given out: which GS1 organisation did, never where the goods are from."""
        return self.short[:3] if self.length == 8 else self.gtin14[1:4]

    @property
    def group(self) -> Group:
        """What numbers with its prefix are for."""
        number = int(self.prefix)
        if self.length == 8:
            # A GTIN-8 has prefixes of its own; those beginning with 0 and 2 never leave a shop (section 1.4.3).
            return "restricted" if number < 100 or 200 <= number < 300 else _group(number, {"china", "demonstration"})
        return _group(number)

    @property
    def restricted(self) -> bool:
        """Whether it is not unique in the world: given out within a shop, a firm or a region, or for coupons."""
        return self.group in ("restricted", "coupon")

    @property
    def variable_measure(self) -> bool:
        """Whether it is for goods sold by weight or length, which need a measure beside the number."""
        return self.gtin14[0] == "9"

    def __str__(self) -> str:
        return self.gtin14


def _group(number: int, among: set[Group] | None = None) -> Group:
    found: Group = next((group for numbers, group in _GROUPS if number in numbers), "other")
    return found if among is None or found in among else "other"


def _trouble(text: str) -> str:
    if not only_digits(text):
        return f"{shown(text)} is not a GTIN: expected digits 0-9 and nothing else"
    if len(text) not in LENGTHS:
        return f"{shown(text)} is not a GTIN: expected 8, 12, 13 or 14 digits, got {len(text)}"
    return f"{shown(text)} is not a GTIN: its check digit is {text[-1]} where {digit(text[:-1])} was expected"
