"""GS1 application identifiers that a Digital Link names things with: a table, so that one more is one more row.

After the GS1 Digital Link standard, URI syntax 1.6, and the GS1 barcode syntax dictionary ("dlpkey").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from trace.errors import Malformed
from trace.identity import checkdigit
from trace.identity.characters import CSET_39, CSET_82, first_outside, only_digits, shown


class BadKey(Malformed):
    """A value that its GS1 application identifier does not allow."""

    code = "bad-key"


@dataclass(frozen=True, slots=True)
class Element:
    """One application identifier: what its value looks like, and how many leading digits end in a check digit."""

    title: str
    pattern: re.Pattern[str]
    form: str
    checked: slice | None = None
    also: tuple[Callable[[str], bool], str] | None = None


def _number(title: str, digits: int) -> Element:
    return Element(title, re.compile(f"[0-9]{{{digits}}}"), f"{digits} digits", slice(0, digits))


def _text(title: str, most: int, prefixed: bool = False) -> Element:
    # The dictionary's linter gcppos1 wants at least four digits of a company prefix in front.
    front = "(?=[0-9]{4})" if prefixed else ""
    pattern = re.compile(f"{front}[{CSET_82}]{{1,{most}}}")
    return Element(title, pattern, f"1 to {most} characters" + (", the first four of them digits" if prefixed else ""))


def _pieces(value: str) -> bool:
    # Piece n of m (General Specifications, AI 8006): neither is zero, and n is not above m.
    return "00" < value[14:16] <= value[16:18]


ELEMENTS: dict[str, Element] = {
    "01": _number("GTIN", 14),
    "00": _number("SSCC", 18),
    "414": _number("GLN of a place", 13),
    "417": _number("GLN of a party", 13),
    "415": _number("GLN to pay to", 13),
    "402": _number("GSIN of a shipment", 17),
    "8017": _number("GSRN of a provider", 18),
    "8018": _number("GSRN of a recipient", 18),
    "253": Element(
        "GDTI", re.compile(f"[0-9]{{13}}[{CSET_82}]{{0,17}}"), "13 digits and up to 17 characters", slice(0, 13)
    ),
    "255": Element("GCN", re.compile("[0-9]{13,25}"), "13 to 25 digits", slice(0, 13)),
    "8003": Element(
        "GRAI", re.compile(f"0[0-9]{{13}}[{CSET_82}]{{0,16}}"), "0, 13 digits and up to 16 characters", slice(1, 14)
    ),
    "8006": Element(
        "ITIP", re.compile("[0-9]{18}"), "14 digits of a GTIN, piece and total", slice(0, 14),
        (_pieces, "its piece must be between 01 and the total"),
    ),
    "401": _text("GINC of a consignment", 30, prefixed=True),
    "8004": _text("GIAI of an asset", 30, prefixed=True),
    "8010": Element(
        "CPID", re.compile(f"(?=[0-9]{{4}})[{CSET_39}]{{1,30}}"), "1 to 30 characters of set 39, the first four digits"
    ),
    "8013": Element(
        "GMN", re.compile(f"(?=[0-9]{{4}})[{CSET_82}]{{3,25}}"), "3 to 25 characters, the first four digits",
        None, (checkdigit.pair_fits, "its check pair does not fit"),
    ),
    "22": _text("consumer product variant", 20),
    "10": _text("lot", 20),
    "21": _text("serial", 20),
    "235": _text("third-party serial", 28),
    "254": _text("GLN extension", 20),
    "7040": Element(
        "UIC", re.compile(f"[0-9][{CSET_82}]{{2}}[A-Za-z0-9_-]"), "a digit, two characters and an importer index"
    ),
    "8011": Element("CPID serial", re.compile("0|[1-9][0-9]{0,11}"), "a number of up to 12 digits"),
    "8019": Element("service relation instance", re.compile("[0-9]{1,10}"), "1 to 10 digits"),
    "8020": _text("payment reference", 25),
    "02": _number("GTIN of contained items", 14),
}  # fmt: skip

# Primary keys in the order in which one of several is chosen, with the qualifiers that may follow, in this
# order; of several rows one applies.
PRIMARY: dict[str, tuple[tuple[str, ...], ...]] = {
    "01": (("22", "10", "21"), ("235",)),
    "8006": (("22", "10", "21"),),
    "8013": ((),),
    "8010": (("8011",),),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "417": (("7040",),),
    "8017": (("8019",),),
    "8018": (("8019",),),
    "255": ((),),
    "00": ((),),
    "253": ((),),
    "401": ((),),
    "402": ((),),
    "8003": ((),),
    "8004": (("7040",),),
}
QUALIFIERS = frozenset(ai for rows in PRIMARY.values() for row in rows for ai in row)
# What names the thing most finely comes first; where one is there, the coarser ones are no part of the name.
FINEST = ("21", "235", "10", "22")


def check(ai: str, value: str) -> None:
    """Refuse a value that `ai` does not allow; an identifier outside the table is held to set 82 and 90 characters."""
    element = ELEMENTS.get(ai)
    if element is None:
        if not 1 <= len(value) <= 90 or first_outside(value, CSET_82) is not None:
            raise BadKey(f"{shown(value)} is not a value of AI ({ai}): expected 1 to 90 characters of GS1's set 82")
        return
    named = f"{shown(value)} is not a value of AI ({ai}), {element.title}:"
    if not element.pattern.fullmatch(value):
        got = f"{len(value)} digits" if only_digits(value) else f"{len(value)} characters"
        raise BadKey(f"{named} expected {element.form}, got {got}")
    if element.checked is not None and not checkdigit.fits(number := value[element.checked]):
        raise BadKey(f"{named} its check digit is {number[-1]} where {checkdigit.digit(number[:-1])} was expected")
    if element.also is not None and not element.also[0](value):
        raise BadKey(f"{named} {element.also[1]}")
    if value in (".", ".."):
        # Lost on the way through a URI (RFC 3986 section 5.2.4).
        raise BadKey(f"{named} a segment of a URI cannot be dots alone")


def in_order(key: str, qualifiers: tuple[str, ...]) -> bool:
    """Whether these qualifiers may follow the primary key, in this order."""
    return any(_within(qualifiers, row) for row in PRIMARY[key])


def _within(some: tuple[str, ...], row: tuple[str, ...]) -> bool:
    return tuple(ai for ai in row if ai in some) == some
