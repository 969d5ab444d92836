"""What is printed on a label, in millimetres from its top left corner: black marks on white, and nothing grey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from trace.errors import Malformed

Weight = Literal[500, 700]
Modules = NDArray[np.bool_]

# What a reader without glasses can make out, and a thermal head of 203 dots an inch can draw (the look, Print).
LEAST_TEXT = 2.6


class BadLabel(Malformed):
    """A label that cannot be printed as it was asked for."""

    code = "bad-label"


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: where its baseline begins, and how high its letters are; `pitch` sets each in a cell so wide."""

    x: float
    y: float
    size: float
    text: str
    weight: Weight = 500
    pitch: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear symbol from its first bar on, one character for each module, 1 for black; `module` is its width."""

    x: float
    y: float
    module: float
    height: float
    modules: str

    @property
    def width(self) -> float:
        """From the first bar to the last, without quiet zones."""
        return self.module * len(self.modules)

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Each bar as its first module and its number of modules."""
        found, at = [], 0
        for part in self.modules.replace("01", "0|1").replace("10", "1|0").split("|"):
            if part[0] == "1":
                found.append((at, len(part)))
            at += len(part)
        return found


@dataclass(frozen=True, slots=True)
class Matrix:
    """A square symbol without its quiet zone, `side` wide."""

    x: float
    y: float
    side: float
    modules: Modules


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line of dashes, to cut or fold at."""

    x: float
    y: float
    width: float
    thick: float = 0.3


Mark = Text | Bars | Matrix | Rule


@dataclass(frozen=True, slots=True)
class Drawing:
    """One label: its size, and what is on it."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    # For people who cannot see it, and for the window's title.
    title: str = ""
