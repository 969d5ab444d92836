"""From the order to the parcel and back, over /api/v1."""

from __future__ import annotations

import pytest

from couriers import claims
from tests.app.api.evening import CSV, complains, goods, order, packed, reviews, speaks, work
from tests.app.api.shop import PRODUCT, opened

LINE = {"code": "9520123456788", "pieces": 1}


@pytest.fixture
def shop(app):
    return opened(app)


def test_codes_are_reserved_printed_activated_and_retired(shop):
    _, batch, items = goods(shop)
    path = f"/code-batches/{batch['id']}"
    assert items[0].startswith("https://id.gs1.org/01/09520123456788/21/")
    job = shop.post(f"{path}/labels", {"size": "40x30"}, 202)
    work(shop)
    done = shop.get(job.headers["Location"]).json
    assert (done["state"], done["about"], len(done["files"])) == ("done", f"/api/v1{path}", 1)
    assert shop.get(done["files"][0]).data.startswith(b"%PDF-")
    assert shop.get("/jobs/999999/files/0", 404).json["code"] == "no-such-job"
    spoiled = shop.post(f"{path}/retirements", {"codes": [items[0], "NOSUCHSERIAL"], "reason": "damaged"}, 200).json
    assert spoiled == {"retired": 1, "notHere": 1}
    assert shop.get(path).json["counts"] == {"reserved": 0, "printed": 0, "active": 3, "sold": 0, "retired": 1}
    wrong = shop.post(f"{path}/activations", {"lot": "ANOTHER"}, 409).json
    assert (wrong["code"], wrong["errors"][0]["pointer"]) == ("lot-fixed", "/lot")
    assert shop.post(f"{path}/printed", {"first": 3, "last": 9}, 400).json["errors"][0]["pointer"] == "/last"


def test_codes_printed_elsewhere_are_told_and_the_unused_retired(shop):
    product = shop.post("/products", PRODUCT, 201).json
    batch = shop.post(f"/products/{product['id']}/code-batches", {"pieces": 3, "lot": "L1"}, 201)
    path = batch.headers["Location"]
    assert shop.post(f"{path}/printed", {"last": 2}, 200).json["counts"]["printed"] == 2
    shop.post(f"{path}/retire-unused", expect=202)
    work(shop)
    assert shop.get(path).json["counts"]["retired"] == 3
    assert shop.get(f"/code-batches?product={product['id']}").json["items"][0]["lot"] == "L1"


def test_an_order_is_taken_once_packed_and_followed(shop):
    _, _, items = goods(shop)
    first = order(shop)
    again = order(shop)
    assert ((first["new"], first["known"], first["parcels"]), (again["new"], again["known"])) == ((1, 0, 1), (0, 1))
    assert first["orders"] == again["orders"]
    number = first["orders"][0]["id"]
    assert shop.get("/orders?state=to_pack").json["items"][0]["lines"] == [{"product": 1, "pieces": 1}]
    parcel = packed(shop, items[0])
    assert (parcel["carrier"], parcel["status"], parcel["orders"]) == ("圆通速递", "awaited", [number])
    assert [one["stage"] for one in parcel["steps"]] == ["packed"]
    told = shop.get(f"/orders/{number}").json
    assert (told["state"], told["contents"], told["parcel"]) == (
        "packed",
        [{"uri": items[0], "pieces": 1}],
        parcel["uri"],
    )
    assert shop.get("/parcels").json["items"] == [{k: v for k, v in parcel.items() if k != "steps"}]
    assert shop.post(f"/orders/{number}/label", expect=200).data.startswith(b"%PDF-")
    assert shop.get(f"/orders/{number}/slip").data.startswith(b"%PDF-")
    twice = shop.post("/parcels", {"things": [{"uri": items[1]}], "carrier": "yto", "waybill": "YT7000000000001"}, 409)
    assert twice.json["code"] == "already-packed"


def test_goods_that_differ_from_the_order_are_packed_only_on_purpose(shop):
    _, _, items = goods(shop)
    order(shop, pieces=2)
    sent = {"things": [{"uri": items[0]}], "carrier": "yto", "waybill": "YT7000000000001"}
    differs = shop.post("/parcels", sent, 409).json
    assert (differs["code"], differs["missing"]) == ("wrong-contents", [{"product": 1, "pieces": 1}])
    assert shop.post("/parcels", sent | {"anyway": True}, 201).json["orders"] == [1]
    sold = shop.post("/parcels", {"things": [{"uri": items[0]}], "sscc": "106141412345678908"}, 409).json
    assert (sold["code"], sold["errors"][0]["pointer"]) == ("not-packable", "/things/0/uri")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"lines": []}, "/orders/0/lines"),
        ({"lines": [{"pieces": 1}]}, "/orders/0/lines/0/product"),
        ({"lines": [LINE, {"product": 99}]}, "/orders/0/lines/1/product"),
        ({"lines": [{"code": "4006381333931"}]}, "/orders/0/lines/0/code"),
        ({"lines": [LINE | {"pieces": 0}]}, "/orders/0/lines/0/pieces"),
        ({"carrier": "no such firm", "waybill": "YT1"}, "/orders/0/carrier"),
        ({"carrier": "yto"}, "/orders/0/waybill"),
        ({"carrier": "yto", "waybill": "运单"}, "/orders/0/waybill"),
        ({"sscc": "106141412345678909"}, "/orders/0/sscc"),
        ({"orderedAt": "2026-11-24T21:30:00"}, "/orders/0/orderedAt"),
        ({"buyer": "林女士"}, "/orders/0/buyer"),
    ],
)
def test_one_wrong_order_holds_back_all_and_is_named(shop, change, pointer):
    shop.post("/products", PRODUCT, 201)
    right = {"number": "2", "lines": [LINE]}
    found = shop.post("/orders", {"orders": [{"number": "1", "lines": [LINE]} | change, right]}, 400).json
    assert found["errors"][0]["pointer"] == pointer, found
    assert shop.get("/orders").json["items"] == []


