"""What lies on a desk of the demonstration and is still to be done, so that somebody who logs in can do it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app import notices
from app.access.roles import Role
from app.demo import names, people, places
from app.demo.calendar import Calendar
from app.demo.people import Cast
from app.demo.telling import Tale
from app.demo.way import Trip, sold_and_packed
from couriers import parcels, release
from couriers.shelf import Shelved
from credit import intake, routing
from credit.contacts import Contact
from credit.intake import Submission
from credit.procedure import Kind, Procedure
from trace import keyring, parties
from trace.identity import thing
from trace.stages import Stamp


def to_be_picked_up(cast: Cast, calendar: Calendar) -> Tale:
    """Two parcels stand packed at the merchant's and wait for a courier."""
    tale = Tale("to-be-picked-up", cast, calendar)
    for item, label, minute in (
        (names.PACKED, names.PACKED_PARCEL, 14),
        (names.PACKED_TOO, names.PACKED_TOO_PARCEL, 21),
    ):
        trip = Trip(
            (cast.named(item),), label, cast.hall, cast.shandao, places.JIAN, places.CHAOYANG,
            2, minute, 410, f"DEMO-2611-05{minute}",
        )  # fmt: skip
        sold_and_packed(tale, trip)
    return tale


def shelve(session: Session, now: datetime) -> None:
    """The parcel that was left at the station lies on its shelf, and its sender has the code that releases it."""
    moment = Calendar(now).at(1, 19, 42)
    station = people.acting(session, Role.STATION)
    parcel = parcels.get(session, thing.canonical(names.STATION_PARCEL.path, keyring.of(session).origin))
    session.add(Shelved(station_id=station.id, uri=parcel.uri, spot="A-3", taken_at=moment, sent="the demonstration"))
    notices.pickup_code(session, parcel, station, release.issue(session, parcel, moment), moment)


def complain(session: Session, now: datetime) -> None:
    """Two cases lie on the office's desk: a complaint about a sign-off that is denied, and a report without a name."""
    calendar = Calendar(now)
    operator = parties.actor(session, people.acting(session, Role.OPERATOR).id)
    # One office for everything, as a small town has it.
    routing.remit(session, people.acting(session, Role.REGULATOR).id, list(Procedure))
    carrier = parties.find(session, name="水路速递（演示）")
    assert carrier is not None
    wine = thing.canonical(names.DISPUTED, keyring.of(session).origin)
    signed = Submission(
        "K15", {Kind.COMPLAINT: "系统里写着本人签收，那天我不在家，没有人给我送过这瓶酒。"},
        Contact("赵女士（演示）", "0000000"), about=wine, respondent_id=carrier.id, division=places.DONGCHANG.code,
    )  # fmt: skip
    empty = Submission(
        "K19", {Kind.REPORT: "有人收钱寄空包裹，单号是真的，里面什么也没有。"}, division=places.DONGCHANG.code,
        things="东昌区的几家网店",
    )  # fmt: skip
    for said, ago in ((signed, 4), (empty, 1)):
        at = calendar.at(ago, 10, 20)
        intake.submit(session, operator, said, Stamp(at), at)
