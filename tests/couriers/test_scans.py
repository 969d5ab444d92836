"""Scans: what is taken, what is refused and why, and that sending twice changes nothing."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import text

from couriers import custody, scans, steps, trail
from couriers.states import State
from tests.couriers.cast import ITEM, NOW, PARCEL, Cast, accept, pack, pick_up, stamp
from trace import goods, stages
from trace.ledger import Draft, EventIdReused, append, erase_event
from trace.stages import Stamp
from trace.words import Evidence


@pytest.fixture
def cast(session):
    made = Cast(session)
    pack(session, made)
    return made


def where(session, uri=PARCEL):
    return trail.custody(session, uri).state


def public(session, receipt):
    found = session.execute(text("SELECT envelope FROM entry WHERE id = :id"), {"id": receipt.entry_id}).scalar_one()
    return msgspec.json.decode(found)["public"]


def test_a_parcel_goes_from_the_pick_up_to_the_recipient(session, cast):
    pick_up(session, cast)
    for hour, deed, state in [
        (10, steps.hub_in(PARCEL, stamp(10)), State.AT_HUB),
        (11, steps.hub_out(PARCEL, stamp(11)), State.CARRIED),
        (12, steps.out_for_delivery(PARCEL, stamp(12)), State.OUT),
        (13, steps.attempt_failed(PARCEL, stamp(13), attempt=1, reason="nobody_home"), State.CARRIED),
        (14, steps.deposited(PARCEL, stamp(14), site="station", consent="courier"), State.WAITING),
        (15, steps.signed(PARCEL, stamp(15), method="code"), State.DELIVERED),
    ]:
        receipt = accept(session, cast, deed)
        assert where(session) is state, hour
        assert "flags" not in public(session, receipt)


def test_a_deposit_is_no_sign_off(session, cast):
    pick_up(session, cast)
    receipt = accept(session, cast, steps.deposited(PARCEL, stamp(10), site="locker", consent="none"))
    assert public(session, receipt)["facts"] == {"site": "locker", "consent": "none"}
    assert where(session) is State.WAITING


def test_a_delivered_parcel_cannot_be_picked_up_again(session, cast):
    pick_up(session, cast)
    accept(session, cast, steps.signed(PARCEL, stamp(10), method="recipient"))
    with pytest.raises(custody.ImpossibleStep, match="signed for") as refusal:
        pick_up(session, cast, hour=11)
    assert refusal.value.detail == {"thing": PARCEL, "state": "delivered", "step": "accepted"}
    assert where(session) is State.DELIVERED


def test_a_parcel_that_nobody_accepted_is_not_delivered_yet(session, cast):
    with pytest.raises(custody.MissingStep, match="pick-up is not recorded"):
        accept(session, cast, steps.signed(PARCEL, stamp(12), method="code"))


def test_a_scan_that_waited_for_an_earlier_one_fits_once_that_has_come(session, cast):
    delivery = steps.signed(PARCEL, stamp(12), method="code")
    with pytest.raises(custody.MissingStep):
        accept(session, cast, delivery)
    pick_up(session, cast)
    assert not accept(session, cast, delivery).duplicate


def test_the_same_scan_twice_gives_the_same_receipt_though_it_would_not_fit_any_more(session, cast):
    pickup = steps.accepted(PARCEL, stamp(9), weight=412, by=cast.carrier.uri)
    first = accept(session, cast, pickup, Evidence.BOTH)
    accept(session, cast, steps.signed(PARCEL, stamp(10), method="recipient"))
    again = accept(session, cast, pickup, Evidence.BOTH)
    assert again.duplicate
    assert again[:3] == first[:3]


def test_a_scan_whose_event_was_erased_still_has_its_receipt_and_still_counts(session, cast):
    pick_up(session, cast)
    signed = steps.signed(PARCEL, stamp(10), method="recipient")
    first = accept(session, cast, signed)
    erase_event(session, first.entry_id)
    assert where(session) is State.DELIVERED
    assert accept(session, cast, signed).leaf == first.leaf


def test_another_scan_under_the_same_id_is_refused(session, cast):
    pick_up(session, cast)
    accept(session, cast, steps.hub_in(PARCEL, stamp(10, event_id="urn:scan:same")))
    with pytest.raises(EventIdReused):
        accept(session, cast, steps.hub_in(PARCEL, stamp(11, event_id="urn:scan:same")))


def test_a_scan_without_an_id_is_refused(session, cast):
    with pytest.raises(scans.ScanWithoutId):
        accept(session, cast, steps.hub_in(PARCEL, Stamp(NOW)))


def test_a_late_scan_falls_into_its_place(session, cast):
    pick_up(session, cast)
    accept(session, cast, steps.signed(PARCEL, stamp(15), method="recipient"))
    receipt = accept(session, cast, steps.out_for_delivery(PARCEL, stamp(12, device_at=NOW)))
    assert "flags" not in public(session, receipt)
    assert where(session) is State.DELIVERED


def test_a_late_scan_that_the_later_ones_contradict_is_refused(session, cast):
    pick_up(session, cast, hour=9)
    with pytest.raises(custody.ImpossibleStep, match="a later step"):
        pick_up(session, cast, hour=8.5)


@pytest.mark.parametrize("evidence", [Evidence.BOTH, Evidence.DEVICE, Evidence.PARTY])
def test_a_scan_from_the_future_is_refused(session, cast, evidence):
    ahead = Stamp(NOW + timedelta(minutes=11), event_id="urn:scan:ahead")
    with pytest.raises(scans.ClockAhead):
        accept(session, cast, steps.accepted(PARCEL, ahead, weight=1, by=cast.carrier.uri), evidence)
    near = Stamp(NOW + timedelta(minutes=9), event_id="urn:scan:near")
    accept(session, cast, steps.accepted(PARCEL, near, weight=1, by=cast.carrier.uri), evidence)


def test_another_carrier_cannot_scan_what_it_was_not_given(session, cast):
    pick_up(session, cast)
    with pytest.raises(scans.NotInYourHands):
        accept(session, cast, steps.hub_in(PARCEL, stamp(10)), actor=cast.rival)
    accept(session, cast, steps.handed_over(PARCEL, stamp(11), to=cast.rival.uri, giver=cast.carrier.uri))
    accept(session, cast, steps.hub_in(PARCEL, stamp(12)), actor=cast.rival)
    assert where(session) is State.AT_HUB


def test_a_feed_is_taken_as_it_comes_and_flagged(session, cast):
    told = [
        steps.signed(PARCEL, stamp(10), method="recipient"),
        steps.hub_in(PARCEL, stamp(11)),
    ]
    first, second = scans.accept_all(session, cast.carrier, told, Evidence.CARRIER, NOW)
    assert public(session, first)["flags"] == ["missing_step"]
    assert public(session, second)["flags"] == ["impossible_step"]
    assert where(session) is State.DELIVERED


def test_a_flagged_report_sent_again_is_the_same_report(session, cast):
    told = [steps.signed(PARCEL, stamp(10), method="recipient")]
    [first] = scans.accept_all(session, cast.carrier, told, Evidence.IMPORT, NOW)
    pick_up(session, cast, hour=9)
    [again] = scans.accept_all(session, cast.carrier, told, Evidence.IMPORT, NOW)
    assert again.duplicate
    assert again.leaf == first.leaf
    twice = scans.accept_all(session, cast.carrier, [*told, *told], Evidence.IMPORT, NOW)
    assert {one.leaf for one in twice} == {first.leaf}


def test_one_scan_of_a_hundred_parcels_is_refused_as_a_whole(session, cast):
    other = "https://log.example/id/waybill/pony/PN20261124002"
    pack(session, cast, ["https://id.gs1.org/01/09520123456788/21/B8"], other)
    pick_up(session, cast)
    with pytest.raises(custody.MissingStep, match="PN20261124002"):
        accept(session, cast, steps.hub_in([PARCEL, other], stamp(10)))
    pick_up(session, cast, thing=other)
    accept(session, cast, steps.hub_in([PARCEL, other], stamp(10)))
    assert where(session, other) is where(session) is State.AT_HUB


def test_a_scan_that_was_declared_wrong_no_longer_counts(session, cast):
    pick_up(session, cast)
    wrong = steps.signed(PARCEL, stamp(10), method="recipient")
    accept(session, cast, wrong)
    declared = stages.corrected(wrong.event, NOW, "did_not_occur")
    append(session, [Draft(declared.event, cast.carrier, Evidence.DEVICE, declared.texts)], NOW)
    assert where(session) is State.CARRIED
    accept(session, cast, steps.hub_in(PARCEL, stamp(11)))


def test_nobody_else_can_declare_it_wrong(session, cast):
    pick_up(session, cast)
    signed = steps.signed(PARCEL, stamp(10), method="recipient")
    accept(session, cast, signed)
    declared = stages.corrected(signed.event, NOW, "did_not_occur")
    append(session, [Draft(declared.event, cast.rival, Evidence.DEVICE, declared.texts)], NOW)
    assert where(session) is State.DELIVERED


def test_what_an_outsider_says_moves_nothing(session, cast):
    pick_up(session, cast)
    deed = steps.signed(PARCEL, stamp(10), method="recipient")
    append(session, [Draft(deed.event, cast.rival, Evidence.IMPORT, deed.texts)], NOW)
    assert where(session) is State.CARRIED


def test_the_one_with_the_code_inside_can_confirm_and_dispute(session, cast):
    pick_up(session, cast)
    accept(session, cast, steps.deposited(PARCEL, stamp(10), site="locker", consent="order"))
    operator = cast.rival
    accept(session, cast, steps.signed(PARCEL, stamp(11), method="confirmed"), Evidence.CLAIM, operator)
    assert where(session) is State.DELIVERED
    accept(session, cast, steps.disputed(PARCEL, stamp(12), text="Never saw it."), Evidence.CLAIM, operator)
    assert where(session) is State.DISPUTED


def test_an_item_goes_where_its_parcel_goes_until_it_is_taken_out(session, cast):
    pick_up(session, cast)
    assert where(session, ITEM) is State.CARRIED
    accept(session, cast, steps.signed(PARCEL, stamp(10), method="recipient"))
    assert where(session, ITEM) is State.DELIVERED
    out = goods.unpacked(PARCEL, [ITEM], stamp(11))
    append(session, [Draft(out.event, cast.carrier, Evidence.PARTY, out.texts)], NOW)
    accept(session, cast, steps.disputed(PARCEL, stamp(12)), Evidence.CLAIM)
    assert where(session) is State.DISPUTED
    assert where(session, ITEM) is State.DELIVERED


def test_a_parcel_in_a_bag_goes_where_the_bag_goes(session, cast):
    pick_up(session, cast)
    bag = "https://id.gs1.org/00/095201234567891235"
    packing = goods.packed(bag, [PARCEL], stamp(10))
    append(session, [Draft(packing.event, cast.carrier, Evidence.DEVICE, packing.texts)], NOW)
    accept(session, cast, steps.accepted(bag, stamp(10.5), weight=9_000, by=cast.carrier.uri))
    accept(session, cast, steps.hub_in(bag, stamp(11)))
    assert where(session, ITEM) is where(session) is State.AT_HUB


def test_parts_of_a_lot_may_be_in_many_hands(session, cast):
    lot = "https://id.gs1.org/01/09520123456788/10/L1"
    made = goods.serialised(goods.count(lot, 500), stamp(7))
    append(session, [Draft(made.event, cast.merchant, Evidence.PARTY, made.texts)], NOW)
    for _ in range(2):
        taken = steps.accepted(goods.count(lot, 20), stamp(9), weight=9_000, by=cast.carrier.uri)
        accept(session, cast, taken, Evidence.BOTH)
    accept(session, cast, steps.signed(lot, stamp(10), method="recipient"))
