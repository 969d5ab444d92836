"""The typeface of labels: Noto Sans SC, a variable font under the SIL Open Font License, from a package on PyPI."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import Any, NamedTuple

from fontTools import subset
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from trace.labels.marks import BadLabel, Text, Weight

EM = 1000
_FILE = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
# The layout tables move no character that is printed here, and HVAR only repeats the widths that gvar holds.
_UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VVAR", "HVAR", "MVAR", "gasp", "STAT")
# fontTools reads glyphs from the file when they are first asked for, by moving one file position.
_reading = Lock()


class Glyph(NamedTuple):
    """A character's width and outline (as a path of SVG, upwards), in thousandths of the letter's size."""

    advance: int
    outline: str


@lru_cache(maxsize=1)
def _file() -> bytes:
    return files("justmytype_intl_cjk").joinpath(_FILE).read_bytes()


@lru_cache(maxsize=1)
def _font() -> Any:
    return _opened()


def _opened() -> Any:
    font = TTFont(io.BytesIO(_file()), lazy=True)
    for table in _UNUSED:
        if table in font:
            del font[table]
    return font


@lru_cache(maxsize=4096)
def glyph(character: str, weight: Weight) -> Glyph:
    """How a character looks, or a refusal: a label with a hollow box for a letter would be printed a thousand times."""
    with _reading:
        font = _font()
        name = font.getBestCmap().get(ord(character))
        if name is None:
            said = repr(character) if character.isprintable() else "a control character"
            raise BadLabel(f"labels have no letter for {said} (U+{ord(character):04X}): expected Chinese or Latin text")
        shapes = font.getGlyphSet(location={"wght": weight})
        pen = SVGPathPen(shapes, ntos=lambda number: str(round(number)))
        shapes[name].draw(pen)
        return Glyph(round(shapes[name].width), pen.getCommands())


def width(text: str, size: float, weight: Weight = 500) -> float:
    """How wide a text is at a size, in the size's unit."""
    return sum(glyph(character, weight).advance for character in text) * size / EM


def places(mark: Text) -> list[float]:
    """Where each character of a line begins, in millimetres from the line's beginning."""
    if mark.pitch is not None:
        return [
            at * mark.pitch + (mark.pitch - width(character, mark.size, mark.weight)) / 2
            for at, character in enumerate(mark.text)
        ]
    found, x = [], 0.0
    for character in mark.text:
        found.append(x)
        x += width(character, mark.size, mark.weight)
    return found


class Cut(NamedTuple):
    """The font with a few characters only: its file, and the number of each character's glyph in it."""

    file: bytes
    glyphs: dict[str, int]


@lru_cache(maxsize=16)
def cut(characters: str, weight: Weight) -> Cut:
    """The font of one weight with these characters only, as TrueType."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    font = _opened()
    with _reading:
        font.setGlyphOrder(_font().getGlyphOrder())
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(map(ord, characters)))
    subsetter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
    file = io.BytesIO()
    font.save(file)
    numbers, names = font.getReverseGlyphMap(), font.getBestCmap()
    return Cut(file.getvalue(), {character: numbers[names[ord(character)]] for character in characters})
