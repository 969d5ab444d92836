"""The counties that couriers can say they work in: code (GB/T 2260) and name, and roughly where, as the operator loaded them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import BigInteger, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers.places import Area
from trace.errors import Malformed
from trace.event import County
from trace.store import Record

LONGEST = 40


class BadDivision(Malformed):
    """A division without a code of six digits or a name, or one that lies nowhere on Earth."""

    code = "bad-division"


class Division(Record):
    """A county; the middle in millionths of a degree and the radius in metres, where known."""

    __tablename__ = "division"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    lat: Mapped[int | None] = mapped_column(BigInteger)
    lon: Mapped[int | None] = mapped_column(BigInteger)
    radius: Mapped[int | None] = mapped_column(BigInteger)
    datum: Mapped[str] = mapped_column(Text)


def load(session: Session, rows: Iterable[Mapping[str, str]]) -> int:
    """Take in rows of code, name, lat and lon (degrees), radius_m and datum; the same code again is replaced."""
    parsed = [_parsed(row) for row in rows]
    for one in parsed:
        session.merge(one)
    session.flush()
    return len(parsed)


def county(session: Session, code: str | None) -> County | None:
    """The county as an event names it; None for one that nobody has loaded."""
    found = session.get(Division, code) if code else None
    return None if found is None else County(code=found.code, name=found.name)


def area(session: Session, code: str | None) -> Area | None:
    """Where a county lies; None where that is not known."""
    found = session.get(Division, code) if code else None
    if found is None or found.lat is None or found.lon is None:
        return None
    datum = found.datum if found.datum in ("WGS-84", "GCJ-02") else "unknown"
    return Area(found.lat, found.lon, found.radius or 0, datum)  # type: ignore[arg-type]


def listed(session: Session, provinces: Collection[str] = ()) -> Sequence[Division]:
    """The counties to choose from, those of these provinces alone (two digits) where some are given."""
    rows = session.scalars(select(Division).order_by(Division.code)).all()
    return [row for row in rows if not provinces or row.code[:2] in provinces]


def _parsed(row: Mapping[str, str]) -> Division:
    code, name = row.get("code", ""), (row.get("name") or "").strip()
    if not re.fullmatch("[0-9]{6}", code) or not 0 < len(name) <= LONGEST:
        raise BadDivision(f"{code[:20]!r}, {name[:60]!r} is no division: expected six digits and a name")
    made = Division(code=code, name=name, datum=(row.get("datum") or "unknown").strip())
    if row.get("lat") and row.get("lon"):
        try:
            made.lat, made.lon = round(float(row["lat"]) * 1e6), round(float(row["lon"]) * 1e6)
            made.radius = round(float(row.get("radius_m") or 0))
        except (ValueError, OverflowError):
            raise BadDivision(f"{code} has a place that is no number: expected degrees and metres") from None
        if abs(made.lat) > 90_000_000 or abs(made.lon) > 180_000_000 or made.radius < 0:
            raise BadDivision(f"{code} lies nowhere: expected degrees of latitude and longitude")
    return made
