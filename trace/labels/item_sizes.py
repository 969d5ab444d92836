"""Where things stand on item labels of each size, in millimetres; a test measures that nothing meets or overflows."""

from __future__ import annotations

from dataclasses import dataclass

from trace.labels.marks import BadLabel

# x, baseline, letters, and how far the next line is below.
Lines = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ItemSize:
    """One size of item label."""

    name: str
    width: float
    height: float
    # x, y, side at most; around it four modules stay white.
    qr: tuple[float, float, float]
    # x, baseline, letters of what the code is for.
    caption: tuple[float, float, float] | None
    serial: Lines
    heading: Lines
    facts: Lines
    # How wide a line of name or facts may be, and how many facts there may be under a name of one line.
    room: float
    rows: int
    # x with the left quiet zone, y, height with digits, scale.
    ean: tuple[float, float, float, float]


SIZES = {
    size.name: size
    for size in (
        ItemSize(
            "40x30", 40, 30, qr=(1.8, 1.8, 14.7), caption=None, serial=(18.3, 13.9, 2.6, 3.1),
            heading=(18.3, 4.3, 3.0, 3.3), facts=(18.3, 7.6, 2.6, 3.1), room=20.5, rows=2, ean=(4.1, 18.4, 9.7, 0.85),
        ),
        ItemSize(
            "60x40", 60, 40, qr=(2.6, 2.6, 21), caption=(2.6, 28.8, 2.6), serial=(2.6, 32.4, 2.6, 3.4),
            heading=(26.2, 5.8, 3.6, 4.4), facts=(26.2, 10.0, 2.6, 3.5), room=31.7, rows=4, ean=(26.2, 22.0, 15.4, 0.85),
        ),
        ItemSize(
            "100x150", 100, 150, qr=(8, 8, 50), caption=(66, 48, 4.2), serial=(66, 53.2, 3.4, 4.6),
            heading=(8, 79, 8, 10), facts=(8, 91, 5, 7.2), room=84, rows=3, ean=(22, 114, 30, 1.5),
        ),
        # The commonest sheets of A4 in the shops: three by seven, 63.5 x 38.1 mm.
        ItemSize(
            "a4", 63.5, 38.1, qr=(3.5, 2.8, 21), caption=(3.5, 28.8, 2.6), serial=(3.5, 32.2, 2.6, 3.4),
            heading=(27.6, 5.9, 3.6, 4.4), facts=(27.6, 10.0, 2.6, 3.4), room=31.7, rows=4, ean=(28, 21.6, 14.1, 0.85),
        ),
    )
}  # fmt: skip


def find(name: str) -> ItemSize:
    """The size of this name, or a refusal that lists them."""
    if name not in SIZES:
        raise BadLabel(f"{name[:40]!r} is not a size of label: expected one of {', '.join(SIZES)}")
    return SIZES[name]
