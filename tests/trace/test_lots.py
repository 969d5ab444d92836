"""Lots know their items: whom a recall reaches."""

from __future__ import annotations

import msgspec
import pytest

from tests.trace.made import HALL, NOW, PRODUCT, STRANGER, draft, event, head, item, lot, product_card, rows
from trace import bulk, ledger, lots, tables
from trace.event import ErrorDeclaration, Quantity
from trace.identity.lot import BadLot
from trace.identity.thing import lot_of
from trace.ledger import Draft
from trace.words import Stage

OWN = "https://log.example/id/A100"
L1 = {"cbvmda:lotNumber": "L1"}
L2 = {"cbvmda:lotNumber": "L2"}


def members(session, name):
    statement = (
        "SELECT t.uri FROM thing l JOIN lot_item m ON m.lot_id = l.id JOIN thing t ON t.id = m.thing_id WHERE l.uri = ?"
    )
    return sorted(uri for (uri,) in bulk.run(session, statement, (name,)))


@pytest.mark.parametrize(
    ("uri", "number", "found"),
    [
        (item("A1"), "L1", lot("L1")),
        (item("A1"), "L/1", lot("L%2F1")),
        (item("A1"), None, None),
        (f"{PRODUCT}/235/TP1", "L1", lot("L1")),
        ("https://id.gs1.org/8006/069012345678920102/21/A1", "L1", "https://id.gs1.org/8006/069012345678920102/10/L1"),
        (PRODUCT, "L1", None),
        (lot("L1"), "L2", None),
        ("https://id.gs1.org/00/106141412345678908", "L1", None),
        (f"{OWN}/L1/S1", None, f"{OWN}/L1"),
        (f"{OWN}/L1/S1", "L2", f"{OWN}/L1"),
        (f"{OWN}/-/S1", None, None),
        (f"{OWN}/-/S1", "L2", f"{OWN}/L2"),
        (f"{OWN}/-/S1", "-", None),
        (f"{OWN}/L1", "L2", None),
        (OWN, "L2", None),
        ("https://log.example/id/waybill/SF/SF1234567890123", "L1", None),
        ("urn:x:1", "L1", None),
    ],
)
def test_the_lot_of_an_item_follows_from_its_name_and_the_number(uri, number, found):
    assert lot_of(uri, number) == found


def test_a_number_that_is_no_lot_number_names_no_lot():
    with pytest.raises(BadLot):
        lot_of(item(), "批次")


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"ilmd": L1}, {item(): lot()}),
        ({"ilmd": L1, "action": "OBSERVE"}, {}),
        ({"ilmd": L1, "action": "DELETE"}, {}),
        ({"ilmd": {"cbvmda:lotNumber": "批次 7"}}, {}),
        ({"ilmd": L1, "epc_list": (lot("L1"), PRODUCT, "urn:x:1")}, {}),
        (
            {
                "type": "TransformationEvent", "action": None, "epc_list": (), "ilmd": L1,
                "input_epc_list": (item("in"),), "output_epc_list": (item("out"),),
            },
            {item("out"): lot()},
        ),
        ({"ilmd": L1, "type": "TransactionEvent"}, {}),
        ({"epc_list": (f"{OWN}/L9/S1", f"{OWN}/-/S2")}, {f"{OWN}/L9/S1": f"{OWN}/L9"}),
    ],
    ids=range(8),
)  # fmt: skip
def test_items_are_named_into_a_lot_by_the_events_that_name_them_into_being(members, found):
    from trace.event import things

    one = event(**members)
    assert lots.named(one, things(one)) == found


def test_members_come_back_by_their_lot_for_numbers_of_gs1_and_names_of_our_own(session):
    ledger.append(
        session,
        [
            draft(*(item(number) for number in range(20)), ilmd=L1),
            draft(item("other"), ilmd=L2),
            draft(item("none")),
            draft(f"{OWN}/L1/S1"),
            draft(f"{OWN}/L1/S2", f"{OWN}/-/S3", ilmd=L1),
        ],
        NOW,
    )
    assert members(session, lot("L1")) == sorted(item(number) for number in range(20))
    assert members(session, lot("L2")) == [item("other")]
    assert members(session, f"{OWN}/L1") == [f"{OWN}/-/S3", f"{OWN}/L1/S1", f"{OWN}/L1/S2"]


def test_a_lot_lives_no_life_by_its_items_and_is_its_products_when_it_does(session):
    ledger.append(session, [product_card()], NOW)
    ledger.append(session, [draft(ilmd=L1, by=HALL)], NOW)
    assert (head(session, lot()).n, head(session, lot()).leaf) == (0, None)
    about = draft(by=HALL, epc_list=(), quantity_list=(Quantity(epc_class=lot(), quantity=5),), ilmd=L1)
    ledger.append(session, [about], NOW)
    assert (head(session, lot()).n, head(session, lot()).owner_id) == (1, HALL.id)
    assert members(session, lot()) == [item()]


def test_a_lot_and_its_items_may_come_in_one_call(session):
    ledger.append(session, [draft(item(1), lot(), ilmd=L1), draft(item(2), ilmd=L1)], NOW)
    assert members(session, lot()) == [item(1), item(2)]
    assert head(session, lot()).n == 1


def test_the_first_lot_counts_and_naming_it_again_is_no_trouble(session):
    ledger.append(session, [draft(ilmd=L1), draft(ilmd=L2)], NOW)
    assert members(session, lot("L1")) == [item()]
    ledger.append(session, [draft(ilmd=L1, flags=("later",)), draft(ilmd=L2, flags=("later",))], NOW)
    assert members(session, lot("L1")) == [item()]
    assert members(session, lot("L2")) == []


def test_an_outsider_names_nothing_into_a_lot(session):
    ledger.append(session, [product_card()], NOW)
    ledger.append(session, [draft(by=STRANGER, ilmd=L2)], NOW)
    ledger.append(session, [draft(ilmd=L1)], NOW)
    assert members(session, lot("L2")) == []
    assert members(session, lot("L1")) == [item()]


@pytest.mark.parametrize("calls", [1, 3])
def test_a_naming_that_was_an_error_counts_no_more_and_the_next_one_does(session, calls):
    wrong = draft(event_id="urn:x:1", ilmd=L1)
    error = ErrorDeclaration(declaration_time="2026-11-24T09:00:00Z")
    declared = Draft(msgspec.structs.replace(wrong.event, error_declaration=error), HALL, "party")
    told = [wrong, declared, draft(event_id="urn:x:2", ilmd=L2)]
    for some in [told] if calls == 1 else [[one] for one in told]:
        ledger.append(session, some, NOW)
    assert members(session, lot("L1")) == []
    assert members(session, lot("L2")) == [item()]


def test_a_stranger_cannot_declare_a_naming_wrong(session):
    right = draft(event_id="urn:x:1", ilmd=L1)
    error = ErrorDeclaration(declaration_time="2026-11-24T09:00:00Z")
    ledger.append(session, [product_card(), right], NOW)
    ledger.append(
        session, [Draft(msgspec.structs.replace(right.event, error_declaration=error), STRANGER, "party")], NOW
    )
    assert members(session, lot()) == [item()]
    assert rows(session, tables.entry)[-1].stage == Stage.CORRECTED
