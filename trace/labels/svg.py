"""Pages as SVG: text as outlines, so that no font is needed where it is opened, and symbols as crisp paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from trace.labels import face
from trace.labels.marks import Bars, Drawing, Mark, Matrix, Modules, Rule, Text
from trace.labels.sheet import Sheet


def page(drawings: Sequence[Drawing], sheet: Sheet) -> str:
    """One page with the labels in its first places."""
    glyphs: dict[str, str] = {}
    body = []
    for drawing, (x, y) in zip(drawings, sheet.slots, strict=False):
        marks = "".join(_mark(mark, glyphs) for mark in drawing.marks)
        title = f"<title>{escape(drawing.title)}</title>" if drawing.title else ""
        body.append(f'<g transform="translate({_n(x)} {_n(y)})">{title}{marks}</g>')
    outlines = "".join(f'<path id="{name}" d="{outline}"/>' for name, outline in glyphs.items())
    width, height = _n(sheet.width), _n(sheet.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
        f'lang="zh-CN"><defs>{outlines}</defs><rect width="{width}" height="{height}" fill="#fff"/>{"".join(body)}</svg>\n'
    )


def _mark(mark: Mark, glyphs: dict[str, str]) -> str:
    match mark:
        case Text():
            return _text(mark, glyphs)
        case Bars(x, y, module, height):
            runs = "".join(f"M{at} 0h{wide}v1h-{wide}z" for at, wide in mark.runs)
            return _crisp(f"translate({_n(x)} {_n(y)}) scale({_n(module)} {_n(height)})", runs)
        case Matrix(x, y, side, modules):
            scale = _n(side / len(modules))
            return _crisp(f"translate({_n(x)} {_n(y)}) scale({scale})", "".join(_rows(modules)))
        case Rule(x, y, width, thick):
            return f'<path d="M{_n(x)} {_n(y)}h{_n(width)}" stroke="#000" stroke-width="{_n(thick)}" stroke-dasharray="1.2 .8"/>'


def _text(mark: Text, glyphs: dict[str, str]) -> str:
    used = []
    for character, x in zip(mark.text, face.places(mark), strict=True):
        if outline := face.glyph(character, mark.weight).outline:
            name = f"g{mark.weight}-{ord(character):x}"
            glyphs[name] = outline
            used.append(f'<use href="#{name}" x="{_n(x * face.EM / mark.size)}"/>')
    scale = _n(mark.size / face.EM)
    said = escape(mark.text)
    return (
        f'<g role="img" aria-label="{said}" transform="translate({_n(mark.x)} {_n(mark.y)}) scale({scale} -{scale})">'
        f"{''.join(used)}</g>"
    )


def _crisp(transform: str, path: str) -> str:
    return f'<path shape-rendering="crispEdges" transform="{transform}" d="{path}"/>'


def _rows(modules: Modules) -> Iterator[str]:
    for y, row in enumerate(modules):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
        for start, end in edges.reshape(-1, 2).tolist():
            yield f"M{start} {y}h{end - start}v1h-{end - start}z"


def _n(number: float) -> str:
    """A number with as many digits as matter."""
    return f"{number:.5f}".rstrip("0").rstrip(".") or "0"
