"""Scans of a phone out of use or of a suspended courier: a person of the firm takes or refuses each, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from couriers import devices, held, parcels, release, roster, steps, trail
from couriers.held import HeldDecided, HeldDecision, NoSuchHeld
from couriers.release import NoReleaseCode, WrongReleaseCode
from couriers.scanned import ScanBy
from couriers.scans import NotInYourHands
from couriers.signed import BadScan
from couriers.states import State
from tests.couriers.cast import NOW, PARCEL, accept, pick_up, stamp
from tests.couriers.phone import LABEL, OTHER, entries, kinds
from trace import tables

ACCOUNT = 7


def waiting(session, cast):
    return held.waiting(session, cast.carrier.id)


def evidence(session, entry_id):
    envelope = session.execute(select(tables.entry.c.envelope).where(tables.entry.c.id == entry_id)).scalar_one()
    return next(word for word in ("party", "device", "both") if f'"evidence":"{word}"' in envelope)


@pytest.fixture
def lost(session, cast, phone):
    """The phone was taken out of use, and sends a scan all the same."""
    devices.revoke(session, phone.device, NOW)
    sent = phone.scan("accepted", LABEL, 9)
    assert kinds(phone.send(session, sent)) == ["refused device-revoked"]
    return phone, sent


def test_what_is_taken_from_a_phone_out_of_use_is_the_firms_own_word(session, cast, lost):
    (one,) = waiting(session, cast)
    receipt = held.take(session, one, ACCOUNT, NOW)
    assert trail.custody(session, PARCEL).state is State.CARRIED
    assert evidence(session, receipt.entry_id) == "party"
    assert waiting(session, cast) == []
    decision = session.get_one(HeldDecision, one.id)
    assert (decision.taken, decision.account_id, decision.entry_id) == (True, ACCOUNT, receipt.entry_id)
    row = session.get_one(ScanBy, receipt.entry_id)
    assert (row.flags, row.courier_id) == (held.TAKEN, lost[0].courier.id)


def test_what_is_taken_from_a_suspended_courier_is_still_signed_by_his_phone(session, cast, phone):
    roster.suspend(session, phone.courier, NOW)
    sent = phone.scan("accepted", LABEL, 9)
    phone.send(session, sent)
    receipt = held.take(session, waiting(session, cast)[0], ACCOUNT, NOW)
    assert evidence(session, receipt.entry_id) == "device"
    roster.restore(session, phone.courier)
    assert kinds(phone.send(session, sent)) == ["duplicate"]


def test_what_is_refused_is_never_recorded(session, cast, lost):
    before = entries(session)
    held.refuse(session, waiting(session, cast)[0], ACCOUNT, NOW)
    assert waiting(session, cast) == []
    assert entries(session) == before


def test_one_decision_counts(session, cast, lost):
    (one,) = waiting(session, cast)
    held.refuse(session, one, ACCOUNT, NOW)
    with pytest.raises(HeldDecided):
        held.get(session, one.id, cast.carrier.id)


def test_another_firm_decides_nothing(session, cast, lost):
    (one,) = waiting(session, cast)
    assert held.waiting(session, cast.rival.id) == []
    for number in (one.id, 999):
        with pytest.raises(NoSuchHeld):
            held.get(session, number, cast.rival.id)


def test_a_scan_that_does_not_fit_is_refused_like_any_other_and_waits_on(session, cast, phone):
    pick_up(session, cast)
    devices.revoke(session, phone.device, NOW)
    phone.send(
        session,
        phone.scan("signed", LABEL, 12, method="code", texts={"release": "123456"}),
        phone.scan("signed", LABEL, 12, method="proxy", consent="order"),
    )
    for one, refusal in zip(waiting(session, cast), (NoReleaseCode, BadScan), strict=True):
        with pytest.raises(refusal):
            held.take(session, one, ACCOUNT, NOW)
    assert len(waiting(session, cast)) == 2


def test_a_sign_off_by_the_recipients_code_is_taken_and_what_was_said_is_gone_then(session, cast, phone):
    pick_up(session, cast)
    code = release.issue(session, parcels.get(session, PARCEL), NOW)
    devices.revoke(session, phone.device, NOW)
    phone.send(session, phone.scan("signed", LABEL, 12, method="code", texts={"release": code}))
    (one,) = waiting(session, cast)
    assert code.encode() not in one.texts
    held.take(session, one, ACCOUNT, NOW)
    assert trail.custody(session, PARCEL).state is State.DELIVERED
    assert one.texts is None


def test_a_wrong_code_of_the_recipient_is_not_taken_by_anybody(session, cast, phone):
    pick_up(session, cast)
    code = release.issue(session, parcels.get(session, PARCEL), NOW)
    devices.revoke(session, phone.device, NOW)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    phone.send(session, phone.scan("signed", LABEL, 12, method="code", texts={"release": wrong}))
    with pytest.raises(WrongReleaseCode):
        held.take(session, waiting(session, cast)[0], ACCOUNT, NOW)
    assert trail.custody(session, PARCEL).state is not State.DELIVERED


def test_a_parcel_that_the_firm_does_not_have_is_not_its_to_take(session, cast, phone):
    pick_up(session, cast)
    accept(session, cast, steps.accepted(OTHER, stamp(8), weight=1, by=cast.rival.uri), actor=cast.rival)
    devices.revoke(session, phone.device, NOW)
    phone.send(session, phone.scan("hub_in", "PN20261124002", 12))
    with pytest.raises(NotInYourHands):
        held.take(session, waiting(session, cast)[0], ACCOUNT, NOW)
