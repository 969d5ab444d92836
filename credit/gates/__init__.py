"""What a grade means for being admitted, and the terms of measures and lists, as versioned data.

A set is a TOML file beside this one, chosen by the day of what is judged.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from trace.errors import Malformed

_HERE = Path(__file__).parent


class BadGate(Malformed):
    """A set of rules of admission that lacks something, or knows nothing of what it is asked."""

    code = "bad-gate"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the parts share: a member that nobody reads is a mistake."""


class Effect(Part, frozen=True, kw_only=True):
    """What follows from a grade. `without` are kinds of goods; `proposes` a measure, which a person decides."""

    grades: tuple[str, ...]
    sampling: float
    red_list: bool = False
    notice: bool = False
    training: bool = False
    without: tuple[str, ...] = ()
    parcels_a_day: int | None = None
    proposes: Literal["suspend", "refuse"] | None = None


class Kind(Part, frozen=True, kw_only=True):
    """A kind of measure: working days to be heard, calendar days for the rest; `decision` wants an authority's document, `basis`
    is what is published where an officer names no other.
    """

    kind: Literal["suspend", "refuse", "black_list", "red_list"]
    code: str
    basis: str
    hearing_days: int
    appeal_days: int
    review_days: int
    least_days: int
    most_days: int
    source: str
    verified: bool
    bars: bool = False
    decision: bool = False


class Grading(Part, frozen=True, kw_only=True):
    """Where the effects come from."""

    source: str
    verified: bool


class Proposing(Part, frozen=True, kw_only=True):
    """After how many days what was dismissed may be proposed again."""

    again_days: int
    source: str
    verified: bool


class Gate(Part, frozen=True, kw_only=True):
    """One set; `effective_to` is its last day, None while it holds."""

    name: Literal["admission"]
    version: str
    effective_from: date
    effective_to: date | None = None
    effects: tuple[Effect, ...]
    grading: Grading
    measures: tuple[Kind, ...]
    proposing: Proposing

    def effect(self, grade: str) -> Effect | None:
        """What follows from a grade; None for one that is none."""
        return next((one for one in self.effects if grade in one.grades), None)

    def kind(self, name: str) -> Kind:
        """A kind of measure by its name."""
        found = next((one for one in self.measures if one.kind == name), None)
        if found is None:
            raise BadGate(
                f"{name[:20]!r} is no measure: expected one of {', '.join(one.kind for one in self.measures)}"
            )
        return found


@lru_cache(maxsize=1)
def known() -> tuple[Gate, ...]:
    """Every shipped set, the oldest first."""
    texts = sorted(_HERE.glob("*.toml"))
    try:
        found = [msgspec.toml.decode(one.read_text(encoding="utf-8"), type=Gate) for one in texts]
    except msgspec.DecodeError as error:
        raise BadGate(f"this is no set of rules of admission: {error}") from None
    return tuple(sorted(found, key=lambda one: one.effective_from))


def at(day: date) -> Gate:
    """The set that held on a day; before the first one nobody is barred."""
    for one in reversed(known()):
        if one.effective_from <= day <= (one.effective_to or date.max):
            return one
    raise BadGate(f"no rules of admission held on {day}: expected a day from {known()[0].effective_from} on")
