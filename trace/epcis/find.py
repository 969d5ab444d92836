"""A query in SQL: the events of whoever asks by all that they say, those of others by their public part alone.

Both are asked for in one order and joined here. A page begins behind the last key of the page before, so whatever is
captured meanwhile, no event is left out or given twice.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from trace import bulk
from trace.epcis import masterdata
from trace.epcis.asking import OPERATORS, Among, Below, Compared, Condition, Described, Order, Query, There, When
from trace.epcis.patterns import Pattern

Key = tuple[Any, ...]
# Things are shown to others one by one, so these facts stand in the view and not among the public ones.
_OF_THINGS = frozenset(
    {"epc", "parentID", "inputEPC", "outputEPC", "epcClass", "inputEPCClass", "outputEPCClass", "readPoint"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """One event by its place in the answer; `own` where it is shown whole."""

    key: Key
    entry_id: int
    own: bool


@dataclass(frozen=True, slots=True)
class _Sql:
    text: str
    values: tuple[Any, ...] = ()


def page(
    session: Session, party_id: int, query: Query, most: int, after: Key | None = None,
    leaves: tuple[int, int] | None = None,
) -> list[Found]:  # fmt: skip
    """The first `most` events that a party may see and the query wants, behind the key `after`.

    With `leaves` only those from this leaf of the log on, and before that one.
    """
    conditions = [_resolved(session, party_id, condition) for condition in query.conditions]
    mine = _page(session, party_id, conditions, query.order, most, after, leaves, own=True)
    others = _page(session, party_id, conditions, query.order, most, after, leaves, own=False)
    joined = heapq.merge(mine, others, key=lambda one: one.key, reverse=query.order.descending)
    return list(joined)[:most]


def _resolved(session: Session, party_id: int, condition: Condition) -> Condition:
    """A condition on master data as one on the names that the asker's master data gives."""
    match condition:
        case Below():
            return Among((condition.name,), tuple(sorted(masterdata.below(session, party_id, condition.places))))
        case Described():
            names = masterdata.described(session, party_id, condition.attributes, condition.texts)
            return Among((condition.name,), tuple(sorted(names)))
        case _:
            return condition


def _page(
    session: Session, party_id: int, conditions: Sequence[Condition], order: Order, most: int, after: Key | None,
    leaves: tuple[int, int] | None, *, own: bool,
) -> list[Found]:  # fmt: skip
    columns, joined = _ordered(order, own=own)
    if own:
        start = _Sql("FROM epcis_event e", ())
        where = [_Sql("e.actor_id = ?", (party_id,))]
    else:
        # An event is there once for each of the asker's things in it.
        seen = "(SELECT DISTINCT entry_id FROM epcis_view WHERE party_id = ?)"
        start, where = _Sql(f"FROM {seen} v JOIN epcis_event e ON e.entry_id = v.entry_id", (party_id,)), []
    where += [_condition(condition, party_id, own=own) for condition in conditions]
    if leaves is not None:
        where.append(_Sql("e.entry_id IN (SELECT entry_id FROM log_leaf WHERE idx >= ? AND idx < ?)", leaves))
    if after is not None:
        compared = "<" if order.descending else ">"
        where.append(_Sql(f"({', '.join(columns)}) {compared} ({', '.join('?' * len(columns))})", after))
    direction = "DESC" if order.descending else "ASC"
    statement = (
        f"SELECT {', '.join(columns)} {start.text} {joined.text} "
        f"{'WHERE ' if where else ''}{' AND '.join(one.text for one in where)} "
        f"ORDER BY {', '.join(f'{column} {direction}' for column in columns)} LIMIT ?"
    )
    values = (*start.values, *joined.values, *(value for one in where for value in one.values), most)
    return [Found(tuple(row), row[-1], own) for row in bulk.run(session, statement, values)]


