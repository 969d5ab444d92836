"""From a complaint to the hands that had it, on each kind of database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from couriers import scans, steps
from credit import complaints, tracing_back
from credit.blame import Cause
from credit.complaints import NoSuchCase
from tests.couriers.cast import NOW, PARCEL, Cast, accept, pack, pick_up, stamp
from trace.stages import Stamp
from trace.words import Evidence


@pytest.fixture
def cast(session):
    """A parcel that the carrier has picked up from the merchant."""
    found = Cast(session)
    pack(session, found)
    pick_up(session, found)
    return found


def complain(session, cast, category):
    at = Stamp(NOW, f"urn:complaint:{category}")
    made, _ = complaints.receive(session, cast.rival, PARCEL, cast.carrier.id, category, "哪里都没有", at, NOW)
    return tracing_back.trace(session, made.number)


def test_the_carrier_that_signed_without_a_code_answers_for_it(session, cast):
    accept(session, cast, steps.out_for_delivery(PARCEL, stamp(10)))
    accept(session, cast, steps.signed(PARCEL, stamp(12), method="recipient"))
    found = complain(session, cast, "K15").report
    assert found.cause is Cause.SIGN_OFF
    assert {one.holder for one in found.segments} == {cast.carrier.uri}
    assert [(one.code, one.counts) for one in found.findings] == [("signed_without_code", True)]
    assert sum(found.shares) == 100


def test_a_complaint_or_a_dispute_of_the_recipient_moves_no_hands(session, cast):
    accept(session, cast, steps.out_for_delivery(PARCEL, stamp(10)))
    accept(session, cast, steps.signed(PARCEL, stamp(12), method="recipient"))
    before = complain(session, cast, "K15").report
    deed = steps.disputed(PARCEL, stamp(14))
    scans.accept(session, cast.rival, deed, Evidence.CLAIM, NOW + timedelta(minutes=1))
    assert tracing_back.trace(session, complaints.of(session, cast.carrier.id)[0].number).report == before


def test_what_is_no_matter_of_the_way_suggests_nobody(session, cast):
    found = complain(session, cast, "K01").report
    assert (found.cause, found.findings, set(found.shares)) == (None, (), {0})


def test_a_case_that_there_is_not_is_told(session, cast):
    with pytest.raises(NoSuchCase):
        tracing_back.trace(session, "NOSUCH")
