"""`/report` for whoever has no code; and that a respondent cannot tell that it was reported."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from app import sequencing
from app.clock import now
from app.db import reading, transaction
from app.reporting.report import TooManyCases
from credit import cases, contacts, intake
from credit.cases import Complaint
from tests.app.merchant import desk
from tests.app.regulator import office
from trace import history

FORM = {
    "category": "K09", "whom": "岭上参业", "complaint": "吃了拉肚子，要求退款。", "report": "仓库里都是过期货。",
    "name": "林岭", "phone": "13900000001", "division": "220502",
}  # fmt: skip


@pytest.fixture
def town(app):
    return office.town(app)


def send(app, **change):
    form = {**FORM, "id": str(uuid4()), **change}
    return app.test_client().post("/report", data={name: text for name, text in form.items() if text is not None})


def opened(page):
    """Numbers and codes on the page, in their order."""
    found = re.findall(r"<dd><code>([A-Z2-7]+)</code></dd>", page.text)
    return list(zip(found[::2], found[1::2], strict=True))


def test_both_parts_become_two_cases_whose_codes_are_shown_once_and_in_no_address(app, town):
    page = send(app)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    (complaint, one), (report, two) = opened(page)
    with app.app_context(), reading() as session:
        first, second = cases.get(session, complaint), cases.get(session, report)
        assert (first.kind, second.kind) == ("complaint", "report")
        assert (first.respondent_id, first.office_id, first.division) == (
            town.ids["shop"],
            town.ids["county"],
            "220502",
        )
        assert contacts.beside(session, second) == first.id
        assert contacts.reveal(session, first).phone == "13900000001"
    for number, code, says in ((complaint, one, "已收到，还没有答复。"), (report, two, "已收到，主管部门正在核查。")):
        shown = desk.post(app.test_client(), "/case", number=number, code=code)
        assert desk.says(shown) == says
        assert "林岭" not in shown.text
    assert desk.post(app.test_client(), "/case", number=report, code=one).status_code == 404


def test_a_report_is_anonymous_where_nothing_is_given_and_a_complaint_needs_somebody_to_call(app, town):
    page = send(app, complaint=None, name=None, phone=None)
    ((number, _code),) = opened(page)
    with app.app_context(), reading() as session:
        assert contacts.known(session, cases.get(session, number)) is None
    refused = send(app, report=None, name=None, phone=None)
    assert refused.status_code == 400
    assert "投诉和查询要留姓名和电话" in refused.text
    assert "吃了拉肚子" in refused.text, "what was typed stays"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"category": "K00"}, "请选一个问题类别"),
        ({"whom": None, "about": None}, "请写明针对谁"),
        ({"complaint": None, "report": None}, "三个框里至少写一个"),
        ({"complaint": "字" * 2001}, "1–2000"),
        ({"division": "everywhere"}, "请从列表里选县区"),
        ({"phone": "12"}, "投诉和查询要留姓名和电话"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_opened(app, town, change, says):
    page = send(app, **change)
    assert page.status_code == 400
    assert says in page.text.replace("1 到 2000", "1–2000").replace("1–2,000", "1–2000").replace("1 至 2000", "1–2000")
    with app.app_context(), reading() as session:
        assert session.query(Complaint).count() == 0


def test_the_same_form_twice_is_one_case(app, town):
    own = str(uuid4())
    assert send(app, id=own, report=None).status_code == 200
    again = send(app, id=own, report=None)
    assert again.status_code == 409
    with app.app_context(), reading() as session:
        assert session.query(Complaint).count() == 1


def test_a_flood_is_stopped_and_told_where_else_to_go(app, town):
    with app.app_context(), transaction() as session:
        actor = office.parties.actor(session, town.ids["operator"])
        for _ in range(intake.MOST_A_MINUTE):
            said = intake.Submission("K01", {office.Kind.REPORT: "x"}, respondent_id=town.ids["shop"])
            intake.submit(session, actor, said, office.Stamp(now()), now())
    page = send(app)
    assert page.status_code == 429
    assert "12315" in page.text
    assert TooManyCases.code == "too-many-cases"
    with app.app_context(), reading() as session:
        assert not intake.crowded(session, now() + timedelta(minutes=2))


def views(app, town, item):
    """Everything that a respondent can read: its pages, its inbox, its program's answers, and the goods' own chain."""
    shop = desk.logged_in(app, "shop")
    pages = [shop.get(path).text for path in ("/merchant/", "/merchant/answers", "/inbox", "/account/data")]
    with app.app_context(), reading() as session:
        chain = [(one.stage, one.envelope, one.touches[0].n) for one in history.life(session, item).entries]
    return pages, chain


def test_a_respondent_cannot_tell_that_it_was_reported_from_anything_it_sees(app, town):
    item = "https://id.gs1.org/01/09520123456788/21/A"
    with app.app_context(), transaction() as session:
        from trace import goods, ledger
        from trace.ledger import Draft

        actor = office.parties.actor(session, town.ids["shop"])
        deed = goods.sold(item, office.Stamp(now()))
        ledger.append(session, [Draft(deed.event, actor, "party", deed.texts)], now())
    sequencing.drain(app)
    before = views(app, town, item)
    ((number, _code),) = opened(send(app, complaint=None, about=item))
    wang = town.officer("wang")
    for step, form in (("filed", {}), ("propose", {"outcome": "upheld", "text": "属实。"})):
        assert desk.post(wang, f"/regulator/cases/{number}/{step}", **form).status_code == 303
    assert desk.post(town.officer("li"), f"/regulator/cases/{number}/decide").status_code == 303
    sequencing.drain(app)
    assert views(app, town, item) == before
    shop = desk.logged_in(app, "shop")
    for answer in (
        shop.get(f"/merchant/cases/{number}"),
        desk.post(shop, f"/merchant/cases/{number}", text="不是我们。"),
    ):
        assert answer.status_code == 404
