"""Digital Links as the EPC URNs that say the same (EPC Tag Data Standard, section 6.3): trace/identity/epc.py, backwards.

A Digital Link does not say where its company prefix ends, so this goes by GS1's list of prefixes as the library biip
brings it. What that list does not know, or a URN cannot say, has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from trace.errors import Malformed
from trace.identity import epc
from trace.identity.keys import FINEST
from trace.identity.link import Link

# What a URN writes with a percent sign (Tag Data Standard, section 5): signs that mean something in a URI.
_RESERVED = re.compile('["%&/<>?#]')
# From the value behind whatever stands before the prefix, the prefix's length, and the qualifier: what the URN says.
Write = Callable[[str, int, str], str]


@lru_cache(maxsize=16_384)
def of(link: Link) -> str | None:
    """The URN of what a link names by its finest qualifier; None where there is none that leads back to the same name."""
    said = dict(link.qualifiers)
    ai = next((ai for ai in FINEST if ai in said), next(iter(said), ""))
    if (scheme := _SCHEMES.get((link.key, ai))) is None:
        return None
    head, skip, write = scheme
    value = link.value[skip:]
    leading = re.match("[0-9]*", value)
    # Read when it is needed: the list takes a tenth of a second, and most processes never ask for a URN.
    from biip.gs1_prefixes import GS1CompanyPrefix

    found = GS1CompanyPrefix.extract(leading[0]) if leading is not None and leading[0] else None
    if found is None:
        return None
    made = f"urn:epc:{head}:{found.value}.{write(link.value, len(found.value), _said(said.get(ai, '')))}"
    if made.endswith("."):
        # A GRAI, GDTI or GCN without its serial names a kind of thing, which no EPC does.
        return None
    try:
        back = epc.link(made)
    except Malformed:
        return None
    return made if back is not None and back.canonical == link.canonical else None


def _said(text: str) -> str:
    return _RESERVED.sub(lambda sign: f"%{ord(sign[0]):02X}", text)


def _goods(value: str, end: int, qualifier: str) -> str:
    # The packaging level stands before the reference, and the check digit goes.
    return f"{value[0]}{value[1 + end : 13]}.{qualifier or '*'}"


def _itip(value: str, end: int, qualifier: str) -> str:
    return f"{value[0]}{value[1 + end : 13]}.{value[14:16]}.{value[16:18]}.{qualifier}"


def _sscc(value: str, end: int, _: str) -> str:
    return f"{value[0]}{value[1 + end : 17]}"


def _place(value: str, end: int, qualifier: str) -> str:
    return f"{value[end:12]}.{qualifier or '0'}"


def _checked(value: str, end: int, _: str) -> str:
    return value[end:-1]


def _numbered(value: str, end: int, _: str) -> str:
    return f"{value[end:12]}.{_said(value[13:])}"


def _joined(value: str, end: int, _: str) -> str:
    return _said(value[end:])


# By key and finest qualifier: kind and scheme, how many digits stand before the prefix, and what follows it.
_SCHEMES: dict[tuple[str, str], tuple[str, int, Write]] = {
    ("01", ""): ("idpat:sgtin", 1, _goods),
    ("01", "21"): ("id:sgtin", 1, _goods),
    ("01", "10"): ("class:lgtin", 1, _goods),
    ("01", "235"): ("id:upui", 1, _goods),
    ("8006", "21"): ("id:itip", 1, _itip),
    ("00", ""): ("id:sscc", 1, _sscc),
    ("414", ""): ("id:sgln", 0, _place),
    ("414", "254"): ("id:sgln", 0, _place),
    ("417", ""): ("id:pgln", 0, _checked),
    ("8018", ""): ("id:gsrn", 0, _checked),
    ("8017", ""): ("id:gsrnp", 0, _checked),
    ("402", ""): ("id:gsin", 0, _checked),
    ("8003", ""): ("id:grai", 1, lambda value, end, _: _numbered(value[1:], end, "")),
    ("253", ""): ("id:gdti", 0, _numbered),
    ("255", ""): ("id:sgcn", 0, _numbered),
    ("8004", ""): ("id:giai", 0, _joined),
    ("401", ""): ("id:ginc", 0, _joined),
    ("8010", "8011"): ("id:cpi", 0, lambda value, end, qualifier: f"{_said(value[end:])}.{qualifier}"),
}
