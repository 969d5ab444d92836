"""What an import registers is found by the product pages like everything else, and is registered once."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select

from tests.trace.imports.invented import FILES, SHOP, export
from trace import cards, parties, products, tables
from trace.cards import Card
from trace.imports import catalogue, load, profile
from trace.imports.names import gtin13, number
from trace.parties import Kind
from trace.products import Product

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MAPPING = profile.parse(SHOP.replace('name = "bezeichnung"', 'name = "bezeichnung"\ncategory = "art"'))
GOODS = FILES | {"waren": "nummer,bezeichnung,art\nw1,Blueberries,fruit\nw2,,roots\nw3,Unsold,fruit\n"}


def run(session, files=GOODS, size=load.BATCH):
    found = export(files, MAPPING)
    cast = load.cast(session, MAPPING, found, NOW)
    sheets = catalogue.missing(session, MAPPING, found, cast)
    return cast, sum(catalogue.publish(session, some, found, cast, NOW) for some in load.batches(sheets, size))


def uri(cast, merchant, product):
    return f"https://id.gs1.org/01/0{gtin13(cast.offers[merchant, product])}"


def test_every_offer_is_a_product_of_its_merchant_with_a_card(session):
    cast, published = run(session)
    assert published == 6
    found = {
        product.uri: (product.merchant_id, product.name, product.category, product.level)
        for product in session.scalars(select(Product))
    }
    assert found == {
        uri(cast, "h1", "w1"): (cast.merchants["h1"].id, "Blueberries", "fruit", "item"),
        # The export does not call it anything, so its kind must do.
        uri(cast, "h1", "w2"): (cast.merchants["h1"].id, "roots", "roots", "item"),
        uri(cast, "h2", "w1"): (cast.merchants["h2"].id, "Blueberries", "fruit", "item"),
    }
    for name in found:
        card = cards.newest(session, name, "product")
        assert cards.read(card)["name"] == found[name][1]
        entry = session.execute(select(tables.entry).where(tables.entry.c.id == card.entry_id)).one()
        assert card.sha256 in entry.envelope
        assert '"evidence":"import"' in entry.envelope
        assert '"standing":"owner"' in entry.envelope


def test_a_product_registered_one_by_one_has_the_same_card(session):
    cast, _ = run(session)
    merchant = parties.register(session, Kind.MERCHANT, "Hill Three", NOW)
    alone = products.register(
        session, parties.actor(session, merchant.id), "Blueberries", "fruit", "item", NOW, gtin="9521234567899"
    )
    one = cards.read(cards.newest(session, alone.uri, "product"))
    other = cards.read(cards.newest(session, uri(cast, "h1", "w1"), "product"))
    assert one | {"merchant": ""} == other | {"merchant": ""}
    # A later import that says it again changes nothing, and that it is registered already is seen one by one too.
    again = products.register(
        session, cast.merchants["h1"], "Blueberries", "fruit", "item", NOW, gtin=gtin13(cast.offers["h1", "w1"])
    )
    assert again.uri == uri(cast, "h1", "w1")


def test_the_shop_and_each_merchant_have_a_card(session):
    cast, _ = run(session)
    assert {
        card.subject: cards.read(card) for card in session.scalars(select(Card).where(Card.kind == "merchant"))
    } == {
        cast.shop.uri: {"name": "Hillside Fruit"},
        cast.merchants["h1"].uri: {"name": "Hill One"},
        cast.merchants["h2"].uri: {"name": "Hill Two"},
    }


def test_a_second_run_publishes_only_what_is_new(session):
    run(session, size=2)
    assert run(session)[1] == 0
    cast, published = run(session, GOODS | {"posten": FILES["posten"] + "A2,2,w3,h2,1\n"})
    assert published == 1
    assert products.get(session, uri(cast, "h2", "w3")).name == "Unsold"
    assert session.scalar(select(func.count()).select_from(Card)) == 7


def test_registering_that_was_killed_goes_on(session):
    found = export(GOODS, MAPPING)
    cast = load.cast(session, MAPPING, found, NOW)
    catalogue.publish(session, catalogue.missing(session, MAPPING, found, cast)[:4], found, cast, NOW)
    assert run(session)[1] == 2


def test_no_offer_gets_the_number_of_a_product_that_was_there(session):
    wanted = number("hillside\nh1\nw1")
    merchant = parties.register(session, Kind.MERCHANT, "Hill Three", NOW)
    there = products.register(
        session, parties.actor(session, merchant.id), "Ginseng", "roots", "item", NOW, gtin=gtin13(wanted)
    )
    cast, _ = run(session)
    assert cast.offers["h1", "w1"] != wanted
    assert products.get(session, there.uri).name == "Ginseng"
