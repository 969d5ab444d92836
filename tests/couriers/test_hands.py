"""What a firm's couriers have in their hands."""

from __future__ import annotations

from datetime import timedelta

from couriers import hands
from couriers.states import State
from tests.couriers.cast import NOW, PARCEL
from tests.couriers.phone import LABEL, Phone, id_of


def having(session, cast, now=NOW):
    return [(one.number, one.courier_id, one.state) for one in hands.of(session, cast.carrier.id, now)]


def test_a_parcel_is_with_the_courier_who_scanned_it_last(session, cast, phone):
    assert having(session, cast) == []
    phone.send(session, phone.scan("accepted", LABEL, 9))
    assert having(session, cast) == [(LABEL, phone.courier.id, State.CARRIED)]
    second = Phone(session, cast.carrier.id, "小马 4 号")
    second.send(session, second.scan("out_for_delivery", LABEL, 11))
    assert having(session, cast) == [(LABEL, second.courier.id, State.OUT)]
    assert hands.of(session, cast.rival.id, NOW) == []
    (one,) = hands.of(session, cast.carrier.id, NOW)
    assert (one.uri, one.since) == (PARCEL, NOW.replace(hour=11))


def test_what_is_signed_for_is_in_nobodys_hands(session, cast, phone):
    phone.send(session, phone.scan("accepted", LABEL, 9), phone.scan("signed", LABEL, 12, method="recipient"))
    assert having(session, cast) == []


def test_a_scan_taken_back_leaves_it_where_it_was(session, cast, phone):
    wrong = phone.scan("signed", LABEL, 12, method="recipient")
    phone.send(session, phone.scan("accepted", LABEL, 9), wrong)
    phone.send(session, phone.scan("corrected", None, 13, of=id_of(wrong)))
    assert [state for _, _, state in having(session, cast)] == [State.CARRIED]


def test_what_was_scanned_last_months_ago_is_on_no_list_of_the_day(session, cast, phone):
    phone.send(session, phone.scan("accepted", LABEL, 9))
    assert having(session, cast, NOW + hands.WITHIN - timedelta(days=1)) != []
    assert having(session, cast, NOW + hands.WITHIN + timedelta(days=1)) == []
