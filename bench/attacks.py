"""What attackers can do to the stars of one courier: our rule beside the mean, a trimmed mean and a Bayesian mean.

`python -m bench.attacks [WORLDS]` plants each attack into worlds of honest raters and prints by how many stars the victim
moves, and by how many of a hundred places. It is a simulation: seed fixed, no real order in it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import fmean, mean
from typing import NamedTuple

from couriers import rules as rule_sets
from couriers.account import DAY_MS, Account, Voted, votes
from couriers.rules import Rules
from couriers.score import Seniority, score

SEED = 20_200_601
TARGETS, RATERS, HONEST, ATTACKERS = 200, 3_000, 30, 30
DAYS = 180
# What the victim is worth: a poor one that is pushed, a good one that is pulled down.
POOR, GOOD = 3.0, 4.5
PRIOR_STARS, PRIOR_WEIGHT = 4.2, 20

Method = Callable[[Sequence[Voted]], float]


class Attack(NamedTuple):
    """Which stars are given to a victim of which worth, within how many days, and by how many raters."""

    name: str
    worth: float
    stars: int
    days: int
    raters: int


class Moved(NamedTuple):
    """By how much one method lets the victim be moved: stars, and places of a hundred."""

    stars: float
    places: float


ATTACKS = (
    Attack("push, spread sybils", POOR, 5, DAYS, ATTACKERS),
    Attack("push, 2-day burst", POOR, 5, 2, ATTACKERS),
    Attack("push, one rater x30", POOR, 5, DAYS, 1),
    Attack("nuke, spread sybils", GOOD, 1, DAYS, ATTACKERS),
    Attack("nuke, 2-day burst", GOOD, 1, 2, ATTACKERS),
    Attack("nuke, one rater x30", GOOD, 1, DAYS, 1),
)


def plain(given: Sequence[Voted]) -> float:
    """The mean of all stars."""
    return fmean(one.stars for one in given)


def trimmed(given: Sequence[Voted]) -> float:
    """The mean without the highest and the lowest tenth."""
    stars = sorted(one.stars for one in given)
    cut = len(stars) // 10
    return fmean(stars[cut : len(stars) - cut])


def bayes(given: Sequence[Voted]) -> float:
    """The mean drawn towards what is usual, as if twenty had given that."""
    return (sum(one.stars for one in given) + PRIOR_WEIGHT * PRIOR_STARS) / (len(given) + PRIOR_WEIGHT)


def ours(rules: Rules, day: int) -> Method:
    """The mean of the consumers' side as the rating's formula has it."""

    def method(given: Sequence[Voted]) -> float:
        weighed = votes(Account(votes=tuple(given)), day, rules)
        opinions = score(rules, {}, weighed, [], Seniority(0, 0)).opinions
        return next(one.mean for one in opinions if one.side == "consumer")

    return method


def simulate(worlds: int) -> Iterator[tuple[Attack, dict[str, Moved]]]:
    """Each attack with what every method makes of it, as the mean over `worlds` worlds."""
    rules = rule_sets.known()[-1]
    today = rules.effective_from.toordinal() + DAYS
    methods: dict[str, Method] = {"mean": plain, "trimmed": trimmed, "Bayes": bayes, "ours": ours(rules, today)}
    random = Random(SEED)
    for attack in ATTACKS:
        found: dict[str, list[Moved]] = {name: [] for name in methods}
        for _ in range(worlds):
            world = [_honest(random, worth, today) for worth in _worths(random, attack)]
            attacked = [*world[0], *_planted(random, attack, today)]
            for name, method in methods.items():
                found[name].append(_moved(method, world, attacked))
        yield attack, {name: Moved(*map(mean, zip(*some, strict=True))) for name, some in found.items()}


def _worths(random: Random, attack: Attack) -> list[float]:
    return [attack.worth, *(min(max(random.gauss(4.2, 0.5), 1.0), 5.0) for _ in range(TARGETS - 1))]


def _honest(random: Random, worth: float, today: int) -> list[Voted]:
    stars = [min(max(round(random.gauss(worth, 0.8)), 1), 5) for _ in range(HONEST)]
    return [_vote(random, f"thing/{random.randrange(RATERS)}", one, today, DAYS) for one in stars]


def _planted(random: Random, attack: Attack, today: int) -> list[Voted]:
    return [
        _vote(random, f"sybil/{number % attack.raters}", attack.stars, today, attack.days)
        for number in range(ATTACKERS)
    ]


def _vote(random: Random, rater: str, stars: int, today: int, within: int) -> Voted:
    day = today - random.randrange(within)
    return Voted("consumer", rater, stars, day, day * DAY_MS + random.randrange(DAY_MS), random.getrandbits(40))


def _moved(method: Method, world: Sequence[Sequence[Voted]], attacked: Sequence[Voted]) -> Moved:
    before, *others = [method(given) for given in world]
    after = method(attacked)
    places = 100 * (sum(one < after for one in others) - sum(one < before for one in others)) / len(others)
    return Moved(after - before, places)


def main(worlds: int = 20) -> None:
    """Print the table of docs/rating.md; beside ours, how many bought votes a tenth of a star costs."""
    print("| attack | mean | trimmed | Bayes | ours | votes for 0.1 star |", "|---|---|---|---|---|---|", sep="\n")
    for attack, moved in simulate(worlds):
        cells = [f"{one.stars:+.2f} ({one.places:+.0f})" for one in moved.values()]
        price = ATTACKERS / (10 * abs(moved["ours"].stars))
        print(f"| {attack.name} | {' | '.join(cells)} | {price:.0f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
