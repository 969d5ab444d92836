"""Rules of EPCIS that join several members of an event: what must be there together, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Said = Mapping[str, Any]
# A pointer below the event (RFC 6901), and a sentence.
Broken = tuple[str, str]


def broken(event: Said) -> Iterator[Broken]:
    """Every rule that an event of the right shape breaks."""
    if (persistent := event.get("persistentDisposition")) is not None and not persistent:
        yield "/persistentDisposition", "a persistentDisposition sets or unsets something: expected set, unset or both"
    rule = _RULES.get(event["type"])
    if rule is not None:
        yield from rule(event)


def _object(event: Said) -> Iterator[Broken]:
    if event["action"] != "ADD" and "ilmd" in event:
        yield "/ilmd", "master data of an instance comes when it is made: expected ilmd only with the action ADD"
    if "epcList" in event or event.get("quantityList"):
        return
    if not (event.get("sensorElementList") and "readPoint" in event):
        yield (
            "",
            (
                "an ObjectEvent has objects or tells of a sensor: expected an epcList, a quantityList that is not empty, "
                "or a sensorElementList with a readPoint"
            ),
        )


def _parts(event: Said) -> Iterator[Broken]:
    if event["action"] != "DELETE" and not event.get("childEPCs") and not event.get("childQuantityList"):
        yield (
            "",
            (
                f"an {event['type']} with the action {event['action']} names children: expected childEPCs or "
                "childQuantityList, and one of them not empty"
            ),
        )
    # EPCIS 2.0 section 7.4.3: who is put in and who is taken out, is put into something.
    if event["type"] == "AggregationEvent" and event["action"] != "OBSERVE" and "parentID" not in event:
        yield "", f"an AggregationEvent with the action {event['action']} names the parent: expected parentID"


def _transaction(event: Said) -> Iterator[Broken]:
    if event["action"] != "DELETE" and "epcList" not in event and not event.get("quantityList"):
        yield (
            "",
            (
                f"a TransactionEvent with the action {event['action']} has objects: expected an epcList, or a quantityList "
                "that is not empty"
            ),
        )


def _transformation(event: Said) -> Iterator[Broken]:
    put_in = event.get("inputEPCList") or event.get("inputQuantityList")
    came_out = event.get("outputEPCList") or event.get("outputQuantityList")
    if put_in and came_out:
        return
    if "transformationID" not in event:
        yield (
            "",
            (
                "a TransformationEvent has inputs and outputs: expected both, or a transformationID that joins it to the rest"
            ),
        )
    elif not put_in and not came_out:
        yield "", "a TransformationEvent has inputs or outputs: expected at least one list that is not empty"


_RULES = {
    "ObjectEvent": _object,
    "AggregationEvent": _parts,
    "AssociationEvent": _parts,
    "TransactionEvent": _transaction,
    "TransformationEvent": _transformation,
}
