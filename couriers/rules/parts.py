"""The parts of a rule set: only names and types, the numbers stand in the TOML files."""

from __future__ import annotations

from typing import Literal

import msgspec


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the parts share: a member that nobody reads is a mistake."""


class Sourced(Part, frozen=True, kw_only=True):
    """Where its numbers come from, and whether somebody has read them there."""

    source: str
    verified: bool


class Time(Sourced, frozen=True, kw_only=True):
    """How fast what was done is forgotten: by half in `half_life_days`, wholly after `window_days`."""

    half_life_days: int
    window_days: int


class Indicator(Part, frozen=True):
    """One of the rates: `weight` points between `floor` and `target`, drawn towards `mu` by `m` parcels."""

    key: str
    weight: float
    mu: float
    m: float
    floor: float
    target: float


class Area(Sourced, frozen=True, kw_only=True):
    """From how many peers of a county on, over how many days, failures are counted in units of what is usual there."""

    days: int
    peers: int
    least: float
    most: float


class Side(Part, frozen=True):
    """Who votes: at most `share` of the score, half of that at `q` votes; the mean is drawn towards `mu` by `m` votes."""

    key: str
    share: float
    q: float
    mu: float
    m: float


class Votes(Sourced, frozen=True, kw_only=True):
    """Stars from `least` to `most`; within `repeat_days` the k-th vote of one rater weighs 1/k."""

    repeat_days: int
    least: int
    most: int


class Deductions(Sourced, frozen=True, kw_only=True):
    """The most that findings cost together, and the days after which an undisputed one is final."""

    most: float
    appeal_days: int


class Volume(Sourced, frozen=True, kw_only=True):
    """The option by which somebody with many parcels is not hit many times."""

    codes: tuple[str, ...]
    parcels: int
    enabled: bool


class Doubt(Sourced, frozen=True, kw_only=True):
    """How many standard deviations the cautious score lies below the score."""

    deviations: float


class Grade(Part, frozen=True, rename={"at": "from"}):
    """A class: which score must be at least `at`, with how many parcels."""

    name: str
    at: float
    by: Literal["score", "low"]
    parcels: int = 0


class Grading(Sourced, frozen=True, kw_only=True):
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


class Evidence(Sourced, frozen=True, kw_only=True):
    """Whose word counts for whom."""

    person: tuple[str, ...]
    firm: tuple[str, ...]
    outlet: tuple[str, ...]


class Conduct(Sourced, frozen=True, kw_only=True):
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


class Pickups(Sourced, frozen=True, kw_only=True):
    """What is marked in imported pick-ups. From a distance travelled the margin is taken off, and no time is shorter."""

    far_metres: int
    implausible_metres: int
    fastest_kmh: int
    margin_metres: int
    least_seconds: int


class Blame(Sourced, frozen=True, kw_only=True):
    """How much a finding weighs when shares of responsibility are suggested."""

    direct: float
    implausible_scan: float
    missing_scan: float
    one_sided: float
    pause_hours: int
    missing: tuple[str, ...]
    implausible: tuple[str, ...]
    remarks: tuple[str, ...]


class Violation(Part, frozen=True):
    """What can be found of somebody: a deduction that halves in time, or a share of an indicator."""

    code: str
    basis: str
    severity: float = 0
    half_life_days: int = 0
    feeds: str | None = None
    red_line: bool = False
