"""The fund and a merchant's promises in the browser."""

from __future__ import annotations

import pytest

from app.access import accounts
from app.access.roles import Role
from app.clock import now
from app.db import reading, transaction
from credit import fund
from tests.app.merchant import desk
from trace import parties


@pytest.fixture
def keeper(app):
    return desk.operator(app)


@pytest.fixture
def second(app, keeper):
    """Another person of the operator."""
    with app.app_context(), transaction() as session:
        account = accounts.create(session, "second", desk.PASSWORD, now())
        operator = parties.find(session, kind="operator")
        accounts.join(session, account, Role.OPERATOR, operator.id, now())
    return desk.logged_in(app, "second")


@pytest.fixture
def lin(app, keeper):
    return desk.merchant(app)


def money(app):
    with app.app_context(), reading() as session:
        return {name: value for name, value in fund.balances(session).items() if value}


def test_a_claim_is_filed_accepted_paid_by_another_and_recovered(app, keeper, second, lin):
    _, merchant = lin
    for act, form in (
        ("deposit", {"party": merchant, "case": "协议-1", "amount": "50"}),
        ("contribute", {"case": "基金-2026", "amount": "200.5"}),
        ("file", {"party": merchant, "case": "AB12", "amount": "80.05", "ground": "unreachable"}),
        ("accept", {"claim": 1}),
    ):
        assert desk.post(keeper, f"/regulator/fund/{act}", **form).status_code == 303
    own = desk.post(keeper, "/regulator/fund/pay", claim=1)
    assert (own.status_code, "请换一个人来办" in own.text) == (400, True)
    assert desk.post(second, "/regulator/fund/pay", claim=1).status_code == 303
    assert money(app) == {"pool": 17_045, f"owed/{merchant}": 3_005, "claims": -3_005, "outside": -17_045}
    page = keeper.get("/regulator/fund")
    assert desk.says(page) == "账目相符。"
    assert "¥30.05" in page.text
    assert desk.post(keeper, "/regulator/fund/recover", claim=1, amount="30.05").status_code == 303
    assert money(app) == {"pool": 20_050, "outside": -20_050}


@pytest.mark.parametrize("amount", ["", "-1", "0", "1.234", "1e3", "１", "9999999999", "abc"])
def test_what_is_no_amount_moves_nothing(app, keeper, amount):
    assert desk.post(keeper, "/regulator/fund/contribute", case="C", amount=amount).status_code == 400
    assert money(app) == {}


def test_only_the_operator_moves_money(app, keeper, lin):
    client, _ = lin
    assert desk.post(client, "/regulator/fund/contribute", case="C", amount="1").status_code == 403


def test_a_merchants_promise_is_public_with_every_version(app, lin):
    client, merchant = lin
    public = app.test_client()
    assert desk.says(public.get(f"/promises/{merchant}")) == "按法律 7 天可退。"
    assert desk.post(client, "/promises", days="30", hours="48", text="假一赔十").status_code == 303
    assert desk.says(client.get("/promises")) == "您承诺 30 天可退。"
    page = public.get(f"/promises/{merchant}")
    assert desk.says(page) == "30 天可退。"
    assert "假一赔十" in page.text
    desk.post(client, "/promises", days="7", hours="", text="")
    assert desk.says(public.get(f"/promises/{merchant}")) == "30 天可退。", "less for the buyer holds after a week"


@pytest.mark.parametrize(
    "form",
    [{"days": "6"}, {"days": ""}, {"days": "x"}, {"days": "15", "hours": "0"}, {"thing": "no", "reason": "perishable"},
     {"thing": "https://id.gs1.org/01/09520123456788/21/A7K2", "reason": "on_sale"}],
)  # fmt: skip
def test_a_promise_that_cannot_be_is_refused_beside_the_form(app, lin, form):
    client, _ = lin
    answer = desk.post(client, "/promises", **form)
    assert (answer.status_code, 'class="wrong"' in answer.text) == (400, True)
