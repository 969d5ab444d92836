"""What an event says, member by member: names with texts or numbers, as the Simple Event Query asks for them.

Names, places and orders stand in their canonical form, words of CBV bare, times as microseconds since 1970 under a name
that ends in @, measured values in the unit of their kind. Of an extension both the name as written and the whole URI are
there, for those who ask with its prefix and those who say what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from trace.epcis import terms, units
from trace.epcis.contexts import expanded
from trace.epcis.naming import leniently
from trace.moments import EPOCH

LONGEST = 500
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_MEASURED = ("value", "minValue", "maxValue", "meanValue", "sDev", "percValue")
_DEVICES = ("deviceID", "dataProcessingMethod", "bizRules", "microorganism", "chemicalSubstance", "uriValue")
EPCS = {"epcList": "epc", "childEPCs": "epc", "inputEPCList": "inputEPC", "outputEPCList": "outputEPC"}
CLASSES = {
    "quantityList": "epcClass",
    "childQuantityList": "epcClass",
    "inputQuantityList": "inputEPCClass",
    "outputQuantityList": "outputEPCClass",
}


class Fact(NamedTuple):
    """One thing that an event says; neither text nor number where only that it is there is said."""

    name: str
    text: str | None = None
    number: float | None = None


def key(text: str) -> str:
    """A text as it is looked up: a long one by its hash, since no index takes it whole."""
    if len(text) <= LONGEST and "\0" not in text:
        return text
    return f"sha-256:{sha256(text.encode()).hexdigest()}"


def named(name: str) -> str:
    """A member's name as it is looked up; whether it names a time (@) stays to be seen."""
    bare = name.removesuffix("@")
    return key(bare) + name[len(bare) :]


def number(text: str) -> float | None:
    """The number that a text is, if it is one."""
    return float(text) if _NUMBER.fullmatch(text) else None