def test_the_evenings_file_is_looked_at_put_right_and_taken(shop):
    shop.post("/products", PRODUCT, 201)
    up = {"data": CSV.encode("gb18030"), "content_type": "text/csv"}
    made = shop.ask("POST", "/order-files", 201, **up)
    told = made.json
    assert (told["orders"], told["rows"], told["dropped"]) == (1, 2, ["收件人"])
    assert [one["reason"] for one in told["refused"]] == ["unknown-product"]
    path = made.headers["Location"]
    wrong = shop.ask("PUT", f"{path}/columns", 400, json={"columns": {"order": 77}}).json
    assert wrong["errors"][0]["pointer"] == "/columns/order"
    none = shop.ask("PUT", f"{path}/columns", 200, json={"columns": {"order": 0, "title": 2}}).json
    assert none["orders"] == 0
    shop.ask("PUT", f"{path}/columns", 200, json={"columns": told["columns"]})
    taken = shop.post(f"{path}/take", expect=200).json
    assert (taken["new"], taken["known"], taken["parcels"], len(taken["refused"])) == (1, 0, 1, 1)
    assert shop.post(f"{path}/take", expect=409).json["code"] == "already-taken"
    assert "7002" in shop.get(f"{path}/refused.csv").data.decode()
    assert "林女士" not in shop.get(path).text
    assert shop.get("/orders").json["items"][0]["tail"] == "7001"
    junk = shop.ask("POST", "/order-files", 400, data=b"\x00\x01\x02\x00", content_type="application/octet-stream")
    assert junk.json["code"] == "bad-sheet"


def test_what_comes_back_is_received_and_paid_back(shop):
    _, _, items = goods(shop)
    order(shop)
    packed(shop, items[0])
    speaks(shop, claims.confirm, items[0])
    speaks(shop, claims.ask_return, items[0], "changed_mind")
    assert [(one["uri"], one["outcome"]) for one in shop.get("/returns").json["items"]] == [(items[0], "requested")]
    assert shop.post("/returns/received", {"uri": items[0]}, 200).json["outcome"] == "received"
    assert shop.post("/returns/refunded", {"uri": items[0]}, 200).json["outcome"] == "refunded"
    assert shop.get("/returns").json["items"] == []
    assert shop.post("/returns/received", {"uri": items[1]}, 403).json["code"] == "not-your-sale"
    assert shop.post("/returns/received", {"uri": "/01/1"}, 400).json["errors"][0]["pointer"] == "/uri"


def test_a_lot_is_called_back_and_found_piece_by_piece(shop):
    _, _, items = goods(shop)
    order(shop)
    packed(shop, items[0])
    made = shop.post("/lots/1/recall", {"notice": "2026-11 号召回", "reason": "contaminated"}, 201)
    work(shop)
    told = made.json
    assert (told["pieces"], told["held"], told["out"]) == (4, 3, 1)
    assert shop.get("/lots/1").json["recall"] == told["id"]
    found = shop.post(f"/recalls/{told['id']}/pieces", {"uri": items[0], "state": "found"}, 200).json
    assert (found["found"], found["out"]) == (1, 0)
    assert shop.get("/recalls").json["items"][0]["notice"] == "2026-11 号召回"
    assert (
        shop.post("/lots/1/recall", {"notice": "again", "reason": "contaminated"}, 409).json["code"]
        == "already-recalled"
    )
    stranger = shop.post(f"/recalls/{told['id']}/pieces", {"uri": "/01/09520123456788/21/X", "state": "found"}, 404)
    assert stranger.json["code"] == "no-such-recall"


def test_complaints_and_reviews_are_read_and_answered(shop):
    _, _, items = goods(shop)
    order(shop)
    packed(shop, items[0])
    number, review = complains(shop, items[0]), reviews(shop, items[0])
    listed = shop.get("/complaints").json["items"]
    assert [(one["number"], one["state"]) for one in listed] == [(number, "received")]
    assert "说拆封就不退。" not in str(listed), "the words stand with the one case alone"
    assert shop.get(f"/complaints/{number}").json["said"][0]["text"] == "说拆封就不退。"
    answered = shop.post(f"/complaints/{number}/answers", {"text": "明天给您退。"}, 201).json
    assert (answered["state"], answered["said"][-1]["text"]) == ("answered", "明天给您退。")
    assert shop.get("/complaints?state=received").json["items"] == []
    (told,) = shop.get("/reviews").json["items"]
    assert (told["id"], told["stars"], told["text"], told["answered"]) == (review, 2, "有点潮。", False)
    assert shop.post(f"/reviews/{review}/reply", {"text": "给您换一份。"}, 200).json["answer"] == "给您换一份。"
    assert shop.post(f"/reviews/{review}/reply", {"text": "再说"}, 409).json["code"] == "already-replied"
    assert shop.get("/reviews").json["items"][0]["answered"] is True


def test_coverage_counts_orders_and_codes(shop):
    _, _, items = goods(shop)
    order(shop)
    packed(shop, items[0])
    told = shop.get("/coverage").json
    assert (told["orders"], told["whole"], told["codesActive"], told["codesSold"]) == (1, 0, 4, 1)
