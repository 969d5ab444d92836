"""A real marketplace's orders go into the chain: the figures are right, a second run adds nothing, verify agrees."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from tests.app.installation import installed
from tests.trace.imports import counted, invented


def run(app: Flask, *words: str):
    done = app.test_cli_runner().invoke(args=["import", "orders", *words])
    assert done.exit_code == 0, done.output
    return done.output


def report(app: Flask, folder: Path, where: Path, profile: str = "olist") -> dict[str, dict[str, int]]:
    run(app, "--profile", profile, "--report", str(where), str(folder))
    return json.loads(where.read_text())


def verified(app: Flask) -> str:
    done = app.test_cli_runner().invoke(args=["verify"])
    assert done.exit_code == 0, done.output
    return done.output.strip().splitlines()[-1]


def expected_events(folder: Path) -> Counter[str]:
    """Steps that the export tells, counted from its rows alone."""
    orders = {row["order_id"]: row for row in counted.read(folder, "orders")}
    items = Counter(row["order_id"] for row in counted.read(folder, "order_items"))
    events = Counter(
        serialised=items.total(), listed=items.total(), reviewed=len(counted.read(folder, "order_reviews") or [])
    )
    for name, row in orders.items():
        # An order without items has a chain of its own.
        chains = items[name] or 1
        events["sold"] += chains
        events["handed_over"] += chains * bool(row["order_delivered_carrier_date"])
        events["signed"] += chains * bool(row["order_delivered_customer_date"])
    return events


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_real_orders_twice_and_a_second_export_after_them(database: str, tmp_path: Path, shared: Path):
    olist, more = shared / "data" / "olist", shared / "data" / "olist" / "ext_no_reviews"
    app = installed(database, tmp_path)

    first = report(app, olist, tmp_path / "first.json")
    assert first == {
        "rows": counted.rows(olist), "flagged": counted.flagged(olist), "events": expected_events(olist), "refused": {},
    }  # fmt: skip
    size = sum(first["events"].values())
    assert verified(app).startswith(f"OK size={size} ")

    assert report(app, olist, tmp_path / "again.json") == first | {"events": {}}

    second = report(app, more, tmp_path / "second.json")
    assert second["rows"] == counted.rows(more)
    assert second["flagged"] == counted.flagged(more)
    assert second["refused"] == counted.unknown(more, olist)
    with (tmp_path / "second.refused.csv").open(newline="") as file:
        refused = list(csv.DictReader(file))
    assert Counter(row["reason"] for row in refused) == second["refused"]
    assert verified(app).startswith(f"OK size={size + sum(second['events'].values())} ")
    app.extensions["database"].engine.dispose()


def test_another_shop_needs_a_mapping_and_no_code(app: Flask, tmp_path: Path):
    (tmp_path / "hillside.toml").write_text(invented.SHOP)
    files = invented.FILES | {"posten": invented.FILES["posten"] + "A2,2,w1\nA7,1,w1,h1,3\n"}
    folder = invented.folder(tmp_path / "export", files)
    found = report(app, folder, tmp_path / "report.json", str(tmp_path / "hillside.toml"))
    assert found == {
        "rows": {"bestellungen": 3, "posten": 5, "waren": 2, "haendler": 2},
        "events": {"sold": 4, "handed_over": 3, "signed": 3},
        "flagged": {
            "handover_before_purchase": 0, "delivered_before_handover": 1, "delivered_without_date": 0,
            "cancelled_but_delivered": 0, "shipped_never_delivered": 0, "no_items": 1,
        },
        "refused": {"wrong_width": 1, "unknown_bestellung": 1},
    }  # fmt: skip
    assert verified(app).startswith("OK size=10 ")


def test_a_folder_without_any_table_is_refused_with_a_sentence(app: Flask, tmp_path: Path):
    done = app.test_cli_runner().invoke(args=["import", "orders", "--profile", "olist", str(tmp_path)])
    assert done.exit_code == 2
    assert "no-tables" in done.output
    assert "order_items" in done.output


def test_an_unknown_profile_is_refused_with_a_sentence(app: Flask, tmp_path: Path):
    for named in ("nobody", str(tmp_path / "missing.toml")):
        done = app.test_cli_runner().invoke(args=["import", "orders", "--profile", named, str(tmp_path)])
        assert done.exit_code == 2
        assert "bad-profile" in done.output
