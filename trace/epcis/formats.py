"""Names of things as a client wants them (GS1-EPC-Format, EPCIS 2.0 section 12.4): as they came, or as Digital Links.

A Digital Link does not say where the company prefix ends, so what came as one stays one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from trace.epcis.facts import CLASSES, EPCS
from trace.errors import Malformed
from trace.identity import epc


class EpcFormat(StrEnum):
    """What a client may ask for."""

    NO_PREFERENCE = "No_Preference"
    LINKS = "Always_GS1_Digital_Link"
    URNS = "Always_EPC_URN"
    AS_CAPTURED = "Never_Translates"


def formatted(said: dict[str, Any], wanted: EpcFormat) -> dict[str, Any]:
    """An event with its names in the wanted format."""
    if wanted is not EpcFormat.LINKS:
        return said
    changed = dict(said)
    for member in EPCS:
        if member in said:
            changed[member] = [link(name) for name in said[member]]
    for member in CLASSES:
        if member in said:
            changed[member] = [{**one, "epcClass": link(one["epcClass"])} for one in said[member]]
    for member in ("parentID", "transformationID"):
        if member in said:
            changed[member] = link(said[member])
    for member in ("readPoint", "bizLocation"):
        if member in said:
            changed[member] = {**said[member], "id": link(said[member]["id"])}
    for member in ("bizTransaction", "source", "destination"):
        if f"{member}List" in said:
            changed[f"{member}List"] = [{**one, member: link(one[member])} for one in said[f"{member}List"]]
    return changed


def link(name: str) -> str:
    """An EPC as the Digital Link that says the same, with all that it says; every other name as it is."""
    if not name.startswith("urn:epc:"):
        return name
    try:
        found = epc.link(name)
    except Malformed:
        return name
    return name if found is None else found.uri()
