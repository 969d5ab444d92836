"""What a product says of itself by its kind: permit, drug's code, maker, photos; at the desk and on its page."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from app.consumer import views
from app.db import reading
from tests.app.consumer.told import BROWSER, text
from tests.app.merchant import desk
from tests.trace.test_pictures import photo
from trace import cards, photos, products

PILLS = {
    "name": "人参片 30 克", "level": "lot", "category": "medicine", "code": "PILLS-30", "net": "30 克", "place": "集安市",
    "maker": "岭上药业", "storage": "阴凉干燥处", "permit": "国药准字 Z20260001", "drug_code": "8123 4567 8901 2345 6789",
    "permit_link": "https://permits.example/Z20260001",
}  # fmt: skip
PAGE = "/id/PILLS-30"


@pytest.fixture
def client(app):
    views.shelf = views.Shelf()
    client, _id = desk.merchant(app)
    return client


def register(client, **more):
    return desk.post(client, "/merchant/products/new", **PILLS | more)


def add(client, data):
    return desk.upload(client, "/merchant/products/1/photos", {"photo": desk.file(data, "x.jpg")})


def shown(app):
    with app.app_context(), reading() as session:
        said = cards.read(cards.newest(session, products.of(session, 1)[0].uri, "product"))
        return [one.digest for one in photos.of(session, 1)], said.get("photos", [])


def test_the_page_names_maker_permit_and_the_offices_page_and_the_drugs_code_leads_to_it(app, client):
    assert register(client).status_code == 303
    page = client.get(PAGE, headers=BROWSER)
    for said in ("岭上药业", "阴凉干燥处", "国药准字Z20260001", "8123456", "permits.example"):
        assert said in text(page)
    assert "商家没有写明" not in text(page)
    assert 'href="https://permits.example/Z20260001" rel="noreferrer nofollow"' in page.text
    for typed in ("81234567890123456789", "8123456"):
        answer = client.get("/", query_string={"q": typed}, headers=BROWSER)
        assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert client.get("/", query_string={"q": "91234567890123456789"}, headers=BROWSER).status_code == 200


def test_what_goods_of_this_kind_should_say_and_do_not_is_said_openly(client):
    register(client, permit="", drug_code="", storage="", permit_link="")
    for page, before in (
        (client.get("/merchant/products/1"), "还应写明："),
        (client.get(PAGE, headers=BROWSER), "商家没有写明"),
    ):
        found = re.search(rf"{before}(怎么保存.{{1,2}}许可证号.{{1,2}}药品追溯码)", text(page))
        assert found is not None


WRONG = [
    ({"permit": "SC10222058200001"}, "permit", "国药准字Z20260001"),
    ({"category": "food", "permit": "SC123"}, "permit", "SC10222058200001"),
    ({"drug_code": "123"}, "drug_code", "20 位"),
]


@pytest.mark.parametrize(("form", "field", "said"), WRONG)
def test_a_number_that_no_office_writes_so_is_refused_beside_its_field(client, form, field, said):
    answer = register(client, **form)
    assert answer.status_code == 400
    found = re.search(rf'id="{field}-wrong".*?</span></span>', answer.text, re.DOTALL)
    assert found is not None
    assert said in found[0]


def test_a_photo_is_named_by_its_hash_in_the_card_and_kept_by_whoever_has_it(app, client):
    register(client)
    assert add(client, photo(comment=b"taken at 41.73N")).status_code == 303
    (digest,), named = shown(app)
    assert named == [digest]
    page = client.get(PAGE, headers=BROWSER)
    assert f'src="/photo/{digest}.jpg" width="640" height="480"' in page.text
    answer = app.test_client().get(f"/photo/{digest}.jpg")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert "immutable" in answer.headers["Cache-Control"]
    assert sha256(answer.data).hexdigest() == digest
    assert b"41.73N" not in answer.data
    desk.post(client, "/merchant/products/1/card", name="人参片", net="30 克")
    assert shown(app) == ([digest], [digest]), "a new version of the card keeps its photos"


def test_a_photo_that_is_taken_off_is_gone(app, client):
    register(client)
    add(client, photo())
    (digest,), _named = shown(app)
    other, _id = desk.merchant(app, "other", "另一家", verified=False)
    assert desk.post(other, f"/merchant/products/1/photos/{digest}").status_code == 404
    assert add(other, photo(500, 500)).status_code == 404
    assert desk.post(client, f"/merchant/products/1/photos/{digest}").status_code == 303
    assert shown(app) == ([], [])
    assert app.test_client().get(f"/photo/{digest}.jpg").status_code == 404
    assert desk.post(client, f"/merchant/products/1/photos/{digest}").status_code == 404


def test_what_is_no_photo_or_too_many_is_refused_beside_the_field(app, client):
    register(client)
    assert "这不是照片" in add(client, b"%PDF-1.7 not a photo").text
    for n in range(photos.MOST):
        assert add(client, photo(300 + n, 300)).status_code == 303
    assert add(client, photo(800, 300)).status_code == 400
    assert len(shown(app)[0]) == photos.MOST
