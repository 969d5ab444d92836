"""Lists: pages that fit together whatever comes in between, cursors that nobody can make, and how much a list costs."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from app.db import database
from tests.app.api.evening import complains, goods, order, packed, reviews
from tests.app.api.shop import PRODUCT, opened
from tests.app.merchant.desk import OTHER_USCC
from trace.identity import checkdigit

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def shop(app):
    return opened(app)


def product(shop, n):
    return shop.post("/products", {**PRODUCT, "gtin": None, "code": f"P-{n:03}"}, 201).json["id"]


def through(shop, path):
    """Every member of a list, by its pages."""
    found = []
    while path:
        answer = shop.get(path)
        found += answer.json["items"]
        path = answer.json["next"]
        assert (f'<{path}>; rel="next"' == answer.headers.get("Link")) or path is None
    return found


def test_pages_fit_together_though_something_new_comes_in_between(shop):
    ids = [product(shop, n) for n in range(5)]
    first = shop.get("/products?limit=2")
    assert [one["id"] for one in first.json["items"]] == ids[:-3:-1]
    product(shop, 9)
    rest = through(shop, first.json["next"])
    assert [one["id"] for one in rest] == ids[2::-1]
    assert through(shop, "/products?limit=200") == through(shop, "/products?limit=1")


def test_a_cursor_is_good_for_its_list_and_its_party_alone(app, shop):
    for n in range(3):
        product(shop, n)
    cursor = shop.get("/products?limit=1").json["next"].partition("cursor=")[2]
    other = opened(app, "Another", uscc=OTHER_USCC)
    assert other.get(f"/products?cursor={cursor}", 400).json["code"] == "bad-cursor"
    assert shop.get(f"/orders?cursor={cursor}", 400).json["code"] == "bad-cursor"
    assert shop.get(f"/products?cursor={cursor[:-2]}AA", 400).json["errors"][0]["parameter"] == "cursor"
    assert len(shop.get(f"/products?cursor={cursor}&limit=50").json["items"]) == 2, "the length may change on the way"


@sqlite
@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=201", "limit=x", "limit=1&limit=2", "colour=red", "cursor=", "cursor=%00"]
)
def test_what_cannot_be_asked_names_its_parameter(shop, asked):
    found = shop.get(f"/products?{asked}", 400).json
    assert found["code"] == "bad-parameter"
    assert found["errors"][0]["parameter"] == asked.partition("=")[0]


@sqlite
@pytest.mark.parametrize(
    "path",
    [
        "/products", "/products/1/lots", "/code-batches", "/code-batches/1/codes", "/orders", "/parcels", "/jobs", "/reviews",
        "/complaints", "/order-files", "/recalls", "/returns",
    ],
)  # fmt: skip
def test_a_long_list_takes_no_more_statements_than_a_short_one(app, shop, path):
    _, _, items = goods(shop, 6)
    for n, uri in enumerate(items):
        waybill = f"YT700000000000{n}"
        order(shop, f"{n}", waybill)
        packed(shop, uri, waybill)
        complains(shop, uri)
        reviews(shop, uri)
        product(shop, n)
        shop.post("/products/1/lots", {"number": f"L{n}"}, 201)
        shop.post("/products/1/code-batches", {"pieces": 1}, 201)
    counted = [statements(app, lambda limit=limit: shop.get(f"{path}?limit={limit}")) for limit in (1, 5)]
    assert counted[0] == counted[1]


def statements(app, ask):
    """How many statements a request takes."""
    seen = []
    with app.app_context():
        engine = database().engine

        def note(connection, cursor, statement, *_):
            if not statement.startswith("PRAGMA"):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            ask()
        finally:
            event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_number_of_the_tests_is_right():
    assert checkdigit.fits("9520123456788")
