"""The public pages over a real record: what each reader sees, and what only a code opens."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import event as sqlalchemy_event

from app.db import database
from tests.app.consumer.told import BROWSER, GTIN, ITEM, JIAN, PROGRAM, URI, at, text
from trace import goods


def test_an_items_page_says_first_where_it_is_and_what_is_still_open(app, told):
    found = app.test_client().get(ITEM, headers=BROWSER)
    assert found.status_code == 200
    assert "已放到长春朝阳区的驿站，还没有签收。" in text(found)
    for words in ("集安生晒参", "岭上", "集安市清河镇", "Hall", "QH2609-03", "称重：412 克", "快递员的说法"):
        assert words in text(found)


def test_the_six_stages_stand_with_who_vouches_and_the_hubs_stay_closed(app, told):
    found = text(app.test_client().get(ITEM, headers=BROWSER))
    for stage in ("赋码", "上架", "销售", "打包", "揽收", "已存放驿站"):
        assert stage in found
    assert "途中 2 站" in found
    assert "分拨" not in found


def test_a_page_speaks_the_readers_language(app, told):
    client = app.test_client()
    english = client.get(ITEM, headers={"Accept": "text/html", "Accept-Language": "en-GB,en;q=0.8"})
    assert "Not yet signed for." in text(english)
    assert "Not yet signed for." in text(client.get(f"{ITEM}?lang=en", headers=BROWSER))
    assert "还没有签收" in app.test_client().get(ITEM, headers=BROWSER).text


def test_no_page_and_no_proof_names_an_order_a_payment_or_the_other_item(app, told):
    client = app.test_client()
    for headers in (BROWSER, PROGRAM):
        found = client.get(ITEM, headers=headers).text
        for secret in ("order-7731", "pay-991", "OTHER"):
            assert secret not in found


def test_the_proof_file_holds_the_life_and_the_cards(app, told):
    found = app.test_client().get(ITEM, headers=PROGRAM)
    proof = found.json
    assert (found.mimetype, proof["thing"], proof["origin"]) == ("application/json", URI, "suyuan.example")
    steps_told = [json.loads(one["envelope"])["public"]["step"] for one in proof["entries"]]
    assert [step for step in steps_told if step != "card"] == [
        "serialised", "listed", "sold", "packed", "accepted", "deposited",
    ]  # fmt: skip
    assert len(proof["cards"]) == 2
    assert "consistency" not in proof
    assert app.test_client().get(f"{ITEM}?old=3", headers=PROGRAM).json["consistency"]["old"] == 3
    assert "attachment" in app.test_client().get(f"{ITEM}?proof=1", headers=BROWSER).headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("old", "status", "code"), [("x", 400, "bad-size"), ("0", 404, "not-in-log"), ("99", 404, "not-in-log")]
)
def test_a_growth_that_cannot_be_proved_is_refused(app, told, old, status, code):
    found = app.test_client().get(f"{ITEM}?old={old}", headers=PROGRAM)
    assert (found.status_code, found.json["code"]) == (status, code)


def test_a_parcel_found_by_its_number_alone_shows_stage_and_city(app, told):
    client = app.test_client()
    found = client.get("/00/095201234567891235", headers=BROWSER)
    assert "已放到长春市的驿站" in text(found)
    for closed in ("朝阳区", "集安市", "412", 'id="proof"', "揽收"):
        assert closed not in found.text.replace("proof_", "")
    refused = client.get("/00/095201234567891235", headers=PROGRAM)
    assert (refused.status_code, refused.json["code"]) == (403, "needs-label-code")
    assert client.get("/00/095201234567891235?k=AAAAAAAAAAAAAAAA", headers=PROGRAM).status_code == 403


def test_the_code_on_the_label_opens_the_parcel_whole(app, told):
    _, token, _ = told
    client = app.test_client()
    found = client.get(f"/00/095201234567891235?k={token}", headers=BROWSER)
    for stop in ("揽收", "分拨", "朝阳区"):
        assert stop in text(found)
    proof = client.get(f"/00/095201234567891235?k={token.lower()}", headers=PROGRAM).json
    assert len(proof["entries"]) == 5
    assert "21/" not in json.dumps(proof)


def test_lots_and_products_tell_of_their_class_alone(app, told):
    client = app.test_client()
    product = text(client.get(GTIN, headers=BROWSER))
    assert "集安生晒参，产自集安市清河镇。" in product
    assert "K7QX" not in product
    lot = client.get(f"{GTIN}/10/QH2609-03", headers=BROWSER)
    assert (lot.status_code, lot.headers["Location"]) == (307, f"http://127.0.0.1:8000{GTIN}"), (
        "nothing of the lot itself"
    )


def test_a_recall_of_the_lot_stands_on_the_items_page_at_once(app, told):
    world, _, record = told
    client = app.test_client()
    client.get(ITEM, headers=BROWSER)
    lot = f"https://id.gs1.org{GTIN}/10/QH2609-03"
    record(world.actor, "party", goods.recalled(lot, at(24, 1, JIAN), "柳市监召〔2026〕03号", reason="microbial_limit"))
    found = text(client.get(ITEM, headers=BROWSER))
    assert "菌落总数超标" in found
    assert "柳市监召〔2026〕03号" in found
    assert "停止" in text(client.get(f"{GTIN}/10/QH2609-03", headers=BROWSER))


def test_a_page_is_drawn_once_and_again_when_its_life_goes_on(app, told):
    world, _, record = told
    client = app.test_client()
    client.get(ITEM, headers=BROWSER)
    first = client.get(ITEM, headers=BROWSER | {"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert len(first.data) < 60_000
    etag = first.headers["ETag"]
    assert client.get(ITEM, headers=BROWSER | {"If-None-Match": etag}).status_code == 304
    record(world.actor, "party", goods.reviewed(URI, at(24, 2), 5, text="很好"))
    again = client.get(ITEM, headers=BROWSER | {"If-None-Match": etag})
    assert again.status_code == 200
    assert "评价" in text(again)
    assert "很好" not in again.text
    world.integrate()
    assert '"index":null' in again.text
    assert '"index":null' not in client.get(ITEM, headers=BROWSER).text


@pytest.mark.parametrize("path", [f"{GTIN}/21/NOBODY", "/id/NOTHING", "/414/9520123456788", "/00/095201234567891242"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_recorded_is_no_verdict_on_the_goods(app, told, path):
    found = app.test_client().get(path, headers=BROWSER)
    assert found.status_code == 404
    assert "不" in text(found)
    assert "假" in text(found), "it says that this does not make the goods fake"
    assert app.test_client().get(path, headers=PROGRAM).json["code"] == "no-such-thing"


@pytest.mark.parametrize("path", ["/01/09520123456789", "/01/abc", "/01/09520123456788/99/x", "/id/a b", "/00/1"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_read_is_refused_as_a_page_and_as_a_problem(app, told, path):
    assert app.test_client().get(path, headers=BROWSER).status_code == 400
    assert app.test_client().get(path, headers=PROGRAM).status_code == 400


def test_a_merchants_page_says_whether_anybody_looked_at_its_licence(app, told):
    world, _, _ = told
    found = app.test_client().get(f"/m/{world.actor.id}", headers=BROWSER)
    assert "Hall" in text(found)
    assert "集安生晒参" in text(found)
    assert "没有" in text(found)
    assert app.test_client().get("/m/999", headers=PROGRAM).status_code == 404


def test_the_pages_need_few_queries(app, told):
    with app.app_context():
        engine = database().engine
    count = 0

    def note(*_):
        nonlocal count
        count += 1

    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    client = app.test_client()
    client.get(ITEM, headers=BROWSER)
    first, count = count, 0
    client.get(ITEM, headers=BROWSER)
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    assert first <= 22
    assert count <= 3
