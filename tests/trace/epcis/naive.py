"""The Simple Event Query once more, read off the standard and computed on plain JSON: an oracle for the real one.

It knows nothing of the product: names have their canonical spelling from a list, units from three formulas.
"""

from __future__ import annotations

import math
import re
from typing import Any

from tests.trace.epcis.naive_extensions import COMPARE, extended, time, top, whole

Event = dict[str, Any]
# Each thing and place in all the spellings that the invented events use, the canonical one first.
NAMES = [
    ("https://id.gs1.org/01/10614141073464/21/2017", "urn:epc:id:sgtin:0614141.107346.2017"),
    ("https://id.gs1.org/01/10614141073464/21/2018", "https://shop.example/01/10614141073464/10/L1/21/2018"),
    ("https://id.gs1.org/01/10614141073464/21/20%25_", "urn:epc:id:sgtin:0614141.107346.20%25_"),
    ("https://id.gs1.org/01/04012345111118/21/9", "urn:epc:id:sgtin:4012345.011111.9"),
    ("https://id.gs1.org/00/106141412345678908", "urn:epc:id:sscc:0614141.1234567890"),
    ("http://things.example/a_b%25c",),
    ("http://things.example/aXbYc",),
    ("https://id.gs1.org/01/10614141073464/10/998877", "urn:epc:class:lgtin:0614141.107346.998877"),
    ("https://id.gs1.org/01/10614141073464", "urn:epc:idpat:sgtin:0614141.107346.*"),
    ("https://id.gs1.org/414/0614141073467", "urn:epc:id:sgln:0614141.07346.0"),
    ("https://id.gs1.org/414/0614141073467/254/1234", "urn:epc:id:sgln:0614141.07346.1234"),
    ("http://places.example/dock",),
    ("http://places.example/yard",),
]
CANONICAL = {spelling: spellings[0] for spellings in NAMES for spelling in spellings}
# What lies in what, and how places are described: master data of the asker.
CHILDREN = {"http://places.example/yard": ["http://places.example/dock"], "http://places.example/dock": [NAMES[9][0]]}
ATTRIBUTES = {
    "http://places.example/dock": {"http://md.example/kind": "cold"},
    NAMES[9][0]: {"http://md.example/kind": "dry"},
}
PATTERNS = {
    "urn:epc:idpat:sgtin:0614141.107346.*": lambda name: name.startswith("https://id.gs1.org/01/10614141073464/21/"),
    "urn:epc:idpat:sgtin:0614141.*.*": lambda name: re.match("https://id.gs1.org/01/.0614141.{6}/21/", name),
    "urn:epc:idpat:sgtin:*.*.*": lambda name: re.match("https://id.gs1.org/01/.{14}/21/", name),
    "urn:epc:idpat:sscc:0614141.*": lambda name: re.match("https://id.gs1.org/00/.0614141", name),
}
_UNITS = {
    "CEL": lambda v: v + 273.15, "KEL": lambda v: v, "FAH": lambda v: (v + 459.67) * 5 / 9,
    "KGM": lambda v: v, "GRM": lambda v: v / 1000, "A93": lambda v: v / 1000,
}  # fmt: skip
_KIND = {"CEL": "t", "KEL": "t", "FAH": "t", "KGM": "m", "GRM": "m", "A93": "d"}


def canonical(name: str) -> str:
    return CANONICAL.get(name, name)


def word(text: str) -> str:
    return re.sub(r"^(cbv:|https://ref\.gs1\.org/cbv/)(BizStep|Disp|BTT|SDT|ER)-", "", text)


def answers(events: list[Event], asked: dict[str, str]) -> list[Event]:
    """The events for which every parameter holds."""
    return [event for event in events if all(holds(event, name, value) for name, value in asked.items())]


