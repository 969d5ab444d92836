"""EPC pure identities (urn:epc:...) and the Digital Links that say the same (EPC Tag Data Standard, section 6.3).

An EPC knows where its company prefix ends and a Digital Link does not; the way back is trace/identity/urn.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from trace.errors import Malformed
from trace.identity.characters import shown, unescaped
from trace.identity.checkdigit import digit
from trace.identity.link import Link, Pairs

_DIGITS = re.compile("[0-9]*")
_PREFIX = re.compile("[0-9]{6,12}")
_EPC = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):([!-~]+)")


class BadEpc(Malformed):
    """An EPC that says no thing, or not in the form of its scheme."""

    code = "bad-epc"


def link(urn: str) -> Link | None:
    """The Digital Link that names what the EPC names; None for schemes that GS1 keys cannot say, such as `imovn`.

    Tags and raw bits are refused: they are other spellings of a thing, of which only the pure identity is a name.
    """
    found = _EPC.fullmatch(urn)
    if found is None:
        raise BadEpc(
            f"{shown(urn)} is not a name of a thing: expected a pure identity such as "
            "urn:epc:id:sgtin:9520123.045678.serial, the first words in small letters"
        )
    kind, scheme, rest = found.groups()
    if kind == "idpat":
        kind, rest = _class_of_pattern(urn, scheme, rest)
    read = _SCHEMES.get((kind, scheme))
    if read is None:
        return None
    many, of = read
    parts = rest.split(".", many - 1)
    if len(parts) != many:
        raise BadEpc(
            f"{shown(urn)} is not an EPC: expected {many} parts with full stops between them, got {len(parts)}"
        )
    if not _PREFIX.fullmatch(parts[0]):
        raise BadEpc(f"{shown(urn)} is not an EPC: expected a company prefix of 6 to 12 digits, got {shown(parts[0])}")
    (key, value), *qualifiers = of(urn, parts)
    return Link(key, value, tuple(qualifiers))


def _class_of_pattern(urn: str, scheme: str, rest: str) -> tuple[str, str]:
    # CBV 2.0 section 8.3.1 names a product by the pattern of all its serials; other patterns name no one thing.
    head, _, last = rest.rpartition(".")
    if scheme != "sgtin" or last != "*" or "*" in head:
        raise BadEpc(f"{shown(urn)} names many things: only urn:epc:idpat:sgtin:PREFIX.ITEM.* is a name, of a product")
    return "idpat", head


def _padded(urn: str, prefix: str, reference: str, digits: int) -> str:
    if not _DIGITS.fullmatch(reference) or len(prefix) + len(reference) != digits:
        got = f"{len(prefix)} + {len(reference)}"
        raise BadEpc(f"{shown(urn)} is not an EPC: expected prefix and reference to have {digits} digits, got {got}")
    return prefix + reference


def _gtin(urn: str, prefix: str, reference: str) -> str:
    # The first figure of the reference is the packaging level, which a GTIN-14 puts in front.
    _padded(urn, prefix, reference, 13)
    body = reference[0] + prefix + reference[1:]
    return body + digit(body)


def _thirteen(urn: str, prefix: str, reference: str) -> str:
    body = _padded(urn, prefix, reference, 12)
    return body + digit(body)


def _trade_item(qualifier: str) -> Callable[[str, list[str]], Pairs]:
    def read(urn: str, parts: list[str]) -> Pairs:
        return ("01", _gtin(urn, *parts[:2])), (qualifier, unescaped(parts[2]))

    return read


def _itip(urn: str, parts: list[str]) -> Pairs:
    return ("8006", _gtin(urn, *parts[:2]) + parts[2] + parts[3]), ("21", unescaped(parts[4]))


def _sscc(urn: str, parts: list[str]) -> Pairs:
    prefix, reference = parts
    _padded(urn, prefix, reference, 17)
    body = reference[0] + prefix + reference[1:]
    return (("00", body + digit(body)),)


def _sgln(urn: str, parts: list[str]) -> Pairs:
    key = ("414", _thirteen(urn, *parts[:2]))
    # A lone 0 says that there is no extension (Tag Data Standard, section 6.3.3).
    return (key,) if parts[2] == "0" else (key, ("254", unescaped(parts[2])))


def _numbered(key: str, front: str = "") -> Callable[[str, list[str]], Pairs]:
    """Prefix and type with a check digit, then a serial."""

    def read(urn: str, parts: list[str]) -> Pairs:
        return ((key, front + _thirteen(urn, *parts[:2]) + unescaped(parts[2])),)

    return read


def _checked(key: str, digits: int) -> Callable[[str, list[str]], Pairs]:
    """Prefix and reference of so many digits, then a check digit."""

    def read(urn: str, parts: list[str]) -> Pairs:
        body = _padded(urn, parts[0], parts[1], digits)
        return ((key, body + digit(body)),)

    return read


def _joined(key: str) -> Callable[[str, list[str]], Pairs]:
    """Prefix and reference, one behind the other."""

    def read(urn: str, parts: list[str]) -> Pairs:
        return ((key, parts[0] + unescaped(parts[1])),)

    return read


def _cpi(urn: str, parts: list[str]) -> Pairs:
    return ("8010", parts[0] + unescaped(parts[1])), ("8011", parts[2])


# How many parts a scheme has, and what they say.
_SCHEMES: dict[tuple[str, str], tuple[int, Callable[[str, list[str]], Pairs]]] = {
    ("id", "sgtin"): (3, _trade_item("21")),
    ("class", "lgtin"): (3, _trade_item("10")),
    ("idpat", "sgtin"): (2, lambda urn, parts: (("01", _gtin(urn, *parts)),)),
    ("id", "upui"): (3, _trade_item("235")),
    ("id", "itip"): (5, _itip),
    ("id", "sscc"): (2, _sscc),
    ("id", "sgln"): (3, _sgln),
    ("id", "pgln"): (2, _checked("417", 12)),
    ("id", "gsrn"): (2, _checked("8018", 17)),
    ("id", "gsrnp"): (2, _checked("8017", 17)),
    ("id", "gsin"): (2, _checked("402", 16)),
    ("id", "grai"): (3, _numbered("8003", "0")),
    ("id", "gdti"): (3, _numbered("253")),
    ("id", "sgcn"): (3, _numbered("255")),
    ("id", "giai"): (2, _joined("8004")),
    ("id", "ginc"): (2, _joined("401")),
    ("id", "cpi"): (3, _cpi),
}
