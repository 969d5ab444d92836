"""The orders in an export: read, or held back with the reason and the line; and nothing of the people in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from couriers import columns, evening, firms
from couriers.evening import Known, Wanted
from trace.imports import sheet
from trace.imports.sheet import Line, Sheet

GINSENG, RICE = 1, 2
KNOWN = Known(
    {"06901234567892": GINSENG, "RICE-5": RICE},
    {"集安生晒参50克": GINSENG, "大米5千克": RICE},
    lambda text: firms.read({"yto": "圆通速递", "p7": "山道快运"}, text),
)
HEADINGS = ("订单编号", "商家编码", "商品名称", "数量", "快递公司", "运单号", "下单时间")
MAPPING = columns.guess(HEADINGS)
ROW = ("20261124001", "6901234567892", "", "2", "圆通", "YT8800000001", "2026-11-24 19:06:00")


def plan(*rows):
    lines = tuple(Line(at, row) for at, row in enumerate(rows, 2))
    return evening.plan(Sheet(HEADINGS, lines), MAPPING, KNOWN)


NAMES = ("order", "code", "title", "pieces", "carrier", "waybill", "ordered")


def row(**cells):
    return tuple(cells.get(name, value) for name, value in zip(NAMES, ROW, strict=True))


def test_the_columns_of_the_shops_and_of_printing_software_are_known_by_their_headings():
    for headings in (
        HEADINGS,
        ("运单号", "快递名称", "主订单编号", "商品标题", "购买数量", "付款时间"),
        ("Tracking Number", "Carrier Name", "Order ID", "Product Name", "Qty", "Created At"),
    ):
        assert {"order", "pieces", "waybill", "carrier", "ordered"} < set(columns.guess(headings))
    assert columns.field_of("商品数量") == "pieces"
    assert columns.field_of("商品单价") is None
    assert columns.field_of("快递费") is None


def test_what_is_about_people_is_dropped_by_heading_and_by_what_it_looks_like():
    table = Sheet(
        ("订单编号", "收件人", "联系电话", "收货地址", "买家昵称", "卖家备注", "列一", "列二", "列三", "重量"),
        (
            Line(
                2,
                (
                    "1",
                    "王小明",
                    "13800138000",
                    "长春市朝阳区某街 5 号",
                    "xm",
                    "急",
                    "13800138000",
                    "王小明",
                    "x@y.cn",
                    "412",
                ),
            ),
        ),
    )
    kept, dropped = columns.keep(table)
    assert kept == (("订单编号", "重量"), ((2, ("1", "412")),))
    assert len(dropped) == 8


def test_rows_of_an_order_become_one_order_with_its_waybill_and_the_earliest_time():
    found = plan(
        row(), row(code="", title="大米 5 千克", pieces="1", waybill="", carrier="", ordered="2026/11/24 19:05")
    )
    (order,) = found.orders
    assert (order.number, order.wanted) == ("20261124001", (Wanted(GINSENG, 2), Wanted(RICE, 1)))
    assert (order.carrier, order.waybill, order.lines) == ("yto", "YT8800000001", (2, 3))
    assert order.ordered_at == datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
    assert found.troubles == []


def test_a_cell_left_empty_by_merging_belongs_to_the_order_above():
    found = plan(row(), row(order="", code="RICE-5"), row(order="", code="RICE-5", waybill=""))
    assert [one.wanted for one in found.orders] == [(Wanted(GINSENG, 2), Wanted(RICE, 4))]


@pytest.mark.parametrize(
    ("cells", "reason", "about"),
    [
        ({"waybill": "7.73E+14"}, "spoilt-number", "7.73E+14"),
        ({"order": "2.03E+18"}, "spoilt-number", "2.03E+18"),
        ({"waybill": "7e+14"}, "spoilt-number", "7e+14"),
        ({"order": ""}, "no-order", ""),
        ({"code": "6901234567893"}, "unknown-product", "6901234567893"),
        ({"code": "", "title": "别家的参"}, "unknown-product", "别家的参"),
        ({"pieces": "0"}, "bad-pieces", "0"),
        ({"pieces": "1.5"}, "bad-pieces", "1.5"),
        ({"pieces": "两"}, "bad-pieces", "两"),
        ({"carrier": ""}, "no-carrier", "YT8800000001"),
        ({"carrier": "飞鸽传书"}, "unknown-carrier", "飞鸽传书"),
        ({"waybill": "见备注"}, "bad-waybill", "见备注"),
        ({"ordered": "昨晚"}, "bad-time", "昨晚"),
    ],
)
def test_a_wrong_row_is_held_back_with_its_reason_and_the_others_go_on(cells, reason, about):
    found = plan(row(order="A-1", waybill="YT1000001"), row(**cells))
    assert found.troubles == [(3, reason, about)]
    assert [one.number for one in found.orders] == ["A-1"]


def test_one_wrong_row_holds_back_its_whole_order():
    found = plan(row(), row(code="RICE-6"), row(order="A-2", waybill="YT1000002"))
    assert [(one.line, one.reason, one.about) for one in found.troubles] == [
        (2, "same-order", "3"), (3, "unknown-product", "RICE-6"),
    ]  # fmt: skip
    assert [one.number for one in found.orders] == ["A-2"]


def test_an_order_with_two_waybills_is_packed_by_hand_and_two_orders_may_share_one():
    assert [one.reason for one in plan(row(), row(code="RICE-5", waybill="YT8800000002")).troubles] == [
        "two-waybills"
    ] * 2
    assert len(plan(row(), row(order="A-2")).orders) == 2


def test_an_sscc_needs_no_carrier_and_days_may_come_as_spreadsheets_count_them():
    (order,) = plan(row(carrier="", waybill="095201234567891235", ordered="45985.5")).orders
    assert (order.carrier, order.waybill) == (None, "095201234567891235")
    assert order.ordered_at == datetime(2025, 11, 24, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("圆通速递", "yto"),
        ("圆通（通化一部）", "yto"),
        ("YTO", "yto"),
        ("顺丰", "sf"),
        ("邮政EMS", "ems"),
        ("山道快运", "p7"),
        ("极兔速递-电子面单", "jt"),
    ],
)
def test_a_carrier_is_known_by_code_by_name_and_by_what_a_name_begins_with(said, code):
    assert firms.read({**{code: names[0] for code, names in firms.NAMES.items()}, "p7": "山道快运"}, said) == code


def test_a_file_that_was_only_printed_software_is_read_whole():
    data = "打单时间：今晚\n订单编号,商品名称,数量,快递名称,运单号,收件人\n1,大米 5 千克,1,圆通,YT9,王\n".encode(
        "gb18030"
    )
    table, dropped = columns.keep(sheet.read(data, lambda heading: columns.field_of(heading) is not None))
    assert dropped == ["收件人"]
    found = evening.plan(table, columns.guess(table.headings), KNOWN)
    assert found.troubles == [(3, "bad-waybill", "YT9")]
