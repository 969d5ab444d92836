"""Patterns of EPCs (EPC Tag Data Standard, section 8), said of the canonical names that the record has.

A pattern is a list of pieces: so many characters on, this text stands. So no character of it can ever be a wild card of
some database, and it means the same on all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from trace.errors import Malformed
from trace.identity import epc, thing
from trace.identity.characters import shown
from trace.identity.link import STEM

_PATTERN = re.compile(r"urn:epc:idpat:([a-z]+):([!-~]+)")
_DIGITS = re.compile("[0-9]+")


class BadPattern(Malformed):
    """A pattern of EPCs that is none."""

    code = "bad-epc-pattern"


class Piece(NamedTuple):
    """This text stands so many characters on."""

    at: int
    text: str


Pattern = tuple[Piece, ...]


def read(text: str, origin: str, *, classes: bool) -> str | Pattern:
    """The one name that `text` says, or the pattern; `classes` where it is asked of EPC classes and not of single things."""
    found = _PATTERN.fullmatch(text)
    if found is None:
        return thing.canonical(text, origin)
    scheme, parts = found[1], found[2].split(".")
    wild = sum(part == "*" for part in parts)
    if wild == 0:
        kind = "class" if scheme == "lgtin" else "id"
        return thing.canonical(text.replace("idpat", kind, 1), origin)
    if "*" in parts[: len(parts) - wild] or any("*" in part for part in parts if part != "*"):
        raise BadPattern(
            f"{shown(text)} is no pattern: expected stars in place of the last parts, whole and without a gap"
        )
    if (known := _SCHEMES.get(scheme)) is None or len(parts) != known[0]:
        raise BadPattern(f"{shown(text)} is no pattern of an EPC scheme that is known here")
    if parts[0] == "*":
        return (Piece(0, known[1]), *_finer(scheme, classes))
    if not _DIGITS.fullmatch(parts[0]):
        raise BadPattern(f"{shown(text)} is no pattern: expected a company prefix or a star, got {shown(parts[0])}")
    if scheme in ("sgtin", "lgtin"):
        return _trade_item(scheme, parts, wild, classes)
    return known[2](parts[: len(parts) - wild])


def matches(name: str, pattern: Pattern) -> bool:
    """Whether a name has all the pieces in their places."""
    return all(name.startswith(piece.text, piece.at) for piece in pattern)


def _trade_item(scheme: str, parts: list[str], wild: int, classes: bool) -> str | Pattern:
    # The product's number: packaging level, company prefix, item reference, check digit; then what tells the piece or lot.
    front = f"{STEM}/01/"
    if wild == 1:
        product = epc.link(f"urn:epc:idpat:sgtin:{parts[0]}.{parts[1]}.*")
        assert product is not None
        if scheme == "sgtin" and classes:
            return product.canonical
        return (Piece(0, f"{product.canonical}{_FINER[scheme]}"),)
    return (Piece(0, front), Piece(len(front) + 1, parts[0]), *_finer(scheme, classes))


def _finer(scheme: str, classes: bool) -> Pattern:
    """What stands behind the number of a product where a piece or a lot of it is meant."""
    if scheme not in _FINER or (scheme == "sgtin" and classes):
        return ()
    return (Piece(len(f"{STEM}/01/") + 14, _FINER[scheme]),)


_FINER = {"sgtin": "/21/", "lgtin": "/10/"}


def _joined(key: str, before: str = "") -> Callable[[list[str]], Pattern]:
    """Keys that begin with the company prefix and the reference behind it."""
    return lambda known: (Piece(0, f"{STEM}/{key}/{before}{''.join(known)}"),)


def _sscc(known: list[str]) -> Pattern:
    # The extension digit stands before the prefix.
    return Piece(0, f"{STEM}/00/"), Piece(len(f"{STEM}/00/") + 1, known[0])


def _none(known: list[str]) -> Pattern:
    raise AssertionError(known)


_SCHEMES: dict[str, tuple[int, str, Callable[[list[str]], Pattern]]] = {
    "sgtin": (3, f"{STEM}/01/", _none),
    "lgtin": (3, f"{STEM}/01/", _none),
    "sscc": (2, f"{STEM}/00/", _sscc),
    "sgln": (3, f"{STEM}/414/", _joined("414")),
    "pgln": (2, f"{STEM}/417/", _joined("417")),
    "grai": (3, f"{STEM}/8003/", _joined("8003", "0")),
    "giai": (2, f"{STEM}/8004/", _joined("8004")),
    "gdti": (3, f"{STEM}/253/", _joined("253")),
    "gsrn": (2, f"{STEM}/8018/", _joined("8018")),
    "gsrnp": (2, f"{STEM}/8017/", _joined("8017")),
    "sgcn": (3, f"{STEM}/255/", _joined("255")),
    "ginc": (2, f"{STEM}/401/", _joined("401")),
    "gsin": (2, f"{STEM}/402/", _joined("402")),
}
