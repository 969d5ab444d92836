"""A courier without network: nothing is lost, nothing is doubled, nothing is sent in another's name."""

from __future__ import annotations

import os
import time
from collections import Counter

import pytest

from app.clock import now
from app.courier import shell
from couriers import devices
from tests.browser import visitor
from tests.journeys.courier_world import choose, enrol, kept, looked_at, type_number, until, verdict, waiting

pytestmark = pytest.mark.browser
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TRIALS = int(os.environ.get("LOST_ANSWERS", "20"))
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource", "net::ERR")


def scan_all(page, numbers):
    for number in numbers:
        type_number(page, number)
        page.locator("#line", has_text=number[-4:]).wait_for()


def accept(page, *numbers):
    """Type the numbers of parcels as taken from their sender."""
    choose(page, "accepted")
    for box in page.locator("[name=checks]").all():
        box.check()
    for number in numbers:
        page.locator("#weight").fill("400")
        type_number(page, number)
        page.locator("#line", has_text=number[-4:]).wait_for()


def picked_up(page, numbers):
    """Have these picked up, so that every later step fits."""
    accept(page, *numbers)
    until(lambda: waiting(page) == 0)


def test_fifty_scans_without_network_survive_a_closed_tab_and_arrive_within_a_second(browser, served):
    numbers = served.parcels(50)
    with visitor(browser, forgive=OFFLINE) as page:
        enrol(page, served)
        kept(page)
        page.context.set_offline(True)
        accept(page, *numbers)
        assert page.locator("#verdict").get_attribute("data-kind") == "stored"
        assert "没有网络" in page.locator("#offline").inner_text()
        context = page.context
        page.close()

        again = context.new_page()
        began = time.monotonic()
        again.goto(f"{served.url}/courier/")
        again.locator("#verdict").wait_for()
        assert time.monotonic() - began < 2
        until(lambda: waiting(again) == 50)
        assert again.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") < 500
        assert served.scans() == []

        context.set_offline(False)
        began = time.monotonic()
        until(lambda: waiting(again) == 0)
        # A second on a quiet machine; this one is shared.
        assert time.monotonic() - began < 2
        scans = served.scans()
        assert Counter(scan.step for scan in scans) == {"accepted": 50}
        assert sorted(scan.seq for scan in scans) == list(range(1, 51))


@sqlite
def test_answers_that_are_lost_lose_nothing_and_double_nothing(browser, served):
    numbers = served.parcels(TRIALS)
    with visitor(browser, forgive=OFFLINE) as page:
        enrol(page, served)
        picked_up(page, numbers)
        before = served.uploads
        choose(page, "hub_in")
        for at, number in enumerate(numbers, 1):
            served.lose = 1 + at % 2
            type_number(page, number)
            page.locator("#line", has_text=number[-4:]).wait_for()
            # Its own patience is half a minute; the courier looks at the phone and puts it away.
            until(lambda: looked_at(page) and served.lose == 0 and waiting(page) == 0)
        steps = Counter((scan.step, scan.text.split('"text":"')[1][:10]) for scan in served.scans())
        assert steps == {(step, number): 1 for step in ("accepted", "hub_in") for number in numbers}
        assert served.uploads - before >= 2 * TRIALS


@sqlite
def test_a_phone_whose_clock_is_years_off_says_when_it_was_all_the_same(browser, served):
    (number,) = served.parcels(1)
    with visitor(browser) as page:
        page.clock.install(time=1_577_836_800)
        enrol(page, served)
        picked_up(page, [number])
    (scan,) = served.scans()
    assert abs(scan.corrected_ms - time.time() * 1000) < 60_000
    assert scan.device_ms < 1_577_836_800_000 + 600_000
    assert "clock_offset" in scan.flags


@sqlite
def test_one_scan_over_which_the_server_falls_does_not_hold_up_the_others(browser, served):
    numbers = served.parcels(9)
    with visitor(browser, forgive=OFFLINE, viewport={"width": 360, "height": 740}) as page:
        enrol(page, served)
        kept(page)
        page.context.set_offline(True)
        served.stumble = numbers[0]
        accept(page, *numbers)
        page.context.set_offline(False)
        until(lambda: looked_at(page) and waiting(page) == 1)
        assert len(served.scans()) == 8
        served.stumble = ""


