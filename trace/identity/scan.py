"""What a reader of barcodes sends: a symbology identifier (ISO/IEC 15424), then data; and the same in GS1's own notation.

In that notation a caret stands for FNC1, a leading one says that application identifiers follow, a backslash before it
that it is a caret of plain data, and | parts a linear symbol from the composite one above it.
"""

from __future__ import annotations

import re

from trace.errors import Malformed
from trace.identity import ai, checkdigit, elements, link
from trace.identity.characters import only_digits, shown
from trace.identity.elements import GS, BadElements

# Plain and with application identifiers, by the symbol's name.
_MATRIX = {"QR": ("]Q1", "]Q3"), "DM": ("]d1", "]d2"), "DotCode": ("]J0", "]J1")}
_DATABAR = ("DataBarOmni", "DataBarTruncated", "DataBarStacked", "DataBarLimited")
# How many digits a retail symbol shows, its identifier, and the zeros that a reader puts in front.
_RETAIL = {"EAN13": (13, "]E0", ""), "UPCA": (12, "]E0", "0"), "UPCE": (12, "]E0", "0"), "EAN8": (8, "]E4", "")}
_NAMES = {said: (name, said == pair[1]) for name, pair in _MATRIX.items() for said in pair} | {
    "]C1": ("GS1_128_CCA", True),
    "]e0": ("DataBarExpanded", True),
}
_CARET = re.compile(r"\\*\^")


class BadSymbol(Malformed):
    """What no reader of barcodes sends, or what no such symbol can hold."""

    code = "bad-symbol"


def read(scanned: str) -> tuple[str, str]:
    """The symbol's name, and its data in GS1's notation."""
    said, data = scanned[:3], scanned[3:]
    if said in ("]E0", "]E4"):
        return _retail(said, data)
    if said not in _NAMES:
        raise BadSymbol(
            f"{shown(scanned)} does not begin with a symbology identifier that is read here, such as ]C1 or ]Q3"
        )
    name, with_ais = _NAMES[said]
    if with_ais:
        return name, _identifiers(data)
    if data.startswith(("http://", "https://", "HTTP://", "HTTPS://")):
        link.parse(data)
    return name, f"\\{data}" if _CARET.match(data) else data


def write(name: str, data: str) -> str:
    """What a reader sends of a symbol with this name and these data in GS1's notation."""
    if name in _MATRIX:
        plain, with_ais = _MATRIX[name]
        if not data.startswith("^"):
            return plain + (data[1:] if _CARET.match(data) else data)
        return with_ais + _sent(data)
    linear, _, composite = data.partition("|")
    above = _sent(composite) if composite else ""
    if name in _RETAIL:
        digits, said, zeros = _RETAIL[name]
        return f"{said}{zeros}{_number(name, linear, digits)}" + (f"|]e0{above}" if above else "")
    if name in _DATABAR:
        number = _number(name, linear, 14)
        if name == "DataBarLimited" and number[0] > "1":
            raise BadSymbol(f"{number} does not fit into DataBar Limited: expected a GTIN that begins with 0 or 1")
        return f"]e001{number}{above}"
    if name not in ("DataBarExpanded", "GS1_128_CCA", "GS1_128_CCC"):
        raise BadSymbol(f"{shown(name)} is not a symbol that is written here")
    below = _sent(linear)
    if not above:
        return ("]e0" if name == "DataBarExpanded" else "]C1") + below
    # Composite symbols are sent as one string, parted where the last length is not known (section 5.11.2).
    last = elements.parse(below)[-1][0]
    return f"]e0{below}{'' if ai.get(last).fixed else GS}{above}"


def _identifiers(data: str) -> str:
    if "^" in data:
        raise BadSymbol(f"{shown(data)} holds a caret, which is in no value of GS1's")
    for code, value in elements.parse(data):
        ai.check(code, value)
    return "^" + data.replace(GS, "^")


def _sent(data: str) -> str:
    if not data.startswith("^"):
        raise BadElements(f"{shown(data)} is not application identifiers: expected ^ before them")
    text = data[1:].replace("^", GS)
    for code, value in elements.parse(text):
        ai.check(code, value)
    return text


def _retail(said: str, data: str) -> tuple[str, str]:
    name, digits = ("EAN13", 13) if said == "]E0" else ("EAN8", 8)
    number, bar, composite = data.partition("|]e0")
    if len(number) != digits or not checkdigit.fits(number):
        raise BadSymbol(f"{shown(data)} is not {digits} digits with a right check digit")
    return name, f"{number}|{_identifiers(composite)}" if bar else number


def _number(name: str, linear: str, digits: int) -> str:
    """The digits that the symbol shows: as they are, or out of (01) with the zeros in front left out."""
    number = linear.removeprefix("^01")
    if number != linear and number[:-digits].strip("0") == "":
        number = number[-digits:]
    if len(number) != digits or not only_digits(number) or not checkdigit.fits(number):
        raise BadSymbol(f"{shown(linear)} is not what {name} holds: expected {digits} digits with a right check digit")
    return number
