"""Lines of feeds in the record: once each, in any order, with no name, and with rights over nothing else."""

from __future__ import annotations

import json

import orjson
import pytest
from sqlalchemy import select, text

from couriers import scans, steps, tracking, trail, unread
from couriers.feeds.providers import PROVIDERS
from couriers.feeds.told import Line
from couriers.states import State
from couriers.tracking import Result
from tests.couriers.cast import ITEM, NOW, PARCEL, Cast, pack, stamp
from tests.couriers.feeds import invented
from trace import event as events, tables
from trace.keyring import Keyring
from trace.words import Evidence

PLAIN, KUAIDI100 = PROVIDERS["plain"], PROVIDERS["kuaidi100"]
YTO = "https://log.example/id/waybill/yto/YT0000000000001"
PONY = {"carrier": "pony", "number": "PN20261124001"}


@pytest.fixture
def cast(session):
    return Cast(session)


def line(hour, code="", said="", **more):
    return Line(time=f"2026-11-24T{hour:02d}:00:00+00:00", code=code, text=said, **{**PONY, **more})


def take(session, actor, lines, provider=PLAIN, evidence=Evidence.CARRIER, **more):
    return tracking.take(session, actor, provider, lines, evidence, NOW, **more)


def results(outcomes):
    return [one.result.value for one in outcomes]


def entries(session):
    return session.execute(select(tables.entry).order_by(tables.entry.c.id)).mappings().all()


def test_a_carriers_own_feed_carries_a_parcel_from_pick_up_to_sign_off(session, cast):
    pack(session, cast)
    lines = [line(9, "picked_up"), line(10, "arrived"), line(12, "ready_for_pickup.locker"), line(13, "delivered.code")]
    assert results(take(session, cast.carrier, lines)) == ["accepted"] * 4
    found = trail.custody(session, PARCEL)
    assert (found.state, dict(found.odd)) == (State.DELIVERED, {})
    assert trail.custody(session, ITEM).state is State.DELIVERED, "what lies in the parcel goes with it"


def test_a_delivery_sent_twice_changes_nothing_even_with_other_texts(session, cast):
    lines = KUAIDI100.lines(invented.kuaidi100())
    assert results(take(session, cast.merchant, lines, KUAIDI100, Evidence.AGGREGATOR)) == ["accepted"] * 6
    before = entries(session)
    mended = KUAIDI100.lines(
        invented.kuaidi100([(at, code, _, "改过的文字") for at, code, _, said in invented.TRACE][3:4])
    )
    again = take(session, cast.merchant, [*lines, *mended, *lines], KUAIDI100, Evidence.AGGREGATOR)
    assert results(again) == ["duplicate"] * 13
    assert entries(session) == before
    assert [one.event_id for one in again[:6]] == [one.event_id for one in again[7:]]


def test_a_line_that_stands_twice_in_one_delivery_is_recorded_once(session, cast):
    assert results(take(session, cast.carrier, [line(9, "picked_up")] * 2)) == ["accepted", "duplicate"]


def test_lines_that_come_newest_first_or_much_later_leave_the_parcel_where_it_is(session, cast):
    pack(session, cast)
    assert (
        results(take(session, cast.carrier, [line(13, "delivered"), line(11, "out_for_delivery")])) == ["accepted"] * 2
    )
    assert results(take(session, cast.carrier, [line(10, "arrived"), line(9, "picked_up")])) == ["accepted"] * 2
    found = trail.custody(session, PARCEL)
    assert (found.state, dict(found.odd)) == (State.DELIVERED, {}), "told in the order of their times, all fit"


def test_within_a_delivery_no_line_is_flagged_for_want_of_a_later_one(session, cast):
    pack(session, cast)
    take(session, cast.carrier, [line(13, "delivered"), line(9, "picked_up")])
    assert [events.stored(one["event"]).flags for one in entries(session)[1:]] == [(), ()]


def test_what_contradicts_the_record_is_recorded_with_a_flag(session, cast):
    take(session, cast.carrier, [line(9, "picked_up"), line(10, "delivered"), line(11, "out_for_delivery")])
    assert events.stored(entries(session)[-1]["event"]).flags == ("impossible_step",)
    assert trail.custody(session, PARCEL).state is State.DELIVERED


def test_unknown_words_make_no_event_and_are_kept_once_and_counted(session, cast):
    said = f"包裹在唱歌 派件人: {invented.COURIER} {invented.TELEPHONE}"
    lines = [
        line(9, "beamed", said),
        line(10, "beamed"),
        line(11, "", said),
        line(12, "exception"),
        line(13, "picked_up"),
    ]
    for _ in range(2):
        found = take(session, cast.carrier, lines)
        assert results(found)[:4] == ["unknown", "unknown", "unknown", "no_step"]
    assert len(entries(session)) == 1
    counted = unread.words(session)
    assert [(one.provider, one.word, one.lines) for one in counted] == [("plain", "beamed", 2), ("plain", "text", 1)]
    assert counted[1].example == "包裹在唱歌 派件人: *** ***********"