def numeral(value: float) -> str:
    """A number as it is compared with texts: the fewest digits that say it."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def microseconds(text: str) -> int | None:
    """Microseconds since 1970 of a time that names its zone; None for other texts."""
    if not _TIME.fullmatch(text):
        return None
    try:
        since = datetime.fromisoformat(text) - EPOCH
    except ValueError:
        return None
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def of(event: Mapping[str, Any], namespaces: Mapping[str, str], origin: str) -> list[Fact]:
    """Everything that can be asked of an event, its eventTime and recordTime left aside."""
    said = _Reader(namespaces, origin).all(event)
    return list(dict.fromkeys(one._replace(name=named(one.name)) for one in said))


class _Reader:
    """Reads one event: knows its prefixes and the log that its names belong to."""

    def __init__(self, namespaces: Mapping[str, str], origin: str) -> None:
        self._namespaces, self._origin = namespaces, origin

    def all(self, event: Mapping[str, Any]) -> Iterator[Fact]:
        whole = self._whole
        yield Fact("type", key(whole(event["type"])))
        for member, vocabulary in (("bizStep", terms.BIZ_STEPS), ("disposition", terms.DISPOSITIONS)):
            if member in event:
                yield Fact(member, key(vocabulary.bare(whole(event[member]))))
        if "action" in event:
            yield Fact("action", event["action"])
        for part, words in event.get("persistentDisposition", {}).items():
            yield from (Fact(part, key(terms.DISPOSITIONS.bare(whole(word)))) for word in words)
        if "eventID" in event:
            yield Fact("eventID", key(event["eventID"]))
        yield from self._things(event)
        yield from self._business(event)
        if (wrong := event.get("errorDeclaration")) is not None:
            yield from self._error(wrong)
        yield from self._sensors(event.get("sensorElementList", ()))
        yield from self._extensions("", event)
        yield from self._extensions("ILMD_", event.get("ilmd", {}))

    def _things(self, event: Mapping[str, Any]) -> Iterator[Fact]:
        for member, name in EPCS.items():
            yield from (Fact(name, self._name(text)) for text in event.get(member, ()))
        if "parentID" in event:
            yield Fact("parentID", self._name(event["parentID"]))
        for member, name in CLASSES.items():
            for one in event.get(member, ()):
                yield Fact(name, self._name(one["epcClass"]))
                if (many := one.get("quantity")) is not None:
                    yield Fact("quantity", None, float(many))
                    if (uom := one.get("uom")) is not None:
                        yield Fact(f"quantity:{units.base(uom)}", None, units.converted(many, uom))

    def _business(self, event: Mapping[str, Any]) -> Iterator[Fact]:
        for member in ("readPoint", "bizLocation"):
            if (place := event.get(member)) is not None:
                yield Fact(member, self._name(place["id"]))
                yield from self._extensions(f"{member}_", place)
        if "transformationID" in event:
            yield Fact("transformationID", self._name(event["transformationID"]))
        for one in event.get("bizTransactionList", ()):
            kind = terms.TRANSACTIONS.bare(self._whole(one.get("type", "")))
            yield Fact(f"bizTransaction_{kind}", self._name(one["bizTransaction"]))
        for side in ("source", "destination"):
            for one in event.get(f"{side}List", ()):
                yield Fact(f"{side}_{terms.PARTIES.bare(self._whole(one['type']))}", self._name(one[side]))

    def _error(self, wrong: Mapping[str, Any]) -> Iterator[Fact]:
        yield Fact("errorDeclaration")
        yield from self._moment("errorDeclarationTime", wrong["declarationTime"])
        if "reason" in wrong:
            yield Fact("errorReason", key(terms.REASONS.bare(self._whole(wrong["reason"]))))
        yield from (Fact("correctiveEventID", key(one)) for one in wrong.get("correctiveEventIDs", ()))
        yield from self._extensions("ERROR_DECLARATION_", wrong)

    def _sensors(self, elements: Any) -> Iterator[Fact]:
        if elements:
            yield Fact("sensorElementList")
        for element in elements:
            yield from self._extensions("SENSORELEMENT_", element)
            metadata = element.get("sensorMetadata", {})
            yield from self._device(metadata)
            for member in ("startTime", "endTime"):
                if member in metadata:
                    yield from self._moment(member, metadata[member])
            yield from self._extensions("SENSORMETADATA_", metadata)
            for report in element["sensorReport"]:
                yield from self._report(report)

    def _device(self, said: Mapping[str, Any]) -> Iterator[Fact]:
        if "time" in said:
            yield from self._moment("time", said["time"])
        yield from (Fact(member, self._name(said[member])) for member in _DEVICES if member in said)

    def _report(self, report: Mapping[str, Any]) -> Iterator[Fact]:
        if "type" in report:
            yield Fact("measurement", key(terms.MEASUREMENTS.bare(self._whole(report["type"]))))
        yield from self._device(report)
        for member in ("stringValue", "hexBinaryValue"):
            if member in report:
                yield Fact(member, key(report[member]))
        if "booleanValue" in report:
            yield Fact("booleanValue", "true" if report["booleanValue"] else "false")
        if "percRank" in report:
            yield Fact("percRank", None, float(report["percRank"]))
        if (uom := report.get("uom")) is not None:
            for member in _MEASURED:
                if member in report:
                    value = units.converted(report[member], uom, difference=member == "sDev")
                    yield Fact(f"{member}:{units.base(uom)}", None, value)
        yield from self._extensions("SENSORREPORT_", report)

    def _extensions(self, where: str, said: Mapping[str, Any]) -> Iterator[Fact]:
        for member, value in said.items():
            if ":" in member:
                for name in {member, self._whole(member)}:
                    yield from _leaves(f"{where}{name}", value)
                yield from self._inner(where, value)

    def _inner(self, where: str, value: object) -> Iterator[Fact]:
        """Members below an extension, however deep."""
        if isinstance(value, list):
            for part in value:
                yield from self._inner(where, part)
        elif isinstance(value, dict):
            for member, part in value.items():
                if not member.startswith("@"):
                    for name in {member, self._whole(member)}:
                        yield from _leaves(f"INNER_{where}{name}", part)
                yield from self._inner(where, part)

    def _moment(self, name: str, text: str) -> Iterator[Fact]:
        if (moment := microseconds(text)) is not None:
            yield Fact(f"{name}@", None, float(moment))

    def _name(self, text: str) -> str:
        return key(leniently(self._whole(text), self._origin))

    def _whole(self, text: str) -> str:
        return expanded(text, self._namespaces)


def _leaves(name: str, value: object) -> Iterator[Fact]:
    yield Fact(name)
    for leaf in value if isinstance(value, list) else [value]:
        if isinstance(leaf, dict) and "@value" in leaf:
            leaf = leaf["@value"]
        if isinstance(leaf, str):
            yield Fact(name, key(leaf), number(leaf))
            if (moment := microseconds(leaf)) is not None:
                yield Fact(f"{name}@", None, float(moment))
        elif isinstance(leaf, bool):
            yield Fact(name, "true" if leaf else "false")
        elif isinstance(leaf, int | float):
            yield Fact(name, numeral(leaf), float(leaf))
