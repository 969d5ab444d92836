"""Products and their public cards: every version is in the record, and the class belongs to its merchant."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from sqlalchemy import text

from trace import cards, goods, ledger, parties, products
from trace.canon import NotCanonical
from trace.identity.own import BadOwnName
from trace.ledger import Draft
from trace.products import Level
from trace.stages import Stamp
from trace.words import Evidence

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GTIN = "https://id.gs1.org/01/09520123456788"


def party(session, name="Ginseng Hall"):
    return parties.actor(session, parties.register(session, "merchant", name, NOW).id)


def ginseng(session, merchant, **how):
    return products.register(
        session, merchant, "人参 15 g", "food", Level.ITEM, NOW, **({"gtin": "9520123456788"} | how)
    )


def entries(session, uri):
    rows = session.execute(
        text(
            "SELECT e.envelope FROM thing t JOIN link k ON k.thing_id = t.id JOIN entry e ON e.id = k.entry_id "
            "WHERE t.uri = :uri ORDER BY k.n"
        ),
        {"uri": uri},
    )
    return [json.loads(row[0])["public"] for row in rows]


def standing(session, actor, uri):
    deed = goods.serialised(uri, Stamp(NOW))
    ledger.append(session, [Draft(deed.event, actor, Evidence.PARTY)], NOW)
    return entries(session, uri)[-1]["standing"]


def test_a_product_is_registered_with_its_card_and_origin(session):
    product = ginseng(session, party(session), origin={"place": "通化市", "year": 2026})
    assert product.uri == GTIN
    shown = entries(session, GTIN)
    assert [(one["step"], one["facts"]["cardKind"]) for one in shown] == [("card", "product"), ("card", "origin")]
    for one, kind in zip(shown, ("product", "origin"), strict=True):
        card = cards.newest(session, GTIN, kind)
        assert one["facts"]["card"] == card.sha256 == sha256(card.text.encode()).hexdigest()
    assert cards.read(cards.newest(session, GTIN, "product"))["name"] == "人参 15 g"


def test_its_merchant_owns_all_that_bears_its_number(session):
    hall, noise = party(session), party(session, "Noise")
    ginseng(session, hall)
    assert standing(session, hall, GTIN + "/21/A1") == "owner"
    assert standing(session, noise, GTIN + "/21/A2") == "outsider"
    assert standing(session, hall, GTIN + "/10/L1") == "owner"


def test_registering_it_again_changes_nothing(session):
    hall = party(session)
    assert ginseng(session, hall) is ginseng(session, hall)
    assert len(entries(session, GTIN)) == 1


def test_a_number_belongs_to_one_product(session):
    hall = party(session)
    ginseng(session, hall)
    with pytest.raises(products.ProductTaken):
        ginseng(session, party(session, "Noise"))
    with pytest.raises(products.ProductTaken):
        products.register(session, hall, "Grapes", "food", Level.LOT, NOW, gtin="9520123456788")


def test_who_has_no_number_uses_a_code_of_their_own(session):
    product = ginseng(session, party(session), gtin=None, code="RS-15")
    assert product.uri == "https://log.example/id/RS-15"
    assert cards.read(cards.newest(session, product.uri, "product"))["marking"] == "own"
    assert products.get(session, "https://log.example/id/RS-15/-/A1") is product


def test_a_later_number_is_linked_and_old_labels_keep_working(session):
    hall = party(session)
    product = ginseng(session, hall, gtin=None, code="RS-15")
    products.give_gtin(session, hall, product, "9520123456788", NOW)
    assert products.get(session, product.uri + "/-/A1") is products.get(session, GTIN + "/21/B1") is product
    assert cards.read(cards.newest(session, product.uri, "product"))["gtin"] == GTIN
    assert cards.read(cards.newest(session, GTIN, "product"))["code"] == product.uri
    assert [len(entries(session, uri)) for uri in (product.uri, GTIN)] == [2, 1]
    products.give_gtin(session, hall, product, "9520123456788", NOW)
    assert len(entries(session, GTIN)) == 1
    with pytest.raises(products.ProductTaken):
        products.give_gtin(session, hall, product, "9520000000059", NOW)
    assert standing(session, hall, GTIN + "/21/B1") == "owner"


@pytest.mark.parametrize(
    "how",
    [{"gtin": None}, {"code": "RS-15"}, {"gtin": "2012345678903"}],
)
def test_a_product_has_one_number_that_is_unique_in_the_world(session, how):
    with pytest.raises(products.BadProduct):
        ginseng(session, party(session), **how)


def test_a_product_needs_a_name_and_a_level_that_there_is(session):
    hall = party(session)
    for name, level in (("", "item"), ("x" * 201, "item"), ("x", "molecule")):
        with pytest.raises(products.BadProduct):
            products.register(session, hall, name, "food", level, NOW, gtin="9520123456788")
    with pytest.raises(BadOwnName):
        products.register(session, hall, "x", "food", "item", NOW, code="party")


def test_every_version_of_a_card_is_kept_and_recorded(session):
    hall = party(session)
    ginseng(session, hall)
    for year in (2025, 2026, 2026, 2025):
        cards.publish(session, hall, {GTIN: {"origin": {"year": year}}}, NOW)
    assert [cards.read(one)["year"] for one in cards.versions(session, GTIN, "origin")] == [2025, 2026, 2025]
    hashes = [one["facts"]["card"] for one in entries(session, GTIN)[1:]]
    assert hashes == [one.sha256 for one in cards.versions(session, GTIN, "origin")]


def test_nobody_publishes_cards_of_what_is_anothers(session):
    hall, noise = party(session), party(session, "Noise")
    ginseng(session, hall)
    with pytest.raises(cards.NotYourCard):
        cards.publish(session, noise, {GTIN: {"origin": {"year": 1}}}, NOW)
    with pytest.raises(cards.NotYourCard):
        cards.publish(session, noise, {hall.uri: {"merchant": {"name": "Thieves"}}}, NOW)
    cards.publish(session, hall, {hall.uri: {"merchant": {"name": "Hall"}, "permit": {"number": "JY1"}}}, NOW)
    assert [one["facts"]["cardKind"] for one in entries(session, hall.uri)] == ["merchant", "permit"]


@pytest.mark.parametrize(
    ("kind", "content", "refusal"),
    [
        ("diary", {"a": 1}, cards.BadCard),
        ("origin", {}, cards.BadCard),
        ("origin", {"a": "x" * 17_000}, cards.BadCard),
        ("origin", {"weight": 1.5}, NotCanonical),
        ("origin", {"产地": "通化"}, NotCanonical),
    ],
)
def test_a_card_has_a_kind_and_a_canonical_text(kind, content, refusal):
    with pytest.raises(refusal):
        cards.text_of(kind, content)


def test_one_piece_has_no_card(session):
    hall = party(session)
    ginseng(session, hall)
    with pytest.raises(cards.BadCard):
        cards.publish(session, hall, {GTIN + "/21/A1": {"origin": {"year": 1}}}, NOW)


def test_a_merchants_products_are_listed_by_name(session):
    hall = party(session)
    products.register(session, hall, "b", "food", Level.LOT, NOW, code="B1")
    products.register(session, hall, "a", "food", Level.PARCEL, NOW, code="A1")
    products.register(session, party(session, "Noise"), "c", "food", Level.ITEM, NOW, code="C1")
    assert [one.name for one in products.of(session, hall.id)] == ["a", "b"]
    with pytest.raises(products.NoSuchProduct):
        products.get(session, "https://log.example/id/D1")
