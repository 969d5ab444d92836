"""`flask feed` and `flask import tracking`."""

from __future__ import annotations

import csv
import json

import pytest
from sqlalchemy import select

from app.api import feeds
from app.clock import now
from app.db import reading, transaction
from app.sequencing import pending
from tests.couriers.feeds.invented import COURIER, TELEPHONE
from trace import parties, tables

HEAD = "carrier,waybill,time,status,text,place\n"


@pytest.fixture
def carrier(app):
    with app.app_context(), transaction() as session:
        parties.register(session, "operator", "the platform", now())
        return parties.register(session, "carrier", "Pony Express", now()).id


def run(app, *words, said=None):
    return app.test_cli_runner().invoke(args=[str(word) for word in words], input=said)


def entries(app):
    with app.app_context(), reading() as session:
        return session.execute(select(tables.entry)).mappings().all()


def test_the_secret_that_is_made_here_is_the_last_word(app, carrier):
    result = run(app, "feed", "create", "--provider", "plain", "--party", carrier, "--carrier", "pony")
    assert result.exit_code == 0, result.output
    assert "/api/v1/tracking/plain/1, secret: whsec_" in result.output
    with app.app_context(), reading() as session:
        found = feeds.find(session, 1, "plain")
    assert (found.secret, found.carrier) == (result.output.split()[-1], "pony")


def test_a_key_that_the_provider_gives_is_asked_for_and_not_shown(app, carrier):
    result = run(app, "feed", "create", "--provider", "track17", "--party", carrier, said="THEIR-KEY\n")
    assert (result.exit_code, "THEIR-KEY" in result.output) == (0, False)
    with app.app_context(), reading() as session:
        assert feeds.find(session, 1, "track17").secret == "THEIR-KEY"


def test_a_feed_is_ended(app, carrier):
    run(app, "feed", "create", "--provider", "kuaidi100", "--party", carrier)
    assert run(app, "feed", "end", 1).exit_code == 0
    with app.app_context(), reading() as session:
        assert feeds.find(session, 1, "kuaidi100") is None
    assert "(no-such-feed)" in run(app, "feed", "end", 7).output
    assert "(no-such-party)" in run(app, "feed", "create", "--provider", "plain", "--party", 99).output


def write(tmp_path, text, name="traces.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def imported(app, tmp_path, file, *more):
    refused = tmp_path / "refused.csv"
    result = run(app, "import", "tracking", "--provider", "plain", "--refused", refused, *more, file)
    assert result.exit_code == 0, result.output
    rows = list(csv.reader(refused.read_text(encoding="utf-8").splitlines()))[1:]
    return result.output.splitlines()[0], rows


def test_a_bad_row_stops_nothing_and_every_refused_row_is_written_out(app, carrier, tmp_path):
    file = write(
        tmp_path,
        HEAD
        + "yto,YT0000000000001,2026-11-21 18:10:05,picked_up,,\n"
        + f"yto,YT0000000000001,2026-11-21 19:00:00,beamed,派件人: {COURIER} {TELEPHONE},\n"
        + "yto,1,2026-11-21 19:00:00,arrived,,\n"
        + "yto,YT0000000000001,soon,arrived,,\n"
        + "yto,too,few\n"
        + "yto,YT0000000000001,2026-11-23 18:10:05,delivered.recipient,,\n"
        + "yto,YT0000000000001,2026-11-21 19:30:00,exception,,\n",
    )
    said, rows = imported(app, tmp_path, file, "--zone", "+08:00", "--party", carrier)
    assert said == "2 accepted, 0 duplicate, 3 refused, 1 unknown, 1 no step"
    assert sorted((row[1], row[2]) for row in rows) == [
        ("3", "unknown_status"), ("4", "bad-waybill"), ("5", "bad-time"), ("6", "wrong_width"),
    ]  # fmt: skip
    assert (tmp_path / "refused.csv").stat().st_mode & 0o077 == 0, "it holds what came, names and telephones too"
    assert {json.loads(one["envelope"])["public"]["evidence"] for one in entries(app)} == {"import"}
    with app.app_context():
        assert not pending(app)
    again, _ = imported(app, tmp_path, file, "--zone", "+08:00", "--party", carrier)
    assert again == "0 accepted, 2 duplicate, 3 refused, 1 unknown, 1 no step"
    assert "1  plain  beamed  派件人: *** ***********" in run(app, "feed", "unknown").output


def test_without_a_party_the_record_is_the_operators_and_without_a_zone_a_time_needs_its_own(app, carrier, tmp_path):
    file = write(
        tmp_path,
        HEAD + "yto,YT1234,2026-11-21T18:10:05+08:00,picked_up,,\nyto,YT1234,2026-11-21 19:10:05,arrived,,\n",
    )
    said, rows = imported(app, tmp_path, file)
    assert said == "1 accepted, 0 duplicate, 1 refused, 0 unknown, 0 no step"
    assert rows[0][2] == "time-without-zone"
    (entry,) = entries(app)
    assert json.loads(entry["envelope"])["actor"].endswith("/id/party/1")


def test_where_there_is_no_operator_a_party_must_be_named(app, tmp_path):
    file = write(tmp_path, HEAD)
    result = run(app, "import", "tracking", "--provider", "plain", file)
    assert (result.exit_code, "(no-such-party)" in result.output) == (2, True)


@pytest.mark.parametrize(
    "text", [b"", b"carrier,waybill\nyto,1\n", b"\xff\xfe\x00", HEAD.encode() + b"yto,YT1234,2026,\xff,,\n"]
)
def test_a_file_that_is_no_table_is_refused_with_a_reason(app, carrier, tmp_path, text):
    said, rows = imported(app, tmp_path, write(tmp_path, text))
    assert (said.split(",")[0], len(rows)) == ("0 accepted", 1)


def test_the_real_traces_are_imported_from_a_file(app, carrier, tmp_path, shared):
    traces = json.loads((shared / "data/cn_traces/cn_traces_masked.json").read_text(encoding="utf-8"))
    file = tmp_path / "traces.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEAD.strip().split(","))
        for number, trace in enumerate(traces):
            writer.writerows(("yto", f"YT000{number}", one["time"], "", one["text"], "") for one in trace["events"])
    said, rows = imported(app, tmp_path, file, "--zone", "+08:00", "--party", carrier)
    assert (said, rows) == ("38 accepted, 0 duplicate, 0 refused, 0 unknown, 1 no step", [])
