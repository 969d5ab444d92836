"""The table of days off and of weekends that are worked, year by year: from the package that keeps it, or an operator's CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

import chinese_calendar
from sqlalchemy import BigInteger, Boolean, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit.workdays import Calendar
from trace.errors import Malformed
from trace.store import Record, UTCTime

PACKAGE = f"chinesecalendar {chinese_calendar.__version__}"
# A year has some 35 rows; one with fewer than its seven statutory days off is cut off.
LEAST, MOST = 7, 120
LONGEST = 60


class BadHolidays(Malformed):
    """A table of holidays with a day that is none, twice, or of which nobody says whether it is worked."""

    code = "bad-holidays"


class HolidayYear(Record):
    """A year whose days off are published, and where they come from."""

    __tablename__ = "holiday_year"

    year: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(UTCTime)


class Holiday(Record):
    """A day (ISO 8601) that differs from what its weekday says, and its name."""

    __tablename__ = "holiday"

    day: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(BigInteger, index=True)
    works: Mapped[bool] = mapped_column(Boolean)
    name: Mapped[str] = mapped_column(Text)


def calendar(session: Session) -> Calendar:
    """The working days as they are known: what the operator has put in, and of every other year what the package knows."""
    years = set(session.scalars(select(HolidayYear.year)))
    rows = [(date.fromisoformat(one.day), one.works) for one in session.scalars(select(Holiday))]
    packed = [(day, works) for day, works, _ in _packaged() if day.year not in years]
    known = rows + packed
    return Calendar(
        frozenset(years | {day.year for day, _ in packed}),
        frozenset(day for day, works in known if not works),
        frozenset(day for day, works in known if works),
    )


def take_packaged(session: Session, now: datetime) -> list[int]:
    """Put every year into the table that the package knows and the table lacks; which years those are."""
    known = set(session.scalars(select(HolidayYear.year)))
    fresh = [row for row in _packaged() if row[0].year not in known]
    return _put(session, fresh, PACKAGE, now)


def take_csv(session: Session, text: str, source: str, now: datetime) -> list[int]:
    """Take in rows of `day,works,name` (works: yes or no); the years that they name are replaced whole."""
    rows = parse(text)
    years = {day.year for day, _, _ in rows}
    session.execute(delete(Holiday).where(Holiday.year.in_(years)))
    session.execute(delete(HolidayYear).where(HolidayYear.year.in_(years)))
    return _put(session, rows, source[:LONGEST] or "CSV", now)


def parse(text: str) -> list[tuple[date, bool, str]]:
    """The rows of such a CSV; all of them, or a refusal that names the line."""
    found: dict[date, tuple[bool, str]] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))), 2):
        day, works = _row(line, row)
        if day in found:
            raise BadHolidays(f"line {line}: {day} stands there twice")
        found[day] = works, (row.get("name") or "").strip()[:LONGEST]
    for year in {day.year for day in found}:
        many = sum(day.year == year for day in found)
        if not LEAST <= many <= MOST:
            raise BadHolidays(f"{year} has {many} rows: expected {LEAST} to {MOST}, a whole year at a time")
    if not found:
        raise BadHolidays("the file has no rows: expected a heading day,works,name and a row for each day")
    return [(day, *rest) for day, rest in sorted(found.items())]


def years(session: Session) -> list[tuple[int, str, int]]:
    """Each known year with its source and how many of its days differ from what their weekday says, the newest first."""
    kept = {one.year: one.source for one in session.scalars(select(HolidayYear))}
    found = calendar(session)
    return [
        (year, kept.get(year, PACKAGE), sum(day.year == year for day in found.off | found.worked))
        for year in sorted(found.years, reverse=True)
    ]


def _row(line: int, row: Mapping[str, str | None]) -> tuple[date, bool]:
    said, works = (row.get("day") or "").strip(), (row.get("works") or "").strip().lower()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise BadHolidays(f"line {line}: {said[:20]!r} is no day: expected 2027-01-01") from None
    if works not in ("yes", "no") or not 2000 <= day.year <= 2100:
        raise BadHolidays(
            f"line {line}: expected a year of this century, and yes or no under works, not {works[:20]!r}"
        )
    return day, works == "yes"


def _put(session: Session, rows: Iterable[tuple[date, bool, str]], source: str, now: datetime) -> list[int]:
    rows = list(rows)
    fresh = sorted({day.year for day, _, _ in rows})
    session.add_all(HolidayYear(year=year, source=source, imported_at=now) for year in fresh)
    session.add_all(Holiday(day=day.isoformat(), year=day.year, works=works, name=name) for day, works, name in rows)
    session.flush()
    return fresh


@lru_cache(maxsize=1)
def _packaged() -> tuple[tuple[date, bool, str], ...]:
    """What the package knows of each day."""
    off = [(day, False, name) for day, name in chinese_calendar.holidays.items()]
    worked = [(day, True, name) for day, name in chinese_calendar.workdays.items()]
    return tuple(sorted([*off, *worked]))