def test_a_line_that_cannot_be_read_is_refused_alone(session, cast):
    lines = [
        line(9, "picked_up"), line(10, "arrived", number="1"), Line(**PONY, time="soon", code="arrived"),
        Line(**PONY, time="2026-11-24 11:00:00", code="arrived"), Line(**PONY, time="2026-11-26T11:00:00Z", code="arrived"),
        line(9, "two words"), line(9, "arrived", carrier="mule"),
    ]  # fmt: skip
    found = take(session, cast.carrier, lines, carrier="pony")
    assert results(found) == ["accepted"] + ["refused"] * 6
    assert [one.refusal.code for one in found[1:]] == [
        "bad-waybill", "bad-time", "time-without-zone", "clock-ahead", "bad-feed", "not-this-carrier",
    ]  # fmt: skip


def test_a_parcel_that_nobody_registered_gets_its_chain(session, cast):
    take(session, cast.carrier, KUAIDI100.lines(invented.kuaidi100()), KUAIDI100, Evidence.AGGREGATOR)
    assert trail.custody(session, YTO).state is State.DELIVERED
    assert {row[0] for row in session.execute(text("SELECT uri FROM thing"))} == {YTO}, "and rights over nothing else"


def test_whoever_neither_owns_nor_holds_a_parcel_only_claims(session, cast):
    pack(session, cast)
    take(session, cast.rival, [line(9, "picked_up"), line(10, "delivered")], evidence=Evidence.AGGREGATOR)
    told = [orjson.loads(one["envelope"])["public"] for one in entries(session)[1:]]
    assert {(one["standing"], one["evidence"]) for one in told} == {("outsider", "aggregator")}
    assert trail.custody(session, PARCEL).state is State.AWAITED


def test_the_merchant_who_subscribes_to_an_aggregator_moves_its_own_parcel(session, cast):
    pack(session, cast)
    take(session, cast.merchant, [line(9, "picked_up"), line(10, "delivered")], evidence=Evidence.AGGREGATOR)
    assert trail.custody(session, PARCEL).state is State.DELIVERED


def test_feed_and_phone_tell_of_one_parcel(session, cast):
    pack(session, cast)
    scans.accept(
        session, cast.carrier, steps.accepted(PARCEL, stamp(9), weight=412, by=cast.carrier.uri), Evidence.BOTH, NOW
    )
    take(session, cast.carrier, [line(10, "out_for_delivery")])
    scans.accept(session, cast.carrier, steps.signed(PARCEL, stamp(11), method="code"), Evidence.DEVICE, NOW)
    assert trail.custody(session, PARCEL).state is State.DELIVERED


def test_no_courier_is_in_the_record_nor_the_minute_in_what_everybody_sees(session, cast):
    take(session, cast.carrier, KUAIDI100.lines(invented.kuaidi100()), KUAIDI100, Evidence.AGGREGATOR)
    for one in entries(session):
        for column in ("event", "envelope"):
            assert invented.COURIER not in one[column]
            assert invented.TELEPHONE not in one[column]
        assert ":" not in orjson.loads(one["envelope"])["public"]["eventTime"]
    kept = session.execute(select(tables.private_field)).all()
    assert {row.name for row in kept} == {"text", "place"}
    assert not any(invented.COURIER.encode() in bytes(row.blob) for row in kept)


def test_the_id_of_an_event_cannot_be_worked_out_from_the_waybill(session, cast, keyring):
    """It is public, and the second of a delivery is not."""
    (here,) = take(session, cast.carrier, [line(9, "picked_up")])
    other = Keyring(keyring.signer, b"e" * 32)
    session.rollback()
    session.info["keyring"] = other
    again = Cast(session)
    (there,) = take(session, again.carrier, [line(9, "picked_up")])
    session.info["keyring"] = keyring
    assert here.event_id != there.event_id


def test_the_real_traces_go_through_the_plain_feed(session, cast, shared):
    traces = json.loads((shared / "data/cn_traces/cn_traces_masked.json").read_text(encoding="utf-8"))
    for number, trace in enumerate(traces):
        told = invented.plain(*trace["events"], waybill=f"YT000000000000{number}", zone="+08:00")
        found = take(session, cast.carrier, PLAIN.lines(told), carrier="yto")
        assert set(results(found)) <= {"accepted", "no_step"}
        assert results(take(session, cast.carrier, PLAIN.lines(told), carrier="yto")).count("accepted") == 0
    assert len(entries(session)) == 38, "39 lines, one of them a reminder to collect"
    assert unread.words(session) == []
    states = [trail.custody(session, f"https://log.example/id/waybill/yto/YT000000000000{n}").state for n in range(4)]
    # The third was left at a supermarket and called signed for.
    assert states == [State.DELIVERED, State.DELIVERED, State.WAITING, State.DELIVERED]


def test_every_result_has_a_word_of_its_own():
    assert {one.value for one in Result} == {"accepted", "duplicate", "refused", "unknown", "no_step"}
