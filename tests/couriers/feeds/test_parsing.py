"""Deliveries of each provider, read into our words; what cannot be read is refused with a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from couriers.feeds.delivery import Delivery
from couriers.feeds.providers import PROVIDERS, NoSuchProvider, get
from couriers.feeds.told import BadFeed, TimeWithoutZone, moment
from tests.couriers.feeds import invented
from trace.errors import Refusal
from trace.identity.waybill import BadWaybill
from trace.moments import BadTime
from trace.words import Stage


def parse(name, delivery):
    return PROVIDERS[name].parse(delivery)


def outcome(name, delivery):
    """What was told, or the kind of the refusal; anything else that is raised fails the test."""
    try:
        return parse(name, delivery)
    except Refusal as refusal:
        return type(refusal)


@pytest.mark.parametrize("name", ["kuaidi100", "kdniao"])
def test_a_chinese_trace_is_read_oldest_first_in_chinas_time(name):
    told = parse(name, getattr(invented, name)())
    assert [one.stage for one in told] == invented.STAGES
    assert {str(one.waybill) for one in told} == {"yto YT0000000000001"}
    assert (told[0].at, told[0].offset) == (datetime(2026, 11, 21, 10, 10, 5, tzinfo=UTC), "+08:00")
    assert dict(told[4].facts) == {"site": "station", "consent": "none"}
    assert dict(told[5].facts) == {"method": "code"}
    assert not any(invented.COURIER in one.text or invented.TELEPHONE in one.text for one in told)


def test_a_division_is_told_no_finer_than_the_county():
    county = parse("kuaidi100", invented.kuaidi100())[0].county
    assert (county.code, county.name) == ("220502", "吉林通化市东昌区")


def test_a_status_by_its_name_is_the_status_by_its_number():
    by_name = invented.kuaidi100(
        [(at, "在途" if code == "0" else code, _, text) for at, code, _, text in invented.TRACE]
    )
    assert [one.code for one in parse("kuaidi100", by_name)] == [
        one.code for one in parse("kuaidi100", invented.kuaidi100())
    ]


def test_on_its_way_is_made_exact_by_a_declared_phrase_and_else_is_no_step():
    at = "2026-11-21 21:40:11"
    told = parse(
        "kuaidi100", invented.kuaidi100([(at, "0", "", "【A中心】 已收入"), (at, "0", "", "【A中心】 已打包")])
    )
    assert [(one.code, one.known, one.stage) for one in told] == [("0/hub_in", True, Stage.HUB_IN), ("0", True, None)]


def test_a_word_that_is_in_no_table_is_unknown_whatever_the_text_says():
    (told,) = parse(
        "plain",
        invented.plain({"waybill": "YT1234", "time": "2026-11-21T10:00:00Z", "status": "beamed", "text": "已签收"}),
    )
    assert (told.known, told.stage, told.code) == (False, None, "beamed")


def test_without_a_status_only_declared_phrases_are_understood():
    told = parse(
        "plain",
        invented.plain(
            {"waybill": "YT1234", "time": "2026-11-21 18:10", "text": "【通化市公司】 已揽收"},
            {"waybill": "YT1234", "time": "2026/11/21 18:11:00", "text": "包裹在唱歌"},
            zone="+08:00",
        ),
    )
    assert [(one.code, one.known, one.stage) for one in told] == [
        ("text/accepted", True, Stage.ACCEPTED),
        ("text", False, None),
    ]


def test_17track_and_aftership_tell_in_their_words():
    told = parse(
        "track17",
        invented.track17(
            ("2026-11-21T18:10:05+08:00", "InTransit_PickedUp", "Picked up"),
            ("2026-11-23T19:31:57+09:00", "Delivered_Other", "Delivered. Signed by: SATO"),
        ),
    )
    assert [one.stage for one in told] == [Stage.ACCEPTED, Stage.SIGNED]
    assert [str(one.waybill) for one in told] == ["chinapost RR123456785CN"] * 2
    assert [one.offset for one in told] == ["+08:00", "+09:00"]
    assert told[1].text == "Delivered. Signed by: ***"
    told = parse(
        "aftership", invented.aftership(("2026-11-21T18:10:05+08:00", "Delivered_005", "Left with a neighbour"))
    )
    assert (told[0].stage, dict(told[0].facts)) == (Stage.SIGNED, {"method": "proxy", "consent": "none"})


def test_a_carrier_that_names_no_zone_is_not_read_in_one_of_ours():
    with pytest.raises(TimeWithoutZone, match="names no time zone"):
        parse("aftership", invented.aftership(("2021-08-24T01:34:00", "InTransit_002", "Processed")))


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"null", b'"x"', b"{", b"\xff\xfe", b"a=b&" * 50, b"[" * 100_000, b"param=%7B%7D&RequestData=7"]
)
def test_what_is_no_delivery_is_refused_with_a_sentence_or_says_nothing(name, raw):
    assert outcome(name, Delivery(raw, {})) in ([], BadFeed)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["data", "events", "msg", "checkpoints", "lastResult", "nu", "com", "time", "ftime", "track_info",
                             "tracking", "providers", "Data", "Traces", "AcceptTime", "waybill", "carrier", "zone", "status"]),
            inner, max_size=5,
        ),
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.sampled_from(list(PROVIDERS)), JSON)
def test_whatever_the_json_is_it_is_read_or_refused(name, said):
    delivery = invented.body(said)
    if name in ("kuaidi100", "kdniao"):
        delivery = invented.form(param=delivery.body.decode(), RequestData=delivery.body.decode())
    assert outcome(name, delivery) is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", BadTime), ("yesterday", BadTime), ("2026-13-01 00:00:00", BadTime), ("2026-11-21 24:00:00", BadTime),
     ("1999-11-21 10:00:00", BadTime), ("2026-11-21T10:00:00+15:00", BadTime), ("２０２６-11-21 10:00:00", BadTime)],
)  # fmt: skip
def test_a_time_that_is_none_is_refused(text, kind):
    with pytest.raises(kind):
        moment(text, "+08:00")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T18:10:05+08:00",
        "2026-11-21 18:10:05",
        "2026/11/21 18:10:05",
        "2026-11-21T10:10:05Z",
        "2026-11-21T18:10:05.000+0800",
    ],
)
def test_one_instant_however_it_is_written(text):
    assert moment(text, "+08:00")[0] == datetime(2026, 11, 21, 10, 10, 5, tzinfo=UTC)


def test_a_waybill_or_a_provider_that_cannot_be_is_refused():
    with pytest.raises(BadWaybill):
        parse("kuaidi100", invented.kuaidi100(nu="12"))
    with pytest.raises(NoSuchProvider, match="expected one of kuaidi100"):
        get("pigeon")
