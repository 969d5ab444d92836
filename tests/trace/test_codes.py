"""Codes from the drawing of serials to their retirement; every one is somewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from trace import activation, codes, goods, history, ledger, listings, papers, parties, production, products, telling
from trace.codes import BLANK, State
from trace.errors import Conflict, Malformed
from trace.identity.uscc import Uscc

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GTIN = "6901234567892"


@pytest.fixture
def merchant(session):
    party = parties.register(session, "merchant", "Ridge", NOW)
    return parties.actor(session, party.id)


@pytest.fixture
def ginseng(session, merchant):
    return products.register(session, merchant, "Ginseng", "ginseng", "item", NOW, gtin=GTIN)


@pytest.fixture
def verified(session, merchant):
    """The merchant's licence was looked at."""
    found = papers.hand_in(
        session, parties.get(session, merchant.id), Uscc.parse("91000000MADEM0G21X"), "Lin", b"%PDF-1", NOW
    )
    papers.verify(session, found, 1, merchant.id, NOW)
    return merchant


def states(session, merchant):
    return {state.name: many for state, many in codes.total(codes.counts(session, merchant.id)).items() if many}


def test_reserved_codes_are_as_many_as_asked_for_and_nothing_is_recorded_of_them(session, merchant, ginseng):
    batch = codes.reserve(session, ginseng, 250, NOW)
    drawn = codes.to_print(session, batch, 0, 1_000)
    assert len({one.tobytes() for one in drawn}) == 250
    assert states(session, merchant) == {"RESERVED": 250}
    uri = batch.stem + drawn[0].tobytes().decode()
    assert uri.startswith(f"https://id.gs1.org/01/0{GTIN}/21/")
    with pytest.raises(history.NoSuchThing):
        history.life(session, uri)


def test_printing_in_parts_leaves_the_rest_reserved(session, merchant, ginseng):
    batch = codes.reserve(session, ginseng, 30, NOW)
    codes.printed(session, batch, 0, 21, NOW)
    assert states(session, merchant) == {"RESERVED": 9, "PRINTED": 21}


def test_activation_names_items_into_their_lot_a_hundred_an_event_and_goes_on_where_it_was(session, merchant, ginseng):
    batch = codes.reserve(session, ginseng, 250, NOW)
    activation.name_lot(session, batch, "QH-1", NOW, best_before=date(2028, 1, 1))
    assert activation.activate(session, batch, NOW, most=150) == 150
    assert states(session, merchant) == {"RESERVED": 100, "ACTIVE": 150}
    assert activation.activate(session, batch, NOW, most=150) == 100
    assert activation.activate(session, batch, NOW, most=150) == 0
    uri = codes.take(session, batch, [State.ACTIVE], 1)[0]
    life = history.life(session, uri)
    (entry,) = life.entries
    assert (entry.stage, entry.public["lot"], entry.public["standing"]) == ("serialised", "QH-1", "owner")
    assert len(entry.digests) == 32 * 128
    lot = production.find(session, f"https://id.gs1.org/01/0{GTIN}/10/QH-1")
    assert lot is not None
    assert lot.best_before == "2028-01-01"
    assert codes.find(session, uri) == (batch, State.ACTIVE)
    assert codes.find(session, uri.replace("/01/0", "/01/1")) is None


def test_part_of_a_batch_can_be_activated_by_its_places(session, merchant, ginseng):
    batch = codes.reserve(session, ginseng, 50, NOW)
    assert activation.left(session, batch, BLANK, 0, 20) == 21
    assert activation.activate(session, batch, NOW, first=0, last=20) == 21
    assert states(session, merchant) == {"RESERVED": 29, "ACTIVE": 21}


def test_codes_of_one_lot_are_not_activated_with_another(session, ginseng):
    batch = codes.reserve(session, ginseng, 5, NOW, lot="A")
    with pytest.raises(activation.LotFixed):
        activation.name_lot(session, batch, "B", NOW)
    activation.name_lot(session, batch, "A", NOW)


def test_an_own_code_bears_its_lot_where_one_was_said_at_the_drawing(session, merchant):
    berries = products.register(session, merchant, "Berries", "fruit", "item", NOW, code="BERRY-200")
    with_lot, without = (
        codes.reserve(session, berries, 1, NOW, lot="L 1".replace(" ", "/")),
        codes.reserve(session, berries, 1, NOW),
    )
    assert with_lot.stem == "https://log.example/id/BERRY-200/L%2F1/"
    assert without.stem == "https://log.example/id/BERRY-200/-/"


def test_retired_codes_say_so_and_are_printed_no_more(session, merchant, ginseng):
    batch = codes.reserve(session, ginseng, 10, NOW)
    activation.activate(session, batch, NOW, last=5)
    spoiled = codes.take(session, batch, [State.ACTIVE], 2)
    assert activation.retire_these(session, batch, [*spoiled, batch.stem + "NOTONEOFOURS2"], "damaged", NOW) == 2
    assert activation.retire(session, batch, NOW) == 4
    assert states(session, merchant) == {"ACTIVE": 4, "RETIRED": 6}
    assert history.life(session, spoiled[0]).entries[-1].stage == "decommissioned"
    assert len(codes.to_print(session, batch, 0, 10)) == 4


