"""The first sheet of an Excel workbook (ISO/IEC 29500) as rows of text: no formulas, no formats, within hard limits.

A workbook is a ZIP of XML, so it can be a bomb twice over; what would unpack to more than is ever needed is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from posixpath import normpath
from typing import Any
from xml.parsers import expat

from trace.errors import Malformed

MOST_PARTS = 400
MOST_UNPACKED = 64 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
# A spreadsheet keeps 15 digits of a number and makes zeros of the rest.
EXACT_DIGITS = 15
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_REFERENCE = re.compile("([A-Z]{1,3})[0-9]{1,7}")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"


class BadSheet(Malformed):
    """A file that is no table: neither CSV nor an Excel workbook, broken, or too large."""

    code = "bad-sheet"


def rows(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that are not empty, with their numbers."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
            shared = _shared(archive)
            return _Cells(shared).read(archive.read(_first_sheet(archive)))
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise BadSheet(f"this workbook is broken ({problem}): save it again, as .xlsx or CSV") from None
    except expat.ExpatError as problem:
        raise BadSheet(f"this workbook holds what is no XML ({problem}): save it again, as .xlsx or CSV") from None


def _check(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > MOST_UNPACKED:
        raise BadSheet(
            f"this workbook unpacks to {len(parts)} parts of {size} bytes: expected at most {MOST_PARTS} and {MOST_UNPACKED}"
        )


def _parser(begin: Callable[[str, dict[str, str]], object]) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    # Workbooks declare no types and no entities; what does is meant to do harm.
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = begin
    return parser


def _no_doctype(*_: object) -> None:
    raise BadSheet("this workbook declares document types: save it again, as .xlsx or CSV")


def _first_sheet(archive: zipfile.ZipFile) -> str:
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == _MAIN + "sheet":
            sheets.append(attributes.get(_RELATION, ""))

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parser(sheet).Parse(archive.read("xl/workbook.xml"), True)
    _parser(relation).Parse(archive.read("xl/_rels/workbook.xml.rels"), True)
    if not sheets or sheets[0] not in targets:
        raise BadSheet("this workbook has no sheet: expected the orders on its first one")
    target = targets[sheets[0]]
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    texts = _Texts(_MAIN + "si")
    texts.read(archive.read("xl/sharedStrings.xml"))
    return texts.found


class _Texts:
    """The texts of elements of one name: all their `t`, without the reading aids for Japanese (`rPh`)."""

    def __init__(self, element: str) -> None:
        self.element, self.found = element, list[str]()
        self._inside = self._text = self._aside = False

    def read(self, xml: bytes) -> None:
        parser = _parser(self._begin)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._more
        parser.Parse(xml, True)

    def _begin(self, name: str, _: dict[str, str]) -> None:
        if name == self.element:
            self._inside = True
            self.found.append("")
        elif name == _MAIN + "rPh":
            self._aside = True
        elif name == _MAIN + "t":
            self._text = True

    def _end(self, name: str) -> None:
        if name == self.element:
            self._inside = False
        elif name == _MAIN + "rPh":
            self._aside = False
        elif name == _MAIN + "t":
            self._text = False

    def _more(self, text: str) -> None:
        if self._inside and self._text and not self._aside:
            self.found[-1] = (self.found[-1] + text)[:LONGEST_CELL]


class _Cells:
    """The cells of a sheet, row by row."""

    def __init__(self, shared: list[str]) -> None:
        self.shared = shared
        self.found: list[tuple[int, list[str]]] = []
        self._row: list[str] = []
        self._number = self._column = 0
        self._kind, self._text, self._reading = "n", "", False

    def read(self, xml: bytes) -> list[tuple[int, list[str]]]:
        parser = _parser(self._begin)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._more
        parser.Parse(xml, True)
        return self.found

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == _MAIN + "row":
            given = attributes.get("r", "")
            self._number = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else self._number + 1
            self._row, self._column = [], 0
        elif name == _MAIN + "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._kind, self._text = attributes.get("t", "n"), ""
        elif name in (_MAIN + "v", _MAIN + "t"):
            self._reading = True

    def _end(self, name: str) -> None:
        if name in (_MAIN + "v", _MAIN + "t"):
            self._reading = False
        elif name == _MAIN + "c" and self._text and self._column <= MOST_COLUMNS:
            self._row.extend([""] * (self._column - len(self._row)))
            self._row[self._column - 1] = self._said()
        elif name == _MAIN + "row" and any(self._row):
            if len(self.found) > MOST_ROWS:
                raise BadSheet(f"the sheet has more than {MOST_ROWS} rows: send it in parts")
            self.found.append((self._number, self._row))

    def _more(self, text: str) -> None:
        if self._reading:
            self._text = (self._text + text)[:LONGEST_CELL]

    def _said(self) -> str:
        if self._kind == "s":
            at = int(self._text) if self._text.strip().isdigit() else len(self.shared)
            return self.shared[at] if at < len(self.shared) else ""
        return number(self._text) if self._kind == "n" else self._text


def number(text: str) -> str:
    """A number as digits where it kept all of them; else as the spreadsheet shows it, such as 7.73E+17."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not found.is_finite() or abs(found.adjusted()) > 30:
        return text
    if found != found.to_integral_value():
        return format(found, "f")
    digits = format(found.to_integral_value(), "f")
    return digits if len(digits.lstrip("-")) <= EXACT_DIGITS else f"{found:.2E}"


def _column(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