@sqlite
def test_two_tabs_send_each_scan_once_and_number_them_in_one_row(browser, served):
    numbers = served.parcels(12)
    with visitor(browser, forgive=OFFLINE) as page:
        enrol(page, served)
        kept(page)
        other = page.context.new_page()
        other.goto(f"{served.url}/courier/")
        other.locator("#work").wait_for(state="visible")
        page.context.set_offline(True)
        for tab in (page, other):
            choose(tab, "accepted")
            for box in tab.locator("[name=checks]").all():
                box.check()
        # As fast as a machine can, which no courier is: nothing waits for what was stored before.
        all_at_once = """(numbers) => numbers.forEach((number) => {
            document.querySelector('#weight').value = '400';
            document.querySelector('#number').value = number;
            document.querySelector('#typed').requestSubmit();
        })"""
        page.evaluate(all_at_once, numbers[:6])
        other.evaluate(all_at_once, numbers[6:])
        until(lambda: waiting(page) == waiting(other) == 12)
        page.context.set_offline(False)
        until(lambda: waiting(page) == waiting(other) == 0)
        assert sorted(scan.seq for scan in served.scans()) == list(range(1, 13))


@sqlite
def test_a_scan_before_the_pick_up_waits_and_goes_in_once_that_has_come(browser, served):
    first, second = served.parcels(2)
    with visitor(browser) as hub, visitor(browser, forgive=OFFLINE) as cellar:
        enrol(hub, served)
        enrol(cellar, served, served.offer("老周"))
        cellar.context.set_offline(True)
        accept(cellar, first)
        choose(hub, "hub_in")
        type_number(hub, first)
        hub.locator("#line", has_text="前面还缺一次扫描").wait_for()
        assert (waiting(hub), served.scans()) == (1, [])
        cellar.context.set_offline(False)
        until(lambda: waiting(cellar) == 0)
        accept(hub, second)
        until(lambda: waiting(hub) == 0)
    assert [one.step for one in served.scans()] == ["accepted", "accepted", "hub_in"]


@sqlite
def test_a_revoked_phone_is_told_and_its_scans_wait_for_a_person(browser, served):
    (number,) = served.parcels(1)
    with visitor(browser) as page:
        enrol(page, served)
        name = page.evaluate("fetch('/courier/me').then((answer) => answer.json()).then((me) => me.devices[0])")
        served.act(lambda session: devices.revoke(session, devices.get(session, name), now()))
        choose(page, "hub_in")
        type_number(page, number)
        assert verdict(page, "refused") == "这部手机已停用。"
        page.locator("#see").click()
        assert "由公司决定" in page.locator("#refusedList").inner_text()
        page.locator("#refusedList button").click()
        until(lambda: page.locator("#refusedList li").count() == 0)
    assert served.scans() == []


@sqlite
def test_logging_out_with_a_full_queue_warns_keeps_it_and_nobody_else_sends_it(browser, served):
    numbers = served.parcels(3)
    with visitor(browser, forgive=OFFLINE) as page:
        enrol(page, served)
        kept(page)
        page.context.set_offline(True)
        scan_all(page, numbers)
        page.locator("#see").click()
        page.locator("#leave").click()
        page.locator("#leaveSays", has_text="还有 3 条没有上传").wait_for()
        page.context.set_offline(False)
        until(lambda: page.locator("#waitingList p.small").count() == 3)
        page.locator("#leave").click()
        page.wait_for_url("**/login**")

        page.goto(f"{served.url}/courier/")
        page.locator("#onetime").fill(served.offer("老周"))
        page.locator("#code button").click()
        page.locator("#work").wait_for(state="visible")
        assert waiting(page) == 0
        uploads = served.uploads
        page.reload()
        page.locator("#work").wait_for(state="visible")
        looked_at(page)
        page.locator("main[data-entered]").wait_for()
        assert served.uploads == uploads

        page.locator("#see").click()
        page.locator("#leave").click()
        page.wait_for_url("**/login**")
        page.goto(f"{served.url}/courier/")
        page.locator("#onetime").fill(served.offer())
        page.locator("#code button").click()
        page.locator("#work").wait_for(state="visible")
        until(lambda: waiting(page) == 3)


@sqlite
def test_a_new_build_takes_over_and_the_one_before_is_gone(browser, served, monkeypatch):
    with visitor(browser) as page:
        enrol(page, served)
        kept(page)
        assert page.evaluate("caches.keys()") == [f"courier-{shell.build()}"]
        monkeypatch.setattr(shell, "build", lambda: "another00000")
        page.evaluate("navigator.serviceWorker.getRegistration('/courier/').then((one) => one.update())")
        until(lambda: page.evaluate("caches.keys()") == ["courier-another00000"])
        page.reload()
        assert page.locator("script[type=module]").get_attribute("src") == "/courier/v/another00000/page.js"
        paths = "(all) => all.map((one) => new URL(one.url).pathname)"
        held = page.evaluate(f"caches.open('courier-another00000').then((one) => one.keys()).then({paths})")
        assert not [
            path for path in held if path.startswith(("/api/", "/courier/me", "/courier/today", "/courier/proof"))
        ]
