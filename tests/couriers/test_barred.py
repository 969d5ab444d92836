"""A firm that is barred picks up nothing and delivers everything: nobody's parcel is stranded by a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest

from couriers import barred, parcels
from couriers.barred import FirmSuspended
from tests.couriers.cast import NOW, Cast, pack
from tests.couriers.phone import LABEL, OTHER, Phone, kinds


@pytest.fixture
def ma(session):
    cast = Cast(session)
    for uri in ("https://log.example/id/waybill/pony/PN20261124001", OTHER):
        parcels.register(session, cast.carrier.id, NOW, uri=uri, sender_id=cast.merchant.id)
        pack(session, cast, [f"https://id.gs1.org/01/09520123456788/21/{uri[-3:]}"], uri)
    return Phone(session, cast.carrier.id)


def test_what_was_in_hand_is_delivered_and_nothing_new_is_picked_up(session, ma):
    assert kinds(ma.send(session, ma.scan("accepted", LABEL, hour=9))) == ["accepted"]
    barred.begin(session, ma.courier.carrier_id, "AAAA", NOW.replace(hour=10))
    said = ma.send(
        session,
        ma.scan("out_for_delivery", LABEL, hour=11),
        ma.scan("accepted", "PN20261124002", hour=11.5),
        ma.scan("signed", LABEL, hour=12, method="recipient"),
    )
    assert kinds(said) == ["accepted", "refused firm-suspended", "accepted"]


def test_what_was_picked_up_before_and_sent_afterwards_counts(session, ma):
    barred.begin(session, ma.courier.carrier_id, "AAAA", NOW.replace(hour=10))
    assert kinds(ma.send(session, ma.scan("accepted", LABEL, hour=9.5))) == ["accepted"]


def test_a_handover_within_the_firm_goes_on_and_one_from_another_firm_does_not(session, ma):
    rival = Phone(session, Cast(session).rival.id, "小李")
    own = Phone(session, ma.courier.carrier_id, "小王")
    ma.send(session, ma.scan("accepted", LABEL, hour=9))
    barred.begin(session, ma.courier.carrier_id, "AAAA", NOW.replace(hour=10))
    gift = ma.gives(LABEL, at=NOW.replace(hour=11))
    assert kinds(own.send(session, own.scan("handed_over", LABEL, hour=11, manifest=gift))) == ["accepted"]
    strange = rival.gives("PN20261124002", at=NOW.replace(hour=11))
    taken = own.scan("handed_over", "PN20261124002", hour=11, manifest=strange)
    assert kinds(own.send(session, taken)) == ["refused firm-suspended"]


def test_when_it_is_lifted_the_firm_works_again(session, ma):
    barred.begin(session, ma.courier.carrier_id, "AAAA", NOW.replace(hour=8))
    with pytest.raises(FirmSuspended):
        barred.check(session, ma.courier.carrier_id, NOW.replace(hour=9))
    barred.end(session, "AAAA", NOW.replace(hour=10))
    assert kinds(ma.send(session, ma.scan("accepted", LABEL, hour=11))) == ["accepted"]
    # The stretch stays what it was.
    assert barred.holds(session, ma.courier.carrier_id, NOW.replace(hour=10) - timedelta(seconds=1))


def test_a_bar_is_one_firms_and_nobody_elses(session, ma):
    barred.begin(session, Cast(session).rival.id, "AAAA", NOW.replace(hour=8))
    assert kinds(ma.send(session, ma.scan("accepted", LABEL, hour=9))) == ["accepted"]
