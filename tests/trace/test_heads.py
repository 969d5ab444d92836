"""Heads of things: made where missing, locked in one order, and whose they are."""

from __future__ import annotations

import threading

import pytest

from tests.trace.made import HALL, NOW, PRODUCT, STRANGER, SWIFT, draft, item, lot, product_card, rows
from trace import heads, ledger, tables
from trace.identity.thing import class_of


def test_a_thing_that_nobody_has_named_is_made_and_is_nobodys(session):
    found = heads.lock(session, {item(1), "urn:x:1"})
    assert {head.uri: (head.n, head.leaf, head.owner_id, head.holder_id) for head in found.values()} == {
        item(1): (0, None, None, None),
        "urn:x:1": (0, None, None, None),
    }
    assert heads.lock(session, set()) == {}


def test_the_same_thing_is_one_row_however_often_it_is_locked(session):
    first = heads.lock(session, [item(1), item(2)])
    again = heads.lock(session, [item(2), item(1), item(3)])
    assert again[item(1)].id == first[item(1)].id
    assert len(rows(session, tables.thing)) == 3


def test_a_new_item_or_lot_belongs_to_the_owner_of_its_product_whoever_names_it(session):
    ledger.append(session, [product_card()], NOW)
    ledger.append(session, [draft(item(1), by=STRANGER), draft(lot(), by=SWIFT)], NOW)
    found = heads.lock(session, [item(1), lot(), item(2), PRODUCT])
    assert {head.owner_id for head in found.values()} == {HALL.id}
    assert {head.holder_id for head in found.values()} == {HALL.id}


def test_an_item_that_comes_with_its_product_in_one_call_is_the_product_owners(session):
    ledger.append(session, [product_card(), draft(item(1), by=STRANGER)], NOW)
    assert heads.lock(session, [item(1)])[item(1)].owner_id == HALL.id


def test_own_names_have_products_too(session):
    product, one = "https://log.example/id/A100", "https://log.example/id/A100/L1/S1"
    assert class_of(one) == product
    ledger.append(session, [draft(product)], NOW)
    ledger.append(session, [draft(one, by=STRANGER)], NOW)
    assert heads.lock(session, [one])[one].owner_id == HALL.id


def test_without_a_known_product_a_thing_is_of_whoever_names_it_first(session):
    ledger.append(session, [draft(item(1), by=SWIFT)], NOW)
    ledger.append(session, [draft(item(1), by=HALL), draft(PRODUCT, by=HALL)], NOW)
    assert heads.lock(session, [item(1)])[item(1)].owner_id == SWIFT.id


def test_heads_move_on_and_only_those_named(session):
    found = heads.lock(session, [item(1), item(2)])
    one = found[item(1)]
    one.n, one.leaf, one.record_ms, one.owner_id, one.holder_id, one.offered_id = 5, b"l" * 32, 7, 1, 2, 3
    heads.move(session, heads.changes([one]))
    again = heads.lock(session, [item(1), item(2)])
    assert again[item(1)] == one
    assert again[item(2)] == found[item(2)]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_locks_second_waits_and_then_sees_what_the_first_has_done(sessions):
    locked, seen = threading.Event(), []

    def second():
        locked.wait(10)
        with sessions() as session:
            seen.append(heads.lock(session, [item(2), item(1)])[item(1)].n)

    thread = threading.Thread(target=second)
    thread.start()
    with sessions() as session:
        one = heads.lock(session, [item(1)])[item(1)]
        locked.set()
        thread.join(0.3)
        assert seen == []
        one.n, one.owner_id = 9, HALL.id
        heads.move(session, heads.changes([one]))
        session.commit()
    thread.join(10)
    assert seen == [9]
