"""GS1 element strings, as GS1-128, DataMatrix and QR symbols hold them: identifiers and values, GS where a length is open.

After the GS1 General Specifications, section 7.8; with brackets, as people read them, after section 4.15.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from trace.errors import Malformed
from trace.identity.characters import shown

# What a reader puts before the data of a symbol that holds element strings (ISO/IEC 15424): GS1-128, DataBar, DataMatrix,
# QR and DotCode with FNC1 in front.
SYMBOLS = frozenset({"]C1", "]e0", "]d2", "]Q3", "]J1"})
GS = "\x1d"
# Figure 7.8.5-2: what begins with these two digits has, with them, this length, and no GS after it.
_WHOLE = {
    "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, **{f"1{n}": 8 for n in range(1, 10)}, "20": 4,
    **{f"3{n}": 10 for n in range(1, 7)}, "41": 16,
}  # fmt: skip
_THREE = re.compile("2[345]|4[012]|71")
_FOUR = re.compile("3[1-69]|43|7[02]|8[0-2]")
# A bracket that opens no identifier belongs to the value.
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)((?:\\\(|[^(]|\((?![0-9]{2,4}\)))+)")


class BadElements(Malformed):
    """A text that is no GS1 element string."""

    code = "bad-elements"


def width(text: str) -> int:
    """How many digits the identifier has that begins with the first two of `text`."""
    return 3 if _THREE.match(text) else 4 if _FOUR.match(text) else 2


def parse(text: str) -> list[tuple[str, str]]:
    """The identifiers and values of an element string without its symbology identifier, in its order."""
    found: list[tuple[str, str]] = []
    rest = text.removeprefix(GS)
    while rest:
        if not re.match("[0-9]{2}", rest):
            raise BadElements(f"{shown(rest)} does not begin with an application identifier: expected 2 to 4 digits")
        end = _WHOLE.get(rest[:2]) or (rest + GS).index(GS)
        digits = width(rest)
        ai, value = rest[:digits], rest[digits:end]
        if len(rest) < end or not value or not re.fullmatch("[0-9]{2,4}", ai) or GS in value:
            raise BadElements(f"({ai}) has no whole value in {shown(rest)}: scan it again")
        found.append((ai, value))
        rest = rest[end:].removeprefix(GS)
    if not found:
        raise BadElements("the symbol is empty: expected application identifiers and values")
    return found


def write(pairs: Iterable[tuple[str, str]]) -> str:
    """The element string that says these identifiers and values, in their order, GS where one without a known length ends."""
    text = ""
    for ai, value in pairs:
        text += ai + value + ("" if ai[:2] in _WHOLE else GS)
    return text.removesuffix(GS)


def parse_bracketed(text: str) -> list[tuple[str, str]]:
    """The identifiers and values of a text like (01)09520123456788(10)A; a bracket of a value's own may follow a backslash."""
    found = [(ai, value.replace("\\(", "(")) for ai, value in _BRACKETED.findall(text)]
    if not found or _BRACKETED.sub("", text) or any(GS in value for _, value in found):
        raise BadElements(f"{shown(text)} is not identifiers and values: expected a text like (01)09520123456788(10)A")
    return found


def write_bracketed(pairs: Iterable[tuple[str, str]]) -> str:
    """The same as people read it under a symbol; a bracket of a value's own follows a backslash."""
    return "".join(f"({ai})" + value.replace("(", "\\(") for ai, value in pairs)
