"""The resolver beyond the official criteria: whose links count, what is kept from others, and what it costs."""

from __future__ import annotations

import pytest
from sqlalchemy import event as sqlalchemy_event

from app.db import database as opened
from tests.app.consumer.linked import BASE, GTIN, ITEM, LINKSET, LOT, VOC
from tests.app.consumer.told import BROWSER, NOW, PROGRAM
from trace import links, products
from trace.identity import compression, link
from trace.target import Target

PIECE = f"{GTIN}/21/S1"
PIP = "https://shop.example/pip"


@pytest.fixture
def site(world_of_links):
    return world_of_links


@pytest.fixture
def queries(site):
    """What is said to the database."""
    with site.app.app_context():
        engine = opened().engine
    said = []

    def note(*given):
        said.append(given[2])

    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    yield said
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)


def test_the_finest_level_that_has_a_kind_of_link_is_followed(site):
    site.link(GTIN, "gs1:pip", PIP)
    assert site.get(f"{ITEM}?linkType=gs1:pip").headers["Location"] == PIP
    site.link(LOT, "gs1:pip", f"{PIP}/lot")
    assert site.get(f"{ITEM}?linkType=gs1:pip").headers["Location"] == f"{PIP}/lot"
    assert site.get(f"{GTIN}?linkType=gs1:pip").headers["Location"] == PIP
    site.link(PIECE, "gs1:pip", f"{PIP}/piece")
    assert site.get(f"{ITEM}?linkType=gs1:pip").headers["Location"] == f"{PIP}/piece"


def test_a_piece_has_the_links_of_the_lot_that_the_record_says_it_is_from(site):
    site.link(f"{GTIN}/10/L2", "gs1:certificationInfo", "https://lab.example/L2")
    assert site.get(f"{PIECE}?linkType=gs1:certificationInfo").headers["Location"] == "https://lab.example/L2"
    assert list(site.linkset(PIECE)) == [BASE + PIECE, f"{BASE}{GTIN}/10/L2", BASE + GTIN]
    assert site.get(f"{GTIN}/21/ANOTHER?linkType=gs1:certificationInfo").status_code == 404


def test_links_that_are_not_public_are_nobodys_business(site):
    with site.world.sessions() as session:
        target = Target.parse("gs1:pip", PIP, "Draft")
        name = f"https://id.gs1.org{GTIN}"
        links.put(session, site.world.actor.id, name, target, NOW, public=False, any_owner=False)
        session.commit()
    assert site.get(f"{GTIN}?linkType=gs1:pip").status_code == 404
    assert PIP not in site.get(GTIN, **LINKSET).text


def test_codes_that_open_something_here_are_not_passed_on(site):
    site.link(GTIN, "gs1:pip", PIP)
    found = site.get(f"{GTIN}?k=LABELCODE&c=INSIDE&old=3&proof=1&linktype=gs1:pip&utm=x")
    assert found.headers["Location"] == f"{PIP}?utm=x"
    ours = site.get(f"{GTIN}?linkType=gs1:traceability&k=LABELCODE", Accept="text/html")
    assert ours.headers["Location"] == f"{BASE}{GTIN}?k=LABELCODE"


def test_our_page_and_the_proof_are_links_of_everything_that_is_recorded(site):
    found = site.linkset(PIECE)[BASE + PIECE]
    assert found[f"{VOC}traceability"][0]["hreflang"] == ["zh-CN", "en"]
    assert found["alternate"][0] == {
        "href": f"{BASE}{PIECE}?proof=1", "title": "证明文件 Proof file", "type": "application/json",
    }  # fmt: skip
    assert found["itemDescription"] == "集安生晒参, S1"
    assert site.get(f"{PIECE}?linkType=alternate").headers["Location"] == f"{BASE}{PIECE}?proof=1"
    assert site.get(f"{PIECE}?proof=1").json["thing"] == f"https://id.gs1.org{PIECE}"


def test_a_program_still_gets_the_proof_and_a_browser_the_page(site):
    site.link(GTIN, "gs1:pip", PIP, default=True)
    assert site.client().get(PIECE, headers=PROGRAM).json["thing"] == f"https://id.gs1.org{PIECE}"
    assert site.client().get(PIECE, headers=BROWSER).mimetype == "text/html"
    assert site.get(f"{GTIN}?linkType=").status_code == 200


def test_own_names_are_resolved_too(site):
    origin = site.world.keyring.origin
    with site.world.sessions() as session:
        target = Target.parse("gs1:support", "https://shop.example/help", "Help")
        links.put(session, site.world.actor.id, f"https://{origin}/id/A-100", target, NOW, public=True, any_owner=True)
        session.commit()
    assert site.get("/id/A-100/-/S1?linkType=gs1:support").headers["Location"] == "https://shop.example/help"
    assert list(site.linkset("/id/A-100/L1/S1")) == [f"{BASE}/id/A-100"]


