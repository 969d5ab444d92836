"""An office at work: the queue, the page of a case, two persons and a third, contact by a logged look, documents, the folder."""

from __future__ import annotations

import io
import json
import re
import zipfile
from hashlib import sha256

import pytest

from app import sequencing
from app.db import reading, transaction
from couriers import ratings, roster
from couriers.conduct import Kind as SubjectKind, Subject
from credit import cases, documents
from tests.app.courier.conftest import courier, firm, offered
from tests.app.merchant import desk
from tests.app.regulator import office
from trace import history

__all__ = ["courier", "firm", "offered"]


@pytest.fixture
def town(app):
    return office.town(app)


def act(client, number, step, **form):
    return desk.post(client, f"/regulator/cases/{number}/{step}", **form)


def state(app, number):
    with app.app_context(), reading() as session:
        found = cases.get(session, number)
        return found.state, found.outcome


def test_the_queue_says_what_is_late_and_an_office_sees_no_case_of_another(app, town):
    late, fresh = town.open("late", days=30), town.open("fresh")
    post = town.open("post", category="K15", respondent_id=town.ids["firm"])
    wang = town.officer("wang")
    page = wang.get("/regulator/cases")
    assert desk.says(page).startswith("1 件已逾期")
    assert late in page.text
    assert fresh in page.text
    assert post not in page.text
    overdue = wang.get("/regulator/cases?which=overdue").text
    assert late in overdue
    assert fresh not in overdue
    assert wang.get(f"/regulator/cases/{post}").status_code == 404
    assert act(wang, post, "accepted").status_code == 404
    assert post in town.officer("keeper").get("/regulator/cases").text
    # The operator looks on: the case is the office's.
    assert act(town.officer("keeper"), late, "accepted").status_code == 403


def test_a_delivery_that_is_denied_goes_from_evidence_to_the_last_word(app, firm, courier):
    town = office.town(app)
    number = office.delivered(app, town, courier)
    one, two, three = (town.officer(name) for name in ("post1", "post2", "post3"))
    page = one.get(f"/regulator/cases/{number}")
    assert "没有取件码就签收" in page.text
    assert "山道快运" in page.text
    assert act(one, number, "accepted").status_code == 303
    assert act(one, number, "asked", text="请提交签收照片。").status_code == 303
    answer = desk.post(town.officer("fang"), f"/carrier/cases/{number}", text="没有照片。")
    assert answer.status_code == 303
    named = re.search(r'value="(courier:\d+:\d+)"', one.get(f"/regulator/cases/{number}").text)[1]
    draft = {"outcome": "upheld", "text": "没有取件码，没有照片。", "named": named, "code": "V4", "share": "80"}
    assert act(one, number, "propose", **draft | {"share": "180"}).status_code == 400
    assert act(one, number, "propose", **draft | {"text": " "}).status_code == 400
    assert act(one, number, "propose", **draft).status_code == 303
    refused = act(one, number, "decide")
    assert refused.status_code == 409
    assert "请找同事" in refused.text
    assert act(two, number, "decide", text="同意。").status_code == 303
    sequencing.drain(app)
    assert state(app, number) == ("decided", "upheld")
    appeal = desk.post(town.officer("fang"), f"/carrier/cases/{number}", act="appeal", text="找到录像了。")
    assert appeal.status_code == 303
    assert act(two, number, "review", outcome="rejected", text="录像。").status_code == 409
    assert act(three, number, "review", outcome="rejected", text="录像显示交给本人。").status_code == 303
    assert state(app, number) == ("final", "rejected")
    assert act(three, number, "closed").status_code == 303
    sequencing.drain(app)
    with app.app_context(), transaction() as session:
        ratings.catch_up(session)
        number_of = roster.named(session, firm.id, "小马 3 号").id
        account = ratings.account(session, Subject(SubjectKind.COURIER, number_of))
        assert [one.outcome for one in account.decisions] == ["rejected"]
    # The parcel's own chain has the public outcomes and no word of it.
    with app.app_context(), reading() as session:
        found = cases.get(session, number)
        decided = [one for one in history.life(session, found.about).entries if one.stage == "decided"]
        assert [one.public["facts"]["outcome"] for one in decided] == ["upheld", "rejected"]
        assert "录像" not in "".join(one.envelope for one in decided)


def test_a_refusal_needs_a_legal_reason_and_closes_the_way(app, town):
    number, wang = town.open("one"), town.officer("wang")
    assert act(wang, number, "refused", reason="because").status_code == 400
    assert act(wang, number, "refused", reason="not_for_living", text="用于经营。").status_code == 303
    again = act(wang, number, "accepted")
    assert again.status_code == 409
    assert "请看案件现在的状态" in again.text
    assert act(wang, number, "nonsense").status_code == 404
    mine = desk.post(app.test_client(), "/case", number=number, code=town.cases["one"][1])
    assert "不予受理" in mine.text


