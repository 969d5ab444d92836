"""A profile of pick-ups: which column of an export holds what, and how its clocks are to be read."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from trace.identity.waybill import CARRIER
from trace.imports.profile import BadProfile
from trace.moments import EPOCH

PROFILES = Path(__file__).parent / "profiles"
HALF_A_YEAR = timedelta(days=183)


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Our field -> the export's column. Where the courier was when taking the task on need not be there."""

    id: str
    city: str
    courier: str
    taken_on: str
    window_start: str
    window_end: str
    lon: str
    lat: str
    picked_up: str
    gps_lon: str
    gps_lat: str
    taken_lon: str | None = None
    taken_lat: str | None = None

    def named(self) -> dict[str, str]:
        """The columns that this export has."""
        return {field: column for field, column in msgspec.structs.asdict(self).items() if column is not None}


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole mapping. `firm` with the city after it names the party that carries there; `tables` is a pattern of names.

    `clock` is how a time is written (as strftime has it); without a year in it, `year` is meant.
    """

    name: str
    firm: str
    zone: str
    clock: str
    tables: str
    columns: Columns
    year: int | None = None

    def moment(self, text: str) -> datetime:
        """The time that a cell says, of the assumed year; raises ValueError where it says none."""
        whole, form = (text, self.clock) if self.year is None else (f"{self.year} {text}", f"%Y {self.clock}")
        return datetime.strptime(whole, form).replace(tzinfo=ZoneInfo(self.zone)).astimezone(EPOCH.tzinfo)

    def near(self, found: datetime, other: datetime) -> datetime:
        """`found` in the year in which it lies next to `other`: tasks of New Year's Eve are picked up in the next year."""
        if self.year is None or abs(found - other) < HALF_A_YEAR:
            return found
        local = found.astimezone(ZoneInfo(self.zone))
        moved = local.replace(year=local.year + (1 if found < other else -1))
        return moved.astimezone(EPOCH.tzinfo)


def parse(text: str) -> Profile:
    """Build a profile from its TOML, or say what is wrong with it."""
    try:
        profile = msgspec.toml.decode(text, type=Profile)
        ZoneInfo(profile.zone)
    except msgspec.DecodeError as error:
        raise BadProfile(f"this is not a profile of pick-ups: {error}") from None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadProfile("the profile's zone is none: expected an IANA name like Asia/Shanghai") from None
    if not CARRIER.fullmatch(profile.name):
        raise BadProfile(f"{profile.name[:60]!r} is not a name for a profile: expected 1 to 32 of a-z, 0-9, - and _")
    return profile


def shipped(name: str) -> str:
    """The text of one of our own profiles."""
    known = sorted(path.stem for path in PROFILES.glob("*.toml"))
    if name not in known:
        raise BadProfile(
            f"there is no profile {name[:60]!r}: give the path of a .toml file, or one of {', '.join(known)}"
        )
    return (PROFILES / f"{name}.toml").read_text(encoding="utf-8")