def test_defaults_that_an_owner_marked_are_chosen_among_when_asked_for(site):
    site.link(GTIN, "gs1:pip", f"{PIP}/es", "es", default=True)
    asked = f"{GTIN}?linkType=gs1:defaultLinkMulti"
    assert site.get(asked, Accept_Language="es-MX").headers["Location"] == f"{PIP}/es"
    assert site.get(asked, Accept_Language="zh-CN,es;q=0.9").headers["Location"] == BASE + GTIN
    site.link(GTIN, "gs1:recipeInfo", f"{PIP}/rezept", "es", default=True)
    assert site.get(asked, Accept_Language="es").status_code == 300


def test_a_context_tells_links_of_one_language_apart(site):
    with site.world.sessions() as session:
        for place in ("", "CN", "JP"):
            target = Target.parse("gs1:pip", f"{PIP}/{place}", "Pip", ("en",), "", (place,) if place else ())
            links.put(
                session, site.world.actor.id, f"https://id.gs1.org{GTIN}", target, NOW, public=True, any_owner=True
            )
        session.commit()
    for query, expected in (("&context=jp", "/JP?context=jp"), ("&context=KR", "/?context=KR"), ("", "/")):
        assert site.get(f"{GTIN}?linkType=gs1:pip{query}").headers["Location"] == PIP + expected


def test_linksets_may_be_kept_for_a_minute_and_are_asked_for_again_by_their_tag(site):
    site.link(GTIN, "gs1:pip", PIP)
    first = site.client().get(GTIN, headers=LINKSET)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.headers["Vary"] == "Accept, Accept-Language"
    again = site.client().get(GTIN, headers=LINKSET | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    site.link(GTIN, "gs1:support", PIP)
    assert site.client().get(GTIN, headers=LINKSET | {"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert site.get(f"{GTIN}?linkType=gs1:pip").headers["Vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize("whole", [True, False])
def test_a_compressed_address_is_answered_where_it_is_and_tells_the_other(site, whole):
    site.link(LOT, "gs1:pip", PIP)
    path = compression.compress(link.parse(f"{ITEM}?17=291231"), whole=whole)
    same = f'<{BASE}{ITEM}?17=291231>; rel="owl:sameAs"'
    page = site.client().get(path, headers=BROWSER)
    assert page.status_code == 200
    assert same in page.headers["Link"]
    assert page.text == site.client().get(ITEM, headers=BROWSER).text
    way = site.get(f"{path}?linkType=gs1:pip&a=b")
    assert (way.status_code, way.headers["Location"]) == (307, f"{PIP}?17=291231&a=b")
    found = site.client().get(path, headers=LINKSET)
    assert found.json == site.client().get(ITEM, headers=LINKSET).json
    assert site.client().get(path, headers=PROGRAM).json["thing"] == f"https://id.gs1.org{PIECE}"


def test_values_with_slashes_and_percent_signs_come_through_a_server_that_decodes_them(site):
    for serial in ("A%2FB", "50%25", "A%2541"):
        site.link(f"{GTIN}/21/{serial}", "gs1:pip", f"{PIP}/{len(serial)}")
        asked = {"path": f"{GTIN}/21/{serial}", "query_string": "linkType=gs1:pip"}
        for raw in ({}, {"RAW_URI": "", "REQUEST_URI": ""}):
            found = site.client().get(**asked, environ_overrides=raw)
            assert found.headers["Location"] == f"{PIP}/{len(serial)}", (serial, raw)


def test_few_queries_however_many_links_and_none_more_for_a_page(site, queries):
    site.client().get(PIECE, headers=BROWSER)
    queries.clear()
    site.client().get(PIECE, headers=BROWSER)
    before = len(queries)
    for number in range(40):
        site.link(GTIN, "gs1:recipeInfo", f"{PIP}/{number}", "en")
    for path, headers, most in (
        (PIECE, BROWSER, before),
        (f"{ITEM}?linkType=gs1:recipeInfo", {}, 2),
        (f"{ITEM}?linkType=gs1:recipeInfo", {}, 0),
        (f"{GTIN}/21/ANOTHER?linkType=gs1:recipeInfo", {}, 0),
        (f"{ITEM}?linkType=gs1:traceability", {}, 2),
        (ITEM, LINKSET, 3),
        (f"{GTIN}/10/KL8G", BROWSER, 4),
    ):
        queries.clear()
        site.client().get(path, headers=headers)
        asked = [one for one in queries if "SELECT" in one.upper()]
        assert len(asked) <= most, asked


def test_no_invented_serial_is_led_to_the_page_of_the_genuine_product(site):
    with site.world.sessions() as session:
        products.register(session, site.world.actor, "集安红参", "ginseng", "item", NOW, gtin="9520123456788")
        session.commit()
    site.link("/01/09520123456788", "gs1:pip", PIP, default=True)
    assert site.client().get("/01/09520123456788/21/INVENTED", headers=BROWSER).status_code == 404
    assert site.client().get("/01/09520123456788/10/KL8G/21/INVENTED", headers=BROWSER).status_code == 404
    # Programs that say what they look for are led up, as the standard wants it.
    assert site.get("/01/09520123456788/21/INVENTED?linkType=gs1:pip").headers["Location"] == PIP
    # Of goods that are traced by lot, the record knows no serials, and one says nothing.
    assert site.get(f"{GTIN}/21/INVENTED", Accept="text/html").headers["Location"] == BASE + GTIN
