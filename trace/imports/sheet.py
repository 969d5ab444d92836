"""A table of a shop or of printing software: CSV in UTF-8, UTF-16 or GB18030, or Excel; its headings and its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

from trace.imports import workbook
from trace.imports.workbook import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, BadSheet

MOST_BYTES = 10 * 2**20
# Above the headings some exports tell what they are.
_PREFACE = 10


class Line(NamedTuple):
    """A row by its number in the file."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """Headings, and rows of as many cells."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read(data: bytes, known: Callable[[str], bool]) -> Sheet:
    """The table in a file; its headings are the first row of which `known` knows two cells, else the first row."""
    if len(data) > MOST_BYTES:
        raise BadSheet(f"the file has {len(data)} bytes: expected at most {MOST_BYTES}; send it in parts")
    found = workbook.rows(data) if data.startswith(b"PK\x03\x04") else list(_csv(data))
    found = [(number, [_cell(cell) for cell in cells]) for number, cells in found]
    found = [(number, cells) for number, cells in found if any(cells)]
    if not found:
        raise BadSheet("the file is empty: expected a line of headings, and a row for each item of an order")
    at = next((at for at, (_, cells) in enumerate(found[:_PREFACE]) if sum(map(known, cells)) >= 2), 0)
    headings = tuple(found[at][1][:MOST_COLUMNS])
    width = len(headings)
    lines = (Line(number, tuple((cells + [""] * width)[:width])) for number, cells in found[at + 1 :])
    return Sheet(headings, tuple(line for line in lines if any(line.cells)))


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(data)
    first = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                raise BadSheet(f"the file has more than {MOST_ROWS} rows: send it in parts")
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as problem:
        raise BadSheet(f"line {number} of the file is not CSV: {problem}") from None


def _text(data: bytes) -> str:
    # UTF-8 first: hardly any text of another encoding passes for it, while GB18030 takes almost anything.
    order = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in order:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadSheet("the file is neither text nor an Excel workbook (.xlsx): save it as CSV or .xlsx; .xls is too old")


def _cell(text: str) -> str:
    """A cell without what keeps spreadsheets from taking it for a number: ="773", 'apostrophe, tab."""
    bare = text.strip().strip("\t")
    if bare.startswith('="') and bare.endswith('"'):
        bare = bare[2:-1]
    return " ".join(bare.removeprefix("'").split())[:LONGEST_CELL]
