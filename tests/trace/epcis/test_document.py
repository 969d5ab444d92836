from __future__ import annotations

import json

import pytest

from tests.trace.epcis import material
from tests.trace.epcis.material import CONTEXT, ORIGIN, event, wrapped
from trace.epcis import document, naming
from trace.epcis.document import BadDocument
from trace.event import things


def ready(said, context=CONTEXT):
    return document.ready(said, context, ORIGIN)


def refused(said, context=CONTEXT):
    with pytest.raises(BadDocument) as refusal:
        ready(said, context)
    return [one.pointer for one in refusal.value.wrongs]


def test_every_published_document_is_read_and_each_of_its_events_kept_as_it_was_written(shared):
    count = 0
    for body in material.examples(shared).values():
        read = document.read(document.loads(body))
        for one in read.events:
            kept = json.loads(ready(one, read.context).raw)
            assert material.said(kept) == material.said(one)
            count += 1
    assert count == 69


def test_every_published_bare_event_is_read(shared):
    for body in material.bare_events(shared).values():
        read = document.read_event(document.loads(body))
        assert material.said(json.loads(ready(read.events[0], None).raw)) == material.said(read.events[0])


def test_a_published_example_with_its_urns_in_the_wrong_place_is_refused_with_pointers(shared):
    body = (
        shared / "conformance/epcis/gs1-EPCIS/examples-xml/WithEventHashID/event_with_identical_hash_id_7.json"
    ).read_bytes()
    read = document.read(document.loads(body))
    assert "/bizStep" in refused(read.events[0], read.context)


def test_numbers_come_back_as_they_came():
    kept = json.loads(ready(event(**{"ex:n": [1, 1.5, -0.25, 2**63, 1e21]}), [CONTEXT, {"ex": "http://ex/"}]).raw)
    assert kept["ex:n"] == [1, 1.5, -0.25, 2**63, 1e21]


@pytest.mark.parametrize("number", [b"18446744073709551616", b"-99999999999999999999", b"1e999"])
def test_a_number_that_would_be_kept_as_another_one_is_refused(number):
    with pytest.raises(BadDocument, match="not JSON"):
        document.loads(b'{"a": ' + number + b"}")


