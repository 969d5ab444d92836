"""The six stages as events: each says what EPCIS wants, and nothing that is personal."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from couriers import steps
from trace import event as events, goods, stages
from trace.event import County, Quantity
from trace.ledger import Draft, append
from trace.parties import actor, register
from trace.stages import BadStep, Stamp
from trace.words import PUBLIC_FACTS, Evidence, Stage

ITEM = "https://id.gs1.org/01/09520123456788/21/A7K2"
LOT = "https://id.gs1.org/01/09520123456788/10/L1"
GTIN = "https://id.gs1.org/01/09520123456788"
PARCEL = "https://log.example/id/waybill/pony/PN20261124001"
CASE = "https://log.example/id/case/C1"
PARTY = "https://log.example/id/party/7"
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
STAMP = Stamp(
    AT,
    event_id="urn:scan:1",
    place=County(code="220500", name="通化市"),
    location="https://id.gs1.org/414/9521321000017",
)

DEEDS = {
    Stage.SERIALISED: goods.serialised(ITEM, STAMP, lot="L1", expires=date(2027, 1, 1), certificates=["urn:cert:1"]),
    Stage.LISTED: goods.listed(ITEM, STAMP, price=12_800, url="https://shop.example/a"),
    Stage.DELISTED: goods.delisted(ITEM, STAMP, reason="sold_out"),
    Stage.SOLD: goods.sold(ITEM, STAMP, order="2026-11-20/77", payment="WX4200001"),
    Stage.PACKED: goods.packed(PARCEL, [ITEM, goods.count(LOT, 3)], STAMP, carrier=PARTY, weight=400),
    Stage.UNPACKED: goods.unpacked(PARCEL, ITEM, STAMP),
    Stage.ACCEPTED: steps.accepted(PARCEL, STAMP, weight=412, by=PARTY, giver=PARTY, checks=["identity", "contents"]),
    Stage.HUB_IN: steps.hub_in(PARCEL, STAMP, by=PARTY),
    Stage.HUB_OUT: steps.hub_out(PARCEL, STAMP, to=PARTY),
    Stage.HANDED_OVER: steps.handed_over(PARCEL, STAMP, to=PARTY, giver=PARTY),
    Stage.OUT_FOR_DELIVERY: steps.out_for_delivery(PARCEL, STAMP),
    Stage.DEPOSITED: steps.deposited(PARCEL, STAMP, site="locker", consent="order", to=PARTY),
    Stage.ATTEMPT_FAILED: steps.attempt_failed(PARCEL, STAMP, attempt=2, reason="nobody_home"),
    Stage.SIGNED: steps.signed(PARCEL, STAMP, method="proxy", consent="courier"),
    Stage.REFUSED: steps.refused(PARCEL, STAMP, reason="damaged"),
    Stage.DISPUTED: steps.disputed(PARCEL, STAMP, text="I was not at home."),
    Stage.REVIEWED: goods.reviewed(ITEM, STAMP, 4, of="courier", title="Well", text="He was kind."),
    Stage.COMPLAINED: goods.complained(CASE, STAMP, "K15", about=[PARCEL], text="Never arrived, says Mrs Li."),
    Stage.DECIDED: goods.decided(CASE, STAMP, "upheld", things=PARCEL, category="K15", text="He lied."),
    Stage.RETURNED: goods.returned(ITEM, STAMP, "shipped", reason="changed_mind", order="2026-11-20/77"),
    Stage.RECALLED: goods.recalled([LOT, ITEM], STAMP, "柳市监召〔2026〕03号", reason="mould"),
    Stage.DECOMMISSIONED: goods.decommissioned(ITEM, STAMP, reason="destroyed"),
    Stage.TRANSFORMED: goods.transformed(
        [goods.count(LOT, 3), ITEM], f"{LOT}2", STAMP, lot="L12", expires=date(2027, 1, 1)
    ),
}


@pytest.mark.parametrize("stage", DEEDS)
def test_every_stage_is_a_valid_event_that_says_its_stage(stage):
    event = DEEDS[stage].event
    assert events.check(event) is event
    assert event.stage == stage
    assert events.decode(events.encode(event)) == event
    assert event.event_time == "2026-11-24T09:30:00.000Z"
    assert event.event_time_zone_offset == "+08:00"


def test_every_stage_can_be_built():
    assert set(Stage) - set(DEEDS) == {Stage.CORRECTED, Stage.CARD}


@pytest.mark.parametrize("stage", DEEDS)
def test_no_text_reference_or_name_is_in_the_event(stage):
    deed = DEEDS[stage]
    raw = events.encode(deed.event).decode()
    assert [text for text in deed.texts.values() if text in raw] == []


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        (Stage.SOLD, {"order", "payment"}),
        (Stage.REVIEWED, {"title", "text"}),
        (Stage.COMPLAINED, {"about", "text"}),
        (Stage.DISPUTED, {"text"}),
        (Stage.SIGNED, set()),
    ],
)
def test_what_is_personal_is_committed_to(stage, names):
    assert set(DEEDS[stage].texts) == names


def test_actions_are_those_of_epcis():
    assert {stage for stage, deed in DEEDS.items() if deed.event.action == "ADD"} == {Stage.SERIALISED, Stage.PACKED}
    assert {stage for stage, deed in DEEDS.items() if deed.event.action == "DELETE"} == {
        Stage.UNPACKED, Stage.DECOMMISSIONED,
    }  # fmt: skip


def test_packing_is_an_aggregation_of_single_things_and_counts():
    event = DEEDS[Stage.PACKED].event
    assert event.type == "AggregationEvent"
    assert (event.parent_id, event.child_epcs) == (PARCEL, (ITEM,))
    assert event.child_quantity_list == (Quantity(epc_class=LOT, quantity=3),)
    # The lot as such went nowhere: packing is no event of its chain.
    assert events.things(event) == [("parent", PARCEL), ("child", ITEM)]


@pytest.mark.parametrize("one", [LOT, GTIN, goods.count(LOT, 20)])
def test_a_lot_or_product_stands_in_the_quantity_list(one):
    event = goods.listed(one, STAMP).event
    assert event.epc_list == ()
    assert events.things(event) == [("class", one if isinstance(one, str) else LOT)]


def test_a_complaint_touches_its_case_and_nothing_else():
    assert [uri for _, uri in events.things(DEEDS[Stage.COMPLAINED].event)] == [CASE]
    assert {uri for _, uri in events.things(DEEDS[Stage.DECIDED].event)} == {CASE, PARCEL}
    assert [uri for _, uri in events.things(goods.decided(CASE, STAMP, "rejected").event)] == [CASE]


def test_the_public_part_shows_what_a_page_needs_and_hides_the_rest():
    shown = {stage: events.public_part(DEEDS[stage].event, "holder", "device", 0).get("facts", {}) for stage in DEEDS}
    assert shown[Stage.ACCEPTED] == {"weight": 412}
    assert shown[Stage.DEPOSITED] == {"site": "locker", "consent": "order"}
    assert shown[Stage.DECIDED] == {"outcome": "upheld", "category": "K15"}
    assert shown[Stage.LISTED] == {}
    assert set().union(*shown.values()) <= PUBLIC_FACTS


def test_three_times_are_three_things():
    device = datetime(2026, 11, 24, 9, 34, 2, tzinfo=UTC)
    event = steps.hub_in(PARCEL, Stamp(AT, event_id="urn:scan:1", device_at=device, offset="+08:00")).event
    assert (event.event_time, event.device_time) == ("2026-11-24T09:30:00.000Z", "2026-11-24T09:34:02.000Z")


def test_a_correction_repeats_the_event_and_names_what_is_right():
    wrong = DEEDS[Stage.ACCEPTED].event
    event = stages.corrected(wrong, AT, "incorrect_data", by=["urn:scan:2"]).event
    assert event.stage == Stage.CORRECTED
    assert event.event_id == wrong.event_id
    assert event.error_declaration.reason == "incorrect_data"
    assert event.error_declaration.corrective_event_ids == ("urn:scan:2",)
    assert events.things(event) == events.things(wrong)


def test_a_correction_is_recorded_beside_what_it_corrects(session):
    party = actor(session, register(session, "merchant", "Ginseng Hall", AT).id)
    wrong = goods.listed(ITEM, STAMP)
    [first] = append(session, [Draft(wrong.event, party, Evidence.PARTY)], AT)
    right = stages.corrected(wrong.event, AT, "did_not_occur")
    [second] = append(session, [Draft(right.event, party, Evidence.PARTY)], AT)
    assert first.event_id == second.event_id
    assert first.leaf != second.leaf


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: goods.listed([], STAMP), "names no thing"),
        (lambda: goods.packed(PARCEL, [], STAMP), "nothing is packed"),
        (lambda: goods.packed(PARCEL, [PARCEL], STAMP), "in itself"),
        (lambda: goods.reviewed(ITEM, STAMP, 0), "1 to 5"),
        (lambda: goods.reviewed(ITEM, STAMP, 6), "1 to 5"),
        (lambda: goods.reviewed(ITEM, STAMP, 5, of="weather"), "what a review is of"),
        (lambda: goods.count(LOT, 0), "not a count"),
        (lambda: goods.complained(CASE, STAMP, "Mr Wang stole it"), "not a category"),
        (lambda: goods.decided(CASE, STAMP, "maybe"), "not an outcome"),
        (lambda: goods.returned(ITEM, STAMP, "lost"), "phase of a return"),
        (lambda: goods.recalled(LOT, STAMP, " "), "notice"),
        (lambda: goods.decommissioned(ITEM, STAMP, reason="张三弄丢了"), "not a reason"),
        (lambda: steps.accepted(PARCEL, STAMP, weight=0, by=PARTY), "not a weight"),
        (lambda: steps.accepted(PARCEL, STAMP, weight=True, by=PARTY), "not a weight"),
        (lambda: steps.accepted(PARCEL, STAMP, weight=4, by=PARTY, checks=["horoscope"]), "check at acceptance"),
        (lambda: steps.deposited(PARCEL, STAMP, site="doormat", consent="none"), "not a site"),
        (lambda: steps.deposited(PARCEL, STAMP, site="locker", consent="dog"), "not a consent"),
        (lambda: steps.attempt_failed(PARCEL, STAMP, attempt=0, reason="rain"), "number of an attempt"),
        (lambda: steps.signed(PARCEL, STAMP, method="thrown"), "way to sign"),
        (lambda: steps.signed(PARCEL, STAMP, method="proxy"), "proxy"),
        (lambda: stages.corrected(goods.listed(ITEM, Stamp(AT)).event, AT, "did_not_occur"), "has an id"),
        (lambda: stages.corrected(goods.listed(ITEM, STAMP).event, AT, "regret"), "did_not_occur or"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_expected(build, said):
    with pytest.raises(BadStep, match=said):
        build()
