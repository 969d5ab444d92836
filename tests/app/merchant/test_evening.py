"""The evening at the merchant's desk: a file becomes orders and parcels, twice the same file changes nothing."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import select

from app.db import database, reading, transaction
from couriers import staged
from tests.app.merchant import desk
from tests.app.merchant.test_shelf import GINSENG, RICE
from trace import history, tables
from trace.parties import Party

BERRIES = {"name": "鲜蓝莓 6 盒装", "level": "parcel", "category": "fruit", "code": "BLUE-6"}
HEAD = "订单编号,商品名称,数量,快递公司,运单号,下单时间,收件人,手机号,收货地址,买家留言"
PERSON = "王小明,13800138000,吉林省长春市朝阳区某街 5 号 3 单元,放门口"


def table(*rows):
    return "\r\n".join([HEAD, *(f"{row},{PERSON}" for row in rows)]).encode("gb18030")


FILE = table(
    "DD20261124-0001,集安生晒参 50 克,2,圆通速递,YT8800000001,2026-11-24 19:06:00",
    "DD20261124-0002,鲜蓝莓 6 盒装,1,顺丰,SF1300000001,2026-11-24 18:40:00",
    "DD20261124-0003,集安生晒参 50 克,1,圆通速递,7.73E+14,2026-11-24 17:22:00",
)
SF = "https://suyuan.example/id/waybill/sf/SF1300000001"


@pytest.fixture
def client(app):
    """A verified merchant with three products, traced each in its own way."""
    client, _ = desk.merchant(app)
    for product in (GINSENG, RICE, BERRIES):
        desk.post(client, "/merchant/products/new", **product)
    return client


def send(client, data, name="orders.csv"):
    return desk.upload(client, "/merchant/orders/upload", {"file": desk.file(data, name)})


def take(client, where, **form):
    """Press the button that takes the orders over, with the columns as the page has them."""
    chosen = re.findall(r'<select id="(\w+)".*?</select>', client.get(where).text, re.DOTALL)
    selects = re.findall(r"<select .*?</select>", client.get(where).text, re.DOTALL)
    at = [re.search(r'value="(-?\d+)" selected', one) for one in selects]
    mapping = {name: found[1] for name, found in zip(chosen, at, strict=True) if found}
    return desk.post(client, where, **mapping | {"take": "1"} | form)


def test_a_file_is_previewed_taken_over_and_its_wrong_rows_are_told_with_line_and_reason(app, client):
    where = send(client, FILE).headers["Location"]
    page = client.get(where)
    assert desk.says(page) == "可以收 2 单。"
    assert "这个号码被表格改成了 7.73E+14：请把这一列设成文本，重新导出。" in page.text
    assert "保存之前就去掉了：收件人·手机号·收货地址·买家留言。" in page.text
    assert take(client, where).status_code == 303
    page = client.get(where)
    assert desk.says(page) == "新增 2 单，2 个包裹。"
    assert "1 行没有收。" in page.text
    file = client.get(f"{where}/refused.csv")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert rows[0][:3] == ["行", "原因", "订单编号"]
    assert (rows[1][0], "7.73E+14" in rows[1][1], rows[1][2]) == ("4", True, "DD20261124-0003")
    listed = client.get("/merchant/orders")
    assert desk.says(listed) == "有 2 单要打包。"
    assert "YT8800000001" in listed.text
    assert "尾号 0001" in listed.text


def test_what_is_traced_by_the_parcel_is_sold_at_once_and_the_carriers_party_is_made(app, client):
    take(client, send(client, FILE).headers["Location"])
    with app.app_context(), reading() as session:
        (entry,) = history.life(session, SF).entries
        assert (entry.stage, entry.public["evidence"], entry.public["standing"]) == ("sold", "import", "owner")
        carriers = session.scalars(select(Party.name).where(Party.kind == "carrier").order_by(Party.id)).all()
    assert sorted(carriers) == ["圆通速递", "顺丰速运"]


def test_the_same_file_twice_is_one_and_a_waybill_that_comes_later_is_added(app, client):
    first = table("DD-1,集安生晒参 50 克,2,,,2026-11-24 19:06:00")
    take(client, send(client, first).headers["Location"])
    again = send(client, first).headers["Location"]
    take(client, again)
    page = client.get(again)
    assert desk.says(page) == "新增 0 单，0 个包裹。"
    assert "1 单早就有了，没有重复。" in page.text
    later = send(client, table("DD-1,集安生晒参 50 克,2,圆通,YT8800000009,2026-11-24 19:06:00")).headers["Location"]
    take(client, later)
    assert desk.says(client.get(later)) == "新增 0 单，1 个包裹。"
    assert "YT8800000009" in client.get("/merchant/orders").text
    assert desk.says(client.get("/merchant/orders")) == "有 1 单要打包。"


def test_taking_over_twice_in_a_row_takes_over_once(client):
    where = send(client, FILE).headers["Location"]
    take(client, where)
    assert take(client, where).status_code == 303
    assert desk.says(client.get(where)) == "新增 2 单，2 个包裹。"


def test_a_column_that_was_guessed_wrong_can_be_corrected(client):
    data = "内部编号,商品名称,数量\nX-77,大米 5 千克,3\n".encode()
    where = send(client, data).headers["Location"]
    page = client.get(where)
    assert desk.says(page) == "可以收 0 单。"
    assert 'id="order-wrong"' in page.text
    desk.post(client, where, order="0", title="1", pieces="2", look="1")
    page = client.get(where)
    assert desk.says(page) == "可以收 1 单。"
    assert "X-77" in page.text


def test_nothing_about_people_is_anywhere_in_the_database(app, client):
    take(client, send(client, FILE).headers["Location"])
    held = b""
    with app.app_context(), database().engine.connect() as connection:
        for stored in tables.metadata.sorted_tables:
            for row in connection.execute(select(stored)):
                held += b"|".join(bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode() for c in row)
    for datum in ("王小明", "13800138000", "朝阳区某街", "放门口", "DD20261124-0001"):
        assert datum.encode() not in held
    with app.app_context(), reading() as session:
        kept = staged.table(session, staged.last(session, 1))
    assert "DD20261124-0003" in str(kept)
    assert "13800138000" not in str(kept)


def test_an_unverified_merchant_takes_no_orders_over(app):
    client, _ = desk.merchant(app, verified=False)
    desk.post(client, "/merchant/products/new", **RICE)
    where = send(client, table("DD-1,大米 5 千克,2,圆通,YT8800000009,")).headers["Location"]
    answer = take(client, where)
    assert answer.status_code == 403
    assert "您的执照还没有核验" in answer.text
    assert desk.says(client.get("/merchant/orders")) == "没有要打包的了。"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\x00\xff\xfe\x00", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_refused_beside_the_field(client, data):
    answer = send(client, data)
    assert (answer.status_code, 'id="file-wrong"' in answer.text) == (400, True)


def test_another_merchants_waybill_is_not_taken_and_its_file_not_shown(app, client):
    take(client, send(client, FILE).headers["Location"])
    other, _ = desk.merchant(app, "other", "另一家", verified=False)
    with app.app_context(), transaction() as session:
        session.scalars(select(Party).where(Party.name == "另一家")).one().verified_at = desk.NOW
    desk.post(other, "/merchant/products/new", **{**RICE, "code": "OTHER-5"})
    where = send(other, table("Z-1,大米 5 千克,1,顺丰,SF1300000001,")).headers["Location"]
    take(other, where)
    assert "这个运单号已被别人登记。" in other.get(where).text
    assert other.get("/merchant/orders/upload/1").status_code == 404
    assert other.get("/merchant/orders/1").status_code == 404
    assert desk.post(other, "/merchant/orders/1/label").status_code == 404
