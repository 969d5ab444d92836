"""A profile is declared: read from TOML, refused with a sentence when it cannot work."""

import pytest

from tests.trace.imports.invented import SHOP
from trace.imports.profile import BadProfile, parse
from trace.imports.tables import find, read, shipped_profile
from trace.words import Stage


def test_the_shipped_profile_names_its_tables_zone_and_steps():
    olist = parse(shipped_profile("olist"))
    assert olist.zone == "America/Sao_Paulo"
    assert [table.table for table in olist.tables.values()] == [
        "orders", "order_items", "order_payments", "order_reviews", "products", "sellers", "customers",
        "product_category_name_translation",
    ]  # fmt: skip
    assert [step.step for step in olist.steps] == [
        Stage.SERIALISED, Stage.LISTED, Stage.SOLD, Stage.HANDED_OVER, Stage.SIGNED, Stage.REVIEWED,
    ]  # fmt: skip


def test_another_shop_needs_only_its_own_mapping():
    shop = parse(SHOP)
    assert shop.tables["items"].columns() == {
        "order": "bestellung", "number": "zeile", "product": "ware", "merchant": "haendler",
    }  # fmt: skip
    assert "orders.handed_over" in shop.fields
    assert "orders.approved" not in shop.fields
    assert "reviews" not in shop.tables


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('name = "hillside"', 'name = "hill side"'), "not a name for a profile"),
        (('name = "hillside"', 'name = "-hillside"'), "not a name for a profile"),
        (('name = "hillside"', f'name = "{"h" * 33}"'), "not a name for a profile"),
        (('"Hillside Fruit"', '" "'), "not a name for a shop"),
        (('"Hillside Fruit"', f'"{"H" * 201}"'), "not a name for a shop"),
        (('country = "CN"', 'country = "China"'), "not a country"),
        (("Asia/Shanghai", "Asia/Nowhere"), "not a time zone"),
        (("Asia/Shanghai", "../etc/passwd"), "not a time zone"),
        (('gekauft"', 'gekauft"\ncolour = "farbe"'), "colour"),
        (('purchased = "gekauft"', ""), "purchased"),
        (('table = "posten"', 'table = "waren"'), "same table"),
        (('step = "sold"', 'step = "sent"'), "sent"),
        (('step = "sold"', 'step = "recalled"'), "in this order"),
        (('step = "sold"', 'step = "signed"'), "in this order"),
        (('at = "orders.delivered"', 'at = "orders.approved"'), "names no column"),
        (('at = "orders.delivered"', 'at = "reviews.created"'), "names no column"),
        (('actor = "shop"', 'actor = "courier"'), "courier"),
        (('name = "hillside"', "name = ["), "not a profile"),
    ],
)
def test_a_profile_that_cannot_work_is_refused(change, sentence):
    assert change[0] in SHOP
    with pytest.raises(BadProfile, match=sentence):
        parse(SHOP.replace(*change, 1))


def test_an_unknown_profile_names_those_that_there_are():
    with pytest.raises(BadProfile, match="olist"):
        shipped_profile("nobody")
    with pytest.raises(BadProfile, match="olist"):
        shipped_profile("../profile")


def test_a_table_is_found_plain_or_packed(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    (tmp_path / "b.csv.gz").write_text("x\n1\n")
    assert find(tmp_path, "a") == tmp_path / "a.csv"
    assert find(tmp_path, "b") == tmp_path / "b.csv.gz"
    assert find(tmp_path, "c") is None
    assert [row.cell("id") for row in read(tmp_path / "b.csv.gz", "b", {"id": "x"})] == ["1"]
