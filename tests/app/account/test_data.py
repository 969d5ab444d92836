"""What is kept of a person: they see who looked, take it along, and erase it, while every proof stays valid."""

from __future__ import annotations

import csv
import io
import zipfile

import orjson
import pytest

from app import sequencing
from app.access.roles import Role
from app.account import package
from app.clock import now
from app.db import reading, transaction
from couriers import devices, roster, scanned
from couriers.places import Spot
from couriers.scanned import ScanBy
from tests.app.carrier import counter
from tests.app.courier.conftest import Courier, courier, firm, offered
from tests.app.merchant import desk

__all__ = ["courier", "firm", "offered"]
NAME = "王大山"


@pytest.fixture
def fang(app, firm):
    return counter.firm_of(app, firm)


@pytest.fixture
def named(app, fang):
    """A courier with a real name and a phone, who has agreed to places and scanned twice."""
    page = desk.post(fang, "/carrier/couriers", alias="小马 3 号", name=NAME)
    made = Courier(app, page.text.split("手机绑定码：")[1][:11])
    assert made.enrolled.status_code == 201
    made.upload(made.scan("accepted", "PN1-2026"), made.scan("accepted", "PN2-2026"))
    with app.app_context(), transaction() as session:
        roster.let_locate(session, roster.get(session, 1), now())
        for one in session.query(ScanBy):
            one.spot, one.datum = scanned.hidden(session, Spot(41_720_000, 125_940_000, 30)), "WGS-84"
    return made


def taken_along(client):
    answer = desk.post(client, "/account/data/export")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_courier_sees_who_looked_at_the_name_and_other_couriers_do_not(app, fang, named, offered):
    assert desk.says(named.client.get("/account/reveals")) == "没有人看过您的隐藏资料。"
    desk.post(fang, "/carrier/couriers/1/name")
    page = named.client.get("/account/reveals")
    assert desk.says(page) == "您的隐藏资料被查看过 1 次。"
    assert "快递员小马 3 号的真实姓名" in page.text
    assert "山道快运" in page.text
    other = Courier(app, offered("老周 12"))
    assert desk.says(other.client.get("/account/reveals")) == "没有人看过您的隐藏资料。"


def test_everything_is_taken_along_as_json_and_csv(fang, named):
    desk.post(fang, "/carrier/couriers/1/name")
    files = taken_along(named.client)
    whole = orjson.loads(files["everything.json"])
    assert whole["courier"][0]["name"] == NAME
    assert [one["step"] for one in whole["scans"]] == ["accepted", "accepted"]
    assert whole["scans"][0]["place"] == "41720000,125940000,30,WGS-84"
    assert whole["looks-at-my-name"][0]["by"] == "山道快运"
    assert (len(whole["phones"]), len(whole["location-consents"])) == (1, 1)
    rows = list(csv.DictReader(io.StringIO(files["courier.csv"].decode("utf-8-sig"))))
    assert rows[0]["alias"] == "小马 3 号"
    assert "messages.csv" not in files, "an empty section is in the JSON alone"


def test_nobody_takes_anothers_data_along(app, fang, named):
    whole = orjson.loads(taken_along(fang)["everything.json"])
    assert whole["courier"] == []
    assert whole["scans"] == []
    assert whole["account"][0]["login"] == "fang"
    assert NAME.encode() not in orjson.dumps(whole)
    assert desk.post(app.test_client(), "/account/data/export").status_code == 401


def test_a_field_that_a_spreadsheet_would_run_is_only_text():
    made = package.zipped({"x": [{"alias": "=HYPERLINK(1)", "n": 5, "none": None}]})
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.read("x.csv").decode("utf-8-sig").splitlines() == ["alias,n,none", "'=HYPERLINK(1),5,"]
        assert orjson.loads(file.read("everything.json")) == {"x": [{"alias": "=HYPERLINK(1)", "n": 5, "none": None}]}


def test_an_erased_courier_leaves_proofs_and_no_person(app, fang, named):
    sequencing.drain(app)
    assert desk.post(named.client, "/account/data/erase").status_code == 400
    done = desk.post(named.client, "/account/data/erase", sure="1")
    assert (done.status_code, done.headers["Location"]) == (303, "/login")
    with app.app_context(), reading() as session:
        found = roster.get(session, 1)
        assert (found.name, found.account_id) == (None, None)
        assert "小马" not in found.alias
        assert not roster.lets_locate(session, found)
        assert [one.spot for one in session.query(ScanBy)] == [None, None]
        assert [one.revoked_at is None for one in devices.of_courier(session, 1)] == [False]
    assert named.client.get("/account").status_code == 401
    said = app.test_cli_runner().invoke(args=["verify"])
    assert (said.exit_code, said.output[:7]) == (0, "OK size")
    assert desk.says(fang.get("/carrier/")) == "1 名快递员手里有 2 件包裹。"
    assert named.upload(named.scan("hub_in", "PN1-2026")).json["verdicts"][0]["code"] == "device-revoked"


def test_an_account_is_erased_with_its_password_alone_and_nobody_logs_in_again(app):
    client, _ = desk.merchant(app)
    wrong = desk.post(client, "/account/data/erase", sure="1", password="something else")
    assert wrong.status_code == 400
    assert "密码不对。" in wrong.text
    assert client.get("/account").status_code == 200
    assert desk.post(client, "/account/data/erase", sure="1", password=desk.PASSWORD).status_code == 303
    assert client.get("/account").status_code == 401
    again = desk.post(app.test_client(), "/login", login="lin", password=desk.PASSWORD)
    assert again.status_code == 400


def test_the_last_one_of_the_operator_stays(app):
    keeper = desk.operator(app)
    page = desk.post(keeper, "/account/data/erase", sure="1", password=desk.PASSWORD)
    assert page.status_code == 409
    assert "运营方没有其他人了" in page.text
    counter.member(app, Role.OPERATOR, 1, "second")
    assert desk.post(keeper, "/account/data/erase", sure="1", password=desk.PASSWORD).status_code == 303


def test_everybody_may_read_what_is_kept_how_long(app):
    page = app.test_client().get("/privacy")
    assert desk.says(page) == "各类数据保存多久。"
    assert "代收人姓名" in page.text
    assert "电子商务法 31" in page.text
    assert app.test_client().get("/privacy", headers={"Accept-Language": "en"}).text.count("our own setting") >= 3
