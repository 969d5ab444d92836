"""Real orders: every figure equals an independent count."""

from pathlib import Path

import pytest

from tests.trace.imports import counted
from trace.imports import orders, profile, tables
from trace.imports.flags import Judge

# What the material's own description says of it, worked out by whoever collected it.
DESCRIBED = {
    "olist": {
        "handover_before_purchase": 0, "handover_before_approval": 22, "delivered_before_handover": 5,
        "delivered_before_approval": 1, "delivered_without_date": 2, "cancelled_but_delivered": 5,
        "shipped_never_delivered": 539, "no_items": 539, "no_payment": 1, "late": 724, "several_reviews": 106,
        "handed_over_late": 1_263, "review_before_delivery": 508, "review_before_purchase": 1,
        "review_without_delivery": 1_745, "five_stars_without_delivery": 248, "review_on_several_orders": 99,
    },
    "olist/ext_no_reviews": {
        "handover_before_purchase": 0, "handover_before_approval": 5, "delivered_before_handover": 1,
        "delivered_before_approval": 3, "delivered_without_date": 0, "cancelled_but_delivered": 0,
        "shipped_never_delivered": 0, "no_items": 0, "no_payment": 0, "late": 232, "handed_over_late": 427,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ["olist", "olist/ext_no_reviews"])
def test_rows_and_flags_equal_an_independent_count(shared: Path, name: str):
    folder = shared / "data" / name
    olist = profile.parse(tables.shipped_profile("olist"))
    found = orders.collect(olist, tables.folder(folder, olist))
    assert found.refused == []
    assert found.rows == counted.rows(folder)
    assert Judge(found).count() == counted.flagged(folder) == DESCRIBED[name]
