"""A pick-up station: parcels come in with the courier's list, go out by code, and nothing counts twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from couriers import devices, parcels, release, shelf, steps, trail
from couriers.giving import BadManifest
from couriers.release import WrongReleaseCode
from couriers.scans import NotInYourHands
from couriers.shelf import Arrival, NotHere, Shelved
from couriers.signed import Code
from couriers.states import State
from tests.couriers.cast import NOW, PARCEL, accept, stamp
from tests.couriers.phone import LABEL
from trace import tables
from trace.words import Evidence

ONE = (Code(LABEL),)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def carried(session, cast, phone):
    """The courier has picked up the first parcel and is out with it."""
    phone.send(session, phone.scan("accepted", LABEL, 9), phone.scan("out_for_delivery", LABEL, 12))
    return phone


def arrive(cast, gift=None, **more):
    return Arrival(
        cast.station.id, more.pop("sent", None) or uuid4(), more.pop("consent", "courier"), gift=gift, **more
    )


def take(session, cast, gift=None, labels=ONE, now=NOW, **more):
    return shelf.take_in(session, arrive(cast, gift, **more), labels, now)


def state(session, uri=PARCEL):
    return trail.custody(session, uri).state


def newest(session):
    """Actor and evidence of the newest entry."""
    entry = tables.entry.c
    row = session.execute(select(entry.actor_id, entry.envelope, entry.stage).order_by(entry.id.desc()).limit(1)).one()
    return row.actor_id, row.stage, next(one.value for one in Evidence if f'"evidence":"{one.value}"' in row.envelope)


def codes_of(found):
    return [one.refusal.code if one.refusal else None for one in found]


def test_a_parcel_on_the_couriers_list_is_taken_in_and_phone_and_station_vouch(session, cast, carried):
    (taken,) = take(session, cast, carried.gives(LABEL), spot="A-12")
    assert state(session) is State.WAITING
    assert newest(session) == (cast.station.id, "deposited", "both")
    assert (taken.stay.spot, taken.stay.taken_at, taken.stay.left_at) == ("A-12", NOW, None)
    assert len(taken.code) == 6
    ((here, _),) = shelf.lying(session, cast.station.id)[0]
    assert here.number == LABEL


def test_without_the_list_a_parcel_in_somebody_elses_hands_stays_there(session, cast, carried):
    (one,) = take(session, cast)
    assert isinstance(one.refusal, NotInYourHands)
    assert state(session) is State.OUT
    assert shelf.lying(session, cast.station.id) == ([], [])


def test_a_list_that_does_not_name_the_parcel_or_of_no_phone_of_ours_is_refused(session, cast, carried):
    forged = carried.gives(LABEL).replace("PN20261124001", "PN20261124002")
    for gift in (carried.gives("PN20261124002"), forged):
        (one,) = take(session, cast, gift)
        assert isinstance(one.refusal, BadManifest)
    assert state(session) is State.OUT


def test_the_list_of_a_phone_out_of_use_is_no_second_device(session, cast, carried):
    devices.revoke(session, carried.device, NOW)
    (one,) = take(session, cast, carried.gives(LABEL))
    assert codes_of([one]) == ["not-in-your-hands"]


def test_one_label_that_is_wrong_keeps_no_other_out(session, cast, carried):
    found = take(session, cast, carried.gives(LABEL, "PN20261124002"), (Code("NOSUCH"), Code(LABEL), Code(LABEL)))
    assert codes_of(found) == ["unknown-label", None, "not-here"]
    assert state(session) is State.WAITING


def test_what_the_courier_has_left_here_himself_passes_into_the_stations_hands(session, cast, carried):
    carried.send(session, carried.scan("deposited", LABEL, 13, site="station", consent="courier"))
    assert state(session) is State.WAITING
    (taken,) = take(session, cast, carried.gives(LABEL))
    assert taken.refusal is None
    assert state(session) is State.WAITING
    stay = shelf.stay(session, cast.station.id, PARCEL)
    shelf.hand_out(session, cast.station.id, stay, taken.code, uuid4(), LATER)
    assert state(session) is State.DELIVERED


def test_sending_the_form_again_changes_nothing_and_gives_no_second_code(session, cast, carried):
    sent = uuid4()
    (first,) = take(session, cast, carried.gives(LABEL), sent=sent)
    for again in (sent, uuid4()):
        (second,) = take(session, cast, carried.gives(LABEL), sent=again, now=LATER)
        assert (second.stay.id, second.code) == (first.stay.id, None)
    assert len(session.scalars(select(Shelved)).all()) == 1
    release.check(session, PARCEL, first.code)


def test_whoever_says_the_code_gets_the_parcel_and_that_is_the_sign_off(session, cast, carried):
    (taken,) = take(session, cast, carried.gives(LABEL))
    shelf.hand_out(session, cast.station.id, taken.stay, taken.code, uuid4(), LATER)
    assert state(session) is State.DELIVERED
    assert newest(session) == (cast.station.id, "signed", "party")
    assert taken.stay.left_at == LATER
    with pytest.raises(NotHere):
        shelf.stay(session, cast.station.id, PARCEL)


def test_a_wrong_code_releases_nothing_and_after_five_no_code_does(session, cast, carried):
    (taken,) = take(session, cast, carried.gives(LABEL))
    wrong = f"{(int(taken.code) + 1) % 10**6:06d}"
    for _ in range(release.GUESSES):
        with pytest.raises(WrongReleaseCode):
            shelf.hand_out(session, cast.station.id, taken.stay, wrong, uuid4(), LATER)
    with pytest.raises(WrongReleaseCode):
        shelf.hand_out(session, cast.station.id, taken.stay, taken.code, uuid4(), LATER)
    assert state(session) is State.WAITING
    fresh = release.issue(session, parcels.get(session, PARCEL), LATER)
    shelf.hand_out(session, cast.station.id, taken.stay, fresh, uuid4(), LATER)
    assert state(session) is State.DELIVERED


def test_what_nobody_fetches_goes_back_with_a_courier_who_takes_it_by_his_next_scan(session, cast, carried):
    (taken,) = take(session, cast, carried.gives(LABEL))
    shelf.give_back(session, cast.station.id, taken.stay, uuid4(), NOW)
    assert state(session) is State.CARRIED
    assert shelf.lying(session, cast.station.id) == ([], [])
    (verdict,) = carried.send(session, carried.scan("back", LABEL, at=LATER), clock=LATER, now=LATER)
    assert verdict.kind == "accepted"


def test_what_the_recipient_refuses_lies_here_until_it_is_fetched(session, cast, carried):
    (taken,) = take(session, cast, carried.gives(LABEL))
    shelf.refuse(session, cast.station.id, taken.stay, "damaged", uuid4(), NOW)
    ((stay, now),) = shelf.lying(session, cast.station.id)[0]
    assert now is State.GOING_BACK
    shelf.give_back(session, cast.station.id, stay, uuid4(), LATER)
    assert shelf.lying(session, cast.station.id) == ([], [])


def test_a_stay_that_ended_without_the_station_is_told_and_closed(session, cast, carried):
    (taken,) = take(session, cast, carried.gives(LABEL))
    accept(session, cast, steps.signed(PARCEL, stamp(18.1), method="confirmed"), Evidence.CLAIM, cast.merchant)
    here, gone = shelf.lying(session, cast.station.id)
    assert (here, [one.id for one in gone]) == ([], [taken.stay.id])
    shelf.close(session, gone, LATER)
    assert shelf.lying(session, cast.station.id) == ([], [])


def test_a_parcel_that_nobody_registered_is_not_taken_in(session, cast, carried):
    (one,) = take(session, cast, labels=(Code("https://log.example/id/waybill/pony/PN20261124009"),))
    assert codes_of([one]) == ["no-such-parcel"]
