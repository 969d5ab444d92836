"""Labels on pages: one a page for a roll, or in rows on A4."""

from __future__ import annotations

from dataclasses import dataclass

A4 = (210.0, 297.0)
# Most printers leave a rim white.
_RIM = 4.9


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size, and where the top left corner of each label on it is, row by row; all in millimetres."""

    width: float
    height: float
    slots: tuple[tuple[float, float], ...]


def roll(width: float, height: float) -> Sheet:
    """One label a page, for a printer of labels."""
    return Sheet(width, height, ((0.0, 0.0),))


def a4(width: float, height: float) -> Sheet:
    """As many labels as A4 holds, in the middle of it, for scissors."""
    across, down = int((A4[0] - 2 * _RIM) / width), int((A4[1] - 2 * _RIM) / height)
    return _grid(across, down, (width, height), ((A4[0] - across * width) / 2, (A4[1] - down * height) / 2))


def a4_of_21() -> Sheet:
    """A4 with 21 labels of 63.5 x 38.1 mm to peel off: 2.54 mm between columns, none between rows."""
    return _grid(3, 7, (66.04, 38.1), (7.21, 15.15))


def _grid(across: int, down: int, pitch: tuple[float, float], corner: tuple[float, float]) -> Sheet:
    slots = (
        (corner[0] + column * pitch[0], corner[1] + row * pitch[1]) for row in range(down) for column in range(across)
    )
    return Sheet(*A4, tuple((round(x, 3), round(y, 3)) for x, y in slots))
