"""The points that somebody lost, each with what it is made of; pending things first, because they cost nothing yet. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from couriers import account as accounts
from couriers.account import UPHELD, Account, Decided, Rated
from couriers.score import Score, without


@dataclass(frozen=True, slots=True)
class Case:
    """A finding: what it costs (None while it can be appealed), and what the score would be without it."""

    decided: Decided
    points: float | None
    otherwise: Score | None = None


def cases(account: Account, rated: Rated) -> list[Case]:
    """The findings against somebody: those that are not final first, then the dearest."""
    costs = {one.key: one.points for one in rated.score.charged}
    final = {one.case for one in accounts.final(account, rated.day)}
    found = []
    for one in accounts.newest(account.decisions).values():
        if one.outcome not in UPHELD:
            continue
        if one.case not in final:
            found.append(Case(one, None))
        elif one.case in costs:
            found.append(Case(one, costs[one.case], counterfactual(account, rated, one.case)))
    return sorted(found, key=lambda one: (one.points is not None, -(one.points or 0), one.decided.case))


def counterfactual(account: Account, rated: Rated, case: str) -> Score:
    """The score of the same day, had this case not been."""
    return without(rated.rules, *rated.inputs, account.priors, case)
