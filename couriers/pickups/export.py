"""From rows to pick-ups, with whatever cannot be so refused by row; nothing is repaired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite

from couriers.pickups.profile import Profile
from trace.imports import values
from trace.imports.tables import OF_A_FILE, Refused, Row
from trace.imports.values import Bad


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east, as the export has them; it does not say by which datum."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Pickup:
    """One parcel: taken on as a task, picked up at a customer. `spot` is where the phone was then, if it said so."""

    id: str
    city: str
    courier: str
    taken_on: datetime
    window_start: datetime
    window_end: datetime
    picked_up: datetime
    customer: Point
    spot: Point | None
    taken_spot: Point | None
    row: Row

    @property
    def person(self) -> str:
        """What tells this courier from all others of the export."""
        return f"{self.city}/{self.courier}"


@dataclass(slots=True)
class Export:
    """Everything that was read: pick-ups by their ids, rows by table, and what was refused."""

    pickups: dict[str, Pickup] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, row: Row, reason: str, sentence: str) -> None:
        """Write down that `row` is not imported, and why."""
        self.refused.append(Refused(row.table, row.line, reason, sentence, row.raw))


def collect(profile: Profile, tables: Mapping[str, Iterable[Row | Refused]]) -> Export:
    """Read the rows of these tables, by the names of their files."""
    export, columns = Export(), profile.columns.named()
    for name, rows in tables.items():
        export.rows[name] = 0
        for row in rows:
            if isinstance(row, Refused):
                export.refused.append(row)
                export.rows[name] += row.reason not in OF_A_FILE
                continue
            export.rows[name] += 1
            try:
                one = _pickup(profile, row)
                if one.id in export.pickups:
                    raise Bad("duplicate_row", "id", "was there before: the first row holds")
                export.pickups[one.id] = one
            except Bad as bad:
                where = f"line {row.line} of {row.table}: {columns[bad.field]}"
                export.refuse(row, bad.reason, f"{where} {bad.sentence}")
    return export


def _pickup(profile: Profile, row: Row) -> Pickup:
    number, city, courier = (values.name(row, field) for field in ("id", "city", "courier"))
    if len(city) > _LONGEST or len(courier) > _LONGEST:
        raise Bad("bad_value", "courier", f"is {courier[:40]!r}: expected at most {_LONGEST} characters")
    picked_up = _moment(profile, row, "picked_up")
    taken_on, start, end = (
        profile.near(_moment(profile, row, field), picked_up) for field in ("taken_on", "window_start", "window_end")
    )
    customer = _point(row, "lat", "lon")
    if customer is None:
        raise Bad("missing_value", "lat", "is empty: expected degrees")
    return Pickup(
        number, city, courier, taken_on, start, end, picked_up, customer, _point(row, "gps_lat", "gps_lon"),
        _point(row, "taken_lat", "taken_lon"), row,
    )  # fmt: skip


# An alias in the roster has at most so many characters.
_LONGEST = 40


def _moment(profile: Profile, row: Row, field: str) -> datetime:
    text = row.cell(field).strip()
    if not text:
        raise Bad("missing_value", field, "is empty: expected a time")
    try:
        return profile.moment(text)
    except ValueError:
        raise Bad("bad_time", field, f"is {text[:40]!r}: expected a time like {profile.clock}") from None


def _point(row: Row, lat: str, lon: str) -> Point | None:
    """A place, or None where neither figure is there; half a place is a mistake."""
    said = [row.cell(field).strip() for field in (lat, lon)]
    if said == ["", ""]:
        return None
    try:
        north, east = map(float, said)
    except ValueError:
        north = east = float("nan")
    if not (isfinite(north) and isfinite(east) and abs(north) <= 90 and abs(east) <= 180):
        raise Bad(
            "bad_value", lat, f"and its pair are {said[0][:20]!r}, {said[1][:20]!r}: expected degrees, or nothing"
        )
    return Point(north, east)
