"""Endpoints of merchants: which addresses are taken, how many, and that nothing goes into a private network unasked."""

from __future__ import annotations

import pytest

from app import outgoing
from app.db import reading
from app.hooks import sending
from app.hooks.endpoints import MOST, Endpoint
from tests.app.api.shop import opened
from tests.app.api.test_webhooks import ALL, app, shop, subscribe
from tests.app.installation import installed
from tests.app.merchant.desk import OTHER_USCC

__all__ = ["app", "shop"]

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@sqlite
def test_nothing_is_sent_into_a_private_network_unless_the_operator_has_said_so(database, tmp_path):
    app = installed(database, tmp_path)
    shop = opened(app)
    plain = shop.post("/webhooks", {"url": "http://shop.example/", "kinds": ALL}, 400).json
    assert (plain["code"], plain["errors"][0]["pointer"]) == ("bad-endpoint", "/url")
    made = shop.post("/webhooks", {"url": "https://localhost:1/hook", "kinds": ALL}, 201).json
    shop.post(f"/webhooks/{made['id']}/test", expect=202)
    sending.work(app)
    (told,) = shop.get(f"/webhooks/{made['id']}/deliveries").json["items"]
    assert (told["state"], told["status"]) == ("waiting", None)
    assert "private network" in told["trouble"]
    app.extensions["database"].engine.dispose()


@sqlite
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"url": "ftp://shop.example/"}, "/url"),
        ({"url": "https://user:pass@shop.example/"}, "/url"),
        ({"url": "https://shop.example/#x"}, "/url"),
        ({"url": "https://shop.example:99999/"}, "/url"),
        ({"url": "https://溯源.example/"}, "/url"),
        ({"kinds": []}, "/kinds"),
        ({"kinds": ["test"]}, "/kinds/0"),
    ],
)
def test_what_is_no_endpoint_is_refused(shop, change, pointer):
    found = shop.post("/webhooks", {"url": "https://shop.example/", "kinds": ALL} | change, 400).json
    assert found["errors"][0]["pointer"] == pointer


@sqlite
def test_endpoints_are_ended_and_there_are_ten_at_most(app, shop):
    made = [subscribe(shop, f"https://shop.example/{n}")["id"] for n in range(MOST)]
    assert (
        shop.post("/webhooks", {"url": "https://shop.example/", "kinds": ALL}, 409).json["code"] == "too-many-endpoints"
    )
    shop.ask("DELETE", f"/webhooks/{made[0]}", 204)
    assert shop.get(f"/webhooks/{made[0]}", 404).json["code"] == "no-such-endpoint"
    assert len(shop.get("/webhooks").json["items"]) == MOST - 1
    other = opened(app, "Another", uscc=OTHER_USCC)
    assert other.get(f"/webhooks/{made[1]}", 404).json["code"] == "no-such-endpoint"


@sqlite
def test_the_secret_lies_encrypted(app, shop):
    made = subscribe(shop, "https://shop.example/")
    with app.app_context(), reading() as session:
        kept = session.get(Endpoint, made["id"]).secret
    assert outgoing.secret(made["secret"]) not in kept
    assert made["secret"].encode() not in kept
