"""Eight phones scan one parcel at the same moment, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from couriers import custody, scans, steps, trail
from couriers.states import State
from tests.couriers.cast import ITEM, NOW, PARCEL, Cast, pack, pick_up, stamp
from trace.words import Evidence

PHONES = 8
OTHER = "https://log.example/id/waybill/pony/PN20261124002"


@pytest.fixture
def cast(sessions):
    with sessions.begin() as session:
        made = Cast(session)
        pack(session, made)
        pack(session, made, [ITEM + "B"], OTHER)
    return made


def at_once(sessions, actor, deeds, evidence=Evidence.DEVICE):
    """What each phone got for its deed: a receipt, or a refusal's code."""
    start = Barrier(len(deeds))

    def phone(deed):
        start.wait(timeout=60)
        try:
            with sessions.begin() as session:
                return scans.accept(session, actor, deed, evidence, NOW)
        except custody.ImpossibleStep as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(deeds)) as phones:
        return list(phones.map(phone, deeds))


def positions(session, uri=PARCEL):
    rows = session.execute(
        text("SELECT k.n, k.entry_id FROM link k JOIN thing t ON t.id = k.thing_id WHERE t.uri = :uri ORDER BY k.n"),
        {"uri": uri},
    )
    return [tuple(row) for row in rows]


def test_one_of_eight_pick_ups_is_taken(sessions, cast):
    deeds = [steps.accepted(PARCEL, stamp(9), weight=412, by=cast.carrier.uri) for _ in range(PHONES)]
    got = at_once(sessions, cast.carrier, deeds, Evidence.BOTH)
    assert got.count("impossible-step") == PHONES - 1
    with sessions() as session:
        assert [n for n, _ in positions(session)] == [0, 1]
        assert trail.custody(session, PARCEL) == (State.CARRIED, {})


def test_one_scan_sent_by_eight_is_recorded_once(sessions, cast):
    deed = steps.accepted(PARCEL, stamp(9), weight=412, by=cast.carrier.uri)
    got = at_once(sessions, cast.carrier, [deed] * PHONES, Evidence.BOTH)
    assert len({receipt.leaf for receipt in got}) == 1
    assert [receipt.duplicate for receipt in got].count(False) == 1
    with sessions() as session:
        assert [n for n, _ in positions(session)] == [0, 1]


def test_eight_scans_that_fit_are_all_recorded_and_none_twice(sessions, cast):
    with sessions.begin() as session:
        pick_up(session, cast)
        pick_up(session, cast, thing=OTHER)
    # Half of them name the two parcels in one order and half in the other: locks are taken sorted all the same.
    both = [[PARCEL, OTHER], [OTHER, PARCEL]]
    deeds = [steps.hub_in(both[phone % 2], stamp(10 + phone / 10)) for phone in range(PHONES)]
    got = at_once(sessions, cast.carrier, deeds)
    assert len({receipt.entry_id for receipt in got}) == PHONES
    with sessions() as session:
        for uri in (PARCEL, OTHER):
            found = positions(session, uri)
            assert [n for n, _ in found] == list(range(2 + PHONES))
            assert {entry for _, entry in found[2:]} == {receipt.entry_id for receipt in got}
            assert trail.custody(session, uri) == (State.AT_HUB, {})
