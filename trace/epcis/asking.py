"""What a query asks: conditions on the facts of an event, all of which hold. Pure; trace/epcis/find.py says it in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trace.epcis.patterns import Pattern, matches

OPERATORS = {"GT": ">", "GE": ">=", "LT": "<", "LE": "<="}


@dataclass(frozen=True, slots=True)
class Among:
    """A fact of one of these names has one of these texts, fits one of the patterns, or is one of the numbers.

    Numbers stand under the names that end in @ where they are times, and under the plain ones where they are not.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    numbers: tuple[float, ...] = ()
    moments: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact of this name has a number that compares so."""

    name: str
    operator: str
    number: float


@dataclass(frozen=True, slots=True)
class There:
    """There is a fact of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class When:
    """The event time or the record time, in microseconds since 1970, compares so."""

    clock: str
    operator: str
    microseconds: int


@dataclass(frozen=True, slots=True)
class Below:
    """A place is one of these, or lies in one of them as the asker's master data has it."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """What stands in this member has an attribute in the asker's master data: of one of these names, or with such a value."""

    name: str
    attributes: tuple[str, ...]
    texts: tuple[str, ...] | None = None


Condition = Among | Compared | There | When | Below | Described


@dataclass(frozen=True, slots=True)
class Order:
    """By what answers are sorted: entry (as recorded), eventTime, recordTime, or the fact of an extension."""

    by: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A Simple Event Query, read."""

    conditions: tuple[Condition, ...] = ()
    order: Order = Order()
    limit: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one event says to one asker: its facts by name, and both times."""

    texts: Mapping[str, Sequence[str]]
    numbers: Mapping[str, Sequence[float]]
    names: frozenset[str]
    times: Mapping[str, int]


def holds(condition: Condition, told: Told) -> bool:
    """Whether a condition holds for an event, master data left aside: what needs it is resolved to names before."""
    match condition:
        case Among():
            return _among(condition, told)
        case Compared():
            return any(
                _compares(one, condition.operator, condition.number) for one in told.numbers.get(condition.name, ())
            )
        case There():
            return condition.name in told.names
        case When():
            return _compares(told.times[condition.clock], condition.operator, condition.microseconds)
        case _:
            raise ValueError(f"{type(condition).__name__} is told by master data and must be resolved first")


def _among(wanted: Among, told: Told) -> bool:
    for name in wanted.names:
        found = told.texts.get(name, ())
        if any(text in wanted.texts for text in found):
            return True
        if wanted.patterns and any(matches(text, pattern) for text in found for pattern in wanted.patterns):
            return True
        if any(one in wanted.numbers for one in told.numbers.get(name, ())):
            return True
        if any(one in wanted.moments for one in told.numbers.get(f"{name}@", ())):
            return True
    return False


def _compares(value: float, operator: str, other: float) -> bool:
    if operator == "GT":
        return value > other
    if operator == "GE":
        return value >= other
    return value < other if operator == "LT" else value <= other
