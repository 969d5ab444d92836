"""Every row of the benchmarks at next to no size: they run, count what they say, and come out as a table."""

from __future__ import annotations

import json

import pytest

from bench import places, sizes, table
from bench.__main__ import MEASURED
from bench.measure import Row, Turn, by_turns

NAMES = sorted(set(MEASURED) - {"imports"})


@pytest.mark.parametrize("name", NAMES)
def test_every_row_can_be_measured(name, tmp_path):
    rows = list(MEASURED[name](places.sqlite(tmp_path), sizes.TINY))
    assert rows
    for row in rows:
        assert row.rate > 0
        assert row.limit > 0
        assert json.loads(json.dumps(row.as_json()))["work"] == row.work
    assert len(table.lines(rows)) == len(rows) + 2


def test_a_row_is_the_medians_of_its_turns_and_says_whether_the_budget_holds():
    turns, limits = [Turn(rate, 10) for rate in (10, 30, 20)], [Turn(rate, 5) for rate in (100, 40, 60)]
    row = Row("work", "SQLite", "events/s", 1 / 3, turns, limits)
    assert (row.rate, row.limit, row.cpu_ratio, row.met) == (20, 60, 0.5, True)
    row.least = 0.34
    assert not row.met
    assert "MISSED" in table.lines([row])[-1]


def test_work_and_limit_take_turns_and_the_first_of_each_does_not_count():
    done: list[str] = []
    ours, limit = by_turns(lambda: done.append("ours") or 1, lambda: done.append("limit") or 1, 3)
    assert done == ["ours", "limit"] * 4
    assert len(ours) == len(limit) == 3
