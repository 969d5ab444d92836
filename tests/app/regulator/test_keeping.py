"""What is kept of a case, and for how long; and terms that are reckoned anew once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import terms, tidying
from app.clock import now
from app.db import reading, transaction
from credit import cases, complaints, contacts, documents, holidays, transfers
from tests.app.merchant import desk
from tests.app.regulator import office


@pytest.fixture
def town(app):
    return office.town(app)


def test_names_and_words_go_after_three_years_documents_after_ten_and_the_case_stays(app, town):
    number, wang = town.open("one"), town.officer("wang")
    desk.post(wang, f"/regulator/cases/{number}/accepted")
    desk.post(wang, f"/regulator/cases/{number}/noted", text="疑似职业索赔。")
    desk.post(wang, f"/regulator/cases/{number}/documents", kind="acceptance")
    desk.post(wang, f"/regulator/cases/{number}/transfer", to=town.ids["post"], text="属邮政。")
    with app.app_context():
        assert not {"case_contacts", "case_papers"} & {name for name, many in tidying.work(now()).items() if many}
        gone = tidying.work(now() + timedelta(days=4 * 366))
        assert (gone["case_contacts"], gone["case_papers"]) == (1, 0)
        with reading() as session:
            found = cases.get(session, number)
            assert contacts.known(session, found) is None
            assert {one.text for one in complaints.file(session, found)} == {None}
            assert len(documents.pdf(session, documents.of(session, found)[0])) > 1_000
        assert tidying.work(now() + timedelta(days=11 * 366))["case_papers"] == 1
        with reading() as session:
            found = cases.get(session, number)
            assert documents.pdf(session, documents.of(session, found)[0]) == b""
            assert transfers.package(session, transfers.open_transfer(session, found)) == b""
            assert [one.step for one in cases.steps(session, found)][:2] == ["received", "accepted"]
    assert wang.get(f"/regulator/cases/{number}").status_code == 200


def test_the_nightly_reckoning_settles_what_was_provisional_and_may_be_done_twice(app, town):
    number = town.open("one")
    with app.app_context(), transaction() as session:
        found = cases.get(session, number)
        found.due_on, found.due_provisional = "2000-01-01", True
    assert terms.reckon(app) == 1
    assert terms.reckon(app) == 0
    with app.app_context(), reading() as session:
        assert cases.get(session, number).due_on > "2020-01-01"
        assert session.query(holidays.HolidayYear).count() > 10
