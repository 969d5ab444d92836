"""JSON-LD contexts: what the prefixes of an event stand for. Nothing is ever fetched; GS1's own context is known here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from trace.words import VOC

STANDARD = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
# With and without a version, and as it was published before 2.0 was ratified.
_GS1 = re.compile(
    r"https://(?:ref\.gs1\.org/standards/epcis/(?:[0-9]+(?:\.[0-9]+)*/)?|gs1\.github\.io/EPCIS/)epcis-context\.jsonld"
)
# What GS1's context says of prefixes (EPCIS 2.0, section 10.2); ours beside them, for the events that we make.
PREFIXES: dict[str, str] = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
OURS: dict[str, str] = {"syn": VOC}
_PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def is_standard(url: str) -> bool:
    """Whether this address is one that GS1's context has, or had."""
    return _GS1.fullmatch(url) is not None


def definitions(context: object) -> tuple[list[str], dict[str, Any]]:
    """The addresses beside GS1's own, and what is defined in place, later definitions before earlier ones."""
    urls: list[str] = []
    defined: dict[str, Any] = {}
    for part in context if isinstance(context, list) else [context]:
        if isinstance(part, str):
            if not is_standard(part) and part not in urls:
                urls.append(part)
        elif isinstance(part, dict):
            defined |= part
    return urls, defined


def kept(context: object, text: str) -> object:
    """The context that an event keeps, of the one that its document gives: GS1's address, and what `text` makes use of."""
    urls, defined = definitions(context)
    used = {name: value for name, value in defined.items() if _is_used(name, text)}
    if not urls and not used:
        return STANDARD
    return [STANDARD, *urls, used] if used else [STANDARD, *urls]


def ours(context: object) -> object:
    """A context that knows our own members as well."""
    parts = context if isinstance(context, list) else [context]
    return parts if OURS in parts else [*parts, OURS]


def _is_used(name: str, text: str) -> bool:
    return name.startswith("@") or f'"{name}:' in text or f'"{name}"' in text


def prefixes(context: object) -> Mapping[str, str]:
    """Prefix -> namespace, GS1's included."""
    if context is None:
        return _OWN
    return _STANDARD if context == STANDARD else _prefixes(orjson.dumps(context))


_STANDARD: Mapping[str, str] = PREFIXES
_OWN: Mapping[str, str] = PREFIXES | OURS


@lru_cache(maxsize=1_024)
def _prefixes(context: bytes) -> Mapping[str, str]:
    found = dict(PREFIXES)
    for name, value in definitions(orjson.loads(context))[1].items():
        namespace = value.get("@id") if isinstance(value, dict) else value
        if isinstance(namespace, str) and _PREFIX.fullmatch(name):
            found[name] = namespace
    return found


def expanded(term: str, namespaces: Mapping[str, str]) -> str:
    """The whole URI of a name with a prefix (a CURIE); every other text as it stands."""
    prefix, colon, rest = term.partition(":")
    if not colon or rest.startswith("//") or (namespace := namespaces.get(prefix)) is None:
        return term
    return namespace + rest
