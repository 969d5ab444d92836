"""Each kind of flag holds exactly where its definition says, and is silent where the export cannot tell."""

import gzip
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.trace.imports.invented import FILES, export
from trace.imports.flags import KINDS, Judge
from trace.imports.orders import Export, Item, Order, Review
from trace.imports.profile import parse
from trace.imports.tables import Row, shipped_profile

NOON = datetime(2017, 6, 1, 15, 0, tzinfo=UTC)  # noon in São Paulo
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
ROW = Row("t", 1, (), {})
TIMES = {
    "purchased": NOON,
    "approved": NOON + HOUR,
    "handed_over": NOON + DAY,
    "delivered": NOON + 3 * DAY,
    "promised": NOON + 9 * DAY,
}


def item(ship_by=NOON + 2 * DAY):
    return Item("1", "p", "m", ship_by, ROW)


def review(created=NOON + 4 * DAY, stars=4, name="r"):
    return Review(name, "o", stars, created, "", "", ROW)


ONE_ITEM, ONE_REVIEW = (item(),), (review(),)


def told(state="delivered", items=ONE_ITEM, payments=1, reviews=ONE_REVIEW, shared=1, unclear=(), **times):
    olist = parse(shipped_profile("olist"))
    whole = {f"{name}.whole" for name in olist.tables}
    found = Export(ZoneInfo(olist.zone), fields=olist.fields | whole)
    found.orders["o"] = Order(
        "o",
        state,
        **(TIMES | times),
        destination="",
        row=ROW,
        items=list(items),
        payments=payments,
        reviews=list(reviews),
        unclear=frozenset(unclear),
    )
    found.review_ids.update({one.id: shared for one in reviews})
    return Judge(found).count()


def test_an_order_that_a_refused_row_named_is_not_said_to_lack_it():
    assert flagged(items=(), payments=0, unclear={"items", "payments"}) == set()
    assert flagged(items=(), payments=0, unclear={"reviews"}) == {"no_items", "no_payment"}


def flagged(**changes):
    return {kind for kind, count in told(**changes).items() if count}


def test_an_ordinary_order_has_no_flag():
    assert flagged() == set()


def test_every_kind_is_counted_even_where_there_is_none():
    assert set(told()) == set(KINDS)
    assert len(KINDS) == 17


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"handed_over": NOON - SECOND}, {"handover_before_purchase", "handover_before_approval"}),
        ({"handed_over": NOON}, {"handover_before_approval"}),
        ({"handed_over": NOON + HOUR}, set()),
        ({"approved": None, "handed_over": NOON}, set()),
        ({"delivered": NOON + DAY - SECOND, "reviews": ()}, {"delivered_before_handover"}),
        ({"delivered": NOON, "handed_over": None, "reviews": ()}, {"delivered_before_approval"}),
        ({"delivered": None, "reviews": ()}, {"delivered_without_date"}),
        ({"state": "cancelled"}, {"cancelled_but_delivered"}),
        ({"state": "cancelled", "delivered": None, "reviews": ()}, set()),
        ({"state": "shipped", "delivered": None, "reviews": ()}, {"shipped_never_delivered"}),
        ({"state": "shipped"}, set()),
        ({"items": ()}, {"no_items"}),
        ({"payments": 0}, {"no_payment"}),
        ({"promised": TIMES["delivered"]}, set()),
        ({"promised": TIMES["delivered"] - SECOND}, {"late"}),
        ({"promised": None}, set()),
        ({"items": (item(NOON + DAY),)}, set()),
        ({"items": (item(NOON + DAY - SECOND),)}, {"handed_over_late"}),
        ({"items": (item(None),)}, set()),
        ({"reviews": (review(name="r1"), review(name="r2"))}, {"several_reviews"}),
        ({"shared": 2}, {"review_on_several_orders"}),
        # The day of the delivery is the profile's: 3 June 23:30 there is 4 June in UTC.
        ({"delivered": NOON + 2 * DAY + 11.5 * HOUR, "reviews": (review(NOON + 2 * DAY - 12 * HOUR),)}, set()),
        ({"reviews": (review(NOON + 2 * DAY),)}, {"review_before_delivery"}),
        ({"reviews": (review(NOON + 2 * DAY, 5),)}, {"review_before_delivery", "five_stars_without_delivery"}),
        ({"reviews": (review(NOON - DAY),)}, {"review_before_delivery", "review_before_purchase"}),
        ({"reviews": (review(NOON - 12 * HOUR),), "delivered": NOON + 2 * HOUR, "handed_over": None}, set()),
        ({"delivered": None, "state": ""}, {"review_without_delivery"}),
        (
            {"delivered": None, "state": "", "reviews": (review(stars=5),)},
            {"review_without_delivery", "five_stars_without_delivery"},
        ),
    ],
)
def test_a_flag_holds_where_its_definition_says(changes, expected):
    assert flagged(**changes) == expected


def test_what_is_lacking_cannot_be_told_from_a_table_that_breaks_off():
    cut = gzip.compress(FILES["posten"].encode())[:-9]
    found = export(FILES | {"posten": cut})
    assert [one.reason for one in found.refused] == ["unreadable_file"]
    assert found.rows["posten"] == 3
    assert "no_items" in Judge(export()).count()
    assert "no_items" not in Judge(found).count()


def test_what_an_export_cannot_tell_is_absent_and_not_zero():
    assert Judge(export()).count() == {
        "handover_before_purchase": 0, "delivered_before_handover": 1, "delivered_without_date": 0,
        "cancelled_but_delivered": 0, "shipped_never_delivered": 0, "no_items": 1,
    }  # fmt: skip