def ordered(events: list[Event], wanted: list[str], controls: dict[str, str]) -> list[str]:
    """The ids that are wanted in the order that is asked for, as many as are asked for."""
    by = controls.get("orderBy")
    backwards = by is not None and controls.get("orderDirection", "DESC") == "DESC"
    rows = [(time(event[by]) if by else 0, at, event["eventID"]) for at, event in enumerate(events)]
    found = [name for _, _, name in sorted(rows, reverse=backwards) if name in wanted]
    return found[: int(controls.get("eventCountLimit", len(found)))]


def holds(event: Event, name: str, value: str) -> bool:
    values = value.split("|")
    if name == "eventType":
        return event["type"] in values
    if (found := re.fullmatch("(GE|LT)_(eventTime|recordTime)", name)) is not None:
        return COMPARE[found[1]](time(event[found[2]]), time(value))
    if name in ("EQ_action", "EQ_eventID"):
        return event.get(name[3:]) in values
    if name in ("EQ_bizStep", "EQ_disposition"):
        return word(event.get(name[3:], "")) in map(word, values)
    if name.startswith("EQ_persistentDisposition_"):
        said = event.get("persistentDisposition", {}).get(name.rpartition("_")[2], [])
        return any(word(one) in map(word, values) for one in said)
    if name in ("EQ_readPoint", "EQ_bizLocation"):
        return canonical(event.get(name[3:], {}).get("id", "")) in map(canonical, values)
    if name in ("WD_readPoint", "WD_bizLocation"):
        return canonical(event.get(name[3:], {}).get("id", "")) in below(set(map(canonical, values)))
    if (found := re.fullmatch("EQ_(bizTransaction|source|destination)_([a-z_]+)", name)) is not None:
        said = [one[found[1]] for one in event.get(f"{found[1]}List", []) if word(one.get("type", "")) == found[2]]
        return any(canonical(one) in map(canonical, values) for one in said)
    if name == "EQ_transformationID":
        return event.get("transformationID") in values
    if name.startswith("MATCH_"):
        return any(match(said, wanted, name.endswith("Class")) for said in things(event, name[6:]) for wanted in values)
    if (found := re.fullmatch("(EQ|GT|GE|LT|LE)_quantity(?:_([A-Z0-9]+))?", name)) is not None:
        said = [
            (one["quantity"], one.get("uom")) for member in event if member.lower().endswith("quantitylist")
            for one in event[member] if "quantity" in one
        ]  # fmt: skip
        return any(measured(found[1], one, uom, values, found[2]) for one, uom in said)
    return declared(event, name, values) if "rror" in name or "orrective" in name else sensed(event, name, values)


def declared(event: Event, name: str, values: list[str]) -> bool:
    wrong = event.get("errorDeclaration")
    if name == "EXISTS_errorDeclaration":
        return values[0] in ("false", "0") or wrong is not None
    if wrong is None:
        return False
    if name == "EQ_errorReason":
        return word(wrong.get("reason", "")) in map(word, values)
    if name == "EQ_correctiveEventID":
        return any(one in values for one in wrong.get("correctiveEventIDs", []))
    if re.fullmatch("(GE|LT)_errorDeclaration_?Time", name):
        return COMPARE[name[:2]](time(wrong["declarationTime"]), time(values[0]))
    return extended(event, name, values)


