"""A rating's file: somebody else's program, with nothing of ours, comes to the same score and the same grade."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from couriers import rating_file, ratings
from couriers.conduct import Kind, Subject
from tests.couriers.cast import NOW
from tests.couriers.rating.test_ratings import caught, rule
from trace.words import Evidence

TOOL = Path(__file__).resolve().parents[3] / "tools" / "recompute_rating.py"


def recomputed(tmp_path, file) -> tuple[int, str]:
    path = tmp_path / "rating.json"
    path.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    # -I: no folder of ours on the path, so nothing but the standard library can be imported.
    done = subprocess.run([sys.executable, "-I", str(TOOL), str(path)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def busy(session, days):
    """Somebody of whom there is everything: good days and bad ones, votes, findings, a number left out."""
    for day in range(60):
        uri, item = days.deliver(day, hours=13 if day % 7 == 0 else 2)
    days.ma.seq += 1
    days.deliver(20)
    days.review(item, 5, at=NOW - timedelta(days=1))
    days.review(item, 2, at=NOW - timedelta(hours=20))
    days.review(uri, 4, days.cast.merchant, Evidence.PARTY, at=NOW - timedelta(days=1))
    rule(session, days, final=True)
    rule(session, days, code="K13", share=50, final=True, case="https://log.example/id/case/C2")
    rule(session, days, case="https://log.example/id/case/C3")
    return caught(session, days)


def test_the_tool_comes_to_the_same(session, days, busy, tmp_path):
    file = rating_file.build(session, days.me)
    code, said = recomputed(tmp_path, file)
    assert (code, said.split(" entries")[0]) == (
        0, f"OK score={busy.score.score} low={busy.score.low} grade={busy.grade}",
    )  # fmt: skip
    assert busy.grade != "NR"
    assert len(file["entries"]) > 300


@pytest.mark.parametrize("member", ["score", "low", "grade", "parcels"])
def test_a_result_that_was_altered_is_found(session, days, busy, tmp_path, member):
    file = rating_file.build(session, days.me)
    file["result"][member] = 99 if member != "grade" else "AAA+"
    code, said = recomputed(tmp_path, file)
    assert (code, f"OTHER {member}" in said) == (1, True)


def test_an_entry_that_was_left_out_or_rules_that_were_altered_are_found(session, days, busy, tmp_path):
    file = rating_file.build(session, days.me)
    late = [one for one in file["entries"] if one["bad"]]
    less = file | {"entries": [one for one in file["entries"] if one not in late]}
    assert recomputed(tmp_path, less)[0] == 1
    rules = file["rules"] | {"deductions": file["rules"]["deductions"] | {"most": 1}}
    assert "rules" in recomputed(tmp_path, file | {"rules": rules})[1]


@pytest.mark.parametrize("file", [{}, [], {"kind": "suyuan-rating", "v": 2}, {"kind": "suyuan-rating", "v": 1}])
def test_what_is_no_rating_file_is_told(tmp_path, file):
    assert recomputed(tmp_path, file)[0] == 2


def test_every_counted_entry_names_its_leaf_and_its_reason(session, days, busy):
    for one in rating_file.build(session, days.me)["entries"]:
        assert one["leaf"]["index"] >= 0
        assert len(one["leaf"]["hash"]) == 64
        assert one["why"]


def test_a_file_tells_nothing_of_who_voted_or_for_what(session, days, busy):
    file = rating_file.build(session, days.me)
    said = json.dumps(file["votes"])
    assert "thing/" not in said
    assert "party/" not in said
    assert [set(one) for one in file["votes"]] == [{"side", "stars", "k", "day", "rater", "commitment"}] * 3
    consumers = {one["rater"] for one in file["votes"] if one["side"] == "consumer"}
    assert len(consumers) == 1
    assert len({one["commitment"] for one in file["votes"]}) == 3


def test_of_nobody_there_is_no_file(session, days):
    ratings.catch_up(session)
    assert rating_file.build(session, Subject(Kind.COURIER, 999)) is None
