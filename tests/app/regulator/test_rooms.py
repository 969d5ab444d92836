"""The other rooms of the offices: contests, terms, hotlines, figures, and who stands in for whom."""

from __future__ import annotations

import pytest

from app import sequencing
from app.access.accounts import Account
from app.db import reading, transaction
from couriers import contests, excuses, ratings, roster
from couriers.conduct import Kind, Subject
from tests.app.courier.conftest import NUMBERS, courier, firm, offered
from tests.app.merchant import desk
from tests.app.regulator import office

__all__ = ["courier", "firm", "offered"]


@pytest.fixture
def town(app):
    return office.town(app)


def test_couriers_contests_are_answered_by_a_named_person_and_told(app, firm, courier):
    town = office.town(app)
    with app.app_context(), transaction() as session:
        one = roster.named(session, firm.id, "小马 3 号")
        contests.make(session, one, "explain", "on_time", "大雪封路。", ["on_time"], office.now())
    keeper = town.officer("post1")
    assert desk.says(keeper.get("/regulator/contests")) == "有 1 件快递员申辩等人处理。"
    assert "大雪封路" in keeper.get("/regulator/contests/1").text
    assert desk.post(keeper, "/regulator/contests/1", state="upheld", text=" ").status_code == 400
    assert desk.post(keeper, "/regulator/contests/1", state="upheld", text="已核实路况。").status_code == 303
    assert desk.post(keeper, "/regulator/contests/1", state="dismissed", text="不对。").status_code == 409
    assert desk.says(keeper.get("/regulator/contests")) == "没有待处理的申辩。"
    assert town.officer("post2").get("/regulator/contests/99").status_code == 404


def counts(session, courier_id):
    """Under `scan_complete` what counts against a courier."""
    return excuses.countable(session, Kind.COURIER, courier_id, "scan_complete")


def test_an_entry_that_is_excused_stays_in_the_record_and_counts_no_more(app, firm, courier):
    town = office.town(app)
    label = f"{NUMBERS[0]}-2026"
    # Nobody has seen it set out: that is a scan which lacks.
    courier.upload(courier.scan("accepted", label), courier.scan("signed", label, method="recipient"))
    sequencing.drain(app)
    with app.app_context(), transaction() as session:
        ratings.catch_up(session)
        one = roster.named(session, firm.id, "小马 3 号")
        (entry, *_rest), *others = counts(session, one.id)
        assert others == []
        before = ratings.of(session, Subject(Kind.COURIER, one.id)).score.score
        contests.make(session, one, "not_mine", "scan_complete", "系统当天停机。", ["scan_complete"], office.now())
    post = town.officer("post1")
    assert f'value="{entry}"' in post.get("/regulator/contests/1").text
    wrong = desk.post(post, "/regulator/contests/1", state="upheld", text="属实。", entry=entry + 1)
    assert wrong.status_code == 400
    assert "请从目前计入的记录里选" in wrong.text
    assert (
        desk.post(post, "/regulator/contests/1", state="upheld", text="停机公告属实。", entry=entry).status_code == 303
    )
    sequencing.drain(app)
    with app.app_context(), transaction() as session:
        ratings.catch_up(session)
        assert counts(session, one.id) == []
        assert ratings.of(session, Subject(Kind.COURIER, one.id)).score.score > before
        assert ratings.recompute(session) == []
        assert session.query(excuses.Excused).one().about == entry


def test_terms_offices_and_hotlines_are_the_operators_and_an_officers_page_shows_them(app, town):
    keeper, wang = town.officer("keeper"), town.officer("wang")
    page = wang.get("/regulator/rules")
    assert "2026-04" in page.text
    assert "未核实" in page.text
    assert desk.post(wang, "/regulator/rules", version="2026-04").status_code == 403
    assert desk.post(keeper, "/regulator/rules", version="2026-04").status_code == 303
    assert "已入记录" in keeper.get("/regulator/rules").text
    wrong = desk.post(keeper, "/regulator/rules", text="days = 0")
    assert wrong.status_code == 400
    assert (
        desk.post(keeper, f"/regulator/offices/{town.ids['post']}", procedure="postal", prefix="通邮申").status_code
        == 303
    )
    assert "通邮申" in keeper.get("/regulator/offices").text
    assert (
        desk.post(keeper, f"/regulator/offices/{town.ids['shop']}", procedure="postal", prefix="x").status_code == 400
    )
    rows = "number,received,kind,category,text\nA1,2026-11-20,report,K02,假货\nA2,?,report,K02,假货\n"
    sent = desk.upload(wang, "/regulator/intake", {"source": "12315", "file": desk.file(rows.encode(), "a.csv")})
    assert desk.says(sent).startswith("新立 1 件")
    assert desk.upload(wang, "/regulator/intake", {"source": "911", "file": desk.file(b"", "a.csv")}).status_code == 400
    year = (
        "day,works,name\n"
        + "".join(f"2027-01-{day:02d},no,x\n" for day in range(4, 9))
        + "2027-02-06,yes,x\n2027-02-08,no,x\n"
    )
    taken = desk.upload(keeper, "/regulator/holidays", {"file": desk.file(year.encode(), "2027.csv")})
    assert taken.status_code == 303
    assert "2027.csv" in wang.get("/regulator/rules").text


def test_the_figures_are_a_table_and_the_same_as_a_file(app, town):
    town.open("late", days=30)
    wang = town.officer("wang")
    page = wang.get("/regulator/figures")
    assert desk.says(page) == "收到 1 件，现在逾期 1 件。"
    assert '<svg class="bars"' in page.text
    file = wang.get("/regulator/figures.csv")
    assert file.mimetype == "text/csv"
    assert "东昌区市场监管局,东昌区,1,0,1,0,1,1," in file.data.decode("utf-8-sig")
    assert wang.get("/regulator/figures?since=nonsense&until=2020-01-01").status_code == 200


def test_a_deputy_is_named_for_some_days(app, town):
    with app.app_context(), reading() as session:
        ids = {one.login: one.id for one in session.query(Account)}
    wang = town.officer("wang")
    day = office.now().date().isoformat()
    assert desk.post(wang, "/regulator/deputy", deputy=ids["post1"], since=day, until=day).status_code == 400
    assert desk.post(wang, "/regulator/deputy", deputy=ids["li"], since=day, until="?").status_code == 400
    assert desk.post(wang, "/regulator/deputy", deputy=ids["li"], since=day, until="2099-01-01").status_code == 400
    assert desk.post(wang, "/regulator/deputy", deputy=ids["li"], since=day, until=day).status_code == 303
    assert "li" in desk.says(wang.get("/regulator/deputy"))
    assert "wang" in town.officer("li").get("/regulator/deputy").text
    assert desk.post(wang, "/regulator/deputy", back="1").status_code == 303
