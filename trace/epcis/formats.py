"""Names of things as a client wants them (GS1-EPC-Format, EPCIS 2.0 section 12.4): as they came, as Digital Links, as EPCs.

What is kept stays as it came; only answers are written so. A name that the other format cannot say stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from trace.epcis.facts import CLASSES, EPCS
from trace.errors import Malformed
from trace.identity import epc, link as links, thing, urn as urns

_DEVICE = ("deviceID", "dataProcessingMethod", "bizRules")


class EpcFormat(StrEnum):
    """What a client may ask for."""

    NO_PREFERENCE = "No_Preference"
    LINKS = "Always_GS1_Digital_Link"
    URNS = "Always_EPC_URN"
    AS_CAPTURED = "Never_Translates"


def formatted(said: dict[str, Any], wanted: EpcFormat) -> dict[str, Any]:
    """An event with its names in the wanted format."""
    if wanted not in _NAMED:
        return said
    name = _NAMED[wanted]
    changed = dict(said)
    for member in EPCS:
        if member in said:
            changed[member] = [name(one) for one in said[member]]
    for member in CLASSES:
        if member in said:
            changed[member] = [{**one, "epcClass": name(one["epcClass"])} for one in said[member]]
    for member in ("parentID", "transformationID"):
        if member in said:
            changed[member] = name(said[member])
    for member in ("readPoint", "bizLocation"):
        if member in said:
            changed[member] = {**said[member], "id": name(said[member]["id"])}
    for member in ("bizTransaction", "source", "destination"):
        if f"{member}List" in said:
            changed[f"{member}List"] = [{**one, member: name(one[member])} for one in said[f"{member}List"]]
    if "sensorElementList" in said:
        changed["sensorElementList"] = [_sensed(one, name) for one in said["sensorElementList"]]
    return changed


def named(name: str, wanted: EpcFormat) -> str:
    """One name in the wanted format."""
    return _NAMED[wanted](name) if wanted in _NAMED else name


def _sensed(element: dict[str, Any], name: Callable[[str], str]) -> dict[str, Any]:
    def device(said: dict[str, Any]) -> dict[str, Any]:
        return {member: name(value) if member in _DEVICE else value for member, value in said.items()}

    changed = {**element, "sensorReport": [device(one) for one in element["sensorReport"]]}
    return changed | ({"sensorMetadata": device(element["sensorMetadata"])} if "sensorMetadata" in element else {})


@lru_cache(maxsize=16_384)
def link(name: str) -> str:
    """An EPC as the Digital Link that says the same, with all that it says; every other name as it is."""
    if not name.startswith("urn:epc:"):
        return name
    try:
        found = epc.link(name)
    except Malformed:
        return name
    return name if found is None else found.uri()


@lru_cache(maxsize=16_384)
def urn(name: str) -> str:
    """A Digital Link on any host as the EPC that names the same thing; every other name as it is.

    An EPC has no place for a lot beside a serial, nor for attributes behind a question mark.
    """
    if not name.startswith(("http://", "https://")):
        return name
    try:
        found = thing.canonical(name, "")
        return (urns.of(links.parse(found)) or name) if found.startswith(f"{links.STEM}/") else name
    except Malformed:
        return name


_NAMED: dict[EpcFormat, Callable[[str], str]] = {EpcFormat.LINKS: link, EpcFormat.URNS: urn}
