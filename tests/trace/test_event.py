"""Events: valid or refused with a sentence, and what of a valid one may be shown to everybody."""

from __future__ import annotations

import json

import pytest

from tests.trace.made import HALL, event, item, lot, to
from trace import event as events
from trace.event import At, BadEvent, County, ErrorDeclaration, Quantity, Transaction
from trace.moments import BadTime


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"type": "Event"}, "'Event' is not an EPCIS event type: expected one of ObjectEvent, Aggre"),
        ({"action": None}, "None is not an action: expected ADD, OBSERVE or DELETE"),
        ({"action": "add"}, "'add' is not an action"),
        (
            {"type": "TransformationEvent", "epc_list": (), "input_epc_list": (item(),)},
            "a TransformationEvent has no action",
        ),
        ({"child_epcs": (item(2),)}, "child_epcs does not belong into ObjectEvent: expected epc_list or quantity_list"),
        ({"parent_id": item(2)}, "parent_id does not belong into ObjectEvent"),
        ({"output_epc_list": (item(2),)}, "output_epc_list does not belong into ObjectEvent"),
        ({"type": "AggregationEvent", "parent_id": item(2)}, "epc_list does not belong into AggregationEvent"),
        ({"type": "TransactionEvent", "transformation_id": "urn:x"}, "transformation_id does not belong"),
        ({"event_time": "yesterday"}, "'yesterday' is not a time"),
        ({"event_time_zone_offset": "Beijing"}, "'Beijing' is not a zone offset"),
        ({"error_declaration": ErrorDeclaration(declaration_time="today")}, "'today' is not a time"),
        ({"event_id": ""}, "'' is no eventID"),
        ({"event_id": "a b"}, "'a b' is no eventID"),
        ({"event_id": "urn:x\0"}, "is no eventID"),
        ({"event_id": "urn:" + "x" * 2_048}, "is no eventID"),
        ({"biz_step": "装箱"}, "'装箱' is no bizStep: expected a URI or a word of CBV"),
        ({"biz_step": "pack\0"}, "is no bizStep"),
        ({"disposition": "in transit"}, "'in transit' is no disposition"),
        ({"epc_list": ()}, "this event touches no thing"),
        ({"epc_list": tuple(f"urn:x:{n}" for n in range(10_001))}, "touches 10001 things; at most 10000 fit in one"),
        ({"epc_list": ("A1",)}, "'A1' is not a name for a thing: expected an absolute URI of at most 2048 characters"),
        ({"epc_list": ("urn:x:" + "x" * 2_043,)}, "is not a name for a thing"),
        ({"epc_list": ("urn:x:\0",)}, "is not a name for a thing"),
        ({"epc_list": ("urn:x:集安",)}, "is not a name for a thing"),
        ({"epc_list": ("urn:x:\ud800",)}, "is not a name for a thing"),
        ({"epc_list": (item(), "A1")}, "'A1' is not a name for a thing"),
        ({"case": "case 7"}, "'case 7' is not a name for a thing"),
        ({"quantity_list": (Quantity(epc_class="kg"),)}, "'kg' is not a name for a thing"),
        ({"facts": {"weight": 1.5}}, "1.5 is not a fact"),
        ({"facts": {"weight": 2**53}}, "9007199254740992 is not a fact"),
        ({"facts": {"reason": "x" * 501}}, "has 501 characters; what is public for ever has at most 500"),
        ({"flags": ("x" * 501,)}, "has 501 characters"),
        ({"place": County(code="x" * 501, name="集安市")}, "has 501 characters"),
        ({"place": County(code="CN-220582", name="x" * 501)}, "has 501 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(members, sentence):
    with pytest.raises((BadEvent, BadTime)) as refused:
        events.check(event(**members))
    assert sentence in refused.value.message


@pytest.mark.parametrize(
    "members",
    [
        {"epc_list": tuple(f"urn:x:{n}" for n in range(10_000))},
        {"epc_list": ("urn:x:" + "x" * 2_042,)},
        {"facts": {"reason": "集" * 500, "weight": 2**53 - 1, "consent": True}},
        {"epc_list": (), "case": "https://log.example/id/case/7"},
        {"error_declaration": ErrorDeclaration(declaration_time="2026-11-24T09:00:00Z")},
        {"type": "AggregationEvent", "epc_list": (), "parent_id": item(1), "child_epcs": (item(2),)},
        {"type": "TransformationEvent", "action": None, "epc_list": (), "output_epc_list": (item(2),)},
    ],
    ids=range(7),
)
def test_what_can_just_be_is_taken(members):
    one = event(**members)
    assert events.check(one) is one
    assert events.decode(events.encode(one)) == one


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "not an EPCIS event"),
        (b"{}", "missing required field"),
        (b"[]", "not an EPCIS event"),
        (b"\xff", "not an EPCIS event"),
        (b'{"type":"ObjectEvent","eventTime":5}', "Expected `str`, got `int`"),
        (b'{"ilmd":' + b'{"a":' * 100_000, "not an EPCIS event"),
        (b" " * 1_048_577, "this event has 1048577 bytes; at most 1048576 are taken"),
        (events.encode(event(action="X")), "'X' is not an action"),
        (events.encode(event(facts={"weight": 1})).replace(b'"weight":1', b'"weight":1.5'), "facts"),
        (events.encode(event(flags=("x",))).replace(b'["x"]', b'["\\ud800"]'), "not an EPCIS event"),
    ],
    ids=range(10),
)
def test_bytes_that_are_no_event_are_refused(raw, sentence):
    with pytest.raises(BadEvent) as refused:
        events.decode(raw)
    assert sentence in refused.value.message


