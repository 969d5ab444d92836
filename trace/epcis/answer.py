"""Answers: the events that were found, each as the asker may see it, in an EPCISQueryDocument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy.orm import Session

from trace import bulk
from trace.epcis import contexts, eventhash, rendering
from trace.epcis.find import Found
from trace.epcis.formats import EpcFormat, formatted


def events(
    session: Session, party_id: int, found: Sequence[Found], wanted: EpcFormat, *, hashed: bool = False
) -> list[dict[str, Any]]:
    """The events in their order, each with the context that it has by itself; `hashed` adds CBV's event hash to those
    that are shown whole."""
    statement = "SELECT id, record_ms, event, envelope FROM entry WHERE id"
    rows = {row[0]: row[1:] for row in bulk.select_in(session, statement, [one.entry_id for one in found], "bigint")}
    things = _things(session, party_id, [one.entry_id for one in found])
    told = []
    for one in found:
        record_ms, raw, envelope = rows[one.entry_id]
        if one.own and raw is not None:
            said = rendering.whole(raw)
            if hashed:
                said |= {"syn:eventHash": eventhash.of(said), "@context": contexts.ours(said["@context"])}
        else:
            said = rendering.public_part(orjson.loads(envelope), things.get(one.entry_id, ()))
        told.append(formatted(rendering.timed(said, record_ms), wanted))
    return told


def _things(session: Session, party_id: int, entry_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    statement = (
        "SELECT k.entry_id, k.role, t.uri FROM link k JOIN thing t ON t.id = k.thing_id "
        f"JOIN epcis_view v ON v.party_id = {party_id:d} AND v.entry_id = k.entry_id AND v.thing_id = k.thing_id "
        "WHERE k.entry_id"
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for entry_id, role, uri in sorted(bulk.select_in(session, statement, entry_ids, "bigint")):
        found.setdefault(entry_id, []).append((role, uri))
    return found


def document(
    told: Iterable[dict[str, Any]], made: str, name: str = "SimpleEventQuery", subscription: str | None = None
) -> dict[str, Any]:
    """The EPCISQueryDocument of these events, made at the time `made`."""
    context, bare = gathered(told)
    results: dict[str, Any] = {"queryName": name, "resultsBody": {"eventList": bare}}
    if subscription is not None:
        results["subscriptionID"] = subscription
    return {
        "@context": context,
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": made,
        "epcisBody": {"queryResults": results},
    }


def gathered(told: Iterable[dict[str, Any]]) -> tuple[list[object], list[dict[str, Any]]]:
    """One context for all, and the events without theirs; one that means something else by a name keeps its own."""
    defined: dict[str, Any] = {}
    bare: list[dict[str, Any]] = []
    for event in told:
        own_urls, own = contexts.definitions(event["@context"])
        # An address may say anything of any name, so what has one stays by itself.
        apart = bool(own_urls) or any(defined.get(name, value) != value for name, value in own.items())
        if not apart:
            defined |= own
        bare.append(event if apart else {name: value for name, value in event.items() if name != "@context"})
    return [contexts.STANDARD, *([defined] if defined else [])], bare
