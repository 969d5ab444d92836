"""Uploads of a phone's queue: what is recorded, what comes twice, what is refused, and what waits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from couriers import batch, devices, roster, scanned, trail
from couriers.batch import Sent
from couriers.scanned import ScanBy
from couriers.states import State
from tests.couriers.cast import NOW, PARCEL
from tests.couriers.phone import LABEL, OTHER, Phone, entries, event_of, id_of, kinds
from trace import event as events
from trace.moments import to_ms


def test_a_day_of_one_parcel_in_one_upload(session, phone):
    found = phone.send(
        session,
        phone.scan("accepted", LABEL, 9, place="220502", checks=["identity", "contents", "security"]),
        phone.scan("hub_in", LABEL, 10), phone.scan("hub_out", LABEL, 11), phone.scan("out_for_delivery", LABEL, 12),
        phone.scan("attempt_failed", LABEL, 13, reason="nobody_home", attempt=1), phone.scan("back", LABEL, 14),
        phone.scan("out_for_delivery", LABEL, 15),
        phone.scan("signed", LABEL, 16, method="proxy", consent="courier", texts={"proxy": "门卫老周"}),
    )  # fmt: skip
    assert kinds(found) == ["accepted"] * 8
    assert trail.custody(session, PARCEL).state is State.DELIVERED
    first, last = event_of(session, found[0]), event_of(session, found[-1])
    assert (first.place.name, first.facts["identity"], first.facts["weight"]) == ("通化市东昌区", True, 412)
    assert "老周" not in events.encode(last).decode()
    assert "proxy" in last.commitments


def test_the_same_upload_again_records_nothing_and_says_so(session, phone):
    queue = [phone.scan("accepted", LABEL, 9), phone.scan("out_for_delivery", LABEL, 10)]
    first = phone.send(session, *queue)
    count = entries(session)
    # The second time it takes longer on the way, so that the corrected times would be others.
    again = phone.send(session, *queue, now=NOW + timedelta(seconds=7))
    assert kinds(again) == ["duplicate", "duplicate"]
    assert [one.receipt.leaf for one in again] == [one.receipt.leaf for one in first]
    assert entries(session) == count


def test_one_scan_twice_in_one_upload_is_recorded_once(session, phone):
    scan = phone.scan("accepted", LABEL)
    found = phone.send(session, scan, scan)
    assert kinds(found) == ["accepted", "duplicate"]
    assert found[0].receipt.leaf == found[1].receipt.leaf


def test_one_id_for_two_scans_is_refused(session, phone):
    first = phone.scan("accepted", LABEL)
    second = phone.scan("out_for_delivery", LABEL, id=id_of(first))
    assert kinds(phone.send(session, first, second)) == ["accepted", "refused scan-id-reused"]
    assert kinds(phone.send(session, second)) == ["refused scan-id-reused"]


def test_bad_ones_leave_the_others_alone(session, phone):
    good, other = phone.scan("accepted", LABEL), phone.scan("accepted", OTHER)
    queue = [
        Sent(good.text, other.signature), Sent("{}", phone.sign(b"{}")), phone.scan("accepted", "NOBODY-KNOWS"),
        phone.scan("accepted", "https://id.gs1.org/01/09520123456788/21/A7K2"), phone.scan("hub_in", None),
        phone.scan("deposited", LABEL, site="roof", consent="courier"), phone.scan("signed", LABEL, method="confirmed"),
        phone.scan("signed", LABEL, method="proxy", consent="courier"), good,
    ]  # fmt: skip
    assert kinds(phone.send(session, *queue)) == [
        "refused bad-signature", "refused bad-scan", "refused unknown-label", "refused goods-code", "refused bad-scan",
        "refused bad-step", "refused bad-step", "refused bad-scan", "accepted",
    ]  # fmt: skip


def test_a_scan_that_another_phone_signed_is_refused(session, cast, phone):
    other = Phone(session, cast.carrier.id, "小马 4 号")
    assert kinds(phone.send(session, other.scan("accepted", LABEL))) == ["refused bad-signature"]


def test_a_delivery_before_the_pick_up_waits_and_fits_once_that_has_come(session, cast, phone):
    other = Phone(session, cast.carrier.id, "小马 4 号")
    early = phone.scan("signed", LABEL, 12, method="recipient")
    assert kinds(phone.send(session, early)) == ["retry missing-step"]
    assert kinds(other.send(session, other.scan("accepted", LABEL, 9))) == ["accepted"]
    assert kinds(phone.send(session, early)) == ["accepted"]


def test_what_was_done_first_is_judged_first_whatever_the_order_of_the_queue(session, phone):
    accepted, delivered = phone.scan("accepted", LABEL, 9), phone.scan("signed", LABEL, 10, method="recipient")
    assert kinds(phone.send(session, delivered, accepted)) == ["accepted", "accepted"]


def test_a_clock_years_behind_is_put_right_and_flagged(session, phone):
    behind = timedelta(days=2518, hours=18)
    scan = phone.scan("accepted", LABEL, at=NOW - timedelta(hours=2) - behind)
    (found,) = phone.send(session, scan, clock=NOW - behind)
    event = event_of(session, found)
    row = session.scalars(select(ScanBy)).one()
    assert event.event_time.startswith("2026-11-24T16:00")
    assert event.device_time.startswith("2020-01-0")
    assert event.flags == ("clock_offset",)
    assert row.corrected_ms - row.device_ms == behind // timedelta(milliseconds=1)
    assert found.flags == ("clock_offset", "no_place")


def test_four_minutes_off_are_put_right_in_silence(session, phone):
    (found,) = phone.send(session, phone.scan("accepted", LABEL, 9), clock=NOW - timedelta(minutes=4))
    assert event_of(session, found).event_time.startswith("2026-11-24T09:04")
    assert event_of(session, found).flags == ()


def test_a_clock_that_was_set_in_between_leaves_only_when_it_came(session, phone):
    scan = phone.scan("accepted", LABEL, at=NOW - timedelta(days=400))
    (found,) = phone.send(session, scan)
    assert event_of(session, found).event_time.startswith("2026-11-24T18:00")
    assert "clock_offset" in found.flags


def test_a_clock_in_a_year_that_nobody_can_write_harms_no_scan(session, phone):
    ahead = timedelta(days=2_000_000)
    scans = [
        phone.scan("accepted", LABEL, ms=(to_ms(NOW) + ahead // timedelta(milliseconds=1))),
        phone.scan("hub_in", LABEL, 10),
    ]
    found = batch.take(session, phone.device, scans, to_ms(NOW) + ahead // timedelta(milliseconds=1), NOW)
    assert kinds(found) == ["accepted", "accepted"]
    assert event_of(session, found[0]).device_time is None


def test_numbers_left_out_are_noted_until_they_come(session, phone):
    late = phone.scan("accepted", LABEL, 9)
    phone.send(session, phone.scan("out_for_delivery", LABEL, 10, seq=4))
    assert list(scanned.gaps(session, phone.device)) == [1, 2, 3]
    phone.send(session, late, phone.scan("undone", None, 9, seq=2))
    assert list(scanned.gaps(session, phone.device)) == [3]


def test_what_was_taken_back_before_it_was_sent_is_nowhere_and_leaves_no_gap(session, phone):
    count = entries(session)
    undone = phone.scan("undone", None)
    assert kinds(phone.send(session, undone)) == kinds(phone.send(session, undone)) == ["accepted"]
    assert entries(session) == count
    assert list(scanned.gaps(session, phone.device)) == []


def test_scans_of_a_revoked_phone_wait_for_a_person(session, phone):
    phone.send(session, phone.scan("accepted", LABEL))
    devices.revoke(session, phone.device, NOW)
    count, scan = entries(session), phone.scan("signed", LABEL, 10, method="recipient")
    for _ in range(2):
        (found,) = phone.send(session, scan)
        assert (kinds([found]), found.held) == (["refused device-revoked"], True)
    assert entries(session) == count
    (held,) = scanned.held(session, [phone.courier.id])
    assert (held.text, held.signature, held.reason) == (scan.text, scan.signature, "device-revoked")


def test_a_suspended_couriers_scans_wait_too_and_count_again_afterwards(session, phone):
    roster.suspend(session, phone.courier, NOW)
    assert kinds(phone.send(session, phone.scan("accepted", LABEL))) == ["refused courier-suspended"]
    roster.restore(session, phone.courier)
    assert kinds(phone.send(session, phone.scan("accepted", LABEL))) == ["accepted"]
