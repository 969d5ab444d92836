"""Versioned rule sets as data: which one holds on a day, and every number that a rating is made with.

A rule set is a TOML file beside this one. It is chosen by the day of what is judged, never by the day of judging.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from trace.errors import Malformed

_HERE = Path(__file__).parent


class BadRules(Malformed):
    """A rule set that lacks a number, has one too many, or holds on the same day as another."""

    code = "bad-rules"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the parts share: a member that nobody reads is a mistake."""


class _Sourced(_Part, frozen=True, kw_only=True):
    """Where its numbers come from, and whether somebody has read them there."""

    source: str
    verified: bool


class Time(_Sourced, frozen=True, kw_only=True):
    """How fast what was done is forgotten: by half in `half_life_days`, wholly after `window_days`."""

    half_life_days: int
    window_days: int


class Indicator(_Part, frozen=True):
    """One of the rates: `weight` points between `floor` and `target`, drawn towards `mu` by `m` parcels."""

    key: str
    weight: float
    mu: float
    m: float
    floor: float
    target: float


class Area(_Sourced, frozen=True, kw_only=True):
    """From how many peers of a county on, over how many days, failures are counted in units of what is usual there."""

    days: int
    peers: int
    least: float
    most: float


class Side(_Part, frozen=True):
    """Who votes: at most `share` of the score, half of that at `q` votes; the mean is drawn towards `mu` by `m` votes."""

    key: str
    share: float
    q: float
    mu: float
    m: float


class Votes(_Sourced, frozen=True, kw_only=True):
    """Stars from `least` to `most`; within `repeat_days` the k-th vote of one rater weighs 1/k."""

    repeat_days: int
    least: int
    most: int


class Deductions(_Sourced, frozen=True, kw_only=True):
    """The most that findings cost together, and the days after which an undisputed one is final."""

    most: float
    appeal_days: int


class Volume(_Sourced, frozen=True, kw_only=True):
    """The option by which somebody with many parcels is not hit many times."""

    codes: tuple[str, ...]
    parcels: int
    enabled: bool


class Doubt(_Sourced, frozen=True, kw_only=True):
    """How many standard deviations the cautious score lies below the score."""

    deviations: float


class Grade(_Part, frozen=True, rename={"at": "from"}):
    """A class: which score must be at least `at`, with how many parcels."""

    name: str
    at: float
    by: Literal["score", "low"]
    parcels: int = 0


class Grading(_Sourced, frozen=True, kw_only=True):
    """The rest of what grades need: the classes beside the list, and how fast they fall."""

    lowest: str
    barred: str
    unrated: str
    parcels: int
    days: int
    decimals: int
    weeks_below: int
    classes_a_week: int
    look_back_weeks: int


class Evidence(_Sourced, frozen=True, kw_only=True):
    """Whose word counts for whom."""

    person: tuple[str, ...]
    firm: tuple[str, ...]
    outlet: tuple[str, ...]


class Conduct(_Sourced, frozen=True, kw_only=True):
    """What of a custody history counts as done well."""

    delivery_hours: int
    attempts: int
    gap_hours: int
    needs_setting_out: tuple[str, ...]
    excused_reasons: tuple[str, ...]
    absent_reasons: tuple[str, ...]
    implausible: tuple[str, ...]
    incomplete: tuple[str, ...]
    remarks: tuple[str, ...]


class Pickups(_Sourced, frozen=True, kw_only=True):
    """What is marked in imported pick-ups."""

    far_metres: int
    implausible_metres: int
    fastest_kmh: int


class Violation(_Part, frozen=True):
    """What can be found of somebody: a deduction that halves in time, or a share of an indicator."""

    code: str
    basis: str
    severity: float = 0
    half_life_days: int = 0
    feeds: str | None = None
    red_line: bool = False


class Rules(_Part, frozen=True, dict=True):
    """One rule set; `effective_to` is its last day, None while it holds."""

    name: str
    version: str
    effective_from: date
    zone: str
    time: Time
    indicators: tuple[Indicator, ...]
    area: Area
    sides: tuple[Side, ...]
    votes: Votes
    deductions: Deductions
    volume: Volume
    doubt: Doubt
    grades: tuple[Grade, ...]
    grading: Grading
    evidence: Evidence
    conduct: Conduct
    pickups: Pickups
    violations: tuple[Violation, ...]
    effective_to: date | None = None

    @cached_property
    def by_code(self) -> Mapping[str, Violation]:
        """The findings by their codes."""
        return {one.code: one for one in self.violations}

    @cached_property
    def timezone(self) -> ZoneInfo:
        """Whose calendar days are meant."""
        return ZoneInfo(self.zone)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the rule set as sorted JSON without spaces, as it travels in a rating file."""
        text = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The rule set as plain values."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def parse(text: str) -> Rules:
    """The rule set that this TOML says."""
    try:
        return msgspec.toml.decode(text, type=Rules)
    except msgspec.DecodeError as error:
        raise BadRules(f"this is not a rule set of ratings: {error}") from None


@lru_cache(maxsize=1)
def known() -> tuple[Rules, ...]:
    """Every shipped rule set, the oldest first; no day has two."""
    found = sorted(
        (parse(one.read_text(encoding="utf-8")) for one in _HERE.glob("*.toml")), key=lambda one: one.effective_from
    )
    for earlier, later in pairwise(found):
        if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
            raise BadRules(f"{earlier.version} and {later.version} hold on the same day: end the earlier one before")
    return tuple(found)


def at(day: date) -> Rules | None:
    """The rule set that held on a day; what was done before there was one is not rated."""
    return next((one for one in known() if one.effective_from <= day <= (one.effective_to or date.max)), None)
