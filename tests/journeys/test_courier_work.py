"""A courier's work on the page: every step, a handover on two phones, scans taken back, practice."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
import qrcode
import zxingcpp
from PIL import Image
from sqlalchemy import select

from app.clock import now
from app.db import reading
from couriers import parcels, release, trail
from couriers.scanned import ScanBy
from tests.browser import visitor
from tests.journeys.courier_world import choose, done, enrol, pick_up, type_number, until, verdict, waiting
from trace import parties, tables

pytestmark = pytest.mark.browser
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 360, "height": 740}}


def scan(page, step, number):
    choose(page, step)
    type_number(page, number)
    page.locator("#line", has_text=number[-4:]).wait_for()
    done(page)


def public(served, scan: ScanBy):
    with served.app.app_context(), reading() as session:
        wanted = select(tables.entry.c.envelope).where(tables.entry.c.id == scan.entry_id)
        return json.loads(session.execute(wanted).scalar_one())["public"]


def test_a_parcel_goes_its_way_from_pick_up_to_the_recipients_code(browser, served):
    (number,) = served.parcels(1)
    codes = []
    served.act(
        lambda session: codes.append(
            release.issue(session, parcels.get(session, parcels.by_number(session, number)), now())
        )
    )
    with visitor(browser, **PHONE) as page:
        enrol(page, served)
        pick_up(page, number)
        for step in ("hub_in", "hub_out", "out_for_delivery"):
            scan(page, step, number)
        choose(page, "attempt_failed")
        type_number(page, number)
        assert verdict(page, "ask") == "请在下面选一项"
        page.locator("#why").select_option("nobody_home")
        page.locator("#details .take").click()
        done(page)
        scan(page, "back", number)
        choose(page, "signed")
        page.locator("[name=method][value=code]").check()
        type_number(page, number)
        assert verdict(page, "ask") == "填收件人的签收码"
        page.locator("#release").fill(codes[0])
        page.locator("#details .take").click()
        done(page)
    found = served.scans()
    assert [one.step for one in found] == [
        "accepted", "hub_in", "hub_out", "out_for_delivery", "attempt_failed", "back", "signed",
    ]  # fmt: skip
    first, last = public(served, found[0]), public(served, found[-1])
    assert (first["facts"]["weight"], first["place"]["name"], first["evidence"]) == (412, "通化市东昌区", "device")
    assert (last["facts"]["method"], last["step"]) == ("code", "signed")


@sqlite
@pytest.mark.parametrize(
    ("step", "fill", "facts"),
    [
        ("deposited", {"[name=site][value=locker]": True, "#agreed": "courier"}, {"site": "locker", "consent": "courier"}),
        ("deposited", {"[name=site][value=place]": True, "#agreed": "order"}, {"site": "place", "consent": "order"}),
        ("signed", {"[name=method][value=recipient]": True}, {"method": "recipient"}),
        (
            "signed", {"[name=method][value=proxy]": True, "#proxy": "门卫老周", "#named": "claim"},
            {"method": "proxy", "consent": "claim"},
        ),
        ("refused", {"#whynot": "damaged"}, {"reason": "damaged"}),
        ("returned", {}, {"outcome": "shipped"}),
    ],
)  # fmt: skip
def test_each_end_of_a_delivery_says_what_it_must(browser, served, step, fill, facts):
    (number,) = served.parcels(1)
    with visitor(browser, **PHONE) as page:
        enrol(page, served)
        pick_up(page, number)
        choose(page, step)
        for selector, value in fill.items():
            field = page.locator(selector)
            if value is True:
                field.check()
            elif selector == "#proxy":
                field.fill(value)
            else:
                field.select_option(value)
        type_number(page, number)
        done(page)
    said = public(served, served.scans()[-1])
    assert (said["step"], said["facts"]) == (step, facts)
    assert "老周" not in json.dumps(said, ensure_ascii=False)


@sqlite
def test_a_handover_on_two_phones_without_network_is_vouched_for_by_both(browser, served):
    numbers = served.parcels(3)
    rival = []
    served.act(lambda session: rival.append(parties.register(session, "carrier", "水路速递", now()).id))
    offline = ("ERR_INTERNET_DISCONNECTED",)
    with visitor(browser, forgive=offline, **PHONE) as giver, visitor(browser, forgive=offline, **PHONE) as taker:
        enrol(giver, served)
        enrol(taker, served, served.offer("船老大", rival[0]))
        for number in numbers:
            pick_up(giver, number)
        for page in (giver, taker):
            page.context.set_offline(True)
        choose(giver, "handed_over")
        giver.locator("[name=way][value=give]").check()
        for number in numbers:
            type_number(giver, number)
        giver.locator("#listed", has_text="清单 3 件").wait_for()
        giver.locator("#showList").click()
        picture = giver.locator("#code-of-list").screenshot()
        text = read_qr(picture)
        assert text.startswith("suyuan-handover/v1\n")

        show(taker, text)
        taker.locator("#taking").wait_for()
        taker.locator(f"#ticks [value={numbers[2]}]").uncheck()
        taker.locator("#take").click()
        verdict(taker, "stored")
        until(lambda: waiting(taker) == 2)
        for page in (giver, taker):
            page.context.set_offline(False)
        until(lambda: waiting(taker) == 0)
    found = [one for one in served.scans() if one.step == "handed_over"]
    assert [public(served, one)["evidence"] for one in found] == ["both", "both"]
    assert {one.giver_id for one in found} == {served.scans()[0].courier_id}


def read_qr(png: bytes) -> str:
    (found,) = zxingcpp.read_barcodes(np.array(Image.open(io.BytesIO(png)).convert("L")))
    return found.text


def show(page, text):
    """Hold a code before the page: a photo of it, as a phone without a free camera would take one."""
    picture = io.BytesIO()
    qrcode.make(text, error_correction=qrcode.ERROR_CORRECT_L).save(picture)
    page.locator("#photo").set_input_files({"name": "code.png", "mimeType": "image/png", "buffer": picture.getvalue()})


@sqlite
def test_a_scan_is_undone_before_it_is_sent_and_taken_back_after(browser, served):
    first, second = served.parcels(2)
    with visitor(browser, forgive=("ERR_INTERNET_DISCONNECTED",), **PHONE) as page:
        enrol(page, served)
        pick_up(page, first)
        page.locator("#undo").click()
        assert verdict(page, "again") == "已撤回"
        until(lambda: waiting(page) == 0)
        page.context.set_offline(True)
        choose(page, "accepted")
        page.locator("#weight").fill("400")
        type_number(page, second)
        verdict(page, "stored")
        page.locator("#undo").click()
        page.locator("#title", has_text="撤销了").wait_for()
        page.context.set_offline(False)
        until(lambda: served.uploads >= 3)
        until(lambda: waiting(page) == 0)
    assert [one.step for one in served.scans()] == ["accepted", "corrected"]
    with served.app.app_context(), reading() as session:
        assert trail.custody(session, parcels.by_number(session, first)).state == "awaited"


@sqlite
def test_practice_writes_nothing(browser, served):
    (number,) = served.parcels(1)
    with visitor(browser, **PHONE) as page:
        enrol(page, served)
        page.locator("#see").click()
        page.locator("#practise").click()
        choose(page, "hub_in")
        type_number(page, number)
        assert verdict(page, "practice") == "练习，没有记录"
        page.locator("#practice").wait_for()
        assert waiting(page) == 0
        page.reload()
        page.locator("#work").wait_for()
        assert page.locator("#practice").is_hidden()
    assert served.uploads == 0


@sqlite
def test_a_refused_scan_says_what_to_do_until_it_is_read(browser, served):
    with visitor(browser, **PHONE) as page:
        enrol(page, served)
        choose(page, "hub_in")
        type_number(page, "NOBODY-KNOWS")
        assert verdict(page, "refused") == "没有这个单号的包裹。"
        page.locator("#see", has_text="1 条没收下").click()
        page.reload()
        page.locator("#see", has_text="1 条没收下").click()
        assert "请扫面单上的二维码" in page.locator("#refusedList").inner_text()
        page.locator("#refusedList button").click()
        until(lambda: page.locator("#refusedList li").count() == 0)