@pytest.mark.parametrize("members", [{"flags": ("\ud800",)}, {"ilmd": {"a": object()}}, {"ilmd": {"a": "\ud800"}}])
def test_what_no_json_can_hold_is_refused_when_it_is_written(members):
    with pytest.raises(BadEvent, match="cannot be written as JSON"):
        events.encode(event(**members))


def test_an_event_is_written_as_the_json_binding_of_epcis_writes_it():
    one = event(
        event_id="urn:uuid:1", read_point=At(id="urn:x:1"), destination_list=to(HALL),
        biz_transaction_list=(Transaction(type="po", biz_transaction="urn:x:2"),),
        error_declaration=ErrorDeclaration(declaration_time="2026-11-24T09:00:00Z", corrective_event_ids=("urn:x:3",)),
        case="https://log.example/id/case/7", commitments={"text": "x"},
    )  # fmt: skip
    written = json.loads(events.encode(one))
    assert written == {
        "type": "ObjectEvent",
        "eventID": "urn:uuid:1",
        "eventTime": "2026-11-24T17:00:00.000+08:00",
        "eventTimeZoneOffset": "+08:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "epcList": [item()],
        "readPoint": {"id": "urn:x:1"},
        "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:2"}],
        "destinationList": [{"type": "possessing_party", "destination": HALL.uri}],
        "errorDeclaration": {"declarationTime": "2026-11-24T09:00:00Z", "correctiveEventIDs": ["urn:x:3"]},
        "syn:case": "https://log.example/id/case/7",
        "syn:commitments": {"text": "x"},
    }
    assert events.stored(events.encode(one)) == one


def test_the_same_event_has_the_same_bytes_whatever_order_it_came_in():
    one = events.encode(event(facts={"rating": 5, "consent": True}))
    again = json.dumps(dict(reversed(json.loads(one).items())), indent=1)
    assert events.encode(events.decode(again)) == one


def test_each_thing_is_touched_once_in_its_first_role():
    packed = event(
        type="AggregationEvent", epc_list=(), parent_id=item("box"), child_epcs=(item(1), item(2), item(1), item("box")),
        child_quantity_list=(Quantity(epc_class=lot(), quantity=5),),
    )  # fmt: skip
    assert events.things(packed) == [("parent", item("box")), ("child", item(1)), ("child", item(2))]


def test_lots_among_the_children_live_no_life_by_it_but_lots_that_an_event_is_about_do():
    assert events.things(event(epc_list=(), quantity_list=(Quantity(epc_class=lot(), quantity=5),))) == [
        ("class", lot())
    ]
    made_of = event(
        type="TransformationEvent", action=None, epc_list=(), input_epc_list=(item(1),), output_epc_list=(item(2),),
        input_quantity_list=(Quantity(epc_class=lot("A")),), output_quantity_list=(Quantity(epc_class=lot("B")),),
    )  # fmt: skip
    assert events.things(made_of) == [
        ("input", item(1)),
        ("output", item(2)),
        ("input", lot("A")),
        ("output", lot("B")),
    ]


@pytest.mark.parametrize("more", [{"case": "urn:case:1"}, {"quantity_list": (Quantity(epc_class=lot()),)}, {}])
def test_one_item_is_found_whatever_stands_beside_it(more):
    assert ("epc", item()) in events.things(event(**more))
    assert len(events.things(event(**more))) == 1 + len(more)


def test_an_event_cannot_be_changed_once_it_is_built():
    with pytest.raises(AttributeError):
        event().action = "DELETE"
