"""Links over /api/v1/links: who may give what a link, and what a link may say."""

from __future__ import annotations

import pytest

from app.access import tokens
from app.access.roles import Role
from app.db import transaction
from tests.app.consumer.told import NOW
from trace import products

GTIN = "/01/09520123456788"
LINK = {
    "subject": GTIN, "linkType": "gs1:pip", "href": "https://shop.example/p", "title": "Product page", "hreflang": ["zh-CN"],
    "type": "text/html",
}  # fmt: skip


@pytest.fixture
def ask(app, served):
    with served.sessions() as session:
        products.register(session, served.actor, "集安生晒参", "ginseng", "item", NOW, gtin="9520123456788")
        session.commit()
    parties = {"merchant": served.actor, "stranger": served.party("Other"), "operator": served.party("O", "operator")}

    def send(method, path="/api/v1/links", who="merchant", role=Role.MERCHANT, scopes=None, **given):
        with app.app_context(), transaction() as session:
            _, secret = tokens.create(session, role, parties[who].id, NOW, scopes=scopes)
        return app.test_client().open(path, method=method, headers={"Authorization": f"Bearer {secret}"}, **given)

    return send


def test_an_owner_gives_its_product_lots_and_pieces_links_and_takes_them_away(ask, app):
    for finer in ("", "/10/L1", "/21/S1"):
        made = ask("POST", json=LINK | {"subject": GTIN + finer})
        assert made.status_code == 201
        assert made.json["subject"] == f"https://id.gs1.org{GTIN}{finer}"
        assert made.json["linkType"] == "https://ref.gs1.org/voc/pip"
    assert app.test_client().get(f"{GTIN}?linkType=gs1:pip").headers["Location"] == LINK["href"]
    listed = ask("GET").json
    assert [one["subject"][-2:] for one in listed["links"]] == ["88", "L1", "S1"]
    assert listed["next"] is None
    assert [one["id"] for one in ask("GET", f"/api/v1/links?subject={GTIN}/10/L1").json["links"]] == [
        made.json["id"] - 1
    ]
    assert ask("GET", f"/api/v1/links?after={made.json['id'] - 1}").json["links"] == [made.json]
    first = listed["links"][0]["id"]
    assert ask("DELETE", f"/api/v1/links/{first}").status_code == 204
    assert app.test_client().get(f"{GTIN}?linkType=gs1:pip").status_code == 404
    assert ask("DELETE", f"/api/v1/links/{first}").json["code"] == "no-such-link"


def test_the_same_link_again_renews_its_title_and_marks(ask):
    first = ask("POST", json=LINK)
    again = ask("POST", json=LINK | {"title": "New title", "default": True, "public": False})
    assert again.status_code == 200
    assert again.json == first.json | {"title": "New title", "default": True, "public": False}
    assert ask("POST", json=LINK | {"hreflang": ["en"]}).status_code == 201


def test_nobody_links_what_is_anothers_or_nobodys(ask):
    assert ask("POST", who="stranger", json=LINK).json["code"] == "not-your-link"
    assert ask("POST", json=LINK | {"subject": "/01/09506000134352"}).json["code"] == "not-your-link"
    made = ask("POST", json=LINK).json["id"]
    assert ask("DELETE", f"/api/v1/links/{made}", who="stranger").json["code"] == "no-such-link"
    assert ask("GET", who="stranger").json["links"] == []


def test_the_operator_speaks_of_everything_and_its_owner_still_has_the_last_word(ask):
    operator = {"who": "operator", "role": Role.OPERATOR}
    assert ask("POST", json=LINK | {"subject": "/8004/95201231"}, **operator).status_code == 201
    made = ask("POST", json=LINK, **operator).json["id"]
    assert [one["id"] for one in ask("GET", f"/api/v1/links?subject={GTIN}").json["links"]] == [made]
    assert ask("DELETE", f"/api/v1/links/{made}").status_code == 204


def test_a_token_needs_the_scope(ask):
    for scopes in (["events:read"], ["events:write"]):
        assert ask("POST", json=LINK, scopes=scopes).json["code"] == "wrong-scope"
    assert ask("POST", json=LINK, scopes=["links:write"]).status_code == 201
    assert ask("GET", role=Role.INSTITUTION).status_code == 403


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"linkType": "gs1:nosuch"}, "bad-link-type"),
        ({"linkType": "gs1:defaultLink"}, "bad-link-type"),
        ({"linkType": "https://shop.example/voc/with-hyphen"}, "bad-link-type"),
        ({"linkType": "Next"}, "bad-link-type"),
        ({"linkType": "anchor"}, "bad-link-type"),
        ({"href": "javascript:alert(1)"}, "bad-web-link"),
        ({"href": "/relative"}, "bad-web-link"),
        ({"href": "https://user:secret@shop.example/"}, "bad-web-link"),
        ({"href": "https://shop.example/\r\nSet-Cookie: a=b"}, "bad-web-link"),
        ({"href": "https://shop.example/" + "x" * 2_048}, "bad-web-link"),
        ({"title": " "}, "bad-web-link"),
        ({"title": "a\nb"}, "bad-web-link"),
        ({"hreflang": ["zh-Hans"]}, "bad-web-link"),
        ({"hreflang": "zh"}, "bad-body"),
        ({"type": "text"}, "bad-web-link"),
        ({"type": "text/html; charset=utf-8"}, "bad-web-link"),
        ({"context": ["a b"]}, "bad-web-link"),
        ({"default": 1}, "bad-body"),
        ({"colour": "red"}, "bad-body"),
        ({"subject": "/01/09520123456789"}, "bad-key"),
        ({"subject": "urn:uuid:0a1b2c3d-0000-4000-8000-000000000000"}, "bad-web-link"),
    ],
)
def test_what_a_linkset_could_not_hold_is_refused(ask, change, code):
    found = ask("POST", json=LINK | change)
    assert (found.status_code, found.json["code"]) == (400, code), found.json
    assert ask("GET").json["links"] == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("body", "said"), [(b"{", "truncated"), (b"[]", "Expected `object`"), (b"{}", "missing required field `subject`")]
)
def test_a_body_that_is_no_link_is_refused(ask, body, said):
    found = ask("POST", data=body, content_type="application/json")
    assert (found.status_code, found.json["code"]) == (400, "bad-body")
    assert said in found.json["detail"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://溯源.例子/产品?q=参", "https://xn--b9wnc.xn--fsqu00a/%E4%BA%A7%E5%93%81?q=%E5%8F%82"),
        ("https://shop.example:8443/a%20b/{1}#x", "https://shop.example:8443/a%20b/%7B1%7D#x"),
        ("http://SHOP.example", "http://SHOP.example"),
    ],
)
def test_addresses_are_kept_in_ascii(ask, href, kept):
    assert ask("POST", json=LINK | {"href": href}).json["href"] == kept


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_thing_has_a_hundred_links_at_most(ask):
    for number in range(100):
        assert ask("POST", json=LINK | {"href": f"https://shop.example/{number}"}).status_code == 201
    assert ask("POST", json=LINK).json["code"] == "too-many-links"
