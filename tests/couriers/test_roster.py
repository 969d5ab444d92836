"""Couriers and their phones: enrolled, replaced, revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from couriers import devices, divisions, roster, signed
from couriers.devices import CODE_LASTS, DeviceCode, DeviceTaken
from couriers.divisions import BadDivision
from couriers.roster import AliasTaken, BadCourier, Courier
from tests.couriers.cast import NOW
from tests.couriers.phone import TONGHUA, Phone


def test_others_see_the_alias_and_the_name_is_encrypted(session, cast):
    found = roster.enrol(session, cast.carrier.id, " 小马 3 号 ", NOW, name="马三")
    assert found.alias == "小马 3 号"
    assert "马三".encode() not in found.name
    assert roster.name_of(session, found) == "马三"


def test_an_alias_is_given_once_in_a_firm(session, cast):
    roster.enrol(session, cast.carrier.id, "三号", NOW)
    roster.enrol(session, cast.rival.id, "三号", NOW)
    with pytest.raises(AliasTaken):
        roster.enrol(session, cast.carrier.id, "三号", NOW)


@pytest.mark.parametrize("alias", ["", "  ", "x" * 41, "a\nb"])
def test_an_alias_is_something_that_can_be_shown(session, cast, alias):
    with pytest.raises(BadCourier):
        roster.enrol(session, cast.carrier.id, alias, NOW)


def test_a_merchant_has_no_couriers(session, cast):
    with pytest.raises(BadCourier):
        roster.enrol(session, cast.merchant.id, "三号", NOW)


def test_a_code_works_once_within_a_quarter_of_an_hour_however_it_is_typed(session, cast, phone):
    key = Phone(session, cast.carrier.id, "另一个").key
    code = devices.offer(session, phone.courier, NOW)
    assert devices.redeem(session, "AAAAA-AAAAA", key, NOW) is None
    assert devices.redeem(session, code, key, NOW + CODE_LASTS) is None
    with pytest.raises(DeviceTaken):
        devices.redeem(session, code, key, NOW)
    fresh = signed_key()
    made = devices.redeem(session, code.lower().replace("-", " ").replace("o", "0"), fresh, NOW)
    assert made.courier_id == phone.courier.id
    assert devices.redeem(session, code, signed_key(), NOW) is None


def signed_key():
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_the_code_itself_is_nowhere_in_the_database(session, phone):
    code = devices.offer(session, phone.courier, NOW).replace("-", "")
    assert all(code.encode() not in bytes(one.digest) for one in session.scalars(select(DeviceCode)))


def test_a_phone_that_replaces_the_old_one_revokes_it(session, cast, phone):
    beside = Phone(session, cast.carrier.id, courier=phone.courier)
    assert phone.device.revoked_at is None
    new = Phone(session, cast.carrier.id, courier=phone.courier, replaces=True)
    assert [one.revoked_at is None for one in (phone.device, beside.device, new.device)] == [False, False, True]


def test_revoking_twice_keeps_the_first_time(session, phone):
    devices.revoke(session, phone.device, NOW)
    devices.revoke(session, phone.device, NOW + timedelta(days=1))
    assert phone.device.revoked_at == NOW


@pytest.mark.parametrize("spki", [b"", b"no key", bytes(91)])
def test_what_is_no_key_of_p256_is_refused(spki):
    with pytest.raises(signed.BadKey):
        signed.key(spki)


def test_a_signature_is_good_for_its_message_and_key_alone(session, cast, phone):
    made, other = phone.sign(b"a"), Phone(session, cast.carrier.id, "另一个")
    assert signed.good(phone.key, b"a", made)
    assert not signed.good(phone.key, b"b", made)
    assert not signed.good(other.key, b"a", made)
    for text in ("", "A" * 86 + "==", made[:-4], made + "AAAA", "é" * 88):
        assert not signed.good(phone.key, b"a", text)


def test_consent_to_places_is_given_and_ended(session, phone):
    courier: Courier = phone.courier
    assert not roster.lets_locate(session, courier)
    roster.let_locate(session, courier, NOW)
    roster.let_locate(session, courier, NOW)
    assert roster.lets_locate(session, courier)
    roster.end_locating(session, courier, NOW)
    assert not roster.lets_locate(session, courier)


@pytest.mark.parametrize("change", [{"code": "22050"}, {"name": ""}, {"lat": "91"}, {"lon": "x"}, {"radius_m": "-1"}])
def test_a_division_that_lies_nowhere_is_refused(session, change):
    with pytest.raises(BadDivision):
        divisions.load(session, [TONGHUA | change])


def test_a_division_without_a_place_has_a_name_all_the_same(session):
    divisions.load(session, [{"code": "220581", "name": "梅河口市"}, {"code": "220581", "name": "梅河口"}])
    assert divisions.county(session, "220581").name == "梅河口"
    assert divisions.area(session, "220581") is None
    assert [one.code for one in divisions.listed(session, ["22"])] == ["220581"]
    assert divisions.listed(session, ["21"]) == []
