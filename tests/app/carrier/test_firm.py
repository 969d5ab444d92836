"""A courier firm's desk: enrol, replace, take out of use, suspend; the day; scans that wait; complaints."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app import notices
from app.clock import now
from app.db import reading, transaction
from couriers import devices, roster, scanned
from couriers.scanned import ScanGap
from credit import complaints
from tests.app.carrier import counter
from tests.app.carrier.counter import state
from tests.app.courier.conftest import Courier
from tests.app.merchant import desk
from trace import history, parties, reveals
from trace.stages import Stamp


@pytest.fixture
def fang(app, firm):
    return counter.firm_of(app, firm)


def code_of(page):
    found = re.search(r"([A-Z2-7]{5}-[A-Z2-7]{5})", page.text)
    assert found is not None, page.text[:1500]
    return found[1]


def in_state(app, courier_id=1):
    with app.app_context(), reading() as session:
        phones = [one.revoked_at is None for one in devices.of_courier(session, courier_id)]
        return phones, roster.get(session, courier_id).suspended_at is not None


def test_a_new_courier_gets_a_code_that_is_shown_once_and_enrols_a_phone(app, fang):
    page = desk.post(fang, "/carrier/couriers", alias="小马 3 号", name="王大山")
    code = code_of(page)
    assert desk.says(page) == f"手机绑定码：{code}"
    assert page.headers["Cache-Control"] == "no-store"
    assert '<svg role="img"' in page.text
    listed = fang.get("/carrier/couriers").text
    assert code not in listed
    assert "小马 3 号" in listed
    assert "王大山" not in listed
    assert Courier(app, code).enrolled.status_code == 201
    assert Courier(app, code).enrolled.status_code == 400
    assert in_state(app) == ([True], False)


def test_an_alias_that_is_taken_is_said_beside_the_field(fang, app):
    desk.post(fang, "/carrier/couriers", alias="小马 3 号")
    page = desk.post(fang, "/carrier/couriers", alias="小马 3 号", name="王大山")
    assert page.status_code == 400
    assert "已有快递员用这个代号" in page.text
    assert 'value="王大山"' in page.text


def test_the_real_name_is_shown_by_a_look_that_is_written_down(app, fang):
    desk.post(fang, "/carrier/couriers", alias="小马 3 号", name="王大山")
    assert "王大山" in desk.post(fang, "/carrier/couriers/1/name").text
    with app.app_context(), reading() as session:
        assert [one.what for one in reveals.of(session, 1)] == ["courier/1/name"]


def test_a_replaced_phone_is_out_of_use_once_the_new_one_is_enrolled(app, fang, courier):
    code = code_of(desk.post(fang, "/carrier/couriers/1/code", replace="1"))
    assert in_state(app) == ([True], False)
    assert Courier(app, code).enrolled.status_code == 201
    assert in_state(app) == ([False, True], False)


def test_a_phone_out_of_use_sends_what_waits_for_a_person_who_takes_or_refuses_it(app, fang, courier):
    assert desk.post(fang, "/carrier/couriers/1/revoke").status_code == 303
    assert in_state(app) == ([False], False)
    courier.upload(courier.scan("accepted", "PN1-2026"), courier.scan("accepted", "PN2-2026"))
    assert "2 条扫描等您定夺" in fang.get("/carrier/").text
    page = fang.get("/carrier/held")
    assert desk.says(page) == "有 2 条扫描等人定夺。"
    assert "PN1-2026" in page.text
    assert desk.post(fang, "/carrier/held/1/take").status_code == 303
    assert desk.post(fang, "/carrier/held/2/refuse").status_code == 303
    assert desk.says(fang.get("/carrier/held")) == "没有待定的扫描。"
    assert [state(app, number) for number in ("PN1-2026", "PN2-2026")] == ["carried", "awaited"]
    again = desk.post(fang, "/carrier/held/2/take")
    assert again.status_code == 409
    assert "这条扫描已有人处理过了。" in again.text


def test_a_suspended_couriers_scans_wait_until_the_suspension_ends(app, fang, courier):
    desk.post(fang, "/carrier/couriers/1/suspend")
    assert in_state(app) == ([True], True)
    assert courier.upload(courier.scan("accepted", "PN1-2026")).json["verdicts"][0]["held"] is True
    desk.post(fang, "/carrier/couriers/1/suspend", end="1")
    assert in_state(app) == ([True], False)
    assert courier.upload(courier.scan("accepted", "PN2-2026")).json["verdicts"][0]["verdict"] == "accepted"


def test_the_day_says_whose_hands_hold_how_much_and_which_numbers_are_missing(app, fang, courier):
    assert desk.says(fang.get("/carrier/")) == "快递员手里没有包裹。"
    courier.upload(courier.scan("accepted", "PN1-2026", seq=1), courier.scan("accepted", "PN2-2026", seq=5))
    page = fang.get("/carrier/")
    assert desk.says(page) == "1 名快递员手里有 2 件包裹。"
    assert "手机传来的编号没有缺口。" in page.text, "a gap is told when it is two hours old"
    with app.app_context(), transaction() as session:
        for gap in session.query(ScanGap):
            gap.noticed_at = now() - timedelta(hours=3)
        assert len(scanned.gaps(session, devices.get(session, courier.device.name))) == 3
    assert "缺 3 条扫描" in fang.get("/carrier/").text


def test_another_firm_sees_and_does_nothing_here(app, fang, courier):
    with app.app_context(), transaction() as session:
        rival = parties.register(session, "carrier", "水路速递", now())
    other = counter.firm_of(app, rival, "rival")
    courier.upload(courier.scan("accepted", "PN1-2026"))
    assert "小马" not in other.get("/carrier/couriers").text
    assert desk.says(other.get("/carrier/")) == "快递员手里没有包裹。"
    for deed in ("code", "revoke", "suspend", "name"):
        assert desk.post(other, f"/carrier/couriers/1/{deed}").status_code == 404
    assert in_state(app) == ([True], False)


@pytest.fixture
def complained(app, firm):
    """A complaint about the firm came in; the case's number."""
    with app.app_context(), transaction() as session:
        operator = parties.register(session, "operator", "溯源运营方", now())
        actor = parties.actor(session, operator.id)
        about = "https://suyuan.example/id/waybill/pony/PN1-2026"
        case, _ = complaints.receive(session, actor, about, firm.id, "K15", "没有收到，请查。", Stamp(now()), now())
        notices.complaint_received(session, case, now())
    return case.number


