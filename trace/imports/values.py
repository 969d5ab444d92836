"""The cells of a row as values: a name, a time, a number of stars; or why a cell is none."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from trace.imports.tables import Row

MAX_NAME = 200
YEARS = range(1970, 2200)


class Bad(Exception):
    """A cell that cannot be taken: a stable reason, our field, and what was expected."""

    def __init__(self, reason: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason, self.field, self.sentence = reason, field, sentence


def name(row: Row, field: str) -> str:
    """An id or number, byte for byte but for the blanks around it."""
    text = row.cell(field).strip()
    if not text:
        raise Bad("missing_value", field, "is empty: expected an id")
    if len(text) > MAX_NAME or not text.isprintable():
        raise Bad("bad_value", field, f"is {text[:40]!r}: expected an id of at most {MAX_NAME} printable characters")
    return text


def described(row: Row, field: str) -> str:
    """A word that describes and identifies nothing; '' where the export has none."""
    text = " ".join(row.cell(field).split())
    return "".join(letter for letter in text if letter.isprintable())[:MAX_NAME]


def moment(row: Row, field: str, zone: tzinfo) -> datetime | None:
    """A time in UTC, or None for an empty cell; one without a zone is read in `zone`.

    An hour that a change of clocks repeats is taken as its first passing, one that it skips by the offset
    before it (PEP 495, fold 0).
    """
    text = row.cell(field).strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        expected = "expected a time like 2017-11-23 18:05:00, of the years 1970 to 2199"
        raise Bad("bad_time", field, f"is {text[:40]!r}: {expected}")
    return (found.replace(tzinfo=zone) if found.tzinfo is None else found).astimezone(UTC)


def known_moment(row: Row, field: str, zone: tzinfo) -> datetime:
    """A time that must be there."""
    found = moment(row, field, zone)
    if found is None:
        raise Bad("missing_value", field, "is empty: expected a time like 2017-11-23 18:05:00")
    return found


def stars(row: Row, field: str) -> int:
    """A whole number of stars from 1 to 5."""
    text = row.cell(field).strip()
    if text not in ("1", "2", "3", "4", "5"):
        raise Bad("bad_value", field, f"is {text[:40]!r}: expected 1, 2, 3, 4 or 5 stars")
    return int(text)
