"""What an EPCIS 2.0 event and document look like in JSON, as rules that a validator can be compiled from.

Written from our own tables after EPCIS 2.0 sections 7 and 10; tests hold it against the published schema. Rules that
join several members stand in trace/epcis/joins.py, where they can be told in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trace.epcis import terms
from trace.epcis.terms import Vocabulary

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
URI: Shape = {"type": "string", "format": "uri"}
TIME: Shape = {"type": "string", "format": "date-time"}
NUMBER: Shape = {"type": "number"}
# CBV's own words stand bare in JSON; a URI beside them is somebody else's (CBV 2.0 section 6.3).
_NOT_CBV = r"^(?!(urn:epcglobal:cbv|https?://ns\.gs1\.org/cbv/))"
_NOT_GS1 = r"^(?!https?://(www\.)?gs1\.org/voc/)"


def _word(vocabulary: Vocabulary, other: str = _NOT_CBV) -> Shape:
    return {"anyOf": [{"enum": sorted(vocabulary.words)}, {**URI, "pattern": other}]}


def _list(item: Shape, least: int = 0, unique: bool = False) -> Shape:
    return {"type": "array", "items": item, "minItems": least, "uniqueItems": unique}


def _closed(members: Mapping[str, Shape], *required: str) -> Shape:
    return {
        "type": "object",
        "properties": dict(members),
        "required": list(required),
        "additionalProperties": False,
    }


def _open(members: Mapping[str, Shape], *required: str) -> Shape:
    """Members of EPCIS, and beside them extensions, whose names are URIs or have a prefix."""
    names = {"anyOf": [{"enum": sorted(members)}, {"format": "uri"}]}
    return {"type": "object", "properties": dict(members), "required": list(required), "propertyNames": names}


_CONTEXT_PART: Shape = {"anyOf": [URI, {"type": "object"}]}
CONTEXT: Shape = {"anyOf": [URI, {"type": "object"}, _list(_CONTEXT_PART, unique=True)]}

_BIZ_STEP, _DISPOSITION = _word(terms.BIZ_STEPS), _word(terms.DISPOSITIONS)
_PLACE: Shape = {"type": "object", "properties": {"id": URI}, "required": ["id"]}
_QUANTITY = _closed(
    {"epcClass": URI, "quantity": NUMBER, "uom": {"type": "string", "pattern": "^[A-Z0-9]{2,3}$"}}, "epcClass"
)
_TRANSACTION = _closed({"type": _word(terms.TRANSACTIONS), "bizTransaction": URI}, "bizTransaction")
_SOURCE = _closed({"type": _word(terms.PARTIES), "source": URI}, "type", "source")
_DESTINATION = _closed({"type": _word(terms.PARTIES), "destination": URI}, "type", "destination")
_PERSISTENT = _closed({"set": _list(_DISPOSITION, 1, True), "unset": _list(_DISPOSITION, 1, True)})
_ERROR = _open(
    {"declarationTime": TIME, "reason": _word(terms.REASONS), "correctiveEventIDs": _list(URI)}, "declarationTime"
)
_METADATA = _open(
    {
        **dict.fromkeys(("time", "startTime", "endTime"), TIME),
        **dict.fromkeys(("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"), URI),
    }
)
_REPORT = _open(
    {
        "type": _word(terms.MEASUREMENTS, _NOT_GS1),
        "exception": _word(terms.ALERTS, _NOT_GS1),
        "component": _word(terms.COMPONENTS),
        "time": TIME,
        **dict.fromkeys(
            (
                "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules", "microorganism",
                "chemicalSubstance", "coordinateReferenceSystem", "uriValue",
            ),
            URI,
        ),
        **dict.fromkeys(("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), NUMBER),
        "stringValue": TEXT,
        "booleanValue": {"type": "boolean"},
        "hexBinaryValue": {"type": "string", "pattern": "^[A-Fa-f0-9]+$"},
        "uom": TEXT,
    },
    "type",
)  # fmt: skip
_SENSOR = _open({"sensorMetadata": _METADATA, "sensorReport": _list(_REPORT, 1)}, "sensorReport")
_ILMD: Shape = {"type": "object", "propertyNames": {"format": "uri"}}

_ALWAYS: dict[str, Shape] = {
    "@context": CONTEXT,
    "type": TEXT,
    "eventTime": TIME,
    "recordTime": TIME,
    "eventTimeZoneOffset": {"type": "string", "pattern": "^[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)$"},
    "eventID": URI,
    "certificationInfo": {"anyOf": [URI, _list(URI)]},
    "errorDeclaration": _ERROR,
}
_MOSTLY: dict[str, Shape] = {
    "action": {"enum": ["ADD", "OBSERVE", "DELETE"]},
    "bizStep": _BIZ_STEP,
    "disposition": _DISPOSITION,
    "readPoint": _PLACE,
    "bizLocation": _PLACE,
    "bizTransactionList": _list(_TRANSACTION),
    "sourceList": _list(_SOURCE),
    "destinationList": _list(_DESTINATION),
    "sensorElementList": _list(_SENSOR),
}
_EPCS, _QUANTITIES = _list(URI), _list(_QUANTITY)
_PARTS: dict[str, Shape] = {"parentID": URI, "childEPCs": _EPCS, "childQuantityList": _QUANTITIES}
_OBJECTS: dict[str, Shape] = {"epcList": _EPCS, "quantityList": _QUANTITIES}
_UNIQUE = _list(URI, unique=True)
_TRANSFORMED: dict[str, Shape] = {
    "inputEPCList": _UNIQUE,
    "inputQuantityList": _QUANTITIES,
    "outputEPCList": _UNIQUE,
    "outputQuantityList": _QUANTITIES,
    "transformationID": URI,
}
_TIMES = ("type", "eventTime", "eventTimeZoneOffset")
# The five types of event (EPCIS 2.0 sections 7.4.2 to 7.4.6).
EVENTS: dict[str, Shape] = {
    "ObjectEvent": _open(
        _ALWAYS | _MOSTLY | {"epcList": _UNIQUE, "quantityList": _QUANTITIES}
        | {"persistentDisposition": _PERSISTENT, "ilmd": _ILMD},
        *_TIMES, "action",
    ),
    "AggregationEvent": _open(_ALWAYS | _MOSTLY | _PARTS, *_TIMES, "action"),
    "TransactionEvent": _open(
        _ALWAYS | _MOSTLY | _OBJECTS | {"parentID": URI, "bizTransactionList": _list(_TRANSACTION, 1)},
        *_TIMES, "action", "bizTransactionList",
    ),
    "TransformationEvent": _open(
        _ALWAYS | {name: shape for name, shape in _MOSTLY.items() if name != "action"} | _TRANSFORMED
        | {"persistentDisposition": _PERSISTENT, "ilmd": _ILMD},
        *_TIMES,
    ),
    "AssociationEvent": _open(_ALWAYS | _MOSTLY | _PARTS, *_TIMES, "action", "parentID"),
}  # fmt: skip
# A type of somebody's own may have any member; those of EPCIS mean in it what they mean elsewhere.
EXTENSION: Shape = {
    "type": "object",
    "properties": _ALWAYS | _MOSTLY | _PARTS | _OBJECTS | _TRANSFORMED
    | {"type": URI, "persistentDisposition": _PERSISTENT, "ilmd": _ILMD},
    "required": list(_TIMES),
}  # fmt: skip


def _widened(shape: Shape) -> Shape:
    members = {**shape["properties"], "persistentDisposition": _PERSISTENT}
    if "sensorElementList" in members:
        report = {**_REPORT, "required": []}
        sensor = _open({"sensorMetadata": _METADATA, "sensorReport": _list(report, 1)}, "sensorReport")
        members["sensorElementList"] = _list(sensor)
    return _open(members, *shape["required"])


# The XML Schema of EPCIS 2.0 lets every type set dispositions, and reports have no type, where its JSON Schema does not.
EVENTS_OF_XML: dict[str, Shape] = {name: _widened(shape) for name, shape in EVENTS.items()}

_ATTRIBUTE: Shape = {
    "type": "object",
    "properties": {"id": URI, "attribute": {"type": ["number", "string", "object"]}},
    "required": ["id"],
}
_ELEMENT: Shape = {
    "type": "object",
    "properties": {"id": URI, "attributes": _list(_ATTRIBUTE), "children": _list(URI)},
    "required": ["id"],
}
VOCABULARIES = _list(
    {"type": "object", "properties": {"type": URI, "vocabularyElementList": _list(_ELEMENT)}, "required": ["type"]}
)
_HEADER = _open({"epcisMasterData": {"type": "object", "properties": {"vocabularyList": VOCABULARIES}}})
_VERSION: Shape = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)*$"}
_LD: dict[str, Shape] = {"@context": CONTEXT, "id": URI, "schemaVersion": _VERSION, "creationDate": TIME}
_EVENT_LIST: Shape = {"type": "array"}
# The events of a document are looked at one by one, each by the shape of its type.
DOCUMENTS: dict[str, Shape] = {
    "EPCISDocument": _open(
        _LD | {"type": TEXT, "instanceIdentifier": TEXT, "sender": TEXT, "receiver": TEXT, "epcisHeader": _HEADER}
        | {"epcisBody": {"type": "object", "properties": {"eventList": _EVENT_LIST}, "required": ["eventList"]}},
        "@context", "type", "schemaVersion", "creationDate", "epcisBody",
    ),
    "EPCISQueryDocument": _open(
        _LD | {"type": TEXT}
        | {
            "epcisBody": _open(
                {
                    "queryResults": _open(
                        {
                            "queryName": TEXT,
                            "subscriptionID": TEXT,
                            "resultsBody": _open({"eventList": _EVENT_LIST, "vocabularyList": VOCABULARIES}, "eventList"),
                        },
                        "queryName", "resultsBody",
                    )
                },
                "queryResults",
            )
        },
        "@context", "type", "epcisBody",
    ),
}  # fmt: skip
