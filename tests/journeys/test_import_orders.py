"""A real marketplace's orders go into the chain: the figures are right, a second run adds nothing, verify agrees."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.clock import now
from app.db import reading, transaction
from tests.app.installation import installed
from tests.trace.imports import counted, invented
from trace import tables
from trace.imports import load

ROOT = Path(__file__).resolve().parents[2]


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


def expected_events(folder: Path, before: Path | None = None) -> Counter[str]:
    """Steps that the export tells, counted from its rows alone; `before` is an export that was imported earlier."""
    orders = {row["order_id"]: row for row in counted.read(folder, "orders")}
    master = before or folder
    sellers, products = (
        {row[f"{name}_id"] for row in counted.read(master, f"{name}s")} for name in ("seller", "product")
    )
    rows = counted.read(folder, "order_items")
    pieces = [row for row in rows if row["seller_id"] in sellers and row["product_id"] in products]
    named, items = {row["order_id"] for row in rows}, Counter(row["order_id"] for row in pieces)
    offers = {(row["seller_id"], row["product_id"]) for row in pieces}
    if before:
        cards = len(offers - {(row["seller_id"], row["product_id"]) for row in counted.read(before, "order_items")})
    else:
        # The marketplace, every merchant, and each product that a merchant has sold.
        cards = 1 + len(sellers) + len(offers)
    events = Counter(
        card=cards,
        serialised=len(pieces),
        listed=len(pieces),
        reviewed=len(counted.read(folder, "order_reviews") or []),
    )
    for name, row in orders.items():
        # An order without items has a chain of its own; one whose items nobody knows has none.
        chains = items[name] or int(name not in named)
        events["sold"] += chains
        events["handed_over"] += chains * bool(row["order_delivered_carrier_date"])
        events["signed"] += chains * bool(row["order_delivered_customer_date"])
    return +events


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
    assert second["events"] == expected_events(more, olist)
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
        "events": {"card": 6, "sold": 4, "handed_over": 3, "signed": 3},
        "flagged": {
            "handover_before_purchase": 0, "delivered_before_handover": 1, "delivered_without_date": 0,
            "cancelled_but_delivered": 0, "shipped_never_delivered": 0, "no_items": 1,
        },
        "refused": {"wrong_width": 1, "unknown_bestellung": 1},
    }  # fmt: skip
    assert verified(app).startswith("OK size=16 ")


LONG = 4_000
# The shop, its two merchants, and what each of them sells.
CARDS = 5


def many(where: Path) -> Path:
    """An export that takes some seconds."""
    said = "2026-03-01 08:00:00,2026-03-01 12:00:00,2026-03-02 09:00:00"
    orders = "".join(f"A{number},fertig,{said}\n" for number in range(LONG))
    pieces = "".join(f"A{number},1,w1,h{number % 2 + 1},9.50\n" for number in range(LONG))
    heads = {name: text.splitlines()[0] + "\n" for name, text in invented.FILES.items()}
    files = {"bestellungen": heads["bestellungen"] + orders, "posten": heads["posten"] + pieces}
    return invented.folder(where, invented.FILES | files)


def test_an_import_that_is_killed_goes_on_to_the_same_record(app: Flask, database: str, tmp_path: Path):
    (tmp_path / "hillside.toml").write_text(invented.SHOP)
    folder, found = many(tmp_path / "export"), tmp_path / "report.json"
    settings = app.extensions["settings"]
    environment = {
        **os.environ, "DATABASE_URL": database, "LOG_DIR": str(settings.log_dir),
        "DATA_KEY_FILE": str(settings.data_key_file),
    }  # fmt: skip
    words = [
        "-m",
        "flask",
        "--app",
        "wsgi",
        "import",
        "orders",
        "--profile",
        str(tmp_path / "hillside.toml"),
        str(folder),
    ]

    def recorded() -> int:
        with app.app_context(), reading() as session:
            return session.scalar(select(func.count()).select_from(tables.entry))

    killed = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        while recorded() <= CARDS:
            assert killed.poll() is None
            time.sleep(0.02)
    finally:
        killed.kill()
        killed.wait()
    before = recorded()
    assert CARDS < before < CARDS + 3 * LONG

    rest = report(app, folder, found, str(tmp_path / "hillside.toml"))
    assert before + sum(rest["events"].values()) == recorded() == CARDS + 3 * LONG
    assert rest["refused"] == {}
    assert report(app, folder, found, str(tmp_path / "hillside.toml"))["events"] == {}
    assert verified(app).startswith(f"OK size={CARDS + 3 * LONG} ")


NASTY = {
    "bestellungen": b"A4,fertig,2026-13-01 08:00:00,,\nA5,\x00\xe4,2026-03-01 08:00:00,,\nA6,\x00,2026-03-01 08:00:00,,\n",
    "posten": b"A5,1,w1,h1,1\nA6,-1,w3,h3,-99999999999999999999\nA6,1e999,w1,h1,\r\nA6,3,w\x00,h1,1\n",
    "waren": b"w3,\x00\x1b[31m\xe2\x80\xae=1+1\nw4," + b"y" * 100_000 + b"\n",
    "haendler": b"h3,\x00\nh1,Another Hill\nh4\n",
}


def test_whatever_stands_in_a_row_the_others_go_in(app: Flask, tmp_path: Path):
    (tmp_path / "hillside.toml").write_text(invented.SHOP)
    folder = invented.folder(tmp_path / "export")
    for name, rows in NASTY.items():
        (folder / f"{name}.csv").write_bytes(b"\xef\xbb\xbf" + invented.FILES[name].encode() + rows)
    found = report(app, folder, tmp_path / "report.json", str(tmp_path / "hillside.toml"))
    assert found["refused"] == {
        "bad_time": 1, "not_utf8": 1, "unknown_bestellung": 1, "bad_value": 1, "duplicate_row": 1, "wrong_width": 1,
    }  # fmt: skip
    # The two pieces of A6 whose numbers are odd but names all the same.
    assert found["events"] == {"card": 8, "sold": 6, "handed_over": 3, "signed": 3}
    with (tmp_path / "report.refused.csv").open(newline="", encoding="utf-8") as file:
        refused = list(csv.DictReader(file))
    assert [(one["table"], one["line"], one["reason"]) for one in refused] == [
        ("bestellungen", "5", "bad_time"), ("bestellungen", "6", "not_utf8"), ("posten", "5", "unknown_bestellung"),
        ("posten", "8", "bad_value"), ("haendler", "5", "duplicate_row"), ("haendler", "6", "wrong_width"),
    ]  # fmt: skip
    assert all(one["sentence"].startswith(f"line {one['line']} of {one['table']}") for one in refused)
    assert verified(app).startswith("OK size=20 ")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_second_import_that_gives_names_at_the_same_moment_is_turned_away(app: Flask, tmp_path: Path):
    (tmp_path / "hillside.toml").write_text(invented.SHOP)
    words = ["--profile", str(tmp_path / "hillside.toml"), str(invented.folder(tmp_path / "export"))]
    runner, waiting = app.test_cli_runner(), "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with app.app_context(), ThreadPoolExecutor(1) as pool:
        with transaction() as session:
            load.cast(session, invented.parsed(), invented.export(), now())
            second = pool.submit(runner.invoke, args=["import", "orders", *words])
            while session.execute(text(waiting)).first() is None:
                assert not second.done()
                # Within a transaction the view of activity stands still.
                session.execute(text("SELECT pg_stat_clear_snapshot()"))
        assert second.result().exit_code == 2
        assert "(another-import)" in second.result().output
    run(app, *words)
    assert verified(app).startswith("OK size=16 ")


def test_a_report_that_cannot_be_written_is_told_before_anything_is_done(app: Flask, tmp_path: Path):
    words = ["import", "orders", "--profile", "olist", "--report", str(tmp_path / "no" / "r.json"), str(tmp_path)]
    done = app.test_cli_runner().invoke(args=words)
    assert done.exit_code == 2
    assert "make it first" in done.output


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
