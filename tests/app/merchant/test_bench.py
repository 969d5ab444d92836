"""At the packing bench: beep the goods, beep the waybill, next."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.db import reading, transaction
from couriers import claims, parcels, trail
from couriers.states import State as CustodyState
from tests.app.merchant import desk
from tests.app.merchant.test_coding import app
from tests.app.merchant.test_evening import BERRIES, send, table, take
from tests.app.merchant.test_shelf import GINSENG, RICE
from tests.trace.labels import printed
from trace import codes, history, parties, tables
from trace.codes import State

__all__ = ["app"]

ITEM = "https://id.gs1.org/01/06901234567892/21/"
YTO, SF = (f"https://suyuan.example/id/waybill/{name}" for name in ("yto/YT8800000001", "sf/SF1300000001"))
LOT = "https://suyuan.example/id/RICE-5/MH-1"
ORDERS = table(
    "DD-0001,集安生晒参 50 克,2,圆通速递,YT8800000001,2026-11-24 19:06:00",
    "DD-0002,鲜蓝莓 6 盒装,1,顺丰,SF1300000001,2026-11-24 18:40:00",
    "DD-0003,大米 5 千克,3,,,2026-11-24 17:22:00",
)


@pytest.fixture
def client(app):
    """A verified merchant with goods on hand and three orders."""
    client, _ = desk.merchant(app)
    for product in (GINSENG, RICE, BERRIES):
        desk.post(client, "/merchant/products/new", **product)
    desk.post(client, "/merchant/products/1/codes", pieces="5")
    desk.post(client, "/merchant/codes/1/activate", lot="QH-1", last="4")
    desk.post(client, "/merchant/products/2/lots", lot="MH-1", pieces="100")
    take(client, send(client, ORDERS).headers["Location"])
    return client


def items(app, state=State.ACTIVE):
    with app.app_context(), transaction() as session:
        return codes.take(session, codes.of(session, 1)[0], [state], 10)


def beeps(client, *texts, **form):
    """Beep one thing after the other, as the page carries them on; the last answer."""
    have, answer = [], None
    for text in texts:
        answer = client.post("/merchant/pack", data={"have": have, "beep": text, **form}, headers=desk.SAME)
        have = re.findall(r'name="have" value="([^"]+)"', answer.text)
    return answer


def stages(app, uri):
    with app.app_context(), reading() as session:
        return [one.stage for one in history.life(session, uri).entries]


def verdict(answer):
    found = re.search(r'class="verdict (\w+)".*?<span>(.*?)</span>', answer.text, re.DOTALL)
    return (found[1], found[2]) if found else None


def test_goods_then_waybill_and_the_order_is_packed_sold_and_offered_to_the_carrier(app, client):
    one, two, *_ = items(app)
    answer = beeps(client, f"https://id.example.cn/01/06901234567892/21/{one.rsplit('/', 1)[1]}", two, "yt8800000001")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/merchant/pack?done=1")
    page = client.get(answer.headers["Location"])
    assert verdict(page) == ("ok", "已打包：YT8800000001。")
    assert desk.says(page) == "请扫商品，还有 2 单。"
    assert stages(app, one) == ["serialised", "sold", "packed"]
    with app.app_context(), reading() as session:
        packed = history.life(session, YTO).entries[-1]
        assert (packed.public["step"], packed.public["evidence"]) == ("packed", "party")
        assert trail.custody(session, one).state is CustodyState.AWAITED
        assert codes.total(codes.counts(session, 1))[State.SOLD] == 2
        offered = session.scalars(select(tables.thing.c.offered_id).where(tables.thing.c.uri == YTO)).one()
        assert parties.get(session, offered).name == "圆通速递"
    public = app.test_client().get("/01/06901234567892/21/" + one.rsplit("/", 1)[1], headers={"Accept": "text/html"})
    assert "打包" in public.text


def test_contents_that_differ_are_refused_until_one_insists(app, client):
    one, *_ = items(app)
    answer = beeps(client, one, "YT8800000001")
    assert answer.status_code == 409
    assert verdict(answer) == ("no", "和订单对不上：还差 1 件集安生晒参 50 克。")
    assert items(app, State.SOLD) == []
    assert "就这样打包" in answer.text
    answer = beeps(client, one, "YT8800000001", anyway="1")
    assert answer.status_code == 303
    assert items(app, State.SOLD) == [one]


def test_what_is_traced_by_lot_or_by_parcel_is_scanned_by_its_barcode_or_code(app, client):
    lot = "https://id.example.cn/id/RICE-5/MH-1"
    answer = beeps(client, lot, lot, lot, "sto7788990011", carrier="sto")
    assert answer.status_code == 303
    assert client.get("/merchant/orders/3").text.count("× 3") == 1
    assert stages(app, LOT) == ["serialised", "sold"]
    answer = beeps(client, "https://id.example.cn/id/BLUE-6", "SF1300000001")
    assert answer.status_code == 303
    assert stages(app, SF) == ["sold", "packed"]
    assert desk.says(client.get("/merchant/pack")) == "请扫商品，还有 1 单。"


WRONG = [
    ("", "没有扫到"),
    ("https://id.example.cn/01/09520123456788/21/NOBODYSCODE22", "这不是您的商品"),
    ("6901234567892", "请扫二维码，不扫条码"),
    ("见面单", "不是运单号"),
    ("YT9999999999", "没有订单用这个单号"),
]


def test_a_beep_that_fits_nothing_says_what_to_do_and_changes_nothing(app, client):
    for text, said in WRONG:
        answer = beeps(client, text)
        kind, sentence = verdict(answer)
        assert (kind, answer.status_code, said in sentence) == ("no", 400, True)
    assert items(app, State.SOLD) == []


def test_codes_that_are_blank_sold_or_retired_are_not_packed(app, client):
    (blank,) = items(app, State.RESERVED)
    assert verdict(beeps(client, blank)) == ("no", "这枚编码还没激活，请先激活那一批。")
    one, two, three, _ = items(app)
    beeps(client, one, two, "YT8800000001")
    assert verdict(beeps(client, one)) == ("no", "这一件已经打包或售出。")
    desk.post(client, "/merchant/codes/1/retire", spoiled=three, reason="damaged")
    assert verdict(beeps(client, three)) == ("no", "这枚编码已报废，请撕掉标签。")
    again = beeps(client, items(app)[0], "YT8800000001")
    assert verdict(again) == ("no", "这个包裹已经打好了，请打下一个。")


def test_the_same_piece_twice_is_one_and_the_last_can_be_taken_out(app, client):
    one, two, *_ = items(app)
    assert verdict(beeps(client, one, one)) == ("again", "这一件刚扫过了。")
    page = beeps(client, one, two)
    assert "2 件" in page.text
    page = client.post("/merchant/pack", data={"have": [one, two], "undo": "1"}, headers=desk.SAME)
    assert re.findall(r'name="have" value="([^"]+)"', page.text) == [one]


def test_a_waybill_without_goods_packs_nothing(app, client):
    answer = beeps(client, "YT8800000001")
    assert verdict(answer) == ("no", "先扫商品，再扫运单。")
    assert answer.status_code == 400


def test_goods_without_an_order_are_sold_over_the_counter_with_a_firm_chosen(app, client):
    one, *_ = items(app)
    answer = beeps(client, one, "ZT123456789", carrier="zto")
    assert answer.status_code == 303
    assert stages(app, one) == ["serialised", "sold", "packed"]
    assert "没有订单" in client.get("/merchant/orders").text


def test_label_and_slip_can_be_read_and_open_what_they_say(app, client):
    one, two, *_ = items(app)
    beeps(client, one, two, "YT8800000001")
    label = desk.post(client, "/merchant/orders/1/label")
    found = {r.identifier: r.data.decode() for r in printed.read(printed.pdf(label.data)[0])}
    assert found["]C0"] == "YT8800000001"
    path, token = found["]Q1"].removeprefix("https://id.example.cn").split("?k=")
    assert path == "/id/waybill/yto/YT8800000001"
    with app.app_context(), reading() as session:
        assert parcels.opens(session, YTO, token)
    again = desk.post(client, "/merchant/orders/1/label")
    assert again.data != label.data
    with app.app_context(), reading() as session:
        assert not parcels.opens(session, YTO, token)
    slip = client.get("/merchant/orders/1/slip.pdf")
    (read,) = printed.read(printed.pdf(slip.data)[0])
    address, code = read.data.decode().split("?c=")
    assert address == "https://id.example.cn/id/waybill/yto/YT8800000001"
    with app.app_context(), transaction() as session:
        assert claims.begin(session, YTO, code, datetime.now(UTC)).epoch == 0


def test_one_piece_alone_in_its_parcel_has_the_slip_itself(app, client):
    one, *_ = items(app)
    beeps(client, one, "YT8800000001", anyway="1")
    (read,) = printed.read(printed.pdf(client.get("/merchant/orders/1/slip.pdf").data)[0])
    assert read.data.decode().startswith(f"https://id.example.cn/01/06901234567892/21/{one.rsplit('/', 1)[1]}?c=")


def test_an_order_without_a_waybill_has_no_label_and_can_be_cancelled(app, client):
    assert desk.post(client, "/merchant/orders/3/label").status_code == 409
    desk.post(client, "/merchant/orders/3/cancel")
    assert desk.says(client.get("/merchant/orders/3")) == "已取消。"
    take(client, send(client, ORDERS).headers["Location"])
    assert desk.says(client.get("/merchant/orders")) == "有 2 单要打包。"


def test_an_unverified_merchant_packs_nothing(app, client):
    with app.app_context(), transaction() as session:
        parties.get(session, 1).verified_at = None
    one, two, *_ = items(app)
    answer = beeps(client, one, two, "YT8800000001")
    assert (answer.status_code, verdict(answer)[0]) == (403, "no")
    assert items(app, State.SOLD) == []
