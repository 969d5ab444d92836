"""Everything that speaks for or against somebody, and what it comes to on a given day. Pure.

The same rows give the same rating on the same day, in whatever order they came; no clock is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum
from typing import NamedTuple

from couriers import grades, rules as rule_sets
from couriers.rules import Rules
from couriers.score import Charge, Score, Seniority, Tally, Vote, score, weigh

DAY_MS = 86_400_000
_WEEK = 7
UPHELD = frozenset({"upheld", "partly_upheld"})


class Done(NamedTuple):
    """So many entries of one day under one indicator, and the sum of what was not done well, in per cent."""

    indicator: str
    day: int
    times: int
    bad: int


class Voted(NamedTuple):
    """One vote; `rater` tells one rater from another."""

    side: str
    rater: str
    stars: int
    day: int
    at_ms: int
    entry_id: int


class Decided(NamedTuple):
    """One decision of a case. `final` is the day from which it counts unless another takes its place."""

    case: str
    code: str
    share: int
    outcome: str
    decided_ms: int
    happened_ms: int
    final: int
    entry_id: int
    about: int | None = None


class Open(NamedTuple):
    """The sign-off that a case is about: whether it counts by itself, and how much of it was not done well."""

    day: int
    counted: bool
    bad: int


@dataclass(frozen=True, slots=True)
class Account:
    """All of somebody's rows. `gaps` are the days from which numbers that a phone left out count as missing scans."""

    done: tuple[Done, ...] = ()
    votes: tuple[Voted, ...] = ()
    decisions: tuple[Decided, ...] = ()
    signoffs: Mapping[int, Open] = field(default_factory=dict)
    gaps: tuple[int, ...] = ()
    first_day: int | None = None
    priors: Mapping[str, float] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nobody has said anything."""
        return not (self.done or self.votes or self.decisions or self.gaps)


class Inputs(NamedTuple):
    """What the formula is given on one day."""

    tallies: dict[str, Tally]
    votes: list[Vote]
    charges: list[Charge]
    seniority: Seniority


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating of a day: the score, the grade that is held, and the weekly ones that it follows from (oldest first)."""

    day: int
    rules: Rules
    inputs: Inputs
    score: Score
    grade: str
    weekly: tuple[tuple[int, str], ...]


def rate(account: Account, day: int, rules: Rules) -> Rated:
    """What an account comes to on a day, by the rules that hold on it."""
    inputs = on(account, day, rules)
    today = score(rules, *inputs, account.priors)
    # Monday is 1 in date.toordinal; the weekly calculation is that of a Monday.
    monday = day - (day - 1) % _WEEK
    weeks = [monday - _WEEK * back for back in reversed(range(rules.grading.look_back_weeks))]
    weekly = tuple((week, score(rules, *on(account, week, rules), account.priors).grade) for week in weeks)
    return Rated(day, rules, inputs, today, grades.held(rules, [one for _, one in weekly], today.grade), weekly)


def on(account: Account, day: int, rules: Rules) -> Inputs:
    """What counts on a day, weighed by its age."""
    weights: dict[str, list[float]] = defaultdict(list)
    well: dict[str, list[float]] = defaultdict(list)
    worths = _worths(rules.time.half_life_days, rules.time.window_days)
    for indicator, then, times, bad in [*account.done, *_settled(account, day), *_missing(account)]:
        if 0 <= day - then < len(worths):
            weights[indicator].append(worths[day - then] * times)
            well[indicator].append(worths[day - then] * (times - bad / 100))
    standing = final(account, day)
    for case in standing:
        known = rule_sets.of(case.happened_ms)
        feeds = known.by_code[case.code].feeds if known else None
        if feeds is not None:
            well[feeds].append(-_worth(rules, day, case.final) * case.share / 100)
    tallies = {key: Tally(fsum(some), max(fsum(well[key]), 0.0)) for key, some in weights.items()}
    return Inputs(tallies, votes(account, day, rules), charges(standing, day), _seniority(account, day, rules))


def newest(decisions: Iterable[Decided]) -> dict[str, Decided]:
    """Of each case the decision that holds: the last word, not the first."""
    found: dict[str, Decided] = {}
    for one in sorted(decisions, key=lambda one: (one.decided_ms, one.entry_id)):
        found[one.case] = one
    return found


def final(account: Account, day: int) -> list[Decided]:
    """The findings against somebody that nobody can appeal any more on this day."""
    return [one for one in newest(account.decisions).values() if one.outcome in UPHELD and one.final <= day]


def charges(standing: Sequence[Decided], day: int) -> list[Charge]:
    """What findings cost, by the rules of the day on which it happened; those that feed an indicator cost nothing here."""
    found = []
    for one in standing:
        known = rule_sets.of(one.happened_ms)
        what = known.by_code.get(one.code) if known else None
        if what is not None and what.feeds is None:
            found.append(
                Charge(
                    one.case,
                    one.code,
                    what.severity,
                    one.share / 100,
                    day - one.final,
                    what.half_life_days,
                    what.red_line,
                )
            )
    return found


def votes(account: Account, day: int, rules: Rules) -> list[Vote]:
    """Votes of the window; of one rater the k-th within the days of the rule weighs 1/k."""
    before: dict[str, list[int]] = defaultdict(list)
    found = []
    for one in sorted(account.votes, key=lambda one: (one.at_ms, one.entry_id)):
        if one.day > day:
            continue
        recent = [other for other in before[one.rater] if one.day - other < rules.votes.repeat_days]
        before[one.rater].append(one.day)
        if day - one.day <= rules.time.window_days:
            found.append(Vote(one.side, one.stars, 1 / (len(recent) + 1)))
    return found


def _settled(account: Account, day: int) -> Iterable[Done]:
    """What decisions make of the sign-offs they are about: each case feeds the deduction or the indicator, never both."""
    for one in newest(account.decisions).values():
        signoff = account.signoffs.get(one.about) if one.about is not None else None
        if signoff is None:
            continue
        if one.outcome in UPHELD:
            # What the courier's own record says was wrong stays wrong; no finding may raise a score.
            if signoff.counted and not signoff.bad:
                yield Done("signoff_ok", signoff.day, -1, 0)
        elif not signoff.counted:
            yield Done("signoff_ok", signoff.day, 1, 0)


def _missing(account: Account) -> Iterable[Done]:
    return (Done("scan_complete", day, 1, 100) for day in account.gaps)


def _worth(rules: Rules, day: int, then: int) -> float:
    worths = _worths(rules.time.half_life_days, rules.time.window_days)
    return worths[day - then] if 0 <= day - then < len(worths) else 0.0


@lru_cache(maxsize=16)
def _worths(half_life_days: int, window_days: int) -> tuple[float, ...]:
    """What something counts for at each age in days; a whole rebuild asks for it millions of times."""
    return tuple(weigh(age, half_life_days) for age in range(window_days + 1))


def _seniority(account: Account, day: int, rules: Rules) -> Seniority:
    parcels = sum(
        one.times - one.bad // 100
        for one in account.done
        if one.indicator == "completion" and 0 <= day - one.day <= rules.time.window_days
    )
    since = day - account.first_day if account.first_day is not None else 0
    return Seniority(parcels, max(since, 0))
