"""`flask import hotline` and `flask import holidays`."""

from __future__ import annotations

import pytest

from app.clock import now
from app.db import reading, transaction
from app.sequencing import pending
from credit.cases import Complaint
from trace import parties

ROWS = (
    "number,received,kind,category,text\nA1,2026-11-20,report,K02,假货\nA2,2026-11-20 09:30,rumour,K02,x\n"
    "A3,2026-11-21,report,K09,过期\n"
)


@pytest.fixture
def operator(app):
    with app.app_context(), transaction() as session:
        return parties.register(session, "operator", "溯源运营方", now()).id


def run(app, *words):
    return app.test_cli_runner().invoke(args=["import", *map(str, words)])


def test_a_hotlines_file_is_taken_in_twice_and_opens_its_cases_once(app, operator, tmp_path):
    file = tmp_path / "12315.csv"
    file.write_text("\ufeff" + ROWS, encoding="utf-8")
    first = run(app, "hotline", "--source", "12315", file)
    assert first.exit_code == 0, first.output
    assert first.output.splitlines()[-1] == "opened=2 known=0 refused=1"
    assert "line 3" in first.output
    assert run(app, "hotline", "--source", "12315", file).output.splitlines()[-1] == "opened=0 known=2 refused=1"
    with app.app_context(), reading() as session:
        assert sorted(one.external for one in session.query(Complaint)) == ["A1", "A3"]
    assert not pending(app)


def test_a_file_that_is_none_is_told_in_a_sentence(app, operator, tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes("名称\n假货\n".encode("gb18030"))
    for words in (("hotline", "--source", "12315", file), ("holidays", file)):
        result = run(app, *words)
        assert result.exit_code == 2
        assert "Traceback" not in result.output
    assert run(app, "hotline", "--source", "911", file).exit_code == 2


def test_the_years_that_the_package_knows_come_in_once(app):
    first = run(app, "holidays")
    assert "2026" in first.output
    assert run(app, "holidays").output == "years=- moved=0\n"