def _ordered(order: Order, *, own: bool) -> tuple[list[str], _Sql]:
    """The columns that an answer is sorted by, the last of them the entry; and what must be joined for them."""
    if order.by == "":
        return ["e.entry_id"], _Sql("")
    if order.by == "eventTime":
        return ["e.event_us" if own else "e.open_us", "e.entry_id"], _Sql("")
    if order.by == "recordTime":
        return ["e.record_us", "e.entry_id"], _Sql("")
    # Numbers and times before texts, and last what lacks the field.
    least = (
        "LEFT JOIN (SELECT entry_id, min(number) AS number, min(text) AS text FROM epcis_fact "
        f"WHERE name IN (?, ?) AND {_scope(own)} GROUP BY entry_id) o ON o.entry_id = e.entry_id"
    )
    rank = "CASE WHEN o.number IS NOT NULL THEN 0 WHEN o.text IS NOT NULL THEN 1 ELSE 2 END"
    return [rank, "coalesce(o.number, 0)", "coalesce(o.text, '')", "e.entry_id"], _Sql(
        least, (order.by, f"{order.by}@")
    )


def _scope(own: bool) -> str:
    return "scope < 2" if own else "scope > 0"


def _condition(condition: Condition, party_id: int, *, own: bool) -> _Sql:
    match condition:
        case When():
            column = {"eventTime": "e.event_us" if own else "e.open_us", "recordTime": "e.record_us"}[condition.clock]
            return _Sql(f"{column} {OPERATORS[condition.operator]} ?", (condition.microseconds,))
        case There():
            return _fact(_Sql("name = ?", (condition.name,)), own=own)
        case Compared():
            compared = _Sql(
                f"name = ? AND number {OPERATORS[condition.operator]} ?", (condition.name, condition.number)
            )
            return _fact(compared, own=own)
        case Among():
            return _among(condition, party_id, own=own)
        case _:
            raise AssertionError(condition)


def _among(condition: Among, party_id: int, *, own: bool) -> _Sql:
    things = [] if own else [name for name in condition.names if name in _OF_THINGS]
    plain = [name for name in condition.names if name not in things]
    either = [_fact(one, own=own) for one in _wanted(condition, plain)]
    if things and (wanted := _texts("t.uri", condition.texts, condition.patterns)) is not None:
        named = f"v.name IN ({', '.join('?' * len(things))})"
        statement = (
            "e.entry_id IN (SELECT v.entry_id FROM epcis_view v JOIN thing t ON t.id = v.thing_id "
            f"WHERE v.party_id = ? AND {named} AND {wanted.text})"
        )
        either.append(_Sql(statement, (party_id, *things, *wanted.values)))
    if not either:
        return _Sql("1 = 0")
    return _Sql(f"({' OR '.join(one.text for one in either)})", tuple(v for one in either for v in one.values))


def _wanted(condition: Among, names: list[str]) -> list[_Sql]:
    if not names:
        return []
    found = []
    named = f"name IN ({', '.join('?' * len(names))})"
    if (wanted := _texts("text", condition.texts, condition.patterns)) is not None:
        found.append(_Sql(f"{named} AND {wanted.text}", (*names, *wanted.values)))
    if condition.numbers:
        marks = ", ".join("?" * len(condition.numbers))
        found.append(_Sql(f"{named} AND number IN ({marks})", (*names, *condition.numbers)))
    if condition.moments:
        marks = ", ".join("?" * len(condition.moments))
        found.append(_Sql(f"{named} AND number IN ({marks})", (*(f"{name}@" for name in names), *condition.moments)))
    return found


def _fact(wanted: _Sql, *, own: bool) -> _Sql:
    return _Sql(f"e.entry_id IN (SELECT entry_id FROM epcis_fact WHERE {wanted.text} AND {_scope(own)})", wanted.values)


def _texts(column: str, texts: Sequence[str], patterns: Sequence[Pattern]) -> _Sql | None:
    """That a text is one of these or fits one of these patterns; None where there are neither."""
    either = []
    if texts:
        either.append(_Sql(f"{column} IN ({', '.join('?' * len(texts))})", tuple(texts)))
    either += [_pattern(column, pattern) for pattern in patterns]
    if not either:
        return None
    return _Sql(f"({' OR '.join(one.text for one in either)})", tuple(v for one in either for v in one.values))


def _pattern(column: str, pattern: Pattern) -> _Sql:
    first = pattern[0].text
    # What begins with the first piece, by the index: from it up to the next text that does not begin with it.
    parts, values = [f"{column} >= ?", f"{column} < ?"], [first, first[:-1] + chr(ord(first[-1]) + 1)]
    for piece in pattern[1:]:
        parts.append(f"substr({column}, ?, ?) = ?")
        values += [piece.at + 1, len(piece.text), piece.text]  # type: ignore[list-item]
    return _Sql(f"({' AND '.join(parts)})", tuple(values))