def test_who_complained_is_opened_by_a_look_that_is_written_down_and_no_respondent_sees_it(app, town):
    number, wang = town.open("one"), town.officer("wang")
    assert "13900000001" not in wang.get(f"/regulator/cases/{number}").text
    assert "13900000001" in desk.post(wang, f"/regulator/cases/{number}/contact").text
    assert "查看了联系人信息" in wang.get(f"/regulator/cases/{number}").text
    assert desk.post(town.officer("keeper"), f"/regulator/cases/{number}/contact").status_code == 403
    page = town.officer("shop").get(f"/merchant/cases/{number}")
    assert "要求退款" in page.text
    for secret in ("13900000001", "林岭", "查看了联系人", "wang"):
        assert secret not in page.text


def test_an_offices_note_is_nobody_elses(app, town):
    number = town.open("one")
    act(town.officer("wang"), number, "noted", text="疑似职业索赔。")
    for page in (
        town.officer("shop").get(f"/merchant/cases/{number}"),
        desk.post(app.test_client(), "/case", number=number, code=town.cases["one"][1]),
    ):
        assert page.status_code == 200
        assert "职业索赔" not in page.text


def test_whoever_complained_withdraws_takes_it_to_the_office_or_appeals(app, town):
    mine = town.open("mine")
    page = desk.post(app.test_client(), "/case", number=mine, code=town.cases["mine"][1], do="withdraw")
    assert state(app, mine) == ("withdrawn", None)
    assert "已撤回" in page.text
    assert (
        desk.post(app.test_client(), "/case", number=mine, code=town.cases["mine"][1], do="withdraw").status_code == 409
    )
    post = town.open("post", category="K12", respondent_id=town.ids["firm"])
    client, code = app.test_client(), town.cases["post"][1]
    assert "三十日内答复" in desk.post(client, "/case", number=post, code=code).text
    shown = desk.post(client, "/case", number=post, code=code, do="escalate", text="七天没有人理我。")
    assert "三十日内答复" not in shown.text
    assert desk.post(client, "/case", number=post, code=code, do="appeal", text="不服。").status_code == 409
    with app.app_context(), reading() as session:
        assert cases.get(session, post).due_clock == "postal"


def test_a_case_is_assigned_and_handed_over_with_its_files(app, town):
    number, wang = town.open("one"), town.officer("wang")
    with app.app_context(), reading() as session:
        from app.access.accounts import Account

        ids = {one.login: one.id for one in session.query(Account)}
    assert desk.post(wang, f"/regulator/cases/{number}/assign", officer=ids["li"]).status_code == 303
    assert desk.post(wang, f"/regulator/cases/{number}/assign", officer=ids["post1"]).status_code == 403
    sent = desk.post(wang, f"/regulator/cases/{number}/transfer", to=town.ids["post"], text="属邮政。")
    assert sent.status_code == 303
    post = town.officer("post1")
    assert "请接收或退回" in post.get(f"/regulator/cases/{number}").text
    with zipfile.ZipFile(io.BytesIO(post.get(f"/regulator/cases/{number}/package").data)) as archive:
        listed = json.loads(archive.read("manifest.json"))["files"]
        assert {one["name"]: one["sha256"] for one in listed} == {
            name: sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name != "manifest.json"
        }
    assert act(post, number, "accepted").status_code == 403
    assert desk.post(post, f"/regulator/cases/{number}/transfer", do="take").status_code == 303
    assert act(post, number, "accepted").status_code == 303
    assert wang.get(f"/regulator/cases/{number}/package").status_code == 200
    assert town.officer("keeper").get(f"/regulator/cases/{number}/package").status_code == 409


def test_a_document_is_issued_served_and_known_to_whoever_holds_it(app, town):
    number, wang = town.open("one"), town.officer("wang")
    assert desk.post(wang, f"/regulator/cases/{number}/documents", kind="acceptance").status_code == 409
    act(wang, number, "accepted")
    assert desk.post(wang, f"/regulator/cases/{number}/documents", kind="acceptance").status_code == 303
    sequencing.drain(app)
    page = wang.get(f"/regulator/cases/{number}")
    link = re.search(r'href="(/regulator/cases/\w+/documents/\d+)"', page.text)[1]
    pdf = wang.get(link)
    assert (pdf.mimetype, pdf.data[:8]) == ("application/pdf", b"%PDF-1.7")
    assert pdf.headers["Cache-Control"] == "no-store"
    with app.app_context(), reading() as session:
        (kept,) = documents.of(session, cases.get(session, number))
        assert kept.sha256 == sha256(pdf.data).hexdigest()
        chain = history.life(session, cases.uri(session, number)).entries
        assert kept.sha256 in {(one.public.get("facts") or {}).get("card") for one in chain}
    assert desk.post(wang, link, text="挂号信").status_code == 303
    check = app.test_client().get(f"/document/{kept.content[:32]}")
    assert "东昌区市场监管局" in check.text
    assert kept.sha256 in check.text
    assert number not in check.text
    assert app.test_client().get(f"/document/{'0' * 32}").status_code == 404
    assert town.officer("post1").get(link).status_code == 404
