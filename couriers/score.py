"""From counts, votes and upheld findings to a score and a grade, with every point's reason. Pure.

The formula of docs/rating.md; all of its numbers come from the rule set. tools/recompute_rating.py is the same written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import NamedTuple

from couriers.rules import Rules
from couriers.rules.parts import Indicator, Side


class Tally(NamedTuple):
    """Of one indicator: how much counts (`n`, weighed by age), and how much of that was done well (`k`)."""

    n: float = 0.0
    k: float = 0.0


class Vote(NamedTuple):
    """Stars from one side, and how much they weigh."""

    side: str
    stars: int
    weight: float = 1.0


class Charge(NamedTuple):
    """A final finding that costs points: severity and half-life of the rule set that held when it happened."""

    key: str
    code: str
    severity: float
    share: float
    age_days: int
    half_life_days: int
    red_line: bool = False


class Seniority(NamedTuple):
    """Delivered parcels that count, and the days since the first of them."""

    parcels: int
    days: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One indicator: the rate `p` after drawing it towards `mu`, its points of `most`, and the variance it brings."""

    key: str
    n: float
    k: float
    mu: float
    p: float
    u: float
    points: float
    most: float
    variance: float

    @property
    def lost(self) -> float:
        """The points that it lacks."""
        return self.most - self.points


@dataclass(frozen=True, slots=True)
class Opinion:
    """One side's votes: their weight, the mean drawn towards the rule set's, and the share of the score they have."""

    side: str
    weight: float
    mean: float
    e: float
    beta: float


@dataclass(frozen=True, slots=True)
class Charged:
    """What one finding costs, after its age and the limit of all together."""

    key: str
    code: str
    points: float


@dataclass(frozen=True, slots=True)
class Score:
    """The score, the cautious one, the grade they give, and what they are made of; `conduct` is 100 P."""

    score: float
    low: float
    grade: str
    conduct: float
    beta: float
    deduction: float
    marks: tuple[Mark, ...]
    opinions: tuple[Opinion, ...]
    charged: tuple[Charged, ...]


def score(
    rules: Rules,
    tallies: Mapping[str, Tally],
    votes: Iterable[Vote],
    charges: Sequence[Charge],
    seniority: Seniority,
    priors: Mapping[str, float] | None = None,
) -> Score:
    """The score of somebody; `priors` are the medians of peers that stand in for the rule set's mu."""
    means, given = priors or {}, list(votes)
    marks = tuple(
        _mark(rules, one, tallies.get(one.key, Tally()), means.get(one.key, one.mu)) for one in rules.indicators
    )
    conduct = fsum(one.points for one in marks) / 100
    opinions = tuple(_opinion(one, given, rules) for one in rules.sides)
    beta = fsum(one.beta for one in opinions)
    charged = _charged(rules, charges, max((one.n for one in marks), default=0.0))
    deduction = fsum(one.points for one in charged)
    value = 100 * ((1 - beta) * conduct + fsum(one.beta * one.e for one in opinions)) - deduction
    spread = 100 * (1 - beta) * sqrt(fsum(one.variance for one in marks))
    # The rounding belongs to the rule: a grade is given for the figure that is shown.
    shown = round(value, rules.grading.decimals)
    low = round(value - rules.doubt.deviations * spread, rules.grading.decimals)
    red = any(one.red_line for one in charges)
    return Score(
        shown, low, grade(rules, shown, low, seniority, red), 100 * conduct, beta, deduction, marks, opinions, charged
    )


def grade(rules: Rules, value: float, low: float, seniority: Seniority, red_line: bool = False) -> str:
    """The class that these figures reach by themselves, whatever it was before."""
    if red_line:
        return rules.grading.barred
    if seniority.parcels < rules.grading.parcels or seniority.days < rules.grading.days:
        return rules.grading.unrated
    for one in rules.grades:
        if (low if one.by == "low" else value) >= one.at and seniority.parcels >= one.parcels:
            return one.name
    return rules.grading.lowest


def without(
    rules: Rules,
    tallies: Mapping[str, Tally],
    votes: Iterable[Vote],
    charges: Sequence[Charge],
    seniority: Seniority,
    priors: Mapping[str, float] | None,
    key: str,
) -> Score:
    """What the score would be had this finding not been made."""
    return score(rules, tallies, votes, [one for one in charges if one.key != key], seniority, priors)


def weigh(age_days: int, half_life_days: int) -> float:
    """How much something counts after so many days."""
    found: float = 0.5 ** (max(age_days, 0) / half_life_days)
    return found


def _mark(rules: Rules, of: Indicator, tally: Tally, usual: float) -> Mark:
    # On a hard route everybody fails more often. Who fails as often as is usual there stands where mu stands elsewhere.
    times = min(max((1 - usual) / (1 - of.mu), rules.area.least), rules.area.most)
    mu, floor, target = (1 - (1 - one) * times for one in (of.mu, of.floor, of.target))
    p = (tally.k + of.m * mu) / (tally.n + of.m)
    u = min(max((p - floor) / (target - floor), 0.0), 1.0)
    # At either end a little more or less changes nothing, so there is nothing to doubt.
    slope = of.weight / 100 / (target - floor)
    variance = slope**2 * p * (1 - p) / (tally.n + of.m + 1) if 0 < u < 1 else 0.0
    return Mark(of.key, tally.n, tally.k, mu, p, u, of.weight * u, of.weight, variance)


def _opinion(side: Side, votes: Sequence[Vote], rules: Rules) -> Opinion:
    mine = [one for one in votes if one.side == side.key]
    weight = fsum(one.weight for one in mine)
    mean = (fsum(one.weight * one.stars for one in mine) + side.m * side.mu) / (weight + side.m)
    e = (mean - rules.votes.least) / (rules.votes.most - rules.votes.least)
    return Opinion(side.key, weight, mean, e, side.share * weight / (weight + side.q))


def _charged(rules: Rules, charges: Sequence[Charge], effective: float) -> tuple[Charged, ...]:
    costs = [_cost(rules, one, effective) for one in sorted(charges)]
    total = fsum(cost for _, cost in costs)
    # Beyond the limit each finding stands for its part of it, so that the reasons still add up to the sum.
    scale = rules.deductions.most / total if total > rules.deductions.most else 1.0
    return tuple(Charged(one.key, one.code, cost * scale) for one, cost in costs)


def _cost(rules: Rules, one: Charge, effective: float) -> tuple[Charge, float]:
    cost = one.severity * one.share * weigh(one.age_days, one.half_life_days)
    volume = rules.volume
    if volume.enabled and one.code in volume.codes and effective > volume.parcels:
        cost *= sqrt(volume.parcels / effective)
    return one, cost
