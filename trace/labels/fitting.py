"""Making a text fit: broken into lines where Chinese and Latin may be broken, and shortened with an ellipsis."""

from __future__ import annotations

import re

from trace.labels.face import width
from trace.labels.marks import Weight

ELLIPSIS = "…"
# A Latin word stays whole, and a sign that ends a clause is not the first of a line (GB/T 15834 section 5.1).
_PIECE = re.compile(r"(?:[!-~]+ ?|[^!-~]) ?[，。、；：？！）》」』”’%…]*")


def shortened(text: str, size: float, room: float, weight: Weight = 500) -> str:
    """The text, or as much of its beginning as fits with an ellipsis behind it."""
    if width(text, size, weight) <= room:
        return text
    kept = _fitting(text, size, room - width(ELLIPSIS, size, weight), weight)
    return text[:kept].rstrip(" ，、；：") + ELLIPSIS


def lines(text: str, size: float, room: float, most: int, weight: Weight = 500) -> list[str]:
    """The text in at most so many lines; the last is shortened where that is not enough."""
    found: list[str] = []
    rest = one_line(text)
    while rest and len(found) < most - 1:
        line = ""
        for piece in _PIECE.findall(rest):
            if line and width((line + piece).rstrip(), size, weight) > room:
                break
            line += piece
        if width(line.rstrip(), size, weight) > room:
            # One word wider than the line is broken where it must be.
            line = line[: _fitting(line, size, room, weight)]
        rest = rest[len(line) :].lstrip()
        found.append(line.rstrip())
    return [*found, shortened(rest, size, room, weight)] if rest else found


def one_line(text: str) -> str:
    """The text without breaks, and with single spaces."""
    return " ".join(text.split())


def _fitting(text: str, size: float, room: float, weight: Weight) -> int:
    """How many characters of the text fit."""
    for many, character in enumerate(text):
        room -= width(character, size, weight)
        if room < 0:
            return many
    return len(text)
