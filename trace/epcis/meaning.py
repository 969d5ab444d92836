"""Whether two texts say the same event: the same names and words in whatever spelling, times in whatever zone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from trace.epcis import contexts, terms
from trace.epcis.contexts import expanded
from trace.epcis.naming import leniently
from trace.errors import Malformed
from trace.moments import instant

# What the repository says, or how the text is read, is no part of what was said.
_ASIDE = frozenset({"@context", "eventID", "recordTime"})
_TIMES = frozenset({"eventTime", "declarationTime", "time", "startTime", "endTime"})
_WORDS = {
    "bizStep": terms.BIZ_STEPS,
    "disposition": terms.DISPOSITIONS,
    "reason": terms.REASONS,
    "component": terms.COMPONENTS,
    "exception": terms.ALERTS,
}
_LISTED = {"set": terms.DISPOSITIONS, "unset": terms.DISPOSITIONS}
_TYPES = (terms.TRANSACTIONS, terms.PARTIES, terms.MEASUREMENTS)


def same(one: str, other: str) -> bool:
    """Whether both say the same, but for the id that they bear."""
    return one == other or _meaning(orjson.loads(one)) == _meaning(orjson.loads(other))


def _meaning(event: dict[str, Any]) -> dict[str, object]:
    namespaces = contexts.prefixes(event.get("@context"))
    return {
        expanded(member, namespaces): _of(member, value, namespaces)
        for member, value in event.items()
        if member not in _ASIDE
    }


def _of(member: str, value: object, namespaces: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return _text(member, value, namespaces)
    if isinstance(value, dict):
        return {expanded(name, namespaces): _of(name, part, namespaces) for name, part in value.items()}
    if isinstance(value, list):
        return [_of(member, part, namespaces) for part in value]
    return value


def _text(member: str, text: str, namespaces: Mapping[str, str]) -> object:
    if member in _TIMES:
        try:
            return instant(text)
        except Malformed:
            return text
    if (vocabulary := _WORDS.get(member) or _LISTED.get(member)) is not None:
        return vocabulary.bare(expanded(text, namespaces))
    if member == "type":
        whole = expanded(text, namespaces)
        return next((bare for one in _TYPES if (bare := one.bare(whole)) != whole), whole)
    if text.startswith(("urn:epc:", "https://", "http://")):
        return leniently(text, "")
    return expanded(text, namespaces)
