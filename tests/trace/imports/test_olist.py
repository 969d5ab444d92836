"""Real orders: every figure equals an independent count."""

from pathlib import Path

import pytest

from tests.trace.imports import counted
from trace.imports import orders, profile, tables
from trace.imports.flags import Judge


@pytest.mark.parametrize("name", ["olist", "olist/ext_no_reviews"])
def test_rows_and_flags_equal_an_independent_count(shared: Path, name: str):
    folder = shared / "data" / name
    olist = profile.parse(tables.shipped_profile("olist"))
    found = orders.collect(olist, tables.folder(folder, olist))
    assert found.refused == []
    assert found.rows == counted.rows(folder)
    assert Judge(found).count() == counted.flagged(folder)