def sensed(event: Event, name: str, values: list[str]) -> bool:
    elements = event.get("sensorElementList", [])
    metadata = [one.get("sensorMetadata", {}) for one in elements]
    reports = [report for one in elements for report in one["sensorReport"]]
    if name == "EXISTS_sensorElementList":
        return values[0] in ("false", "0") or bool(elements)
    if (found := re.fullmatch("(GE|LT)_(time|startTime|endTime)", name)) is not None:
        said = [one[found[2]] for one in [*metadata, *(reports if found[2] == "time" else [])] if found[2] in one]
        return any(COMPARE[found[1]](time(one), time(values[0])) for one in said)
    if name == "EQ_type":
        return any(one["type"] in values for one in reports)
    if name[3:] in ("deviceID", "dataProcessingMethod", "bizRules", "microorganism", "chemicalSubstance", "uriValue"):
        return any(canonical(one.get(name[3:], "")) in map(canonical, values) for one in [*metadata, *reports])
    if name in ("EQ_stringValue", "EQ_hexBinaryValue"):
        return any(one.get(name[3:]) in values for one in reports)
    if name == "EQ_booleanValue":
        return any(str(one.get("booleanValue")).lower() == values[0] for one in reports)
    if (found := re.fullmatch("(EQ|GT|GE|LT|LE)_percRank", name)) is not None:
        return any(measured(found[1], one["percRank"], None, values, None) for one in reports if "percRank" in one)
    if (found := re.fullmatch("(EQ|GT|GE|LT|LE)_([a-z]+Value|value|sDev)_([A-Z0-9]+)", name)) is not None:
        said = [(one[found[2]], one.get("uom")) for one in reports if found[2] in one]
        return any(measured(found[1], one, uom, values, found[3], found[2] == "sDev") for one, uom in said)
    if (found := re.fullmatch("HASATTR_(.+)", name)) is not None:
        return any(whole(one) in said for said in described(event, found[1]) for one in values)
    if (found := re.fullmatch("EQ_?ATTR_(readPoint|bizLocation|[a-z]+:[a-z]+)_(.+)", name)) is not None:
        return any(said.get(whole(found[2])) in values for said in described(event, found[1]))
    return extended(event, name, values)


def described(event: Event, field: str) -> list[dict[str, str]]:
    """The master data of what stands in a member."""
    if field in ("readPoint", "bizLocation"):
        return [ATTRIBUTES.get(canonical(event.get(field, {}).get("id", "")), {})]
    found = [one for said in top(event, field) for one in (said if isinstance(said, list) else [said])]
    return [ATTRIBUTES.get(one, {}) for one in found if isinstance(one, str)]


def measured(
    op: str, value: float, uom: str | None, wanted: list[str], unit: str | None, difference: bool = False
) -> bool:
    def base(number: float, of: str) -> float:
        # A difference has no zero point.
        return _UNITS[of](number) - (_UNITS[of](0) if difference else 0)

    if unit is not None:
        if _KIND.get(uom or "") != _KIND[unit]:
            return False
        value = base(value, uom or "")
    numbers = [base(float(one), unit) if unit else float(one) for one in wanted]
    if op == "EQ":
        return any(math.isclose(value, one, rel_tol=1e-11) for one in numbers)
    close = math.isclose(value, numbers[0], rel_tol=1e-11)
    return op in ("GE", "LE") if close else COMPARE[op](value, numbers[0])


def below(places: set[str]) -> set[str]:
    inside = {child for place in places for child in CHILDREN.get(place, [])} - places
    return below(places | inside) if inside else places


def things(event: Event, what: str) -> list[str]:
    """What a MATCH parameter looks at."""
    epcs = {
        "epc": ["epcList", "childEPCs"], "inputEPC": ["inputEPCList"], "outputEPC": ["outputEPCList"],
        "anyEPC": ["epcList", "childEPCs", "inputEPCList", "outputEPCList"],
    }  # fmt: skip
    classes = {
        "epcClass": ["quantityList", "childQuantityList"], "inputEPCClass": ["inputQuantityList"],
        "outputEPCClass": ["outputQuantityList"],
        "anyEPCClass": ["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"],
    }  # fmt: skip
    found = [one for member in epcs.get(what, []) for one in event.get(member, [])]
    found += [one["epcClass"] for member in classes.get(what, []) for one in event.get(member, [])]
    if what in ("parentID", "anyEPC") and "parentID" in event:
        found.append(event["parentID"])
    return [canonical(one) for one in found]


def match(said: str, wanted: str, classes: bool) -> bool:
    if wanted in PATTERNS and not classes:
        return bool(PATTERNS[wanted](said))
    return said == canonical(wanted)
