"""The event hash of CBV 2.0 (section 8.9): one name for what an event says, however it is spelt. Pure.

It is told and never relied on: without marks between its parts, different events can be made to have one hash, and what
implementations come to has changed under the same label. The record's own leaf is another thing (trace/chain.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from trace.epcis import contexts, facts, terms
from trace.epcis.contexts import expanded
from trace.epcis.naming import leniently
from trace.epcis.terms import Vocabulary

Said = Mapping[str, Any]
_GS1 = "https://ref.gs1.org/voc/"
# What an event says of itself or of its recording is no part of what it says.
_ASIDE = frozenset({"rdfs:comment", "http://www.w3.org/2000/01/rdf-schema#comment"})
_METADATA = (
    "time",
    "startTime",
    "endTime",
    "deviceID",
    "deviceMetadata",
    "rawData",
    "dataProcessingMethod",
    "bizRules",
)
_REPORT = (
    "type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules", "time", "microorganism",
    "chemicalSubstance", "value", "component", "stringValue", "booleanValue", "hexBinaryValue", "uriValue", "minValue",
    "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom", "coordinateReferenceSystem",
)  # fmt: skip
_TIMES = frozenset({"time", "startTime", "endTime"})
_LITERALS = frozenset({"uom", "stringValue", "booleanValue", "hexBinaryValue"})


def of(event: Said) -> str:
    """The hash of an event with its own @context."""
    return f"ni:///sha-256;{sha256(before(event).encode()).hexdigest()}?ver=CBV2.0"


def before(event: Said) -> str:
    """The text that is hashed: names and values in the order of the standard, with nothing between."""
    return _Text(contexts.prefixes(event.get("@context"))).event(event)


class _Text:
    """Writes one event; knows its prefixes."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces

    def event(self, event: Said) -> str:
        type_ = event["type"]
        parts = [
            f"eventType={expanded(type_, self._namespaces)}",
            f"eventTime={_moment(event['eventTime'])}",
            f"eventTimeZoneOffset={event['eventTimeZoneOffset']}",
        ]
        parts += [write(self, member, event[member]) for member, write in _ORDER.items() if event.get(member)]
        return "".join(parts) + self._extensions(event)

    def epcs(self, member: str, names: Iterable[str]) -> str:
        return member + "".join(sorted(f"epc={self.name(one)}" for one in names))

    def quantities(self, member: str, elements: Iterable[Said]) -> str:
        return member + "".join(sorted(self._quantity(one) for one in elements))

    def _quantity(self, one: Said) -> str:
        many = f"quantity={_number(one['quantity'])}" if "quantity" in one else ""
        uom = f"uom={one['uom']}" if "uom" in one else ""
        return f"quantityElementepcClass={self.name(one['epcClass'])}{many}{uom}"

    def word(self, vocabulary: Vocabulary, text: str) -> str:
        """A word of CBV as its Web URI; a word of the GS1 Web Vocabulary under the address that it has today."""
        bare = vocabulary.bare(expanded(text, self._namespaces))
        if bare not in vocabulary.words:
            return bare
        return _GS1 + bare if vocabulary in (terms.MEASUREMENTS, terms.ALERTS) else vocabulary.uri(bare)

    def persistent(self, member: str, said: Said) -> str:
        return member + "".join(
            f"{part}={one}"
            for part in ("set", "unset")
            for one in sorted(self.word(terms.DISPOSITIONS, word) for word in said.get(part, ()))
        )

    def place(self, member: str, said: Said) -> str:
        return f"{member}id={self.name(said['id'])}{self._extensions(said)}"

    def typed(self, member: str, elements: Iterable[Said]) -> str:
        name, vocabulary = _TYPED[member]
        return member + "".join(
            sorted(
                (f"type={self.word(vocabulary, one['type'])}" if "type" in one else "")
                + f"{name}={self.name(one[name])}"
                for one in elements
            )
        )

    def sensors(self, _: str, elements: Iterable[Said]) -> str:
        return "".join(sorted(self._sensor(one) for one in elements))

    def _sensor(self, element: Said) -> str:
        metadata = element.get("sensorMetadata")
        told = "" if metadata is None else "sensorMetadata" + self._attributes(metadata, _METADATA)
        reports = sorted("sensorReport" + self._attributes(one, _REPORT) for one in element["sensorReport"])
        return f"sensorElement{told}{''.join(reports)}{self._extensions(element)}"

    def _attributes(self, said: Said, order: Iterable[str]) -> str:
        told = "".join(f"{name}={self._attribute(name, said[name])}" for name in order if name in said)
        return told + self._extensions(said)

    def _attribute(self, name: str, value: Any) -> str:
        if name in _WORDS:
            return self.word(_WORDS[name], value)
        if name in _TIMES:
            return _moment(value)
        return self.name(value) if isinstance(value, str) and name not in _LITERALS else _plain(value)

    def master_data(self, member: str, said: Said) -> str:
        return member + self._extensions(said)

    def name(self, text: str) -> str:
        """A thing by its one name."""
        return leniently(expanded(text.strip(), self._namespaces), "")

    def _extensions(self, said: Said) -> str:
        return "".join(sorted(
            one for member, value in said.items() if ":" in member and member not in _ASIDE
            for one in self._extension(member, value)
        ))  # fmt: skip

    def _extension(self, member: str, value: Any) -> list[str]:
        prefix, _, local = member.partition(":")
        namespace = self._namespaces.get(prefix)
        name = f"{{{namespace}}}{local}" if namespace is not None else _parted(member)
        found = []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                own = f"={_plain(one['@value'])}" if "@value" in one else ""
                found.append(f"{name}{own}{self._extensions(one)}")
            else:
                found.append(f"{name}={_plain(one)}")
        return sorted(found)


