"""One merchant never meets another's things: every address with a number in it, tried with a stranger's token."""

from __future__ import annotations

import re

import pytest

from app.access.roles import Role
from app.api import document
from tests.app.api.evening import CSV, complains, goods, order, packed, reviews, work
from tests.app.api.shop import opened
from tests.app.merchant.desk import OTHER_USCC

BODIES = {
    "Description": {"name": "x"}, "Number": {"gtin": "4006381333931"}, "NewLot": {"number": "X"}, "NewListing": {},
    "NewBatch": {"pieces": 1}, "Printing": {"size": "a4"}, "Places": {}, "Activating": {},
    "Retiring": {"codes": ["X"], "reason": "lost"},
    "Columns": {"columns": {"order": 0}}, "NewRecall": {"notice": "x", "reason": "contaminated"},
    "Back": {"uri": "/01/09520123456788/21/X", "state": "found"}, "Answering": {"text": "x"},
    "NewEndpoint": {"url": "https://shop.example/", "kinds": ["review.created"]}, "Since": {"since": "2026-11-24T21:30:00Z"},
}  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_anothers_is_not_there(app):
    shop = opened(app)
    _, batch, items = goods(shop)
    order(shop)
    packed(shop, items[0])
    number, review = complains(shop, items[0]), reviews(shop, items[0])
    shop.ask("POST", "/order-files", 201, data=CSV.encode(), content_type="text/csv")
    recall = shop.post("/lots/1/recall", {"notice": "x", "reason": "contaminated"}, 201).json["id"]
    hook = shop.post("/webhooks", {"url": "https://shop.example/", "kinds": ["review.created"]}, 201).json["id"]
    shop.post(f"/webhooks/{hook}/test", expect=202)
    job = shop.post(f"/code-batches/{batch['id']}/labels", {"size": "a4"}, 202).json["id"]
    work(shop)
    there = {
        "product_id": 1, "lot_id": 1, "batch_id": batch["id"], "order_id": 1, "parcel_id": 1, "file_id": 1, "recall_id": recall,
        "number": number, "review_id": review, "endpoint_id": hook, "sending_id": 1, "job_id": job,
    }  # fmt: skip
    stranger = opened(app, "Another", uscc=OTHER_USCC)
    tried = 0
    for path, rule, operation in document.operations(app):
        holes = re.findall(r"{(\w+)}", path)
        if (
            not holes
            or Role.MERCHANT not in operation.roles
            or not rule.endpoint.startswith("api.")
            or "link_id" in holes
        ):
            continue
        if not set(holes) <= there.keys():
            continue
        fill = there | ({"number": 0} if "job_id" in holes else {})
        body = None if operation.body is None else BODIES.get(operation.body.__name__)
        if operation.body is not None and body is None:
            continue
        address = re.sub(r"{(\w+)}", lambda hole, fill=fill: str(fill[hole[1]]), path)
        answer = stranger.ask(operation.method, address, **({"json": body} if body is not None else {}))
        assert answer.status_code == 404, f"{operation.method} {address}: {answer.status_code} {answer.text[:300]}"
        tried += 1
    assert tried >= 40
    lists = [path for path, _, operation in document.operations(app) if operation.pages and "{" not in path]
    for path in lists:
        assert stranger.get(path).json["items"] == [], path
    assert len(lists) >= 10
