"""Marks as the operators of a PDF page (ISO 32000-1, annex A), and files of labels that differ in everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

import numpy as np

from trace.labels.marks import Bars, Drawing, Mark, Matrix, Rule, Text, Weight
from trace.labels.pdf_file import PdfFile, points
from trace.labels.pdf_text import Typeface
from trace.labels.sheet import Sheet

_WEIGHTS: tuple[Weight, ...] = (500, 700)


class Pen:
    """Paints the marks of one file, and remembers which characters of its typefaces it used."""

    def __init__(self) -> None:
        self._faces = {weight: Typeface(weight) for weight in _WEIGHTS}

    def paint(self, drawing: Drawing) -> bytes:
        """A label with its lower left corner at the origin."""
        return b"".join(self._mark(mark, drawing.height) for mark in drawing.marks)

    def use(self, weight: Weight) -> None:
        """Have a typeface written although only others than `paint` use it, for printable ASCII."""
        self._faces[weight].used = True

    def fonts(self, file: PdfFile) -> str:
        """Write the typefaces, and tell their entries in the resources."""
        return "".join(one.embed(file) for one in self._faces.values())

    def _mark(self, mark: Mark, height: float) -> bytes:
        match mark:
            case Text():
                return self._faces[mark.weight].show(mark, height).encode()
            case Bars(x, y, module, high):
                bottom = points(height - y - high)
                bars = (
                    f"{points(x + at * module)} {bottom} {points(wide * module)} {points(high)} re"
                    for at, wide in mark.runs
                )
                return f"{' '.join(bars)} f\n".encode()
            case Matrix(x, y, side, modules):
                rows = np.packbits(modules, axis=1).tobytes()
                return image_begin(x, height - y - side, side, len(modules)) + rows + IMAGE_END
            case Rule(x, y, width, thick):
                level = points(height - y)
                line = f"{points(x)} {level} m {points(x + width)} {level} l S"
                return f"q {points(thick)} w[{points(1.2)} {points(0.8)}]0 d {line} Q\n".encode()


def image_begin(x: float, y: float, side: float, modules: int) -> bytes:
    """What stands before the rows of a square symbol: a stencil through which black is painted where a bit is 1."""
    size = points(side)
    stencil = f"BI/W {modules}/H {modules}/IM true/D[1 0]ID "
    return f"q {size} 0 0 {size} {points(x)} {points(y)} cm {stencil}".encode()


IMAGE_END = b"\nEI Q\n"


def write(out: BinaryIO, drawings: Iterable[Drawing], sheet: Sheet, title: str) -> int:
    """Write labels as a PDF, in the places of `sheet`, and tell the number of pages."""
    pen, file = Pen(), PdfFile(out, sheet.width, sheet.height)
    pages, left = 0, iter(drawings)
    while some := list(islice(left, len(sheet.slots))):
        file.page(b"".join(_page(pen, some, sheet)))
        pages += 1
    file.close(f"/Font<<{pen.fonts(file)}>>", title)
    return pages


def placed(slot: tuple[float, float], height: float, sheet: Sheet) -> bytes:
    """The operators that bring the origin to the lower left corner of a label so high; Q undoes them."""
    x, y = slot
    return f"q 1 0 0 1 {points(x)} {points(sheet.height - y - height)} cm\n".encode()


def _page(pen: Pen, drawings: list[Drawing], sheet: Sheet) -> Iterator[bytes]:
    for drawing, slot in zip(drawings, sheet.slots, strict=False):
        yield placed(slot, drawing.height, sheet) + pen.paint(drawing) + b"Q\n"
