"""Invented events with every kind of member, and questions about them, for the oracle."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

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
LEAVES: list[Any] = [*TEXTS, 7, 7.5, -1, True, ["red", 8], {"ex:deep": "red", "ex:list": [{"ex:deep": 9}]}]
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
        event["bizLocation"] = {"id": chance.choice(PLACES)}
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
        "deviceID": chance.choice(PLACES), "time": chance.choice(TIMES),
    }  # fmt: skip
    more = {
        "stringValue": "a%b_c",
        "booleanValue": chance.choice([True, False]),
        "hexBinaryValue": "F0",
        "percRank": 50,
    }
    if chance.random() < 0.5:
        report |= more | {"uriValue": chance.choice(ORDERS), "ex:note": chance.choice(LEAVES)}
    metadata = {"startTime": chance.choice(TIMES), "endTime": chance.choice(TIMES), "ex:made": chance.choice(LEAVES)}
    return {"sensorMetadata": metadata, "sensorReport": [report], "ex:probe": chance.choice(LEAVES)}


def _joined(pool: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pool), min_size=1, max_size=2, unique=True).map("|".join)


_MORE = st.sampled_from(["GT", "GE", "LT", "LE"])
_ANY = st.sampled_from(["EQ", "GT", "GE", "LT", "LE"])
_TIME = st.sampled_from([*TIMES, "2026-01-01T00:00:00.000001Z"])
_FIGURE = st.sampled_from(["1", "2.5", "1000", "26", "78.8", "299.15", "0", "-40", "4.5", "7", "1e0"])
_PATTERNS = [
    "urn:epc:idpat:sgtin:0614141.107346.*", "urn:epc:idpat:sgtin:0614141.*.*", "urn:epc:idpat:sgtin:*.*.*",
    "urn:epc:idpat:sscc:0614141.*",
]  # fmt: skip
_WHERE = ["", "INNER_"]
_FIELDS = [
    "ex:colour", "ex:size", "ex:deep", "ex:list", "ILMD_ex:colour", "ILMD_ex:deep", "ILMD_cbvmda:lotNumber",
    "ERROR_DECLARATION_ex:why", "ERROR_DECLARATION_ex:deep", "SENSORELEMENT_ex:probe", "SENSORELEMENT_ex:deep",
    "SENSORMETADATA_ex:made", "SENSORREPORT_ex:note", "readPoint_ex:gate", "readPoint_ex:deep",
]  # fmt: skip
_FIELD = st.builds("{}{}".format, st.sampled_from(_WHERE), st.sampled_from(_FIELDS))


def _pair(name: str | st.SearchStrategy[str], value: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.just(name) if isinstance(name, str) else name, value)


_UOM = st.sampled_from(["CEL", "FAH", "KEL", "KGM"])
_GE_LT = st.sampled_from(["GE", "LT"])
PARAMETERS: st.SearchStrategy[tuple[str, str]] = st.one_of(
    _pair("eventType", _joined(TYPES)),
    _pair(st.builds("{}_eventTime".format, _GE_LT), _TIME),
    _pair("EQ_action", _joined(["ADD", "OBSERVE", "DELETE"])),
    _pair("EQ_bizStep", _joined(STEPS)),
    _pair("EQ_disposition", _joined(STATES)),
    _pair(st.sampled_from(["EQ_persistentDisposition_set", "EQ_persistentDisposition_unset"]), _joined(STATES)),
    _pair(
        st.builds("{}_{}".format, st.sampled_from(["EQ", "WD"]), st.sampled_from(["readPoint", "bizLocation"])),
        _joined(PLACES),
    ),
    _pair(st.sampled_from(["EQ_bizTransaction_po", "EQ_bizTransaction_inv", "EQ_transformationID"]), _joined(ORDERS)),
    _pair(
        st.sampled_from(["EQ_source_owning_party", "EQ_destination_possessing_party", "EQ_deviceID"]), _joined(PLACES)
    ),
    _pair(
        st.sampled_from(["MATCH_epc", "MATCH_parentID", "MATCH_inputEPC", "MATCH_outputEPC", "MATCH_anyEPC"]),
        _joined([*ITEMS, *_PATTERNS, "http://things.example/a_b_c", "http://things.example/a*"]),
    ),
    _pair(
        st.sampled_from(["MATCH_epcClass", "MATCH_inputEPCClass", "MATCH_outputEPCClass", "MATCH_anyEPCClass"]),
        _joined(CLASSES),
    ),
    _pair(st.builds("{}_quantity{}".format, _ANY, st.sampled_from(["", "_KGM", "_GRM", "_CEL"])), _FIGURE),
    _pair("EQ_eventID", _joined([f"urn:event:{n}" for n in range(8)])),
    _pair(
        st.sampled_from(["EXISTS_errorDeclaration", "EXISTS_sensorElementList"]),
        st.sampled_from(["true", "false", "1", "0"]),
    ),
    _pair(st.builds("{}_errorDeclarationTime".format, _GE_LT), _TIME),
    _pair("EQ_errorReason", _joined(["did_not_occur", "incorrect_data"])),
    _pair("EQ_correctiveEventID", _joined([f"urn:event:{n}" for n in range(6)])),
    _pair(st.builds("{}_{}".format, _GE_LT, st.sampled_from(["time", "startTime", "endTime"])), _TIME),
    _pair("EQ_type", _joined(["Temperature", "Mass", "Speed"])),
    _pair("EQ_uriValue", _joined(ORDERS)),
    _pair(st.sampled_from(["EQ_stringValue", "EQ_hexBinaryValue"]), _joined(["a%b_c", "aXbYc", "F0"])),
    _pair("EQ_booleanValue", st.sampled_from(["true", "false"])),
    _pair(st.builds("{}_percRank".format, _ANY), st.sampled_from(["50", "49.9", "51"])),
    _pair(
        st.builds(
            "{}_{}_{}".format,
            _ANY,
            st.sampled_from(["value", "minValue"]),
            st.sampled_from(["CEL", "FAH", "KEL", "KGM"]),
        ),
        _FIGURE,
    ),
    _pair(st.sampled_from(["HASATTR_readPoint", "HASATTR_bizLocation"]), st.sampled_from(["md:kind", "md:none"])),
    _pair(
        st.sampled_from(["EQATTR_readPoint_md:kind", "EQ_ATTR_bizLocation_md:kind"]), _joined(["cold", "dry", "wet"])
    ),
    _pair(st.builds("EXISTS_{}".format, _FIELD), st.sampled_from(["true", "false"])),
    _pair(st.builds("EQ_{}".format, _FIELD), _joined(TEXTS[:6] + ["7.5", "8", "9", "true", "L1"])),
    _pair(st.builds("{}_{}".format, _MORE, _FIELD), st.one_of(_FIGURE, _TIME)),
)
QUESTIONS = st.lists(PARAMETERS, min_size=1, max_size=3, unique_by=lambda pair: pair[0]).map(dict)
