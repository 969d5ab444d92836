"""Reading one CSV table row by row: whatever the bytes are, every row comes out as read or as refused."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from trace.imports.profile import BadProfile, Profile

PROFILES = Path(__file__).parent / "profiles"
# These refuse a file or the rest of it; every other reason refuses one row.
OF_A_FILE = frozenset({"missing_column", "unreadable_file"})


@dataclass(frozen=True, slots=True)
class Row:
    """One data row as it came, and where in it our fields stand; `line` counts lines of text."""

    table: str
    line: int
    raw: tuple[str, ...]
    places: Mapping[str, int]

    def cell(self, field: str) -> str:
        """What the row says of `field`; '' where the export has no such column."""
        place = self.places.get(field)
        return "" if place is None else self.raw[place]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not imported, or not wholly: a stable reason, a sentence, and what the row held."""

    table: str
    line: int
    reason: str
    sentence: str
    row: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)

    def cell(self, field: str) -> str:
        """What stands where `field` should be; '' where there is nothing."""
        place = self.places.get(field, len(self.row))
        return self.row[place] if place < len(self.row) else ""


def find(folder: Path, name: str) -> Path | None:
    """The file of table `name` in `folder`: `name.csv`, else `name.csv.gz`, else nothing."""
    return next((path for end in (".csv", ".csv.gz") if (path := folder / (name + end)).is_file()), None)


def folder(where: Path, profile: Profile) -> dict[str, Iterator[Row | Refused]]:
    """The rows of every table of `profile` that is in this folder, by our names."""
    found = {name: (declared, find(where, declared.table)) for name, declared in profile.tables.items()}
    return {name: read(path, table.table, table.columns()) for name, (table, path) in found.items() if path}


def shipped_profile(name: str) -> str:
    """The text of one of our own profiles."""
    known = sorted(path.stem for path in PROFILES.glob("*.toml"))
    if name not in known:
        raise BadProfile(
            f"there is no profile {name[:60]!r}: give the path of a .toml file, or one of {', '.join(known)}"
        )
    return (PROFILES / f"{name}.toml").read_text(encoding="utf-8")


def read(path: Path, table: str, columns: Mapping[str, str]) -> Iterator[Row | Refused]:
    """The rows of the file at `path`, plain or gzip; `columns` maps our fields to the file's headings."""
    try:
        raw = path.open("rb")
    except OSError as problem:
        yield Refused(table, 1, "unreadable_file", f"{table} cannot be opened: {problem.strerror}; see who may read it")
        return
    with raw:
        yield from rows(raw, table, columns)


def rows(raw: io.BufferedReader, table: str, columns: Mapping[str, str]) -> Iterator[Row | Refused]:
    """The rows of an open file. A file that breaks in the middle gives its rows up to there and one refusal."""
    # What the bytes are counts, not what the file is called.
    opened = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if raw.peek(2)[:2] == b"\x1f\x8b" else raw
    # Bytes that are not UTF-8 pass as lone surrogates, so that only their own row is refused.
    text = io.TextIOWrapper(opened, encoding="utf-8-sig", errors="surrogateescape", newline="")
    yield from _named(_cells(text, table), table, columns)
    text.detach()


class _Kept:
    """Lines of text on their way to the CSV reader, those of the row at hand kept for the case that it is none."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.row = lines, list[str]()

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.row.append(line)
            yield line


def _cells(text: Iterator[str], table: str) -> Iterator[tuple[int, list[str]] | Refused]:
    number, kept = 1, _Kept(text)
    reader = csv.reader(kept)
    while True:
        kept.row.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # The reader starts afresh on the next line.
            sentence = f"line {number} of {table} is not CSV: {error}"
            yield Refused(table, number, "bad_csv", sentence, ("".join(kept.row),))
        except (EOFError, OSError, zlib.error) as error:
            sentence = f"{table} cannot be read beyond line {number}: {error}; get the file again"
            yield Refused(table, number, "unreadable_file", sentence)
            return
        else:
            if cells:
                yield number, cells
        number = reader.line_num + 1


def _named(
    found: Iterable[tuple[int, list[str]] | Refused], table: str, columns: Mapping[str, str]
) -> Iterator[Row | Refused]:
    places: dict[str, int] | None = None
    width, broken = 0, False
    for one in found:
        if isinstance(one, Refused):
            broken = True
            yield one
            continue
        line, cells = one
        if places is None:
            headings = [cell.strip() for cell in cells]
            missing = [column for column in columns.values() if column not in headings]
            if missing:
                sentence = f"{table} has no column {', '.join(missing)}: expected {', '.join(columns.values())}"
                yield Refused(table, line, "missing_column", sentence, tuple(cells))
                return
            places = {field: headings.index(column) for field, column in columns.items()}
            width = len(headings)
        elif len(cells) != width:
            sentence = f"line {line} of {table} has {len(cells)} cells: expected {width}, as in its first line"
            yield Refused(table, line, "wrong_width", sentence, tuple(cells), places)
        elif not all(map(_is_text, cells)):
            sentence = f"line {line} of {table} is not UTF-8: save the file as UTF-8"
            yield Refused(table, line, "not_utf8", sentence, tuple(cells), places)
        else:
            yield Row(table, line, tuple(cells), places)
    if places is None and not broken:
        # Not even headings: a table that was never written is not one that says "nothing".
        yield Refused(table, 1, "missing_column", f"{table} is empty: expected {', '.join(columns.values())}")


def _is_text(cell: str) -> bool:
    if cell.isascii():
        return True
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True