def _parted(uri: str) -> str:
    """A name that is a whole URI, with its namespace in braces."""
    at = max(uri.rfind(sign) for sign in "/#:") + 1
    return f"{{{uri[:at]}}}{uri[at:]}"


def _moment(text: str) -> str:
    """In UTC, to the millisecond, half and more going up."""
    found = facts.microseconds(text)
    if found is None:
        return text
    rounded = (found + 500) // 1_000
    return f"{datetime.fromtimestamp(rounded // 1_000, UTC):%Y-%m-%dT%H:%M:%S}.{rounded % 1_000:03d}Z"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number(value) if isinstance(value, int | float) else "" if value is None else str(value).strip()


def _number(value: float) -> str:
    """The shortest decimal digits, without an exponent and without zeros at the end."""
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_TYPED = {
    "bizTransactionList": ("bizTransaction", terms.TRANSACTIONS),
    "sourceList": ("source", terms.PARTIES),
    "destinationList": ("destination", terms.PARTIES),
}
_WORDS = {"type": terms.MEASUREMENTS, "exception": terms.ALERTS, "component": terms.COMPONENTS}
Write = Callable[[_Text, str, Any], str]


def _member(vocabulary: Vocabulary) -> Write:
    return lambda text, member, value: f"{member}={text.word(vocabulary, value)}"


def _named(text: _Text, member: str, value: str) -> str:
    return f"{member}={text.name(value)}"


# The canonical order of properties; certificationInfo has none, and errorDeclaration, eventID and recordTime are left out.
_ORDER: dict[str, Write] = {
    "epcList": _Text.epcs,
    "parentID": _named,
    "inputEPCList": _Text.epcs,
    "childEPCs": _Text.epcs,
    "quantityList": _Text.quantities,
    "childQuantityList": _Text.quantities,
    "inputQuantityList": _Text.quantities,
    "outputEPCList": _Text.epcs,
    "outputQuantityList": _Text.quantities,
    "action": lambda _, member, value: f"{member}={value}",
    "transformationID": _named,
    "bizStep": _member(terms.BIZ_STEPS),
    "disposition": _member(terms.DISPOSITIONS),
    "persistentDisposition": _Text.persistent,
    "readPoint": _Text.place,
    "bizLocation": _Text.place,
    "bizTransactionList": _Text.typed,
    "sourceList": _Text.typed,
    "destinationList": _Text.typed,
    "sensorElementList": _Text.sensors,
    "ilmd": _Text.master_data,
}
