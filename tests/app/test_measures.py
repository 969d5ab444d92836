"""A measure in the browser: proposed by night, heard, decided by two people, read by everybody, appealed, lifted."""

from __future__ import annotations

import re

import pytest

from app import due
from app.access import accounts
from app.access.roles import Role
from app.clock import now
from app.db import reading, transaction
from app.due import DUE
from couriers import barred
from couriers.conduct import Kind
from couriers.rated import Rating
from credit import measures
from tests.app.carrier import counter
from tests.app.merchant import desk
from trace import parties

NIGHT = next(one for one in DUE if one.name == "admission")


class House:
    """The operator, an office with two people, and a courier firm at its desk."""

    def __init__(self, app):
        self.app, self.keeper = app, desk.operator(app)
        with app.app_context(), transaction() as session:
            office = parties.register(session, "regulator", "市商务局", now(), division="220500")
            self.firm = parties.register(session, "carrier", "山道快运", now(), uscc=desk.USCC).id
            for login in ("an", "bo"):
                account = accounts.create(session, login, desk.PASSWORD, now())
                accounts.join(session, account, Role.REGULATOR, office.id, now())
        self.an, self.bo = desk.logged_in(app, "an"), desk.logged_in(app, "bo")
        self.fang = counter.member(app, Role.CARRIER, self.firm, "fang")

    def graded(self, grade):
        with self.app.app_context(), transaction() as session:
            session.add(
                Rating(kind=str(Kind.FIRM), subject_id=self.firm, stale=False, day=1, leaf=7, rules="2024-03", score=281,
                       low=270, grade=grade, reached=grade, parcels=300, area="", gaps=0)
            )  # fmt: skip

    def numbers(self):
        with self.app.app_context(), reading() as session:
            return [one.number for one in measures.of_firm(session, self.firm)]

    def barred(self):
        with self.app.app_context(), reading() as session:
            return barred.holds(session, self.firm, now())


@pytest.fixture
def house(app):
    return House(app)


def test_the_night_proposes_and_two_people_of_flesh_and_blood_decide(house):
    house.graded("C")
    assert due.run(house.app, NIGHT) == 1
    assert due.run(house.app, NIGHT) is None
    (number,) = house.numbers()
    assert not house.barred()
    assert "有一项措施被提出" in house.fang.get("/inbox").text
    page = house.fang.get(f"/standing/{number}")
    assert desk.says(page).startswith("还没有决定。陈述申辩到")
    assert desk.post(house.fang, f"/standing/{number}/stated", text="发大水").status_code == 303
    assert "发大水" in house.an.get(f"/regulator/measures/{number}").text
    assert (
        desk.post(house.an, f"/regulator/measures/{number}/imposed", text="多次虚假签收", days="30").status_code == 303
    )
    assert house.barred()
    public = house.app.test_client().get("/lists")
    assert "山道快运" in public.text
    assert "多次虚假签收" not in public.text
    (told,) = house.app.test_client().get("/lists.json").get_json()
    assert (told["list"], told["uscc"], told["state"]) == ("suspend", desk.USCC, "imposed")
    assert desk.post(house.fang, f"/standing/{number}/appealed", text="不服").status_code == 303
    refused = desk.post(house.an, f"/regulator/measures/{number}/overturned", text="我自己来")
    assert (refused.status_code, "请换一个人来办" in refused.text) == (400, True)
    assert desk.post(house.bo, f"/regulator/measures/{number}/overturned", text="确有大水").status_code == 303
    assert not house.barred()
    assert house.app.test_client().get("/lists.json").get_json() == []
    assert "已不再有效" in house.fang.get("/inbox").text


def test_an_officer_proposes_an_entry_in_the_black_list_and_cannot_decide_it(house):
    form = {"kind": "black_list", "subject": "party", "id": str(house.firm), "text": "盗窃包裹"}
    refused = desk.post(house.an, "/regulator/measures", **form)
    assert refused.status_code == 400
    assert "盗窃包裹" in refused.text, "what was typed stays"
    more = {"decision_no": "通市监罚〔2026〕7号", "authority": "市市场监管局"}
    made = desk.post(house.an, "/regulator/measures", **form, **more)
    assert made.status_code == 303
    number = made.headers["Location"].rsplit("/", 1)[1]
    desk.post(house.fang, f"/standing/{number}/stated", text="没有此事")
    assert desk.post(house.an, f"/regulator/measures/{number}/imposed", text="我").status_code == 400
    assert desk.post(house.bo, f"/regulator/measures/{number}/imposed", text="属实").status_code == 303
    assert "通市监罚〔2026〕7号" in house.app.test_client().get("/lists?q=山道").text
    assert "通市监罚" not in house.app.test_client().get("/lists?q=别的").text
    early = desk.post(house.keeper, f"/regulator/measures/{number}/lifted", text="改了")
    assert (early.status_code, "现在还不能办这一步" in early.text) == (400, True)


def test_nobody_reads_another_firms_measures_nor_decides_their_own(house):
    form = {"kind": "suspend", "subject": "party", "id": str(house.firm), "text": "why"}
    number = desk.post(house.an, "/regulator/measures", **form).headers["Location"].rsplit("/", 1)[1]
    with house.app.app_context(), transaction() as session:
        other = parties.register(session, "carrier", "别家", now()).id
    stranger = counter.member(house.app, Role.CARRIER, other, "other")
    assert stranger.get(f"/standing/{number}").status_code == 404
    assert desk.post(stranger, f"/standing/{number}/stated", text="x").status_code == 404
    assert desk.post(house.fang, f"/standing/{number}/imposed", text="x").status_code == 400
    assert desk.post(house.fang, f"/regulator/measures/{number}/dismissed", text="x").status_code == 403


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"kind": "nothing"}, 400),
        ({"id": "999"}, 400),
        ({"id": "x"}, 400),
        ({"text": " "}, 400),
        ({"text": "x" * 2001}, 400),
    ],
)
def test_a_form_that_cannot_be_is_refused_beside_itself(house, form, code):
    whole = {"kind": "suspend", "subject": "party", "id": str(house.firm), "text": "why"} | form
    answer = desk.post(house.an, "/regulator/measures", **whole)
    assert (answer.status_code, 'class="wrong"' in answer.text) == (code, True)
    assert house.numbers() == []


def test_a_firm_sees_its_grade_and_what_follows_from_it(house):
    assert desk.says(house.fang.get("/standing")) == "还没有评级。"
    house.graded("CCC")
    page = house.fang.get("/standing")
    assert desk.says(page) == "等级 CCC。"
    assert re.search("不宜承接食品", page.text)
