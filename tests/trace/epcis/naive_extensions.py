"""The naive filter's part about extensions: at the top, in the parts of an event, and below (INNER)."""

from __future__ import annotations

import operator
import re
from datetime import datetime
from typing import Any

Event = dict[str, Any]
NAMESPACES = {"ex": "http://ns.example/", "md": "http://md.example/"}
COMPARE = {"GT": operator.gt, "GE": operator.ge, "LT": operator.lt, "LE": operator.le}
_EXT = re.compile(
    "(EQ|GT|GE|LT|LE|EXISTS)_(INNER_)?(ILMD_|ERROR_DECLARATION_|SENSORELEMENT_|SENSORMETADATA_|SENSORREPORT_|readPoint_|bizLocation_)?"
    "([a-z]+:.+)"
)


def time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def extended(event: Event, name: str, values: list[str]) -> bool:
    found = _EXT.fullmatch(name)
    assert found is not None, name
    op, inner, where, field = found.groups()
    if op == "EXISTS" and values[0] in ("false", "0"):
        return True
    leaves = [one for part in parts(event, where) for one in (nested(part, field) if inner else top(part, field))]
    if op == "EXISTS":
        return bool(leaves)
    flat = [leaf for one in leaves for leaf in (one if isinstance(one, list) else [one]) if not isinstance(leaf, dict)]
    if op == "EQ":
        return any(equal(leaf, wanted) for leaf in flat for wanted in values)
    return any(compares(op, leaf, values[0]) for leaf in flat)


def parts(event: Event, where: str | None) -> list[dict[str, Any]]:
    elements = event.get("sensorElementList", [])
    return {
        None: [event], "ILMD_": [event.get("ilmd", {})], "ERROR_DECLARATION_": [event.get("errorDeclaration", {})],
        "SENSORELEMENT_": elements, "SENSORMETADATA_": [one.get("sensorMetadata", {}) for one in elements],
        "SENSORREPORT_": [report for one in elements for report in one["sensorReport"]],
        "readPoint_": [event.get("readPoint", {})], "bizLocation_": [event.get("bizLocation", {})],
    }[where]  # fmt: skip


def whole(name: str) -> str:
    prefix, _, local = name.partition(":")
    return NAMESPACES.get(prefix, f"{prefix}:") + local


def top(part: dict[str, Any], field: str) -> list[Any]:
    return [value for name, value in part.items() if ":" in name and whole(name) == whole(field)]


def nested(part: Any, field: str, depth: int = 0) -> list[Any]:
    if isinstance(part, list):
        return [found for one in part for found in nested(one, field, depth)]
    if not isinstance(part, dict):
        return []
    here = top(part, field) if depth else []
    deeper = [value for name, value in part.items() if depth or ":" in name]
    return here + [found for value in deeper for found in nested(value, field, depth + 1)]


def spelt(leaf: Any) -> str:
    if isinstance(leaf, bool):
        return str(leaf).lower()
    if isinstance(leaf, int | float):
        return f"{leaf:g}"
    return leaf


def equal(leaf: Any, wanted: str) -> bool:
    at = moment(leaf)
    return spelt(leaf) == wanted or (at is not None and at == moment(wanted))


def moment(leaf: Any) -> datetime | None:
    return time(leaf) if isinstance(leaf, str) and re.match(r"\d{4}-\d\d-\d\dT", leaf) else None


def compares(op: str, leaf: Any, wanted: str) -> bool:
    if re.match(r"\d{4}-\d\d-\d\dT", wanted):
        return (
            isinstance(leaf, str)
            and bool(re.match(r"\d{4}-\d\d-\d\dT", leaf))
            and COMPARE[op](time(leaf), time(wanted))
        )
    try:
        return not isinstance(leaf, bool) and COMPARE[op](float(leaf), float(wanted))
    except ValueError:
        return False