def test_a_sold_item_is_retired_by_nobody(session, ginseng):
    batch = codes.reserve(session, ginseng, 1, NOW)
    activation.activate(session, batch, NOW)
    (item,) = codes.take(session, batch, [State.ACTIVE], 1)
    codes.move(session, [item], [State.ACTIVE], State.SOLD)
    assert activation.retire_these(session, batch, [item], "damaged", NOW) == 0


@pytest.mark.parametrize("pieces", [0, -1, codes.MOST + 1])
def test_a_batch_has_at_least_one_code_and_at_most_so_many(session, ginseng, pieces):
    with pytest.raises(codes.BadBatch):
        codes.reserve(session, ginseng, pieces, NOW)


def test_only_products_traced_by_item_have_codes_of_their_own(session, merchant):
    rice = products.register(session, merchant, "Rice", "rice", "lot", NOW, gtin=GTIN)
    with pytest.raises(Malformed):
        codes.reserve(session, rice, 1, NOW)


def test_an_unverified_merchant_prepares_and_lists_nothing(session, merchant, ginseng):
    batch = codes.reserve(session, ginseng, 3, NOW)
    assert activation.activate(session, batch, NOW) == 3
    with pytest.raises(papers.NotVerified):
        listings.put_on(session, merchant, ginseng, NOW, price=16800, url=None)


def test_what_is_listed_reaches_its_items_and_those_activated_later(session, verified, ginseng):
    batch = codes.reserve(session, ginseng, 5, NOW)
    activation.activate(session, batch, NOW, last=2)
    listing = listings.put_on(session, verified, ginseng, NOW, price=16800, url="https://shop.example/ginseng")
    assert listings.reach(session, verified, listing, NOW, 2) == 2
    assert listings.reach(session, verified, listing, NOW, 2) == 1
    assert listings.reach(session, verified, listing, NOW, 2) == 0
    activation.activate(session, batch, NOW)
    items = codes.take(session, batch, [State.ACTIVE], 10)
    assert [[one.stage for one in history.life(session, uri).entries] for uri in items] == [
        ["serialised", "listed"]
    ] * 5
    with pytest.raises(Conflict):
        listings.put_on(session, verified, ginseng, NOW, price=16800, url=None)
    off = listings.take_off(session, verified, ginseng, NOW)
    assert listings.reach(session, verified, off, NOW, 10) == 5
    assert history.life(session, items[0]).entries[-1].stage == "delisted"
    with pytest.raises(listings.NotListed):
        listings.take_off(session, verified, ginseng, NOW)


def test_a_lot_that_is_made_while_its_product_is_on_sale_is_on_sale(session, verified):
    rice = products.register(session, verified, "Rice", "rice", "lot", NOW, gtin=GTIN)
    before = listings.make_lot(session, verified, rice, "A", NOW, telling.stamp(NOW), pieces=100)
    listings.put_on(session, verified, rice, NOW, price=None, url=None)
    after = listings.make_lot(session, verified, rice, "B", NOW, telling.stamp(NOW), pieces=100)
    assert [[one.stage for one in history.life(session, lot.uri).entries] for lot in (before, after)] == [
        ["serialised", "listed"]
    ] * 2
    assert production.for_sale(session, rice.id, NOW.date()) == before


def test_the_same_lot_twice_is_one_and_made_otherwise_is_refused(session, verified):
    rice = products.register(session, verified, "Rice", "rice", "lot", NOW, gtin=GTIN)
    one = listings.make_lot(session, verified, rice, "A", NOW, telling.stamp(NOW), pieces=100)
    assert listings.make_lot(session, verified, rice, "A", NOW, telling.stamp(NOW), pieces=100) is one
    assert len(history.life(session, one.uri).entries) == 1
    with pytest.raises(production.LotTaken):
        listings.make_lot(session, verified, rice, "A", NOW, telling.stamp(NOW), pieces=99)
    with pytest.raises(production.BadMaking):
        listings.make_lot(
            session,
            verified,
            rice,
            "C",
            NOW,
            telling.stamp(NOW),
            made_on=date(2026, 1, 2),
            best_before=date(2026, 1, 2),
        )


def test_nobody_elses_goods_can_be_put_on_sale(session, verified, ginseng):
    other = parties.actor(session, parties.register(session, "merchant", "Other", NOW, verified=True).id)
    goods_of_other = goods.listed(ginseng.uri, telling.stamp(NOW))
    ledger.append(session, [telling.draft(goods_of_other, other)], NOW)
    assert history.life(session, ginseng.uri).entries[-1].public["standing"] == "outsider"
