"""Invented events with every kind of member, for the oracle; tests/trace/epcis/questions.py asks about them."""

from __future__ import annotations

import random
from typing import Any

from tests.trace.epcis.naive import NAMES

ITEMS = [spelling for spellings in NAMES[:7] for spelling in spellings]
CLASSES = [spelling for spellings in NAMES[7:9] for spelling in spellings]
PLACES = [spelling for spellings in NAMES[9:13] for spelling in spellings]
STEPS = ["shipping", "receiving", "https://ref.gs1.org/cbv/BizStep-shipping", "http://steps.example/x_y"]
STATES = ["in_transit", "active", "cbv:Disp-active"]
TIMES = [
    "2026-01-01T00:00:00Z",
    "2026-01-01T08:00:00.000001+08:00",
    "2026-01-02T00:00:00.5Z",
    "2026-03-01T12:00:00-06:00",
]
ORDERS = ["http://orders.example/1", "http://orders.example/2"]
TEXTS = ["red", "7", "007", "7.0", "a%b_c", "红", "2026-01-01T00:00:00Z", "x" * 600]
LEAVES: list[Any] = [
    *TEXTS,
    "http://places.example/dock",
    7,
    7.5,
    -1,
    True,
    ["red", 8],
    {"ex:deep": "red", "ex:list": [{"ex:deep": 9}]},
]
TYPES = ["ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent"]


def events(many: int) -> list[dict[str, Any]]:
    """So many events, the same each time."""
    chance = random.Random(20261124)
    return [_event(chance, number) for number in range(many)]


def _event(chance: random.Random, number: int) -> dict[str, Any]:
    def some(pool: list[Any], most: int = 2) -> list[Any]:
        return chance.sample(pool, chance.randint(1, most))

    def maybe(share: float = 0.5) -> bool:
        return chance.random() < share

    type_ = chance.choice(TYPES)
    event: dict[str, Any] = {
        "type": type_, "eventID": f"urn:event:{number}", "eventTime": chance.choice(TIMES), "eventTimeZoneOffset": "+08:00",
        "bizStep": chance.choice(STEPS),
    }  # fmt: skip
    quantities = [
        {
            "epcClass": chance.choice(CLASSES),
            "quantity": chance.choice([1, 2.5, 1000]),
            "uom": chance.choice(["KGM", "GRM"]),
        },
        {"epcClass": chance.choice(CLASSES)},
    ]
    if type_ != "TransformationEvent":
        event["action"] = chance.choice(["ADD", "OBSERVE", "DELETE"])
    if type_ in ("ObjectEvent", "TransactionEvent"):
        event["epcList"] = some(ITEMS)
        if maybe():
            event["quantityList"] = quantities
    if type_ in ("AggregationEvent", "AssociationEvent"):
        event |= {"parentID": chance.choice(ITEMS), "childEPCs": some(ITEMS), "childQuantityList": quantities[:1]}
    if type_ == "TransformationEvent":
        event |= {"inputEPCList": some(ITEMS), "outputEPCList": some(ITEMS), "transformationID": chance.choice(ORDERS)}
        event |= {"inputQuantityList": quantities[:1], "outputQuantityList": quantities[1:]}
    if maybe(0.7):
        event["disposition"] = chance.choice(STATES)
    if maybe(0.7):
        event["readPoint"] = {"id": chance.choice(PLACES), **({"ex:gate": chance.choice(LEAVES)} if maybe() else {})}
    if maybe():
        event["bizLocation"] = {"id": chance.choice(PLACES), **({"ex:gate": chance.choice(LEAVES)} if maybe() else {})}
    if type_ == "TransactionEvent" or maybe():
        event["bizTransactionList"] = [{"type": chance.choice(["po", "inv"]), "bizTransaction": chance.choice(ORDERS)}]
    if maybe():
        event["sourceList"] = [{"type": "owning_party", "source": chance.choice(PLACES)}]
        event["destinationList"] = [{"type": "possessing_party", "destination": chance.choice(PLACES)}]
    if type_ in ("ObjectEvent", "TransformationEvent"):
        if maybe():
            event["persistentDisposition"] = {chance.choice(["set", "unset"]): some(STATES[:2])}
        if event.get("action", "ADD") == "ADD" and maybe(0.8):
            event["ilmd"] = {"ex:colour": chance.choice(LEAVES), "cbvmda:lotNumber": "L1"}
    if maybe(0.4):
        event["errorDeclaration"] = {
            "declarationTime": chance.choice(TIMES), "reason": chance.choice(["did_not_occur", "incorrect_data"]),
            "correctiveEventIDs": [f"urn:event:{chance.randint(0, 5)}"], "ex:why": chance.choice(LEAVES),
        }  # fmt: skip
    if maybe(0.4):
        event["sensorElementList"] = [_sensor(chance)]
    for name in ("ex:colour", "ex:size"):
        if maybe():
            event[name] = chance.choice(LEAVES)
    return event


def _sensor(chance: random.Random) -> dict[str, Any]:
    report: dict[str, Any] = {
        "type": chance.choice(["Temperature", "Mass"]), "uom": chance.choice(["CEL", "FAH", "KEL"]),
        "value": chance.choice([26, 78.8, 299.15, -40]), "minValue": chance.choice([0, 32, 4.5]),
        "deviceID": chance.choice(PLACES), "time": chance.choice(TIMES), "maxValue": chance.choice([30, 100.4]),
        "meanValue": chance.choice([26, 300]), "sDev": chance.choice([1, 1.8, 9]), "percValue": chance.choice([20, 293.15]),
    }  # fmt: skip
    more = {
        "stringValue": "a%b_c",
        "booleanValue": chance.choice([True, False]),
        "hexBinaryValue": "F0",
        "percRank": 50,
        "dataProcessingMethod": chance.choice(ORDERS),
        "bizRules": chance.choice(ORDERS),
        "microorganism": chance.choice(ORDERS),
        "chemicalSubstance": chance.choice(ORDERS),
    }
    if chance.random() < 0.5:
        report |= more | {"uriValue": chance.choice(ORDERS), "ex:note": chance.choice(LEAVES)}
    metadata = {
        "bizRules": chance.choice(ORDERS),
        "startTime": chance.choice(TIMES),
        "endTime": chance.choice(TIMES),
        "ex:made": chance.choice(LEAVES),
    }
    return {"sensorMetadata": metadata, "sensorReport": [report], "ex:probe": chance.choice(LEAVES)}
