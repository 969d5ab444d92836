"""Rows become order histories; what cannot be so is refused row by row."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from tests.trace.imports.invented import FILES, export
from trace.imports.orders import collect
from trace.imports.profile import parse
from trace.imports.tables import OF_A_FILE, Refused, Row, shipped_profile
from trace.imports.values import Bad, moment

OLIST = parse(shipped_profile("olist"))


def with_rows(table, *lines):
    return export(FILES | {table: FILES[table] + "".join(line + "\n" for line in lines)})


def refused(found):
    return [(one.table, one.line, one.reason) for one in found.refused]


def test_the_tables_of_an_export_are_joined():
    found = export()
    assert {name: [(i.number, i.product, i.merchant) for i in order.items] for name, order in found.orders.items()} == {
        "A1": [("1", "w1", "h1"), ("2", "w2", "h1")], "A2": [("1", "w1", "h2")], "A3": [],
    }  # fmt: skip
    assert found.products["w2"].name == "Ginseng slices"
    assert found.rows == {"bestellungen": 3, "posten": 3, "waren": 2, "haendler": 2}
    assert found.refused == []
    assert found.missing == ()


def test_times_without_a_zone_are_read_in_the_profiles_zone_and_others_as_they_stand():
    found = export()
    assert found.orders["A1"].purchased == datetime(2026, 3, 1, 0, 0, tzinfo=UTC)
    assert found.orders["A3"].purchased == datetime(2026, 3, 4, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ("bestellungen", "A1,fertig,2026-03-01 08:00:00,,", "duplicate_row"),
        ("bestellungen", ",fertig,2026-03-01 08:00:00,,", "missing_value"),
        ("bestellungen", "A4,fertig,,,", "missing_value"),
        ("bestellungen", "A4,fertig,yesterday,,", "bad_time"),
        ("bestellungen", "A4,fertig,2026-03-01 08:00:00,2026-02-30 08:00:00,", "bad_time"),
        ("bestellungen", "A4,fertig,0001-01-01 00:00:00,,", "bad_time"),
        ("bestellungen", "A4,fertig,9999-12-31 23:59:59,,", "bad_time"),
        ("bestellungen", "A4,fertig", "wrong_width"),
        ("bestellungen", "A\x004,fertig,2026-03-01 08:00:00,,", "bad_value"),
        ("posten", "A9,1,w1,h1,1", "unknown_bestellung"),
        ("posten", "A1,1,w1,h1,1", "duplicate_row"),
        ("posten", "A1,3,,h1,1", "missing_value"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_the_rest_stays(table, line, reason):
    found = with_rows(table, line)
    assert refused(found) == [(table, FILES[table].count("\n") + 1, reason)]
    assert found.rows[table] == export().rows[table] + 1
    assert sum(len(order.items) for order in found.orders.values()) == 3


def test_a_good_row_may_follow_a_bad_one_of_the_same_key():
    assert refused(with_rows("bestellungen", "A4,x,never,,", "A4,x,2026-03-01 08:00:00,,")) == [
        ("bestellungen", 5, "bad_time")
    ]


def test_a_refusal_says_what_came_and_what_was_expected():
    (one,) = with_rows("bestellungen", "A4,fertig,yesterday,,").refused
    assert one.sentence == (
        "line 5 of bestellungen: gekauft is 'yesterday': expected a time like 2017-11-23 18:05:00, of the years 1970 to 2199"
    )
    assert one.row == ("A4", "fertig", "yesterday", "", "")


def test_missing_tables_and_unusable_ones_are_named():
    files = {name: text for name, text in FILES.items() if name != "waren"}
    found = export(files | {"haendler": "firma\nHill One\n"})
    assert found.missing == ("waren", "haendler")
    assert "products.id" not in found.fields
    assert set(found.rows) == {"bestellungen", "posten"}


def test_a_skipped_or_repeated_hour_has_one_reading():
    zone = ZoneInfo("America/Sao_Paulo")

    def read(text):
        return moment(Row("t", 1, (text,), {"at": 0}), "at", zone)

    # Clocks went from 0:00 to 1:00 on 15 October 2017 and from 24:00 back to 23:00 on 18 February 2017.
    assert read("2017-10-15 00:30:00") == read("2017-10-15 01:30:00") == datetime(2017, 10, 15, 3, 30, tzinfo=UTC)
    assert read("2017-02-18 23:30:00") == datetime(2017, 2, 19, 1, 30, tzinfo=UTC)


@given(st.text())
def test_any_text_is_a_time_or_refused(text):
    try:
        found = moment(Row("t", 1, (text,), {"at": 0}), "at", ZoneInfo("Asia/Shanghai"))
    except Bad:
        return
    assert found is None or found.tzinfo is UTC


words = st.one_of(st.sampled_from(["o1", "o2", "1", "5", "2017-01-01 00:00:00", "delivered", ""]), st.text(max_size=8))


def arbitrary(name):
    columns = OLIST.tables[name].columns()
    places = {field: place for place, field in enumerate(columns)}
    good = st.tuples(*[words] * len(columns))
    bad = st.sampled_from(["bad_csv", "wrong_width", "missing_column", "unreadable_file"])
    return st.lists(
        st.one_of(
            st.builds(Row, st.just(OLIST.tables[name].table), st.integers(1), good, st.just(places)),
            st.builds(Refused, st.just(OLIST.tables[name].table), st.integers(1), bad, st.just("")),
        )
    )


@given(st.fixed_dictionaries({}, optional={name: arbitrary(name) for name in OLIST.tables}))
def test_every_row_is_taken_or_refused(tables):
    found = collect(OLIST, tables)
    taken = {
        "orders": len(found.orders),
        "order_items": sum(len(order.items) for order in found.orders.values()),
        "order_payments": sum(order.payments for order in found.orders.values()),
        "order_reviews": sum(len(order.reviews) for order in found.orders.values()),
        "products": len(found.products), "sellers": len(found.merchants), "customers": len(found.destinations),
        "product_category_name_translation": len(found.categories),
    }  # fmt: skip
    for table, count in found.rows.items():
        turned_away = [one for one in found.refused if one.table == table and one.reason not in OF_A_FILE]
        assert count == taken[table] + len(turned_away)
