"""Whoever complained asks with number and code how it stands, takes it along, and may erase their own words."""

from __future__ import annotations

import io
import zipfile

import orjson
import pytest

from app import sequencing
from app.access import attempts
from app.clock import now
from app.db import reading, transaction
from credit import complaints
from tests.app.merchant import desk
from trace import parties
from trace.stages import Stamp

WORDS = "没有收到，请查。"


@pytest.fixture
def case(app):
    """A complaint that its respondent has answered: its number and code."""
    with app.app_context(), transaction() as session:
        operator = parties.register(session, "operator", "溯源运营方", now())
        firm = parties.register(session, "carrier", "山道快运", now())
        made, code = complaints.receive(
            session, parties.actor(session, operator.id), "https://id.gs1.org/01/09520123456788/21/A", firm.id, "K15",
            WORDS, Stamp(now()), now(),
        )  # fmt: skip
    with app.app_context(), transaction() as session:
        complaints.answer(session, complaints.case(session, made.number, firm.id), firm.id, "放在门卫处。", now())
    sequencing.drain(app)
    return {"number": made.number, "code": code}


def test_with_number_and_code_one_sees_all_that_was_said(app, case):
    page = desk.post(app.test_client(), "/case", number=f" {case['number'].lower()} ", code=case["code"].lower())
    assert desk.says(page) == "已答复，还没有处理结果。"
    assert page.headers["Cache-Control"] == "no-store"
    assert all(text in page.text for text in (WORDS, "放在门卫处。", "山道快运"))
    assert "溯源运营方" not in page.text, "the operator only writes down what consumers say"


def test_a_wrong_code_shows_nothing_and_after_a_few_nobodys_is_looked_at(app, case):
    client = app.test_client()
    for _ in range(attempts.FREE):
        page = desk.post(client, "/case", number=case["number"], code="AAAA")
        assert page.status_code == 404
        assert WORDS not in page.text
    assert desk.post(client, "/case", **case).status_code == 429


def test_everything_is_taken_along(app, case):
    answer = desk.post(app.test_client(), "/case", do="export", **case)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        whole = orjson.loads(file.read("everything.json"))
        assert {"case.csv", "said.csv"} < set(file.namelist())
    assert [one["text"] for one in whole["said"]] == [WORDS, "放在门卫处。"]
    assert whole["case"][0]["number"] == case["number"]


def test_ones_own_words_are_erased_and_the_log_verifies(app, case):
    page = desk.post(app.test_client(), "/case", do="erase", **case)
    assert "您写的内容已删除。" in page.text
    assert WORDS not in page.text
    assert "放在门卫处。" in page.text
    with app.app_context(), reading() as session:
        assert complaints.find(session, **case).state == "answered"
    said = app.test_cli_runner().invoke(args=["verify"])
    assert (said.exit_code, said.output[:9]) == (0, "OK size=2")
    assert desk.post(app.test_client(), "/case", do="erase", **case).status_code == 200
