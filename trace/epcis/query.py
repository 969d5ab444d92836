"""The Simple Event Query (EPCIS 2.0, section 8.2.7.1) as one table: names of parameters, and what each asks of an event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from trace.epcis import values
from trace.epcis.asking import Condition, Order, Query
from trace.epcis.reading import Kind, Reader
from trace.epcis.values import MOST_VALUES, BadParameter, Values

_ANY = r"(?P<op>EQ|GT|GE|LT|LE)"
_MORE = r"(?P<op>GT|GE|LT|LE)"
# An extension's name: with a prefix, or in a query that says what its prefixes stand for.
_EXT = r"(?P<ext>[A-Za-z_][A-Za-z0-9_.-]*:[^\s|]+)"
_UNIT = r"_(?P<unit>[A-Z0-9]{2,4})"
_WHERE = "ILMD_|ERROR_DECLARATION_|SENSORELEMENT_|SENSORMETADATA_|SENSORREPORT_|readPoint_|bizLocation_"


class Rule(NamedTuple):
    """A parameter by its name, the facts that it asks about (by the groups of the name), and how its value is read."""

    name: str
    facts: tuple[str, ...]
    kind: Kind


RULES: tuple[Rule, ...] = (
    # When, and what kind of event.
    Rule("eventType", ("type",), Kind.TYPES),
    Rule("(?P<op>GE|LT)_(?P<clock>eventTime|recordTime)", (), Kind.CLOCK),
    Rule("EQ_action", ("action",), Kind.ACTIONS),
    Rule("EQ_eventID", ("eventID",), Kind.IDS),
    # Why.
    Rule("EQ_bizStep", ("bizStep",), Kind.STEPS),
    Rule("EQ_disposition", ("disposition",), Kind.DISPOSITIONS),
    Rule("EQ_persistentDisposition_(?P<part>set|unset)", ("{part}",), Kind.DISPOSITIONS),
    Rule("EQ_bizTransaction_(?P<word>.+)", ("bizTransaction_{word}",), Kind.TRANSACTIONS),
    Rule("EQ_(?P<side>source|destination)_(?P<word>.+)", ("{side}_{word}",), Kind.PARTIES),
    Rule("EQ_transformationID", ("transformationID",), Kind.NAMES),
    # Where.
    Rule("EQ_(?P<place>readPoint|bizLocation)", ("{place}",), Kind.NAMES),
    Rule("WD_(?P<place>readPoint|bizLocation)", ("{place}",), Kind.BELOW),
    # What.
    Rule("MATCH_epc", ("epc",), Kind.EPCS),
    Rule("MATCH_parentID", ("parentID",), Kind.EPCS),
    Rule("MATCH_inputEPC", ("inputEPC",), Kind.EPCS),
    Rule("MATCH_outputEPC", ("outputEPC",), Kind.EPCS),
    Rule("MATCH_anyEPC", ("epc", "parentID", "inputEPC", "outputEPC"), Kind.EPCS),
    Rule("MATCH_epcClass", ("epcClass",), Kind.CLASSES),
    Rule("MATCH_inputEPCClass", ("inputEPCClass",), Kind.CLASSES),
    Rule("MATCH_outputEPCClass", ("outputEPCClass",), Kind.CLASSES),
    Rule("MATCH_anyEPCClass", ("epcClass", "inputEPCClass", "outputEPCClass"), Kind.CLASSES),
    Rule(f"{_ANY}_quantity", ("quantity",), Kind.NUMBERS),
    Rule(f"{_ANY}_quantity{_UNIT}", ("quantity:{unit}",), Kind.MEASURES),
    # Declarations of errors.
    Rule("EXISTS_errorDeclaration", ("errorDeclaration",), Kind.THERE),
    Rule("(?P<op>GE|LT)_errorDeclaration_?Time", ("errorDeclarationTime",), Kind.MOMENTS),
    Rule("EQ_errorReason", ("errorReason",), Kind.REASONS),
    Rule("EQ_correctiveEventID", ("correctiveEventID",), Kind.IDS),
    # Sensors: what they are, what they measured.
    Rule("EXISTS_sensorElementList", ("sensorElementList",), Kind.THERE),
    Rule("(?P<op>GE|LT)_(?P<when>time|startTime|endTime)", ("{when}",), Kind.MOMENTS),
    Rule("EQ_type", ("measurement",), Kind.MEASUREMENTS),
    Rule(
        "EQ_(?P<what>deviceID|dataProcessingMethod|bizRules|microorganism|chemicalSubstance|uriValue)", ("{what}",),
        Kind.NAMES,
    ),
    Rule("EQ_(?P<what>stringValue|hexBinaryValue)", ("{what}",), Kind.TEXTS),
    Rule("EQ_booleanValue", ("booleanValue",), Kind.BOOLEAN),
    Rule(f"{_ANY}_percRank", ("percRank",), Kind.NUMBERS),
    Rule(f"{_ANY}_(?P<what>value|minValue|maxValue|meanValue|percValue){_UNIT}", ("{what}:{unit}",), Kind.MEASURES),
    Rule(f"{_ANY}_sDev{_UNIT}", ("sDev:{unit}",), Kind.DEVIATIONS),
    # Master data of what stands in a member.
    Rule(f"HASATTR_(?P<field>readPoint|bizLocation|{_EXT})", ("{field}",), Kind.HAS_ATTRIBUTE),
    Rule(f"EQ_?ATTR_(?P<field>readPoint|bizLocation|{_EXT})_(?P<attribute>[^|]+)", ("{field}",), Kind.ATTRIBUTE),
    # Extensions: at the top, in one of the parts that EPCIS lets be extended, and below any of these (INNER).
    Rule(f"EXISTS_(?P<where>(?:INNER_)?(?:{_WHERE})?){_EXT}", ("{where}{ext}",), Kind.THERE),
    Rule(f"EQ_(?P<where>(?:INNER_)?(?:{_WHERE})?){_EXT}", ("{where}{ext}",), Kind.VALUES),
    Rule(f"{_MORE}_(?P<where>(?:INNER_)?(?:{_WHERE})?){_EXT}", ("{where}{ext}",), Kind.MORE),
)  # fmt: skip
_COMPILED = tuple((re.compile(rule.name), rule) for rule in RULES)
# What says how the answer is given and not what it holds.
CONTROLS = frozenset({"orderBy", "orderDirection", "eventCountLimit", "maxEventCount"})
# Each condition is a look-up of its own.
MOST_PARAMETERS = 50


class QueryTooComplex(BadParameter):
    """A query with more parameters or values than are answered at once."""

    code = "query-too-complex"
    exception = "QueryTooComplexException"


def read(asked: Mapping[str, Values], namespaces: Mapping[str, str], origin: str) -> Query:
    """A query from its parameters; of each several values may come, and any of them will do."""
    if len(asked) > MOST_PARAMETERS or sum(map(len, asked.values())) > MOST_VALUES:
        raise QueryTooComplex(
            f"this query has too many parts: at most {MOST_PARAMETERS} parameters and {MOST_VALUES} values are answered"
        )
    reader = Reader(namespaces, origin)
    conditions: list[Condition] = []
    for name, given in asked.items():
        if name not in CONTROLS and (condition := _condition(reader, name, given)) is not None:
            conditions.append(condition)
    return _controlled(reader, asked, tuple(conditions))


def _condition(reader: Reader, name: str, given: Values) -> Condition | None:
    for pattern, rule in _COMPILED:
        if (found := pattern.fullmatch(name)) is not None:
            return reader.condition(rule.kind, rule.facts, found.groupdict(), name, given)
    raise BadParameter(f"{name[:80]!r} is no parameter of the Simple Event Query (EPCIS 2.0 section 8.2.7.1)")


def _controlled(reader: Reader, asked: Mapping[str, Values], conditions: tuple[Condition, ...]) -> Query:
    given = {name: values.one(name, asked[name]) for name in CONTROLS if name in asked}
    by, direction = given.get("orderBy"), given.get("orderDirection", "DESC")
    limit, most = (values.count(name, given.get(name)) for name in ("eventCountLimit", "maxEventCount"))
    if direction not in ("ASC", "DESC"):
        raise BadParameter(f"{direction!r} is no orderDirection: expected ASC or DESC")
    if limit is not None and most is not None:
        raise BadParameter("eventCountLimit and maxEventCount exclude each other: expected one of them")
    if limit is not None and by is None:
        raise BadParameter("eventCountLimit says how many of the first events: expected orderBy to say which are first")
    order = Order() if by is None else Order(reader.order(str(by)), direction == "DESC")
    return Query(conditions, order, limit, most)
