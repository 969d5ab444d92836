"""Whose hands an entry leaves its things in, and who moves nothing."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.trace.made import (
    HALL,
    NOW,
    OFFICE,
    PRODUCT,
    STRANGER,
    SWIFT,
    actor,
    draft,
    head,
    lot,
    product_card,
    rows,
    to,
)
from trace import event as events, ledger, tables
from trace.event import ErrorDeclaration
from trace.standing import party_of
from trace.words import Stage


def test_a_parcel_goes_from_hand_to_hand(session):
    ledger.append(session, [product_card(), draft()], NOW)
    assert (head(session).owner_id, head(session).holder_id, head(session).offered_id) == (HALL.id, HALL.id, None)
    ledger.append(session, [draft(stage=Stage.HUB_OUT, destination_list=to(SWIFT))], NOW)
    assert (head(session).holder_id, head(session).offered_id) == (HALL.id, SWIFT.id)
    ledger.append(session, [draft(by=SWIFT, stage=Stage.ACCEPTED)], NOW)
    assert (head(session).holder_id, head(session).offered_id) == (SWIFT.id, None)
    ledger.append(session, [draft(by=SWIFT, stage=Stage.HUB_IN, destination_list=to(OFFICE))], NOW)
    ledger.append(session, [draft(by=STRANGER, stage=Stage.SIGNED, destination_list=to(STRANGER))], NOW)
    assert (head(session).owner_id, head(session).holder_id, head(session).offered_id) == (HALL.id, SWIFT.id, OFFICE.id)
    standings = [json.loads(row.envelope)["public"]["standing"] for row in rows(session, tables.entry)]
    assert standings == ["owner", "owner", "owner", "holder", "holder", "outsider"]


def test_an_outsider_is_recorded_and_moves_no_status(session):
    ledger.append(session, [draft()], NOW)
    before = head(session)
    ledger.append(session, [draft(by=STRANGER, stage=Stage.SIGNED, destination_list=to(STRANGER))], NOW)
    after = head(session)
    assert (after.owner_id, after.holder_id, after.offered_id) == (before.owner_id, before.holder_id, before.offered_id)
    assert after.n == before.n + 1


def test_declaring_an_error_offers_nothing_to_the_party_that_was_named_by_mistake(session):
    wrong = draft(stage=Stage.HUB_OUT, event_id="urn:x:1", destination_list=to(STRANGER))
    ledger.append(session, [draft(), wrong], NOW)
    ledger.append(session, [draft(stage=Stage.HUB_OUT, destination_list=to(SWIFT))], NOW)
    error = ErrorDeclaration(declaration_time="2026-11-24T09:00:00Z", reason="another carrier")
    declared = msgspec.structs.replace(wrong.event, error_declaration=error)
    ledger.append(session, [ledger.Draft(declared, HALL, "party")], NOW)
    assert head(session).offered_id == SWIFT.id


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        (None, None),
        (HALL.uri, 1),
        ("https://log.example/id/party/999999999999999999", 999_999_999_999_999_999),
        ("https://log.example/id/party/9999999999999999999", None),
        ("https://log.example/id/party/0", None),
        ("https://log.example/id/party/01", None),
        ("https://log.example/id/party/²", None),
        ("https://log.example/id/party/٣", None),
        ("https://log.example/id/party/1/", None),
        ("https://log.example/id/party/", None),
        ("https://other.example/id/party/1", None),
        ("https://id.gs1.org/417/4012345000009", None),
    ],
)
def test_only_our_own_names_name_parties_that_we_keep(uri, number):
    assert party_of("log.example", uri) == number


def test_a_destination_that_nobody_keeps_is_no_trouble(session):
    far = events.Destination(type="possessing_party", destination=f"https://log.example/id/party/{10**30}")
    ledger.append(session, [draft(destination_list=(far,))], NOW)
    assert head(session).offered_id is None


def test_a_regulator_recalls_a_lot_in_the_owners_stead(session):
    ledger.append(session, [product_card(), draft(lot())], NOW)
    ledger.append(
        session, [draft(lot(), by=OFFICE, stage=Stage.RECALLED), draft(lot(), by=actor(9), stage=Stage.RECALLED)], NOW
    )
    standings = [json.loads(row.envelope)["public"]["standing"] for row in rows(session, tables.entry)]
    assert standings[2:] == ["owner", "outsider"]
    assert head(session, PRODUCT).n == 1
