"""A few phrases of trace texts are understood, on real texts too; anything else is unknown."""

from __future__ import annotations

import json

import pytest

from couriers.feeds import phrases

# What the four real traces say, line by line.
REAL = (
    ["accepted", "hub_in", "hub_out", "hub_in", "hub_out", "out_for_delivery", "hub_in", "deposited_station", "signed_code"],
    ["accepted", "hub_in", "hub_out", "hub_in", "hub_out", "hub_in", "hub_out", "hub_in", "out_for_delivery", "signed"],
    ["accepted", "hub_in", "hub_out", "hub_in", "hub_out", "hub_in", "hub_out", "deposited_station", "reminder",
     # "他人代签 ... 暂放 ... 尽快来取 ... 已签收": left at a shop is not signed for.
     "deposited_station"],
    ["accepted", "hub_out", "hub_in", "hub_out", "hub_in", "hub_out", "hub_in", "out_for_delivery", "deposited_locker",
     "signed_code"],
)  # fmt: skip


def test_every_line_of_the_real_traces_is_understood(shared):
    traces = json.loads((shared / "data/cn_traces/cn_traces_masked.json").read_text(encoding="utf-8"))
    found = [[getattr(phrases.read(event["text"]), "name", None) for event in trace["events"]] for trace in traces]
    assert found == list(map(list, REAL))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("已签收，签收人：本人签收", "signed_recipient"),
        ("已签收，他人代收：门卫代收", "signed_proxy"),
        ("快件已放入丰巢快递柜，请及时取件", "deposited_locker"),
        ("快件已送达幸福里菜鸟驿站", "deposited_station"),
        ("客户已拒收，快件将退回", "refused"),
        ("快件已退回寄件人途中", "returning"),
        ("退回件已签收", "returned"),
        ("快件正在派送，请保持电话畅通", "out_for_delivery"),
    ],
)
def test_a_declared_phrase_is_understood(text, name):
    assert getattr(phrases.read(text), "name", None) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "您的订单已打包",
        "快件等待揽收",
        "即将发往【长春转运中心】",
        "派件不成功，客户电话无人接听",
        "快件未签收，请联系客户",
        "预计明日到达【长春转运中心】",
        "订单已下达",
        "揽收失败",
        "delivered",
    ],
)
def test_what_is_to_come_or_failed_or_is_another_word_is_unknown(text):
    assert phrases.read(text) is None
