"""Values of query parameters: one or many, texts, numbers, true or false, each as it may come in an address or in JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trace.epcis import facts
from trace.errors import Malformed

Value = str | int | float | bool
Values = Sequence[Value]
MOST_VALUES = 1_000
MOST_COUNT = 2**31 - 1
_COUNT = re.compile("[0-9]{1,10}")
_ACTIONS = frozenset({"ADD", "OBSERVE", "DELETE"})


class BadParameter(Malformed):
    """A parameter of a query that there is not, or with a value that it cannot have."""

    code = "bad-query-parameter"
    exception = "QueryParameterException"


def one(parameter: str, values: Values) -> Value:
    """The one value of a parameter that has only one."""
    if len(values) != 1:
        raise BadParameter(f"{parameter[:80]} has one value: got {len(values)}")
    return values[0]


def text(parameter: str, value: Value) -> str:
    """A value that is a text."""
    if not isinstance(value, str) or not value:
        raise BadParameter(f"{str(value)[:60]!r} is no value of {parameter[:80]}: expected a text")
    return value


def said(value: Value) -> str:
    """A value of any type as a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else facts.numeral(value)


def figure(parameter: str, value: Value) -> float:
    """A value that is a number."""
    number = facts.number(value) if isinstance(value, str) else None if isinstance(value, bool) else float(value)
    if number is None:
        raise BadParameter(f"{str(value)[:60]!r} is no value of {parameter[:80]}: expected a number")
    return number


def truth(parameter: str, values: Values) -> bool:
    """A value that is true or false; the query schema of EPCIS has a number in its place, or nothing."""
    spelt = said(one(parameter, values)).lower()
    if spelt in ("true", "1", ""):
        return True
    if spelt in ("false", "0"):
        return False
    raise BadParameter(f"{spelt[:40]!r} is no value of {parameter[:80]}: expected true or false")


def count(parameter: str, value: Value | None) -> int | None:
    """A whole number from 1 on, or nothing."""
    if value is None:
        return None
    spelt = said(value)
    if not _COUNT.fullmatch(spelt) or not 0 < int(spelt) <= MOST_COUNT:
        raise BadParameter(f"{spelt[:40]!r} is no value of {parameter}: expected a whole number above 0")
    return int(spelt)


def action(parameter: str, word: str) -> str:
    """One of the three actions."""
    if word not in _ACTIONS:
        raise BadParameter(f"{word[:40]!r} is no value of {parameter}: expected ADD, OBSERVE or DELETE")
    return word
