"""The desks of a courier firm and a station in a real browser: a scanner that types, a code that opens, nobody stumbles."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app import notices
from app.access.roles import Role
from app.clock import now
from app.db import transaction
from couriers.scanned import ScanGap
from credit import complaints
from tests.app.carrier import counter
from tests.app.courier.conftest import Courier, ms
from tests.app.merchant import desk
from tests.axe import overflow, violations
from tests.browser import visitor
from tests.journeys.entering import log_in
from trace import parties
from trace.moments import from_ms
from trace.stages import Stamp

pytestmark = pytest.mark.browser
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def carrying(served, numbers):
    """A courier who has picked these up."""
    courier = Courier(served.app, served.offer())
    courier.upload(*[courier.scan("accepted", number) for number in numbers])
    return courier


@sqlite
def test_a_station_takes_in_by_one_beep_and_hands_out_by_the_code_that_the_sender_passed_on(browser, served):
    first, second = served.parcels(2)
    courier = carrying(served, [first, second])
    counter.station(served.app)
    counter.member(served.app, Role.MERCHANT, served.merchant.id, "lin")
    with visitor(browser, viewport={"width": 360, "height": 740}) as page, visitor(browser) as sender:
        log_in(page, served, "zhan")
        page.get_by_role("link", name="入库").first.click()
        page.locator("#labels:focus").wait_for()
        # A scanner types into the field that has the focus, and ends with the key for a new line.
        page.keyboard.type(courier.gives(first, second, at=from_ms(ms())) + "\n")
        page.locator("#spot").fill("A-12")
        page.get_by_role("button", name="入库").click()
        assert page.locator("h1").inner_text() == "已入库 2 件。"
        log_in(sender, served, "lin")
        sender.goto(f"{served.url}/inbox")
        sender.get_by_role("link", name=re.compile(f"显示取件码：包裹 {first}")).click()
        code = re.search(r"\d{6}", sender.locator("h1").inner_text())[0]
        page.get_by_role("link", name="出库").first.click()
        page.locator("#label:focus").wait_for()
        page.keyboard.type(first)
        page.locator("#code").fill(code)
        page.locator("#code").press("Enter")
        page.wait_for_url("**/carrier/hand-out?done=1")
        assert page.locator("h1").inner_text() == "已出库，算签收。"
    assert (counter.state(served.app, first), counter.state(served.app, second)) == ("delivered", "waiting")


@pytest.fixture
def busy(served):
    """Something of everything, so that no page is empty."""
    numbers = served.parcels(5)
    courier = carrying(served, numbers)
    courier.upload(courier.scan("out_for_delivery", numbers[4], seq=9))
    client, _ = counter.station(served.app)
    counter.send(client, "/carrier/take-in", labels=courier.gives(*numbers[:2], at=from_ms(ms())), consent="courier")
    firm = counter.member(served.app, Role.CARRIER, served.carrier_id, "fang")
    counter.member(served.app, Role.MERCHANT, served.merchant.id, "lin")
    desk.post(firm, "/carrier/couriers", alias="阿杰 7", name="王杰")
    with served.app.app_context(), transaction() as session:
        for gap in session.query(ScanGap):
            gap.noticed_at = now() - timedelta(hours=3)
        operator = parties.register(session, "operator", "溯源运营方", now())
        case, code = complaints.receive(
            session, parties.actor(session, operator.id), "https://suyuan.example/id/waybill/pony/x", served.carrier_id,
            "K15", "没有收到，请查。", Stamp(now()), now(),
        )  # fmt: skip
        notices.complaint_received(session, case, now())
    counter.member(served.app, Role.OPERATOR, operator.id, "keeper")
    desk.post(firm, "/carrier/couriers/1/revoke")
    courier.upload(courier.scan("signed", numbers[4], method="recipient"))
    return case.number, code


PAGES = {
    "fang": (
        "/carrier/",
        "/carrier/couriers",
        "/carrier/held",
        "/carrier/cases",
        "/carrier/cases/{case}",
        "/inbox",
        "/account",
        "/account/reveals",
        "/account/data",
        "/privacy",
    ),
    "zhan": ("/carrier/", "/carrier/take-in", "/carrier/hand-out", "/carrier/couriers", "/carrier/cases", "/inbox"),
    "lin": ("/inbox", "/inbox/2/slip"),
    "keeper": ("/inbox", "/inbox/undelivered"),
}


@sqlite
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_over_any_page(browser, served, busy, lang, scheme):
    options = {"locale": lang, "color_scheme": scheme, "viewport": {"width": 320, "height": 640}, "bypass_csp": True}
    # A refusal is a status of its own, and the browser writes that into its console.
    with visitor(browser, ("400", "403"), **options) as page:
        for login, paths in PAGES.items():
            log_in(page, served, login)
            for path in paths:
                page.goto(served.url + path.replace("{case}", busy[0]))
                page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
                assert (violations(page), overflow(page)) == ([], 0), (login, path)
        page.goto(f"{served.url}/case")
        assert (violations(page), overflow(page)) == ([], 0), "the code of a case"
        page.locator("#number").fill(busy[0])
        page.locator("#code").fill(busy[1])
        page.locator("button.main").click()
        page.locator("h1 + p").wait_for()
        assert (violations(page), overflow(page)) == ([], 0), "a case"
        log_in(page, served, "fang")
        page.goto(f"{served.url}/carrier/couriers")
        page.locator("#alias").fill("阿杰 7")
        page.locator("button.main").click()
        page.locator("#alias-wrong").wait_for()
        assert (violations(page), overflow(page)) == ([], 0), "a wrong field"
        page.locator("#alias").fill("阿杰 8")
        page.locator("button.main").click()
        page.locator("svg[role=img]").wait_for()
        assert (violations(page), overflow(page)) == ([], 0), "the code"
        log_in(page, served, "zhan")
        page.goto(f"{served.url}/carrier/take-in")
        page.locator("#labels").fill("PN00000009\nPN00000003")
        page.locator("button.main").click()
        page.locator(".wrong").first.wait_for()
        assert (violations(page), overflow(page)) == ([], 0), "not taken in"
        page.goto(f"{served.url}/carrier/hand-out")
        page.locator("#label").fill("PN00000001")
        page.locator("#code").fill("x")
        page.locator("button.main").click()
        page.locator("#wrong").wait_for()
        assert (violations(page), overflow(page)) == ([], 0), "a wrong code"
        page.goto(f"{served.url}/carrier/")
        page.locator("summary").first.click()
        page.get_by_role("button").first.click()
        page.wait_for_url("**/slip")
        assert (violations(page), overflow(page)) == ([], 0), "a slip"
