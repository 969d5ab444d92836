"""Idempotency-Key: sent again, the same; sent otherwise, refused; refused, free again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.api import keeping
from app.clock import now
from app.db import transaction
from tests.app.api.shop import PRODUCT, opened
from tests.app.merchant.desk import OTHER_USCC
from trace.moments import to_ms

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def shop(app):
    return opened(app)


def batch(shop, pieces=3, key=KEY, expect=201):
    return shop.post("/products/1/code-batches", {"pieces": pieces}, expect, key=key)


def test_the_same_request_again_gets_the_same_answer_and_does_nothing_twice(shop):
    shop.post("/products", PRODUCT, 201)
    first, again = batch(shop), batch(shop)
    assert (again.data, again.headers["Location"]) == (first.data, first.headers["Location"])
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert len(shop.get("/code-batches").json["items"]) == 1
    assert batch(shop, key=f'"{KEY}"').data == first.data, "with quotation marks it is the same key"
    assert batch(shop, key="another").json["id"] == 2


def test_another_request_under_the_same_key_is_refused(shop):
    shop.post("/products", PRODUCT, 201)
    batch(shop)
    assert batch(shop, pieces=4, expect=422).json["code"] == "idempotency-key-used"
    assert shop.post("/products/1/lots", {"number": "L1"}, 422, key=KEY).json["code"] == "idempotency-key-used"


def test_what_was_refused_changed_nothing_and_its_key_is_free(shop):
    assert batch(shop, expect=404).json["code"] == "no-such-product"
    shop.post("/products", PRODUCT, 201)
    assert batch(shop, pieces=5).json["pieces"] == 5


def test_a_request_that_is_still_worked_on_is_told_so(app, shop):
    shop.post("/products", PRODUCT, 201)
    first = batch(shop)
    with app.app_context(), transaction() as session:
        kept = session.get(keeping.Kept, (shop.party_id, KEY))
        kept.answer, kept.attempt, kept.begun_ms = None, b"somebody else", to_ms(now())
    busy = batch(shop, expect=409)
    assert (busy.json["code"], busy.headers["Retry-After"]) == ("still-busy", "1")
    with app.app_context(), transaction() as session:
        session.get(keeping.Kept, (shop.party_id, KEY)).begun_ms = to_ms(now() - keeping.LEASE) - 1
    assert batch(shop).json["id"] == first.json["id"] + 1, "whoever was killed has left nothing"


def test_of_many_at_once_one_is_done(shop):
    shop.post("/products", PRODUCT, 201)
    gate = Barrier(6)

    def at_once(_):
        gate.wait()
        return batch(shop, expect=None)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(at_once, range(6)))
    assert {one.status_code for one in answers} <= {201, 409}
    assert len({one.data for one in answers if one.status_code == 201}) == 1
    assert len(shop.get("/code-batches").json["items"]) == 1


def test_a_key_is_its_partys_own_and_kept_for_a_day(app, shop):
    shop.post("/products", PRODUCT, 201)
    other = opened(app, "Another", uscc=OTHER_USCC)
    first = shop.post("/orders", {"orders": [{"number": "1", "lines": [{"product": 1}]}]}, 200, key=KEY)
    assert (
        other.post("/orders", {"orders": [{"number": "1", "lines": [{"product": 1}]}]}, 400, key=KEY).json != first.json
    )
    with app.app_context(), transaction() as session:
        session.get(keeping.Kept, (shop.party_id, KEY)).begun_ms = to_ms(now() - keeping.KEPT) - 1
    assert shop.post("/products/1/lots", {"number": "L1"}, 201, key=KEY)


def test_nothing_of_an_answer_lies_open_in_the_database(app, shop):
    shop.post("/products", PRODUCT, 201, key=KEY)
    with app.app_context(), transaction() as session:
        kept = session.get(keeping.Kept, (shop.party_id, KEY)).answer
    assert PRODUCT["name"].encode() not in kept


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("key", ["", "x" * 256, 'a"b', "钥匙".encode().decode("latin-1")])
def test_what_is_no_key_is_refused(shop, key):
    headers = {"Idempotency-Key": key}
    assert shop.ask("POST", "/products", 400, headers, json=PRODUCT).json["code"] == "bad-idempotency-key"
