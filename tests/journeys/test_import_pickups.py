"""Real couriers' pick-ups go into the chain: the figures are those of an independent count, a second run adds nothing."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import reading
from couriers.rated import Rating
from couriers.roster import Courier
from tests.app.installation import installed
from tests.couriers.pickups import counted
from tests.couriers.pickups.test_pickups import row
from trace import tables
from trace.parties import Party


def run(app: Flask, *words: str, code: int = 0) -> str:
    done = app.test_cli_runner().invoke(args=list(words))
    assert done.exit_code == code, done.output
    return done.output


def report(app: Flask, folder: Path, where: Path) -> dict:
    run(app, "import", "pickups", "--profile", "lade", "--report", str(where), str(folder))
    return json.loads(where.read_text())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_real_pickups_twice(database: str, tmp_path: Path, shared: Path):
    folder = shared / "data" / "lade_pickup"
    rows = counted.read(folder)
    app = installed(database, tmp_path)
    first = report(app, folder, tmp_path / "first.json")

    assert first["couriers"] == counted.couriers(rows)
    assert first["rows"] == {"pickup_hangzhou": 1156, "pickup_jilin": 767, "pickup_yantai": 1512}
    assert first["events"] == {"taken_on": 3435, "accepted": 3435}
    assert first["refused"] == {}
    assert first["flagged"] == {
        "late": 33, "early": 833, "no_place": 910, "far_from_customer": 347, "implausible_place": 1, "impossible_travel": 0,
        "picked_up_before_taken_on": 0, "taken_on_without_place": 1368, "taken_on_an_earlier_day": 139,
    }  # fmt: skip
    assert len(first["couriers"]) == 626
    assert first["couriers"]["Hangzhou/1724"]["gps_over_500m"] == 1
    assert run(app, "verify").strip().splitlines()[-1].startswith("OK size=6870 ")
    assert report(app, folder, tmp_path / "again.json") == first | {"events": {}}

    with app.app_context(), reading() as session:
        assert Counter(session.scalars(select(Party.name))) == Counter(["LaDe Hangzhou", "LaDe Jilin", "LaDe Yantai"])
        assert len(session.scalars(select(Courier)).all()) == 626
        envelopes = "".join(session.scalars(select(tables.entry.c.envelope)))
        events = "".join(session.scalars(select(tables.entry.c.event)))
    # Who, where, and the number that the export knows a parcel by are in no event.
    for secret in ("4345063", "28.44264", "30.30664", "Hangzhou/1724"):
        assert secret not in envelopes + events
    # What another system says of somebody rates nobody.
    run(app, "catch-up")
    with app.app_context(), reading() as session:
        assert session.scalars(select(Rating)).all() == []
    app.extensions["database"].engine.dispose()


def export(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    text = "\n".join([counted.HEAD, *rows, ""])
    (folder / "pickup_test.csv.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def test_an_import_that_broke_off_goes_on_and_what_changed_is_refused(app: Flask, tmp_path: Path):
    folder = export(tmp_path / "export", row("1"), row("2", gps=","))
    assert report(app, folder, tmp_path / "one.json")["events"] == {"taken_on": 2, "accepted": 2}
    changed = row("2", gps=",", at="06-07 10:56:00")
    found = report(app, export(folder, row("1"), changed, row("3", courier="8"), "4,short"), tmp_path / "two.json")
    assert found["events"] == {"taken_on": 1, "accepted": 1}
    assert found["refused"] == {"wrong_width": 1, "recorded_otherwise": 1}
    assert found["couriers"]["Jilin/7"]["pickups"] == 2
    assert found["couriers"]["Jilin/8"]["median_minutes"] == 131
    with (tmp_path / "two.refused.csv").open(newline="") as file:
        assert [(one["line"], one["reason"]) for one in csv.DictReader(file)] == [
            ("5", "wrong_width"),
            ("3", "recorded_otherwise"),
        ]
    assert run(app, "verify").strip().splitlines()[-1].startswith("OK size=6 ")


def test_a_folder_without_tables_and_an_unknown_profile_are_told_in_a_sentence(app: Flask, tmp_path: Path):
    assert "no-tables" in run(app, "import", "pickups", "--profile", "lade", str(tmp_path), code=2)
    assert "bad-profile" in run(app, "import", "pickups", "--profile", "nobody", str(tmp_path), code=2)
