"""What was beeped or typed at the counter: labels a line each, and the list of a courier's phone among them. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from couriers import manifest
from couriers.signed import Code
from trace.errors import Malformed

MOST = 100
LONGEST = 3_000
# Many hand-held scanners can send the symbology identifier of ISO/IEC 15424 before the text.
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")


class BadLabels(Malformed):
    """Nothing was scanned, or more than is taken at once."""

    code = "bad-labels"


class Beeped(NamedTuple):
    """The labels, and the courier's list if it was among them."""

    labels: tuple[Code, ...]
    gift: str | None


def read(text: str) -> Beeped:
    """What stands in the field. With a list and no label of its own, everything on the list is meant."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    gift: str | None = None
    if manifest.MARK in lines:
        at = lines.index(manifest.MARK)
        gift = "\n".join(lines[at : at + 5])
        lines = lines[:at] + lines[at + 5 :] or list(manifest.parse(gift).labels)
    found = tuple(_code(line) for line in dict.fromkeys(lines))
    if not 0 < len(found) <= MOST:
        raise BadLabels(f"{len(found)} labels were scanned: expected 1 to {MOST} at once")
    return Beeped(found, gift)


def one(text: str) -> Code:
    """A single label."""
    if not text.strip():
        raise BadLabels("no label was scanned: expected one")
    return _code(text.strip())


def _code(line: str) -> Code:
    if len(line) > LONGEST:
        raise BadLabels(f"a label has {len(line)} characters: expected at most {LONGEST}")
    sign = _SYMBOLOGY.match(line)
    return Code(line[3:], sign[0]) if sign and len(line) > 3 else Code(line)
