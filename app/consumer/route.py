"""The picture of the way: stops on a line that folds like a river, sizes in SVG units, no outline and no tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH = 320
ROW = 96
LINE = 30
EDGE = 24
# Room between two stops' labels, in SVG units.
GAP = 8


@dataclass(frozen=True, slots=True)
class Halt:
    """A place on the way with what happened there; `hidden` stops lie unknown before it."""

    place: str
    what: str
    when: str
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text: where it stands, how it is anchored."""

    x: int
    y: int
    anchor: str
    text: str
    quiet: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A stop's ring; solid for the first and the last."""

    x: int
    y: int
    solid: bool


@dataclass(frozen=True, slots=True)
class Route:
    """The whole picture, and the halts for the table beside it."""

    height: int
    known: str
    unknown: str
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    halts: tuple[Halt, ...]


def merged(halts: Sequence[Halt]) -> list[Halt]:
    """Neighbouring stops at one place become one; its first and last happenings stand for it."""
    found: list[Halt] = []
    for halt in halts:
        if found and found[-1].place == halt.place and not halt.hidden:
            last = found[-1]
            what = last.what if last.what.endswith(halt.what) else f"{last.what.split(' – ')[0]} – {halt.what}"
            when = last.when if last.when == halt.when else f"{last.when.split(' – ')[0]} – {halt.when}"
            found[-1] = Halt(last.place, what, when, last.hidden)
        else:
            found.append(halt)
    return found


def route(halts: Sequence[Halt], hidden_after: int, between: str) -> Route | None:
    """The picture for halts in the order of time, or None where there is no way to draw.

    `between` is the label of an unknown stretch, with {count} in it.
    """
    shown = merged(halts)
    if len(shown) + (1 if hidden_after else 0) < 2:
        return None
    per_row = _per_row(shown)
    spots = [_spot(i, len(shown), per_row) for i in range(len(shown))]
    known: list[str] = []
    unknown: list[str] = []
    labels: list[Label] = []
    for before, (x, y), halt in zip([None, *spots], spots, shown, strict=False):
        if before is not None:
            (unknown if halt.hidden else known).append(_stretch(before, (x, y)))
            if halt.hidden and before[1] == y:
                labels.append(
                    Label((before[0] + x) // 2, y - 12, "middle", between.replace("{count}", str(halt.hidden)), True)
                )
        anchor, at = _anchor(x)
        room = WIDTH // min(per_row, max(2, len(shown))) - GAP
        labels.append(Label(at, y + 30, anchor, _fitted(halt.place, room, 14), False))
        labels.append(Label(at, y + 47, anchor, _fitted(_short(halt, before is None), room, 12), True))
    if hidden_after:
        x, y = spots[-1]
        turn = 1 if (y - LINE) // ROW % 2 == 0 else -1
        reach = max(8, min(WIDTH - 8, x + 40 * turn))
        unknown.append(f"M{x} {y}H{reach}")
    dots = tuple(Dot(x, y, i in (0, len(spots) - 1)) for i, (x, y) in enumerate(spots))
    height = spots[-1][1] - LINE + ROW - 10
    return Route(height, "".join(known), "".join(unknown), dots, tuple(labels), tuple(_headed(h) for h in shown))


def _per_row(halts: Sequence[Halt]) -> int:
    """As many in a row as their labels leave room for: four on a phone, fewer for long names."""
    widest = max(max(_width(h.place, 14), _width(_short(h, i == 0), 12)) for i, h in enumerate(halts))
    for count in (4, 3):
        if widest + GAP <= WIDTH // count:
            return count
    return 2


def _headed(halt: Halt) -> Halt:
    return replace(halt, what=halt.what[:1].upper() + halt.what[1:])


def _short(halt: Halt, first: bool) -> str:
    # The beginning tells what began there; every other stop what it came to.
    return halt.what.split(" – ")[0 if first else -1]


def _spot(i: int, count: int, per_row: int) -> tuple[int, int]:
    row, place = divmod(i, per_row)
    across = min(per_row, count) - 1
    step = (WIDTH - 2 * EDGE) * place // across if across else 0
    x = EDGE + step if row % 2 == 0 else WIDTH - EDGE - step
    return x, LINE + row * ROW


def _stretch(a: tuple[int, int], b: tuple[int, int]) -> str:
    if a[1] == b[1]:
        return f"M{a[0]} {a[1]}H{b[0]}"
    # Round the bend outside the labels, which stand below the upper row.
    out = WIDTH - 6 if a[0] > WIDTH // 2 else 6
    return f"M{a[0]} {a[1]}H{out}V{b[1]}H{b[0]}"


def _anchor(x: int) -> tuple[str, int]:
    if x <= EDGE:
        return "start", 16
    return ("end", WIDTH - 16) if x >= WIDTH - EDGE else ("middle", x)


def _width(text: str, size: int) -> int:
    """About how wide a text is: Chinese a square a character, Latin a little over half of one."""
    return round(sum(size if ord(c) > 0x2E7F else size * 0.56 for c in text))


def _fitted(text: str, room: int, size: int) -> str:
    """The text, cut with an ellipsis where even the widest spacing leaves no room; the table has it whole."""
    if _width(text, size) <= room:
        return text
    while text and _width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
