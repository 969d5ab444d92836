"""A shop that has worked for a day, by its own programs alone: goods, codes, orders, a parcel, and what its buyer says."""

from __future__ import annotations

from datetime import UTC, datetime

from app import jobs
from app.clock import now
from app.db import reading, transaction
from couriers import claims
from credit import complaints
from tests.app.api.shop import PRODUCT
from trace import history, parties, telling

NOW = datetime.now(UTC)
CSV = (
    "订单编号,商品条码,商品名称,购买数量,运单号,快递公司,收件人\n"
    "7001,9520123456788,生晒参,1,YT7000000000001,圆通速递,林女士\n"
    "7002,1234567890128,别的,1,,,王先生\n"
)


def work(shop):
    """Have what waits done, as the thread of a server does it."""
    jobs.work(shop.app)


def goods(shop, pieces=4):
    """A product by item, on sale, with so many active codes; the product, the batch and the items' names."""
    product = shop.post("/products", PRODUCT, 201).json
    batch = shop.post(f"/products/{product['id']}/code-batches", {"pieces": pieces}, 201).json
    lot = {"lot": "20261101A", "madeOn": "2026-11-01", "bestBefore": "2027-11-01"}
    job = shop.post(f"/code-batches/{batch['id']}/activations", lot, 202)
    work(shop)
    assert shop.get(job.headers["Location"]).json["state"] == "done"
    members = shop.get(f"/code-batches/{batch['id']}/codes").json["items"]
    return product, batch, [one["uri"] for one in reversed(members)]


def order(shop, number="7001", waybill="YT7000000000001", pieces=1):
    """An order for the product, its parcel's waybill known."""
    one = {
        "number": number,
        "lines": [{"code": "9520123456788", "pieces": pieces}],
        "carrier": "圆通速递",
        "waybill": waybill,
    }
    return shop.post("/orders", {"orders": [one]}, 200).json


def packed(shop, uri, waybill="YT7000000000001"):
    """A parcel with this item in it."""
    return shop.post("/parcels", {"things": [{"uri": uri}], "carrier": "yto", "waybill": waybill}, 201).json


def operator(shop):
    """The operator's party, which speaks for consumers."""
    with shop.app.app_context(), transaction() as session:
        found = parties.find(session, kind="operator") or parties.register(session, "operator", "溯源运营方", NOW)
        return found.id


def speaks(shop, say, uri, *more):
    """Somebody with the code inside says something; the number of the entry."""
    who, moment = operator(shop), now()
    with shop.app.app_context(), transaction() as session:
        actor = parties.actor(session, who)
        say(session, actor, history.life(session, uri), telling.stamp(moment), *more, moment)
    with shop.app.app_context(), reading() as session:
        return max(one.id for one in history.life(session, uri).entries)


def reviews(shop, uri, stars=2, text="有点潮。"):
    """A review; its number."""
    return speaks(shop, claims.review, uri, stars, "goods", text)


def complains(shop, uri, text="说拆封就不退。"):
    """A complaint; its number."""
    who = operator(shop)
    with shop.app.app_context(), transaction() as session:
        actor = parties.actor(session, who)
        found, _ = complaints.receive(session, actor, uri, shop.party_id, "K06", text, telling.stamp(NOW), NOW)
        return found.number
