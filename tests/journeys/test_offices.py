"""The offices' desk in a real browser: from a form without a code to a decision, and a folder that is checked by a double click."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from app import sequencing
from app.db import transaction
from couriers import contests, roster
from credit.procedure import Kind
from tests.app.courier.conftest import Courier
from tests.app.merchant import desk
from tests.app.regulator import office
from tests.axe import overflow, violations
from tests.browser import visitor
from tests.journeys.entering import log_in

pytestmark = pytest.mark.browser
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@sqlite
def test_from_a_complaint_without_a_code_to_a_decision_that_whoever_complained_reads(browser, served):
    office.town(served.app)
    with visitor(browser, viewport={"width": 360, "height": 740}) as page, visitor(browser, ("409",)) as officer:
        page.goto(f"{served.url}/report")
        page.locator("#category").select_option("K01")
        page.locator("#whom").fill("岭上参业")
        page.locator("#division").select_option("220502")
        page.locator("#complaint").fill("断了两根，要求退款。")
        page.locator("#name").fill("林岭")
        page.locator("#phone").fill("13900000001")
        page.get_by_role("button", name="提交").click()
        page.locator("dl.facts").wait_for()
        number, code = (one.inner_text() for one in page.locator("dd code").all())
        log_in(officer, served, "wang")
        officer.get_by_role("link", name=number).click()
        officer.get_by_role("button", name="受理投诉").click()
        officer.locator("#propose-outcome").select_option("upheld")
        officer.locator("#propose-text").fill("断裂属实，应当退款。")
        officer.get_by_role("button", name="提交批准").click()
        officer.get_by_role("button", name="批准决定").click()
        assert "请找同事" in officer.locator(".wrong").inner_text()
        log_in(officer, served, "li")
        officer.goto(f"{served.url}/regulator/cases/{number}")
        officer.get_by_role("button", name="批准决定").click()
        officer.locator("h1", has_text="已处理").wait_for()
        page.get_by_role("link", name="查进度").click()
        page.locator("#number").fill(number)
        page.locator("#code").fill(code)
        page.get_by_role("button").click()
        page.locator("h1", has_text="你的投诉已有决定").wait_for()
        assert "断裂属实，应当退款。" not in page.locator("main").inner_text(), "a draft is the office's own"
        page.locator("#appeal").fill("退款金额不对。")
        page.get_by_role("button", name="申请复核").click()
        page.locator("h1", has_text="复核中").wait_for()


@pytest.fixture
def busy(served):
    """A case at each stage, with a document, a contest, and something to hand over."""
    town = office.town(served.app)
    numbers = served.parcels(1)
    courier = Courier(served.app, served.offer())
    courier.upload(courier.scan("accepted", numbers[0]), courier.scan("out_for_delivery", numbers[0]),
                   courier.scan("signed", numbers[0], method="recipient"))  # fmt: skip
    uri = f"https://{office.origin(served.app)}/id/waybill/pony/{numbers[0]}"
    town.open("way", category="K15", about=uri, respondent_id=served.carrier_id, division="220502",
              words={Kind.COMPLAINT: "没有收到。"})  # fmt: skip
    town.open("late", days=30)
    town.open("both", category="K09", words={Kind.COMPLAINT: "要求退款。", Kind.REPORT: "过期。"})
    post, wang = town.officer("post1"), town.officer("wang")
    way, both = town.cases["way"][0], town.cases["both"][0]
    for step, form in (("accepted", {}), ("asked", {"text": "请提交照片。"})):
        desk.post(post, f"/regulator/cases/{way}/{step}", **form)
    desk.post(post, f"/regulator/cases/{way}/documents", kind="acceptance")
    desk.post(wang, f"/regulator/cases/{both}/accepted")
    desk.post(wang, f"/regulator/cases/{both}/propose", outcome="upheld", text="属实。")
    desk.post(wang, f"/regulator/cases/{town.cases['late'][0]}/transfer", to=town.ids["post"], text="属邮政。")
    with served.app.app_context(), transaction() as session:
        one = roster.named(session, served.carrier_id, "小马 3 号")
        contests.make(session, one, "explain", "on_time", "大雪封路。", ["on_time"], office.now())
        office.parties.get(session, served.carrier_id).division = "220502"
    sequencing.drain(served.app)
    return town


PAGES = {
    "post1": ("/regulator/cases", "/regulator/cases/{way}", "/regulator/cases/{late}", "/regulator/contests",
              "/regulator/contests/1", "/regulator/deputy"),
    "wang": ("/regulator/cases/{both}", "/regulator/cases/{both-report}", "/regulator/figures", "/regulator/intake"),
    "keeper": ("/regulator/cases", "/regulator/rules", "/regulator/offices"),
    "shop": ("/merchant/cases/{both}", "/merchant/answers"),
}  # fmt: skip


@sqlite
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_over_any_page(browser, served, busy, lang, scheme):
    options = {"locale": lang, "color_scheme": scheme, "viewport": {"width": 320, "height": 640}, "bypass_csp": True}
    with visitor(browser, ("400",), **options) as page:
        for login, paths in PAGES.items():
            log_in(page, served, login)
            for path in paths:
                page.goto(served.url + re.sub(r"{([\w-]+)}", lambda hole: busy.cases[hole[1]][0], path))
                page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
                assert (violations(page), overflow(page)) == ([], 0), (login, path)
        page.goto(f"{served.url}/report")
        assert (violations(page), overflow(page)) == ([], 0), "the form"
        page.locator("#category").select_option("K01")
        page.get_by_role("button").click()
        page.locator(".wrong").first.wait_for()
        assert (violations(page), overflow(page)) == ([], 0), "a wrong form"


@pytest.fixture
def folder(served, busy, tmp_path):
    """The folder of the case about the parcel, unpacked on a disk."""
    data = busy.officer("post1").get(f"/regulator/cases/{busy.cases['way'][0]}/folder").data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "case")
    return tmp_path / "case"


def beside(folder):
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("verify.html", "manifest.json")
    ]


@sqlite
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_folder_is_checked_by_a_double_click_without_a_network(browser, folder, lang):
    with visitor(browser, locale=lang, bypass_csp=False) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / "verify.html").as_uri())
        page.locator("#seal.ok").wait_for()
        assert page.locator("#proofs li").count() == 2
        assert "✗" not in page.locator("#proofs").inner_text()
        page.locator("#chosen").set_input_files(beside(folder))
        page.locator("#files li").nth(3).wait_for()
        assert "✗" not in page.locator("#files").inner_text()
        assert page.locator("#missing").inner_text() == ""
        assert all(one.startswith(("file://", "data:")) for one in asked), asked


@sqlite
def test_an_altered_folder_is_found_out(browser, folder):
    words = folder / "case.json"
    words.write_bytes(words.read_bytes().replace("没有收到。".encode(), "已经收到。".encode()))
    check = folder / "verify.html"
    html = check.read_text(encoding="utf-8")
    said = re.compile(r'(\\+)"method\1":\1"recipient\1"')
    assert said.search(html)
    check.write_text(said.sub(lambda at: at[0].replace("recipient", "receivers"), html), encoding="utf-8")
    with visitor(browser) as page:
        page.goto(check.as_uri())
        page.locator("#seal.bad").wait_for()
        page.locator("#chosen").set_input_files(beside(folder))
        page.locator("#files li").nth(3).wait_for()
        said = page.locator("#files li", has_text="✗").inner_text()
        assert said == "✗ case.json：与打包时不一致"
