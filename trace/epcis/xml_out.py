"""Answers in XML: an EPCISQueryDocument 2.0 with the members of each event in the order of the XML Schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from trace.epcis import contexts, terms
from trace.epcis.facts import numeral
from trace.epcis.shape import EVENTS
from trace.epcis.terms import Vocabulary
from trace.words import VOC

QUERY = "urn:epcglobal:epcis-query:xsd:2"
_ALWAYS = ("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "errorDeclaration", "certificationInfo")
_WHY = ("action", "bizStep", "disposition", "readPoint", "bizLocation")
_WHO = ("sourceList", "destinationList", "sensorElementList", "persistentDisposition")
# The order of EPCglobal-epcis-2_0.xsd, which other readers hold us to.
ORDER: dict[str, tuple[str, ...]] = {
    "ObjectEvent": ("epcList", *_WHY, "bizTransactionList", "quantityList", *_WHO, "ilmd"),
    "AggregationEvent": ("parentID", "childEPCs", *_WHY, "bizTransactionList", "childQuantityList", *_WHO),
    "TransactionEvent": ("bizTransactionList", "parentID", "epcList", *_WHY, "quantityList", *_WHO),
    "TransformationEvent": (
        "inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID", *_WHY[1:],
        "bizTransactionList", *_WHO, "ilmd",
    ),
    "AssociationEvent": ("parentID", "childEPCs", "childQuantityList", *_WHY, "bizTransactionList", *_WHO),
}  # fmt: skip
_EVERYTHING = tuple(dict.fromkeys(member for order in ORDER.values() for member in order))
_NAME = re.compile("[A-Za-z_][A-Za-z0-9_.-]*")
# What XML 1.0 cannot hold at all (section 2.2).
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class CbvFormat(StrEnum):
    """How words of CBV are written in XML (GS1-CBV-XML-Format); bare they never are."""

    NO_PREFERENCE = "No_Preference"
    WEB = "Always_Web_URI"
    URN = "Always_URN"
    AS_CAPTURED = "Never_Translates"


def document(told: Mapping[str, Any], cbv: CbvFormat = CbvFormat.URN) -> bytes:
    """An EPCISQueryDocument in JSON as XML."""
    results = told["epcisBody"]["queryResults"]
    writer = _Writer(told["@context"], cbv)
    events = "".join(writer.event(event) for event in results["resultsBody"]["eventList"])
    subscription = results.get("subscriptionID")
    said = f"<subscriptionID>{_text(subscription)}</subscriptionID>" if subscription else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<epcisq:EPCISQueryDocument xmlns:epcisq="{QUERY}"{writer.declared()} schemaVersion="2.0" '
        f"creationDate={_quoted(told['creationDate'])}><EPCISBody><epcisq:QueryResults>"
        f"<queryName>{_text(results['queryName'])}</queryName>{said}<resultsBody><EventList>{events}</EventList></resultsBody>"
        "</epcisq:QueryResults></EPCISBody></epcisq:EPCISQueryDocument>"
    ).encode()


class _Writer:
    """Writes the events of one document; each namespace has one prefix in all of it."""

    def __init__(self, context: object, cbv: CbvFormat) -> None:
        self._shared, self._cbv = contexts.prefixes(context), cbv
        self._used: dict[str, str] = {}

    def declared(self) -> str:
        """The namespaces that were used, as attributes of the root."""
        return "".join(f" xmlns:{prefix}={_quoted(iri)}" for prefix, iri in self._used.items())

    def event(self, event: Mapping[str, Any]) -> str:
        """One event; what is of a type of somebody's own is an element of that name."""
        own = event.get("@context")
        namespaces = self._shared if own is None else contexts.prefixes(own)
        name = event["type"] if event["type"] in EVENTS else self._name(event["type"], namespaces)[0]
        event = {
            member: value if ":" in member else self._prefixed(value, namespaces) for member, value in event.items()
        }
        members = (*_ALWAYS, *ORDER.get(event["type"], _EVERYTHING))
        parts = [self._member(member, event[member], namespaces) for member in members if member in event]
        return f"<{name}>{''.join(parts)}{self._extensions(event, namespaces)}</{name}>"

    def _prefixed(self, value: Any, namespaces: Mapping[str, str]) -> Any:
        """A value in which every prefix of somebody's own is declared, as those of names are."""
        if isinstance(value, list):
            return [self._prefixed(one, namespaces) for one in value]
        if isinstance(value, Mapping):
            return {name: one if ":" in name else self._prefixed(one, namespaces) for name, one in value.items()}
        prefix, colon, rest = value.partition(":") if isinstance(value, str) else ("", "", "")
        if not colon or prefix in contexts.PREFIXES or prefix not in namespaces or rest.startswith("//"):
            return value
        return f"{self._prefix(prefix, namespaces[prefix])}:{rest}"

    def _member(self, member: str, value: Any, namespaces: Mapping[str, str]) -> str:
        if member == "certificationInfo":
            return "".join(_element(member, one) for one in (value if isinstance(value, list) else [value]))
        if member in _EPCS:
            return _wrapped(member, (_element("epc", one) for one in value))
        if member in _QUANTITIES:
            return _wrapped(member, map(_quantity, value))
        if member in _WORDS:
            return _element(member, self._word(_WORDS[member], value))
        if member in _TYPED:
            return _wrapped(member, (self._typed(member, one) for one in value))
        if member in ("readPoint", "bizLocation"):
            return f"<{member}>{_element('id', value['id'])}{self._extensions(value, namespaces)}</{member}>"
        if member == "persistentDisposition":
            words = ((part, word) for part in ("unset", "set") for word in value.get(part, ()))
            return _wrapped(member, (_element(part, self._word(terms.DISPOSITIONS, word)) for part, word in words))
        if member == "sensorElementList":
            return _wrapped(member, (self._sensor(one, namespaces) for one in value))
        if member == "errorDeclaration":
            return self._error(value, namespaces)
        return f"<ilmd>{self._extensions(value, namespaces)}</ilmd>" if member == "ilmd" else _element(member, value)

    def _word(self, vocabulary: Vocabulary, word: str) -> str:
        bare = vocabulary.bare(word)
        if self._cbv is CbvFormat.AS_CAPTURED and word.startswith(("urn:", "http")):
            return word
        return vocabulary.uri(bare) if self._cbv is CbvFormat.WEB else vocabulary.as_urn(bare)

    def _typed(self, member: str, one: Mapping[str, Any]) -> str:
        name, vocabulary = _TYPED[member]
        type_ = f" type={_quoted(self._word(vocabulary, one['type']))}" if "type" in one else ""
        return f"<{name}{type_}>{_text(one[name])}</{name}>"

    def _error(self, said: Mapping[str, Any], namespaces: Mapping[str, str]) -> str:
        inner = _element("declarationTime", said["declarationTime"])
        if "reason" in said:
            inner += _element("reason", self._word(terms.REASONS, said["reason"]))
        if "correctiveEventIDs" in said:
            inner += _wrapped(
                "correctiveEventIDs", (_element("correctiveEventID", one) for one in said["correctiveEventIDs"])
            )
        return f"<errorDeclaration>{inner}{self._extensions(said, namespaces)}</errorDeclaration>"

    def _sensor(self, said: Mapping[str, Any], namespaces: Mapping[str, str]) -> str:
        metadata = said.get("sensorMetadata")
        inner = "" if metadata is None else self._attributes("sensorMetadata", metadata, namespaces)
        inner += "".join(self._attributes("sensorReport", one, namespaces) for one in said["sensorReport"])
        return f"<sensorElement>{inner}{self._extensions(said, namespaces)}</sensorElement>"

    def _attributes(self, name: str, said: Mapping[str, Any], namespaces: Mapping[str, str]) -> str:
        attributes = []
        for member, value in said.items():
            written = self._name(member, namespaces)[0] if ":" in member else member
            attributes.append(f" {written}={_quoted(self._attribute(member, value))}")
        return f"<{name}{''.join(attributes)}/>"

    def _attribute(self, member: str, value: Any) -> str:
        if member in ("type", "exception"):
            vocabulary = terms.MEASUREMENTS if member == "type" else terms.ALERTS
            bare = vocabulary.bare(value)
            return f"{self._prefix('gs1', contexts.PREFIXES['gs1'])}:{bare}" if bare in vocabulary.words else bare
        return self._word(terms.COMPONENTS, value) if member == "component" else _said(value)

    def _extensions(self, said: Mapping[str, Any], namespaces: Mapping[str, str]) -> str:
        return "".join(self._extension(name, value, namespaces) for name, value in said.items() if ":" in name)

    def _extension(self, name: str, value: Any, namespaces: Mapping[str, str]) -> str:
        if isinstance(value, list):
            return "".join(self._extension(name, one, namespaces) for one in value)
        written, attribute = self._name(name, namespaces)
        if isinstance(value, Mapping):
            inner = "".join(self._extension(one, part, namespaces) for one, part in value.items() if one != "@value")
            inner += _text(_said(value["@value"])) if "@value" in value else ""
        else:
            inner = _text(_said(value))
        return f"<{written}{attribute}>{inner}</{written}>"

    def _name(self, name: str, namespaces: Mapping[str, str]) -> tuple[str, str]:
        """A name as XML has it; one that cannot be a name of XML stands in an attribute."""
        prefix, colon, local = name.partition(":")
        if not colon and _NAME.fullmatch(name):
            return name, ""
        if colon and _NAME.fullmatch(local) and _NAME.fullmatch(prefix):
            return f"{self._prefix(prefix, namespaces.get(prefix, f'urn:prefix:{prefix}:'))}:{local}", ""
        return f"{self._prefix('syn', VOC)}:member", f" name={_quoted(name)}"

    def _prefix(self, prefix: str, iri: str) -> str:
        chosen, number = prefix, 1
        while self._used.setdefault(chosen, iri) != iri or chosen.lower().startswith("xml") or chosen == "epcisq":
            chosen, number = f"ns{number}", number + 1
        return chosen


_EPCS = frozenset({"epcList", "childEPCs", "inputEPCList", "outputEPCList"})
_QUANTITIES = frozenset({"quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"})
_WORDS = {"bizStep": terms.BIZ_STEPS, "disposition": terms.DISPOSITIONS}
_TYPED = {
    "bizTransactionList": ("bizTransaction", terms.TRANSACTIONS),
    "sourceList": ("source", terms.PARTIES),
    "destinationList": ("destination", terms.PARTIES),
}


def _quantity(said: Mapping[str, Any]) -> str:
    members = ("epcClass", "quantity", "uom")
    return _wrapped("quantityElement", (_element(name, _said(said[name])) for name in members if name in said))


def _wrapped(name: str, inner: Iterable[str]) -> str:
    return f"<{name}>{''.join(inner)}</{name}>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return numeral(value) if isinstance(value, int | float) else str(value)


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))


def _quoted(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("\ufffd", text))
