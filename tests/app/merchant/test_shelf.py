"""Products, lots and sale, at the merchant's desk."""

from __future__ import annotations

import pytest

from app.db import reading
from tests.app.merchant import desk
from trace import cards, history, production, products

GINSENG = {
    "name": "集安生晒参 50 克", "level": "item", "category": "ginseng", "gtin": "6901234567892", "brand": "岭上",
    "net": "50 克", "place": "吉林省集安市", "made": "2026-10-01", "best_before": "2028-10-01",
    "permit": "SC10222058200001", "permit_link": "https://permits.example/SC10222058200001",
}  # fmt: skip
RICE = {"name": "大米 5 千克", "level": "lot", "category": "rice", "code": "RICE-5"}


@pytest.fixture
def shop(app):
    return desk.merchant(app)


def read(app, ask):
    with app.app_context(), reading() as session:
        return ask(session)


def stages(app, uri):
    return [one.stage for one in read(app, lambda session: history.life(session, uri)).entries]


def test_a_product_is_registered_with_its_public_cards(app, shop):
    client, party_id = shop
    answer = desk.post(client, "/merchant/products/new", **GINSENG)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/merchant/products/1")
    (product,) = read(app, lambda session: products.of(session, party_id))
    said = {
        kind: read(app, lambda session, kind=kind: cards.read(cards.newest(session, product.uri, kind)))
        for kind in ("product", "origin", "permit")
    }
    assert said["product"]["brand"] == "岭上"
    assert said["origin"] == {"place": "吉林省集安市", "made": "2026-10-01", "best_before": "2028-10-01"}
    assert said["permit"] == {"permit": GINSENG["permit"], "link": GINSENG["permit_link"]}
    assert desk.says(client.get("/merchant/products/1")) == "集安生晒参 50 克，没有上架。"
    assert desk.says(client.get("/merchant/products")) == "1 种商品，0 种在售。"


WRONG = [
    ({"gtin": "6901234567893"}, "gtin", "最后一位对不上：现在是 3，应为 2"),
    ({"gtin": "2012345678903"}, "gtin", "这是店内码"),
    ({"gtin": ""}, "code", "条码和自编码，请填一个"),
    ({"gtin": "", "code": "berry"}, "code", "其中要有大写字母或数字"),
    ({"name": ""}, "name", "请填写"),
    ({"best_before": "2026-10-01"}, "best_before", "不晚于生产日期"),
    ({"made": "last week"}, "made", "2026-11-24"),
    ({"permit_link": "javascript:alert(1)"}, "permit_link", "https://"),
    ({"level": "pallet"}, "level", "请从这些里选一个"),
]


@pytest.mark.parametrize(("form", "field", "said"), WRONG)
def test_what_is_wrong_stands_beside_its_field(app, shop, form, field, said):
    client, party_id = shop
    answer = desk.post(client, "/merchant/products/new", **GINSENG | form)
    assert answer.status_code == 400
    assert f'id="{field}-wrong"' in answer.text
    assert said in answer.text
    assert read(app, lambda session: products.of(session, party_id)) == []


def test_a_card_is_published_anew_and_number_level_and_merchant_stay(app, shop):
    client, _ = shop
    desk.post(client, "/merchant/products/new", **GINSENG)
    assert 'value="岭上"' in client.get("/merchant/products/1/card").text
    desk.post(client, "/merchant/products/1/card", name="生晒参", net="60 克", level="lot")
    product = read(app, lambda session: products.get(session, "https://id.gs1.org/01/06901234567892"))
    assert (product.name, product.level) == ("生晒参", "item")
    newest = read(app, lambda session: cards.read(cards.newest(session, product.uri, "product")))
    assert (newest["net"], newest["level"], newest["marking"], "brand" in newest) == ("60 克", "item", "gtin", False)
    assert len(read(app, lambda session: cards.versions(session, product.uri, "product"))) == 2


def test_nothing_goes_on_sale_before_the_licence_is_verified(app):
    client, _ = desk.merchant(app, verified=False)
    desk.post(client, "/merchant/products/new", **RICE)
    answer = desk.post(client, "/merchant/products/1/list", price="69")
    assert answer.status_code == 403
    assert "您的执照还没有核验。可以先把一切准备好，核验通过后就能上架。" in answer.text
    assert stages(app, "https://suyuan.example/id/RICE-5") == ["card"]


def test_a_product_goes_on_sale_with_its_lots_and_off_again(app, shop):
    client, _ = shop
    desk.post(client, "/merchant/products/new", **RICE)
    made = desk.post(client, "/merchant/products/1/lots", lot="MH-1", pieces="1,200", keeps="2027-10-01")
    assert made.status_code == 303
    assert (
        desk.post(client, "/merchant/products/1/list", price="69.5", url="https://shop.example/rice").status_code == 303
    )
    page = client.get("/merchant/products/1")
    assert desk.says(page) == "大米 5 千克，在售。"
    assert "¥69.50" in page.text
    lot = "https://suyuan.example/id/RICE-5/MH-1"
    assert stages(app, lot) == ["serialised", "listed"]
    again = desk.post(client, "/merchant/products/1/list", price="70")
    assert "请先下架" in again.text
    desk.post(client, "/merchant/products/1/delist")
    assert stages(app, lot) == ["serialised", "listed", "delisted"]
    assert read(app, lambda session: production.find(session, lot)).pieces == 1200


@pytest.mark.parametrize("form", [{"price": "cheap"}, {"price": "1.234"}, {"url": "shop.example"}])
def test_a_price_or_address_that_cannot_be_lists_nothing(app, shop, form):
    client, _ = shop
    desk.post(client, "/merchant/products/new", **RICE)
    assert desk.post(client, "/merchant/products/1/list", **form).status_code == 400
    assert stages(app, "https://suyuan.example/id/RICE-5") == ["card"]


def test_a_code_of_ones_own_gets_a_barcode_number_later(app, shop):
    client, _ = shop
    desk.post(client, "/merchant/products/new", **RICE)
    wrong = desk.post(client, "/merchant/products/1/gtin", gtin="6901234567893")
    assert (wrong.status_code, "应为 2" in wrong.text) == (400, True)
    desk.post(client, "/merchant/products/1/gtin", gtin="6901234567892")
    assert "06901234567892" in client.get("/merchant/products/1").text
    assert "有了商品条码？" not in client.get("/merchant/products/1").text


def test_anothers_product_is_not_to_be_found(app, shop):
    client, _ = shop
    desk.post(client, "/merchant/products/new", **RICE)
    other, _ = desk.merchant(app, "other", "另一家", verified=False)
    assert other.get("/merchant/products/1").status_code == 404
    for deed in ("card", "list", "delist", "lots", "codes", "gtin"):
        assert desk.post(other, f"/merchant/products/1/{deed}", name="mine", lot="A", pieces="1").status_code == 404
    assert stages(app, "https://suyuan.example/id/RICE-5") == ["card"]