def test_a_complaint_is_read_and_answered_and_the_operator_hears_of_it(app, fang, complained):
    assert "1 件投诉等您答复" in fang.get("/carrier/").text
    page = fang.get("/carrier/cases")
    assert desk.says(page) == "有 1 件投诉等您答复。"
    assert "还剩 7 天" in page.text
    assert f"收到一件投诉：{complained}。" in fang.get("/inbox").text
    path = f"/carrier/cases/{complained}"
    assert "没有收到，请查。" in fang.get(path).text
    assert desk.post(fang, path, text=" ").status_code == 400
    assert desk.post(fang, path, text="已找到，放在门卫处。").status_code == 303
    assert "已找到，放在门卫处。" in fang.get(path).text
    assert desk.says(fang.get("/carrier/cases")) == "没有等您答复的投诉。"
    with app.app_context(), reading() as session:
        life = history.life(session, f"https://suyuan.example/id/case/{complained}")
        assert [one.stage for one in life.entries] == ["complained", complaints.ANSWERING]
        assert all("门卫" not in one.envelope for one in life.entries)


def test_nobody_else_reads_a_case(app, fang, complained):
    with app.app_context(), transaction() as session:
        rival = parties.register(session, "carrier", "水路速递", now())
    other = counter.firm_of(app, rival, "rival")
    path = f"/carrier/cases/{complained}"
    assert other.get(path).status_code == 404
    assert desk.post(other, path, text="不关我事").status_code == 404
