"""Registering as a merchant, as a shopkeeper and as somebody who means no good."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.access.accounts import Account
from app.db import database, reading
from tests.app.merchant import desk
from trace.papers import Papers
from trace.parties import Party


@pytest.fixture
def client(app):
    return app.test_client()


def made(app):
    with app.app_context(), reading() as session:
        return [session.scalar(select(func.count()).select_from(one)) for one in (Account, Party, Papers)]


def test_a_merchant_registers_is_logged_in_and_is_told_both_facts_of_its_code(app, client):
    assert client.get("/register").status_code == 200
    answer = desk.register(client, uscc="9100 0000 made m0g21x")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/merchant/papers")
    page = client.get("/merchant/papers")
    assert desk.says(page) == "证照已提交，等人核验。"
    assert desk.USCC in page.text
    assert "代码的最后一位校验相符。" in page.text
    assert "其中主体标识码的校验位也相符。" in page.text
    assert desk.CONTACT not in page.text
    with app.app_context(), reading() as session:
        assert session.scalars(select(Party.verified_at)).one() is None


def test_a_code_whose_inner_check_does_not_fit_is_taken_and_the_page_says_so(client):
    assert desk.register(client, uscc="91220502MA0000016N").status_code == 303
    page = client.get("/merchant/papers").text
    assert "代码的最后一位校验相符。" in page
    assert "其中主体标识码的校验位不符；老代码可以不符。" in page


WRONG = [
    ({"uscc": "91000000MADEM0G211"}, "uscc", "最后一位对不上：现在是 1，应为 X"),
    ({"uscc": "91000000MADEM0O21X"}, "uscc", "第 15 位不能是这个字符。"),
    ({"uscc": ""}, "uscc", "这不是这种号码"),
    ({"name": " "}, "name", "请填写营业执照上的名称。"),
    ({"contact": ""}, "contact", "请填写联系人和电话。"),
    ({"password": "short"}, "password", "密码至少 12 个字符。"),
    ({"licence": b"MZ\x90 a program called licence.png"}, "licence", "看内容，不看文件名"),
    ({"licence": b""}, "licence", "看内容，不看文件名"),
    ({"licence": desk.PNG + bytes(5 * 2**20)}, "licence", "不超过 5 MB"),
]


@pytest.mark.parametrize(("form", "field", "said"), WRONG)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(app, client, form, field, said):
    answer = desk.register(client, **form)
    assert answer.status_code == 400
    assert f'id="{field}-wrong"' in answer.text
    assert said in answer.text
    assert answer.text.count('role="alert"') == 1
    if field != "name":
        assert f'value="{desk.FORM["name"]}"' in answer.text
    assert desk.PASSWORD not in answer.text
    assert made(app) == [0, 0, 0]


def test_a_login_name_that_is_taken_makes_nothing(app, client):
    desk.register(client)
    answer = desk.register(app.test_client(), uscc=desk.OTHER_USCC)
    assert answer.status_code == 400
    assert "这个登录名已有人用" in answer.text
    assert made(app) == [1, 1, 1]


def test_many_registrations_from_one_address_have_to_wait(app, client):
    for at in range(5):
        assert desk.register(app.test_client(), login=f"lin{at}").status_code == 303
    assert desk.register(client, login="lin6").status_code == 429
    assert made(app) == [5, 5, 5]


def test_licence_and_contact_lie_encrypted_in_the_database(app, client):
    desk.register(client)
    with app.app_context(), database().engine.connect() as connection:
        row = connection.execute(select(Papers.__table__)).one()
    held = b"".join(bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row)
    assert b"Ginseng" not in held
    assert b"13800138000" not in held


def test_after_a_rejection_other_papers_can_be_handed_in(app, client):
    desk.register(client)
    keeper, waiting = desk.operator(app), desk.papers_of(app, 1)
    desk.post(keeper, f"/regulator/merchants/{waiting.id}/reject", reason="照片看不清")
    page = client.get("/merchant/papers")
    assert desk.says(page) == "证照没有通过：照片看不清"
    wrong = desk.post(client, "/merchant/papers", uscc=desk.USCC, contact=desk.CONTACT)
    assert (wrong.status_code, 'id="licence-wrong"' in wrong.text) == (400, True)
    form = {"uscc": desk.USCC, "contact": desk.CONTACT, "licence": desk.file(b"%PDF-1.7 other", "x")}
    answer = desk.upload(client, "/merchant/papers", form)
    assert answer.status_code == 303
    assert desk.says(client.get("/merchant/papers")) == "证照已提交，等人核验。"
    assert made(app)[2] == 2
