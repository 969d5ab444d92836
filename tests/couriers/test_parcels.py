"""Parcels: named once, and opened by the token on the label alone."""

from __future__ import annotations

import pytest

from couriers import parcels
from tests.couriers.cast import NOW, Cast
from trace.identity import thing


@pytest.fixture
def cast(session):
    return Cast(session)


def test_a_parcel_gets_a_name_of_its_own_and_a_token_that_is_not_kept(session, cast):
    parcel, token = parcels.register(session, cast.carrier.id, NOW, sender_id=cast.merchant.id)
    assert thing.kind(parcel.uri) == "parcel"
    assert len(token) == 16
    assert token.encode() not in parcel.token_digest
    assert parcels.get(session, parcel.uri) is parcel


def test_only_its_own_token_opens_it(session, cast):
    first, token = parcels.register(session, cast.carrier.id, NOW)
    second, other = parcels.register(session, cast.carrier.id, NOW)
    assert parcels.opens(session, first.uri, token)
    assert parcels.opens(session, first.uri, f" {token[:8].lower()} {token[8:]}\n")
    assert not parcels.opens(session, first.uri, other)
    assert not parcels.opens(session, second.uri, token)
    assert not parcels.opens(session, first.uri, "")
    assert not parcels.opens(session, first.uri + "0", token)


def test_a_new_label_closes_the_old_one(session, cast):
    parcel, old = parcels.register(session, cast.carrier.id, NOW)
    new = parcels.relabel(session, parcel)
    assert parcels.opens(session, parcel.uri, new)
    assert not parcels.opens(session, parcel.uri, old)


def test_a_waybill_is_used_once_for_ever(session, cast):
    uri = parcels.waybill(session, "Pony", "pn20261124001")
    assert uri == "https://log.example/id/waybill/pony/PN20261124001"
    parcels.register(session, cast.carrier.id, NOW, uri=uri)
    with pytest.raises(parcels.ParcelTaken):
        parcels.register(session, cast.rival.id, NOW, uri=uri)


@pytest.mark.parametrize(
    "name", ["https://id.gs1.org/01/09520123456788/21/A1", "https://log.example/id/A1", "parcel", ""]
)
def test_what_is_no_parcel_is_refused(session, cast, name):
    with pytest.raises(parcels.NotAParcel):
        parcels.register(session, cast.carrier.id, NOW, uri=name)


def test_an_sscc_is_a_parcel(session, cast):
    parcel, _ = parcels.register(session, cast.carrier.id, NOW, uri="https://id.gs1.org/00/095201234567891235")
    assert parcels.get(session, parcel.uri) is parcel
    with pytest.raises(parcels.NoSuchParcel):
        parcels.get(session, "https://id.gs1.org/00/095201234567891236")