def test_a_byte_order_mark_says_nothing():
    assert document.loads(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_of_a_member_that_comes_twice_the_last_one_counts():
    assert document.loads(b'{"a": 1, "a": 2}') == {"a": 2}


@pytest.mark.parametrize(
    ("spelt", "canonical"),
    [
        ("urn:epc:id:sgtin:0614141.107346.2017", "https://id.gs1.org/01/10614141073464/21/2017"),
        ("https://example.com/01/06901234567892/10/L1/21/A1", "https://id.gs1.org/01/06901234567892/21/A1"),
        ("ex:thing", "http://ns.example/thing"),
        ("urn:jaif:id:obj:37SUN321", "urn:jaif:id:obj:37SUN321"),
    ],
)
def test_a_thing_has_one_name_however_it_is_spelt(spelt, canonical):
    assert ready(event(epcList=[spelt]), [CONTEXT, {"ex": "http://ns.example/"}]).event.epc_list == (canonical,)


@pytest.mark.parametrize("word", ["shipping", "cbv:BizStep-shipping", "https://ref.gs1.org/cbv/BizStep-shipping"])
def test_a_business_step_has_one_word_however_it_is_spelt(word):
    assert ready(event(bizStep=word)).event.biz_step == "shipping"


@pytest.mark.parametrize(
    "context",
    [
        CONTEXT,
        "https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
        "https://gs1.github.io/EPCIS/epcis-context.jsonld",
        [CONTEXT, {"unused": "http://nowhere.example/"}],
    ],
)
def test_what_an_event_does_not_use_of_its_context_is_no_part_of_it(context):
    assert ready(event(), context).raw == ready(event()).raw


def test_what_an_event_uses_of_its_context_is_kept_with_it():
    context = [CONTEXT, {"ex": "http://ns.example/"}, {"no": "http://no.example/"}]
    kept = json.loads(ready(event(**{"ex:colour": "red"}), context).raw)
    assert kept["@context"] == [CONTEXT, {"ex": "http://ns.example/"}]


def test_the_record_time_of_another_repository_is_not_kept():
    assert "recordTime" not in json.loads(ready(event(recordTime="2020-01-01T00:00:00Z")).raw)


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"eventTime": "yesterday"}, "/eventTime"),
        ({"eventTime": "2026-11-24T17:00:00"}, "/eventTime"),
        ({"eventTime": "2026-11-24T23:59:60Z"}, "/eventTime"),
        ({"eventTimeZoneOffset": "+15:00"}, "/eventTimeZoneOffset"),
        ({"bizStep": "schipping"}, "/bizStep"),
        ({"bizStep": "urn:epcglobal:cbv:bizstep:shipping"}, "/bizStep"),
        ({"disposition": "lost"}, "/disposition"),
        ({"action": "ERASE"}, "/action"),
        ({"epcList": ["not a uri"]}, "/epcList/0"),
        ({"epcList": ["urn:x:1", "urn:x:1"]}, "/epcList"),
        ({"epcList": ["urn:x:1", "https://id.gs1.org/01/06901234567893/21/A1"]}, "/epcList/1"),
        ({"epcList": ["urn:epc:id:sgtin:0614141.1073466.2017"]}, "/epcList/0"),
        ({"quantityList": [{"epcClass": "urn:x:1", "quantity": "2"}]}, "/quantityList/0/quantity"),
        ({"quantityList": [{"epcClass": "urn:x:1", "color": 2}]}, "/quantityList/0/color"),
        ({"colour": "red"}, "/colour"),
        ({"bizTransactionList": [{"type": "po"}]}, "/bizTransactionList/0"),
        ({"sourceList": [{"type": "location", "source": "urn:x:1", "more": 1}]}, "/sourceList/0/more"),
        ({"ilmd": {"ex:a": 1}}, "/ilmd"),
        ({"persistentDisposition": {}}, "/persistentDisposition"),
        ({"sensorElementList": [{"sensorReport": []}]}, "/sensorElementList/0/sensorReport"),
        ({"sensorElementList": [{"sensorReport": [{"type": "Heat"}]}]}, "/sensorElementList/0/sensorReport/0/type"),
        ({"epcList": None}, ""),
        ({"action": None}, ""),
        ({"type": None}, "/type"),
        ({"type": "Object"}, "/type"),
        ({"parentID": "urn:x:1"}, "/parentID"),
        ({"errorDeclaration": {"declarationTime": "now"}}, "/errorDeclaration/declarationTime"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_pointed_at(members, pointer):
    assert pointer in refused(event(**members))


@pytest.mark.parametrize(
    ("type_", "members"),
    [
        ("AggregationEvent", {"action": "ADD", "childEPCs": ["urn:x:1"]}),
        ("AggregationEvent", {"action": "ADD", "parentID": "urn:x:1"}),
        ("AggregationEvent", {"action": "OBSERVE", "parentID": "urn:x:1", "childEPCs": []}),
        ("AssociationEvent", {"action": "ADD", "childEPCs": ["urn:x:1"]}),
        ("AssociationEvent", {"action": "OBSERVE", "parentID": "urn:x:1"}),
        ("TransactionEvent", {"action": "ADD", "epcList": ["urn:x:1"]}),
        ("TransformationEvent", {"action": None, "inputEPCList": ["urn:x:1"]}),
        ("TransformationEvent", {"action": None, "transformationID": "urn:x:1"}),
    ],
)
def test_rules_that_join_members_hold_for_each_type(type_, members):
    assert refused(event(**{"type": type_, "epcList": None, **members})) in ([""], ["/bizTransactionList"])


def test_an_event_without_objects_belongs_to_its_place():
    sensed = {"sensorElementList": [{"sensorReport": [{"type": "Temperature", "value": 4.5, "uom": "CEL"}]}]}
    made = ready(event(epcList=None, readPoint={"id": "urn:epc:id:sgln:0614141.07346.0"}, **sensed)).event
    assert made.read_point.id == "https://id.gs1.org/414/0614141073467"
    assert things(made) == [("place", "https://id.gs1.org/414/0614141073467")]


def test_an_event_that_lists_objects_and_has_none_and_no_place_is_refused():
    assert refused(event(epcList=[])) == [""]


def test_an_event_deeper_than_can_be_kept_is_refused():
    deep: object = 1
    for _ in range(300):
        deep = [deep]
    assert refused(event(**{"ex:deep": deep})) == [""]


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"schemaVersion": "two"}, "/schemaVersion"),
        ({"creationDate": "today"}, "/creationDate"),
        ({"epcisBody": {}}, "/epcisBody"),
        ({"epcisBody": {"eventList": {}}}, "/epcisBody/eventList"),
        ({"type": "Document"}, "/type"),
        ({"more": 1}, "/more"),
        (
            {"epcisHeader": {"epcisMasterData": {"vocabularyList": [{}]}}},
            "/epcisHeader/epcisMasterData/vocabularyList/0",
        ),
    ],
)
def test_what_is_wrong_with_a_document_is_pointed_at(members, pointer):
    with pytest.raises(BadDocument) as refusal:
        document.read(wrapped(event()) | members)
    assert pointer in [one.pointer for one in refusal.value.wrongs]


def test_what_is_kept_is_understood_again_as_it_was_at_first(shared):
    for one, context in material.all_events(shared):
        made = ready(one, context)
        assert naming.recorded(made.raw, ORIGIN) == made.event
