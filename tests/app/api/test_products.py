"""Products, lots and listings over /api/v1."""

from __future__ import annotations

import pytest

from tests.app.api.shop import GTIN, PRODUCT, opened

URI = "https://id.gs1.org/01/09520123456788"


@pytest.fixture
def shop(app):
    return opened(app)


def test_a_product_is_registered_described_and_found_again(shop):
    card = {
        "brand": "岭上", "place": "吉林集安", "madeOn": "2026-10-01", "bestBefore": "2028-09-30",
        "permit": "SC10222058200001", "maker": "岭上参业", "storage": "阴凉干燥处",
    }  # fmt: skip
    made = shop.post("/products", PRODUCT | {"card": card}, 201)
    assert made.json["uri"] == URI
    assert made.json["card"] == card | {"net": None, "permitLink": None, "drugCode": None}
    assert made.headers["Location"] == f"/api/v1/products/{made.json['id']}"
    assert shop.get(made.headers["Location"]).json == made.json
    said = shop.ask(
        "PUT", f"/products/{made.json['id']}/card", 200, json={"name": "生晒参", "card": {"net": "50 g"}}
    ).json
    assert (said["name"], said["card"]["net"], said["card"]["brand"]) == ("生晒参", "50 g", None)
    assert said["card"]["place"] == "吉林集安", "the card of origin says nothing new, so its newest version stands"
    assert shop.get("/products").json == {"items": [said], "next": None}


def test_the_very_same_product_again_is_no_second_one(shop):
    first = shop.post("/products", PRODUCT, 201)
    again = shop.post("/products", PRODUCT, 200)
    assert again.json == first.json
    assert shop.post("/products", PRODUCT | {"name": "Another"}, 409).json["code"] == "product-taken"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"name": ""}, "bad-body", "/name"),
        ({"name": "   "}, "bad-body", "/name"),
        ({"name": "a\x00b"}, "bad-body", "/name"),
        ({"level": "pallet"}, "bad-body", "/level"),
        ({"category": "weapons"}, "bad-body", "/category"),
        ({"colour": "red"}, "bad-body", "/colour"),
        ({"gtin": "9520123456789"}, "bad-gtin", "/gtin"),
        ({"gtin": None}, "bad-body", "/gtin"),
        ({"gtin": None, "code": "no capitals or digits"}, "bad-own-name", "/code"),
        ({"card": {"madeOn": "2026-02-30"}}, "bad-body", "/card/madeOn"),
        ({"card": {"madeOn": "2026-02-03", "bestBefore": "2026-02-03"}}, "bad-body", "/card/bestBefore"),
        ({"card": {"permitLink": "javascript:alert(1)"}}, "bad-body", "/card/permitLink"),
        ({"category": "wine", "card": {"permit": "SC123"}}, "bad-permit", "/card/permit"),
        ({"card": {"drugCode": "12345"}}, "bad-permit", "/card/drugCode"),
    ],
)
def test_what_is_wrong_names_its_member(shop, change, code, pointer):
    found = shop.post("/products", PRODUCT | change, 400).json
    assert (found["code"], found["errors"][0]["pointer"]) == (code, pointer), found
    assert shop.get("/products").json["items"] == []


def test_a_product_with_a_code_of_its_own_gets_a_number_later(shop):
    made = shop.post("/products", {**PRODUCT, "gtin": None, "code": "SHENG-50"}, 201).json
    given = shop.ask("PUT", f"/products/{made['id']}/gtin", 200, json={"gtin": GTIN}).json
    assert (given["uri"], given["gtinUri"]) == (made["uri"], URI)
    assert (
        shop.ask("PUT", f"/products/{made['id']}/gtin", 400, json={"gtin": "1"}).json["errors"][0]["pointer"] == "/gtin"
    )


def test_a_lot_is_made_once(shop):
    product = shop.post("/products", PRODUCT | {"level": "lot"}, 201).json["id"]
    lot = {"number": "20261101A", "pieces": 500, "madeOn": "2026-11-01", "bestBefore": "2027-11-01"}
    made = shop.post(f"/products/{product}/lots", lot, 201)
    assert made.json["uri"] == f"{URI}/10/20261101A"
    assert shop.post(f"/products/{product}/lots", lot, 200).json == made.json
    assert shop.post(f"/products/{product}/lots", lot | {"pieces": 501}, 409).json["code"] == "lot-taken"
    bad = shop.post(f"/products/{product}/lots", lot | {"number": "B", "bestBefore": "2026-11-01"}, 400).json
    assert (bad["code"], bad["errors"][0]["pointer"]) == ("bad-making", "/bestBefore")
    assert shop.get(made.headers["Location"]).json == made.json
    assert shop.get(f"/products/{product}/lots").json["items"] == [made.json]


def test_a_product_goes_on_sale_and_off_it(shop):
    product = shop.post("/products", PRODUCT | {"level": "lot"}, 201).json["id"]
    path = f"/products/{product}/listing"
    listed = shop.post(path, {"priceFen": 16_800, "url": "https://shop.example/p"}, 201).json
    assert (listed["priceFen"], listed["delistedAt"], listed["job"]) == (16_800, None, None)
    assert shop.get(f"/products/{product}").json["listing"]["priceFen"] == 16_800
    assert shop.post(path, {}, 409).json["code"] == "already-listed"
    assert shop.ask("DELETE", path, 200).json["delistedAt"] is not None
    assert shop.ask("DELETE", path, 409).json["code"] == "not-listed"
    assert shop.get(f"/products/{product}").json["listing"] is None
    assert shop.post(path, {"url": "ftp://shop.example"}, 400).json["errors"][0]["pointer"] == "/url"


def test_whoever_is_not_verified_sells_nothing(app):
    shop = opened(app, "Unverified", verified=False)
    product = shop.post("/products", PRODUCT, 201).json["id"]
    assert shop.post(f"/products/{product}/listing", {}, 403).json["code"] == "not-verified"
