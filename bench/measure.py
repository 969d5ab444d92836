"""How a row is measured: the work and its limit by turns, so that a disturbed machine hits both, and the medians of each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from bench import cpu

# A piece of work that is done once a turn, and tells how many operations it was.
Work = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Turn:
    """One repetition: operations a second, and CPU microseconds an operation of everything that took part."""

    rate: float
    cpu_us: float
    more: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """One line of the table. `least` is the ratio that the budget asks for; `unit` what is counted a second."""

    work: str
    database: str
    unit: str
    least: float
    turns: list[Turn]
    limits: list[Turn]
    note: str = ""

    @property
    def rate(self) -> float:
        """Operations a second, the median."""
        return median(turn.rate for turn in self.turns)

    @property
    def limit(self) -> float:
        """The limit's operations a second, the median."""
        return median(turn.rate for turn in self.limits)

    @property
    def ratio(self) -> float:
        """What the budget speaks of."""
        return self.rate / self.limit

    @property
    def cpu_ratio(self) -> float | None:
        """The same by CPU time instead of the clock, which others on the machine move less; None where it was not measured."""
        ours = median(turn.cpu_us for turn in self.turns)
        return median(turn.cpu_us for turn in self.limits) / ours if ours else None

    @property
    def met(self) -> bool:
        """Whether the budget holds."""
        return self.ratio >= self.least

    def as_json(self) -> dict[str, Any]:
        """Everything that was measured."""
        told = ("rate", "limit", "ratio", "cpu_ratio", "met")
        return asdict(self) | {name: getattr(self, name) for name in told}


def timed(work: Work, clock: cpu.Clock) -> Turn:
    """One turn of `work`."""
    cpu_before, before = clock(), time.perf_counter()
    count = work()
    took, used = time.perf_counter() - before, clock() - cpu_before
    return Turn(count / took, used / count * 1e6)


def nothing() -> None:
    """What needs to be made ready for a turn that needs nothing."""


def by_turns(
    ours: Work,
    limit: Work,
    times: int,
    clock: cpu.Clock = cpu.own,
    ready_ours: Callable[[], None] = nothing,
    ready_limit: Callable[[], None] = nothing,
) -> tuple[list[Turn], list[Turn]]:
    """`times` turns of each, one after the other; a first turn of each warms up and does not count."""
    found: list[tuple[Turn, Turn]] = []
    for _ in range(times + 1):
        ready_ours()
        turn = timed(ours, clock)
        ready_limit()
        found.append((turn, timed(limit, clock)))
    return [one for one, _ in found[1:]], [other for _, other in found[1:]]
