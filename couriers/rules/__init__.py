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
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from couriers.rules.parts import (
    Area,
    Blame,
    Conduct,
    Deductions,
    Doubt,
    Evidence,
    Grade,
    Grading,
    Indicator,
    Part,
    Pickups,
    Side,
    Time,
    Violation,
    Volume,
    Votes,
)  # fmt: skip
from trace.errors import Malformed
from trace.moments import from_ms

_HERE = Path(__file__).parent


class BadRules(Malformed):
    """A rule set that lacks a number, has one too many, or holds on the same day as another."""

    code = "bad-rules"


class Rules(Part, frozen=True, dict=True):
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
    blame: Blame
    violations: tuple[Violation, ...]
    effective_to: date | None = None

    @cached_property
    def by_code(self) -> Mapping[str, Violation]:
        """The findings by their codes."""
        return {one.code: one for one in self.violations}

    def held_on(self, day: int) -> bool:
        """Whether these rules held on a day, counted as date.toordinal does."""
        return self.effective_from.toordinal() <= day <= (self.effective_to or date.max).toordinal()

    @cached_property
    def timezone(self) -> ZoneInfo:
        """Whose calendar days are meant."""
        return ZoneInfo(self.zone)

    def day(self, ms: int) -> int:
        """The calendar day of a moment (ms since 1970) in the zone of these rules, counted as date.toordinal does."""
        return from_ms(ms).astimezone(self.timezone).toordinal()

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
    return next((one for one in known() if one.held_on(day.toordinal())), None)


def of(ms: int) -> Rules | None:
    """The rule set that held at a moment (ms since 1970), each by the calendar of its own zone."""
    return next((one for one in known() if one.held_on(one.day(ms))), None)
