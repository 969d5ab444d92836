"""Questions about the invented events: every name of a parameter that is asked, with the values that it is asked with.

The names stand in a table, so that a test can tell that none of the standard's is left out.
"""

from __future__ import annotations

from hypothesis import strategies as st

from tests.trace.epcis.invented import CLASSES, ITEMS, ORDERS, PLACES, STATES, STEPS, TEXTS, TIMES, TYPES

_MORE = ("GT", "GE", "LT", "LE")
_ANY = ("EQ", *_MORE)
_GE_LT = ("GE", "LT")
_TIME = st.sampled_from([*TIMES, "2026-01-01T00:00:00.000001Z"])
_FIGURE = st.sampled_from(["1", "2.5", "1000", "26", "78.8", "299.15", "0", "-40", "4.5", "7", "1e0", "1.8", "100.4"])
_TRUTH = st.sampled_from(["true", "false", "1", "0"])
_PATTERNS = [
    "urn:epc:idpat:sgtin:0614141.107346.*", "urn:epc:idpat:sgtin:0614141.*.*", "urn:epc:idpat:sgtin:*.*.*",
    "urn:epc:idpat:sscc:0614141.*",
]  # fmt: skip
_FIELDS = [
    "ex:colour", "ex:size", "ex:deep", "ex:list", "ILMD_ex:colour", "ILMD_ex:deep", "ILMD_cbvmda:lotNumber",
    "ERROR_DECLARATION_ex:why", "ERROR_DECLARATION_ex:deep", "SENSORELEMENT_ex:probe", "SENSORELEMENT_ex:deep",
    "SENSORMETADATA_ex:made", "SENSORMETADATA_ex:deep", "SENSORREPORT_ex:note", "SENSORREPORT_ex:deep",
    "readPoint_ex:gate", "readPoint_ex:deep", "bizLocation_ex:gate", "bizLocation_ex:deep",
]  # fmt: skip
_EXTENSIONS = [f"{where}{field}" for where in ("", "INNER_") for field in _FIELDS]
_UNITS = ("CEL", "FAH", "KEL", "KGM")


def _joined(pool: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pool), min_size=1, max_size=2, unique=True).map("|".join)


def _all(operators: tuple[str, ...], *fields: str) -> list[str]:
    return [f"{operator}_{field}" for operator in operators for field in fields]


TABLE: list[tuple[list[str], st.SearchStrategy[str]]] = [
    (["eventType"], _joined(TYPES)),
    (_all(_GE_LT, "eventTime", "errorDeclarationTime", "errorDeclaration_Time", "time", "startTime", "endTime"), _TIME),
    # What stands for a record time here is put in when it is known.
    (_all(_GE_LT, "recordTime"), st.sampled_from(["RECORDED-0", "RECORDED-30", "RECORDED-79"])),
    (["EQ_action"], _joined(["ADD", "OBSERVE", "DELETE"])),
    (["EQ_bizStep"], _joined(STEPS)),
    (["EQ_disposition", "EQ_persistentDisposition_set", "EQ_persistentDisposition_unset"], _joined(STATES)),
    (_all(("EQ", "WD"), "readPoint", "bizLocation"), _joined(PLACES)),
    (["EQ_bizTransaction_po", "EQ_bizTransaction_inv", "EQ_transformationID"], _joined(ORDERS)),
    (["EQ_source_owning_party", "EQ_destination_possessing_party", "EQ_deviceID"], _joined(PLACES)),
    (
        ["MATCH_epc", "MATCH_parentID", "MATCH_inputEPC", "MATCH_outputEPC", "MATCH_anyEPC"],
        _joined([*ITEMS, *_PATTERNS, "http://things.example/a_b_c", "http://things.example/a*"]),
    ),
    (["MATCH_epcClass", "MATCH_inputEPCClass", "MATCH_outputEPCClass", "MATCH_anyEPCClass"], _joined(CLASSES)),
    (_all(_ANY, "quantity", "quantity_KGM", "quantity_GRM", "quantity_CEL"), _FIGURE),
    (["EQ_eventID"], _joined([f"urn:event:{number}" for number in range(8)])),
    (["EXISTS_errorDeclaration", "EXISTS_sensorElementList"], _TRUTH),
    (["EQ_errorReason"], _joined(["did_not_occur", "incorrect_data"])),
    (["EQ_correctiveEventID"], _joined([f"urn:event:{number}" for number in range(6)])),
    (["EQ_type"], _joined(["Temperature", "Mass", "Speed"])),
    (
        _all(("EQ",), "uriValue", "dataProcessingMethod", "bizRules", "microorganism", "chemicalSubstance"),
        _joined(ORDERS),
    ),
    (["EQ_stringValue", "EQ_hexBinaryValue"], _joined(["a%b_c", "aXbYc", "F0"])),
    (["EQ_booleanValue"], st.sampled_from(["true", "false"])),
    (_all(_ANY, "percRank"), st.sampled_from(["50", "49.9", "51"])),
    (
        [
            f"{name}_{unit}"
            for name in _all(_ANY, "value", "minValue", "maxValue", "meanValue", "percValue", "sDev")
            for unit in _UNITS
        ],
        _FIGURE,
    ),
    (_all(("HASATTR",), "readPoint", "bizLocation", "ex:colour"), st.sampled_from(["md:kind", "md:none"])),
    (
        ["EQATTR_readPoint_md:kind", "EQ_ATTR_bizLocation_md:kind", "EQ_ATTR_ex:colour_md:kind"],
        _joined(["cold", "dry", "wet"]),
    ),
    (_all(("EXISTS",), *_EXTENSIONS), st.sampled_from(["true", "false"])),
    (_all(("EQ",), *_EXTENSIONS), _joined([*TEXTS[:6], "7.5", "8", "9", "true", "L1"])),
    (_all(_MORE, *_EXTENSIONS), st.one_of(_FIGURE, _TIME)),
]
NAMES = [name for names, _ in TABLE for name in names]
PARAMETERS: st.SearchStrategy[tuple[str, str]] = st.one_of(
    *(st.tuples(st.sampled_from(names), values) for names, values in TABLE)
)
QUESTIONS = st.lists(PARAMETERS, min_size=1, max_size=3, unique_by=lambda pair: pair[0]).map(dict)
# How the answer is given: in which order, and how much of it.
CONTROLS: st.SearchStrategy[dict[str, str]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {"orderBy": st.sampled_from(["eventTime", "recordTime"])},
        optional={
            "orderDirection": st.sampled_from(["ASC", "DESC"]),
            "eventCountLimit": st.sampled_from(["1", "5", "40"]),
        },
    ),
    st.fixed_dictionaries({"maxEventCount": st.sampled_from(["1", "5", "40"])}),
)
