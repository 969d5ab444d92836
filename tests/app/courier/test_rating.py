"""The courier's rating: the page, the entries behind it, the file, and a way to contest that changes nothing by itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from app import following, sequencing
from app.db import reading
from couriers import contests
from couriers.contests import Contest
from couriers.rated import Rating
from tests.app.courier.conftest import JSON, NUMBERS

ROOT = Path(__file__).resolve().parents[3]
LABEL = f"{NUMBERS[0]}-2026"


@pytest.fixture
def rated(app, courier):
    """A courier who has left one parcel at a station with nobody's consent."""
    courier.upload(courier.scan("accepted", LABEL), courier.scan("out_for_delivery", LABEL),
                   courier.scan("deposited", LABEL, site="station", consent="none"))  # fmt: skip
    sequencing.drain(app)
    following.catch_up(app)
    return courier


def get(courier, path, lang="en"):
    return courier.client.get(path, headers={"Accept": "text/html", "Accept-Language": lang})


def send(courier, **form):
    return courier.client.post(
        "/courier/rating/contest", data=form, headers={**JSON, "Content-Type": "application/x-www-form-urlencoded"}
    )


def test_before_the_first_parcel_the_page_says_so(courier):
    assert "There is no rating of you yet." in get(courier, "/courier/rating").text


@pytest.mark.parametrize(("lang", "said"), [("en", ["You have no grade yet,", "Proper sign-off", "1 of 1 entries"]),
                                            ("zh-CN", ["你还没有评级，", "规范签收", "1 条里有 1 条没有做好。"])])  # fmt: skip
def test_the_page_tells_each_lost_point_in_both_languages(rated, lang, said):
    page = get(rated, "/courier/rating", lang)
    assert page.status_code == 200
    for one in said:
        assert one in page.text


def test_behind_a_lost_point_stands_the_courier_s_own_proof(rated):
    page = get(rated, "/courier/rating/of/signoff_ok").text
    assert "left there with nobody&#39;s consent" in page
    assert "/courier/proof/" in page
    assert rated.client.get("/courier/rating/of/charm", headers=JSON).json["code"] == "bad-contest"


def test_the_file_recomputes_to_what_the_page_says(app, rated, tmp_path):
    path = tmp_path / "rating.json"
    path.write_bytes(rated.client.get("/courier/rating/file").data)
    done = subprocess.run([sys.executable, "-I", str(ROOT / "tools" / "recompute_rating.py"), str(path)],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{json.loads(path.read_text())['result']['score']} points." in get(rated, "/courier/rating").text


def test_a_contest_is_kept_encrypted_and_changes_no_score(app, rated):
    def score():
        with app.app_context(), reading() as session:
            return session.scalars(select(Rating.score).where(Rating.kind == "courier")).one()

    before = score()
    assert send(rated, about="signoff_ok", kind="explain", text="收件人电话里同意了").status_code == 303
    following.catch_up(app, 0)
    assert score() == before
    with app.app_context(), reading() as session:
        kept = session.scalars(select(Contest)).one()
        assert "同意".encode() not in kept.text
        assert (contests.words(session, kept), kept.state) == ("收件人电话里同意了", "waiting")
    assert "waits for a person" in get(rated, "/courier/rating").text


@pytest.mark.parametrize("form", [{"about": "charm"}, {"kind": "shout"}, {"text": " "}, {"text": "x" * 2001}])
def test_a_contest_of_what_is_not_there_is_refused(rated, form):
    found = send(rated, **{"about": "on_time", "kind": "explain", "text": "no"} | form)
    assert (found.status_code, found.json["code"]) == (400, "bad-contest")


def test_nobody_else_sees_it(app, rated):
    for path in ("/courier/rating", "/courier/rating/file", "/courier/rating/of/on_time", "/courier/rating/rules"):
        assert app.test_client().get(path, headers=JSON).status_code == 401


def test_what_nobody_has_read_at_its_source_is_shown_with_that_mark(rated):
    page = get(rated, "/courier/rating/rules").text
    assert page.count('<span class="tag">unverified</span>') == 3
