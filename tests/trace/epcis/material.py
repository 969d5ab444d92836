"""The published EPCIS material beside the project, and small documents of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from trace.epcis import document

ORIGIN = "log.example"
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
GTIN = "https://id.gs1.org/01/06901234567892"
ASIDE = ("@context", "eventID", "recordTime")


def examples(shared: Path) -> dict[str, bytes]:
    """Every JSON-LD document of GS1 and of the event hash's authors, by its name."""
    folder = shared / "conformance" / "epcis"
    files = [
        *(folder / "gs1-EPCIS" / "examples-jsonld").rglob("*.jsonld"),
        *(folder / "event-hash-RalphTro" / "examples").glob("*.jsonld"),
    ]
    return {file.name: file.read_bytes() for file in sorted(files)}


def bare_events(shared: Path) -> dict[str, bytes]:
    """The five events that stand alone."""
    folder = shared / "conformance" / "epcis" / "gs1-EPCIS" / "json-schema" / "test"
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.json"))}


def schema(shared: Path) -> Any:
    """GS1's own JSON Schema."""
    file = shared / "conformance" / "epcis" / "gs1-EPCIS" / "EPCIS-JSON-Schema.json"
    return json.loads(file.read_text(encoding="utf-8"))


def all_events(shared: Path) -> list[tuple[dict[str, Any], object]]:
    """Every event of the examples with the context that its document gives."""
    found = []
    for body in examples(shared).values():
        read = document.read(document.loads(body))
        found += [(event, read.context) for event in read.events]
    return found


def said(event: dict[str, Any]) -> dict[str, Any]:
    """What an event says, without what a repository may say otherwise."""
    return {name: value for name, value in event.items() if name not in ASIDE}


def event(*serials: str, **members: Any) -> dict[str, Any]:
    """An ObjectEvent in JSON about these items; a member that is None is left out."""
    whole = {
        "type": "ObjectEvent",
        "eventTime": "2026-11-24T17:00:00.000+08:00",
        "eventTimeZoneOffset": "+08:00",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "epcList": [f"{GTIN}/21/{serial}" for serial in serials or ("A1",)],
    } | members
    return {name: value for name, value in whole.items() if value is not None}


def wrapped(*events: dict[str, Any], context: object = CONTEXT, **members: Any) -> dict[str, Any]:
    """An EPCISDocument with these events."""
    return {
        "@context": context,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-11-24T09:00:00Z",
        "epcisBody": {"eventList": list(events)},
    } | members
