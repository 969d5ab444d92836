"""A merchant's first evening in a real browser: from the registration to a parcel whose page proves itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import jobs
from app.clock import now
from app.db import transaction
from couriers import claims
from credit import complaints
from tests.app.merchant import desk
from tests.app.merchant.test_evening import BERRIES, send, table, take
from tests.app.merchant.test_shelf import GINSENG, RICE
from tests.axe import overflow, violations
from tests.browser import visitor
from tests.journeys.courier_world import until, world
from tests.journeys.entering import log_in
from tests.trace.labels import printed
from trace import codes, history, parties, telling
from trace.codes import State

pytestmark = pytest.mark.browser
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def served(app):
    with world(app) as made:
        # What is printed must lead to the server of this story.
        app.extensions["settings"] = app.extensions["settings"].changed(base_url=made.url)
        yield made


def says(page):
    return page.locator("h1").inner_text().replace("\n", "")


def downloaded(page, name):
    """Press a button that gives a file; its bytes."""
    with page.expect_download() as got:
        page.get_by_text(name, exact=True).first.click()
    return Path(got.value.path()).read_bytes()


def beep(page, text):
    """A USB scanner types wherever the focus is, and ends with Enter."""
    page.locator("#beep:focus").wait_for()
    page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page.locator("#verdict").inner_text()


def register(page, served):
    page.goto(f"{served.url}/register")
    for field in ("name", "uscc", "contact", "login", "password"):
        page.locator(f"#{field}").fill(desk.FORM[field])
    page.locator("#licence").set_input_files({"name": "photo.png", "mimeType": "image/png", "buffer": desk.PNG})
    page.locator("button.main").click()
    page.wait_for_url("**/merchant/papers")


def test_from_the_registration_to_a_parcel_whose_page_proves_itself(browser, served):
    desk.operator(served.app)
    with visitor(browser, accept_downloads=True) as page, visitor(browser) as keeper:
        register(page, served)
        assert says(page) == "证照已提交，等人核验。"

        log_in(keeper, served, "keeper")
        keeper.goto(f"{served.url}/regulator/merchants")
        keeper.get_by_role("link", name=desk.FORM["name"]).click()
        keeper.locator("button.main").click()
        keeper.get_by_text("没有商家在等。").wait_for()

        page.goto(f"{served.url}/merchant/")
        assert says(page) == "欢迎。从第一种商品开始吧。"
        page.locator("a.main").click()
        for field in ("name", "gtin", "brand", "net", "place"):
            page.locator(f"#{field}").fill(GINSENG[field])
        page.locator("button.main").click()
        page.locator("#pieces").fill("3")
        page.locator("#code_lot").fill("QH2609-03")
        page.get_by_role("button", name="领取编码").click()
        assert says(page) == "还没有打印。"
        page.get_by_text("卷纸，每枚 60×40 毫米").click()
        labels = [printed.read(one) for one in printed.pdf(downloaded(page, "打印标签"))]
        addresses = [next(read.data.decode() for read in label if read.identifier == "]Q1") for label in labels]
        assert [address.rsplit("/", 1)[0] for address in addresses] == [f"{served.url}/01/06901234567892/21"] * 3

        page.reload()
        page.get_by_role("button", name="激活").click()
        page.get_by_text("这一批每一枚都有去处。").wait_for()
        page.get_by_role("link", name=GINSENG["name"]).click()
        page.locator("#price").fill("168")
        page.get_by_role("button", name="上架").click()
        page.get_by_text("，在售。").wait_for()

        page.goto(f"{served.url}/merchant/orders")
        rows = table("DD-0001,集安生晒参 50 克,2,圆通速递,YT8800000001,2026-11-24 19:06:00")
        page.locator("#file").set_input_files({"name": "今天.csv", "mimeType": "text/csv", "buffer": rows})
        page.get_by_role("button", name="上传").click()
        assert says(page) == "可以收 1 单。"
        page.locator("button.main").click()
        assert says(page) == "新增 1 单，1 个包裹。"

    with visitor(browser, accept_downloads=True, **PHONE) as phone:
        log_in(phone, served, "lin")
        assert says(phone) == "还有 1 单要打包。"
        phone.get_by_role("link", name="开始打包").click()
        assert beep(phone, addresses[0]) == "集安生晒参 50 克 已放入。"
        assert beep(phone, addresses[0]) == "这一件刚扫过了。"
        assert beep(phone, addresses[1]) == "集安生晒参 50 克 已放入。"
        assert beep(phone, "YT8800000001") == "已打包：YT8800000001。"
        assert overflow(phone) == 0
        label = {
            read.identifier: read.data.decode() for read in printed.read(printed.pdf(downloaded(phone, "包裹标签"))[0])
        }
        (slip,) = printed.read(printed.pdf(downloaded(phone, "箱内小条"))[0])

    with visitor(browser, **PHONE) as reader:
        reader.goto(addresses[0])
        until(lambda: (reader.reload(), reader.locator("#seal").get_attribute("class"))[1] != "seal wait")
        reader.wait_for_function("() => document.querySelector('#seal').classList.contains('ok')")
        stops = reader.locator("#stops > li:not(.veil) h3").all_inner_texts()
        assert [stop for stop in ("打包", "销售", "上架") if not any(stop in one for one in stops)] == []
        reader.goto(label["]Q1"])
        reader.wait_for_function("() => document.querySelector('#seal').classList.contains('ok')")
        reader.goto(slip.data.decode())
        assert reader.locator("h1").inner_text()
        assert "?c=" in slip.data.decode()


@pytest.fixture
def busy(served):
    """A merchant with something of everything, so that no page is empty."""
    app = served.app
    desk.operator(app)
    client, party_id = desk.merchant(app)
    desk.register(app.test_client(), login="wang", uscc=desk.OTHER_USCC)
    for product in (GINSENG, RICE, BERRIES):
        desk.post(client, "/merchant/products/new", **product)
    desk.post(client, "/merchant/products/1/codes", pieces="4", code_lot="QH-1")
    desk.post(client, "/merchant/products/1/codes", pieces="5200")
    desk.post(client, "/merchant/codes/1/activate", lot="QH-1", last="3")
    desk.post(client, "/merchant/codes/2/print", size="a4")
    jobs.work(app)
    desk.post(client, "/merchant/products/2/lots", lot="MH-1", pieces="100", keeps="2027-10-01")
    desk.post(client, "/merchant/products/2/lots", lot="MH-2", pieces="100")
    desk.post(client, "/merchant/products/2/list", price="69", url="https://shop.example/rice")
    rows = table(
        "DD-1,集安生晒参 50 克,1,圆通,YT8800000001,", "DD-2,大米 5 千克,3,,,", "DD-3,集安生晒参 50 克,1,圆通,7.73E+14,"
    )
    for _ in range(2):
        where = send(client, rows).headers["Location"]
        take(client, where)
    send(client, rows)
    with app.app_context(), transaction() as session:
        piece, *_ = codes.take(session, codes.get(session, party_id, 1), [State.ACTIVE], 3)
    for what in (piece, "YT8800000001"):
        have = [piece] if what != piece else []
        client.post("/merchant/pack", data={"have": have, "beep": what}, headers=desk.SAME)
    with app.app_context(), transaction() as session:
        speaker = parties.actor(session, parties.find(session, kind="operator").id)
        said = complaints.receive(
            session, speaker, piece, party_id, "K06", "说拆封就不退。", telling.stamp(now()), now()
        )
        number = said[0].number
    for say, *more in ((claims.review, 4, "goods", "不错。"), (claims.ask_return, "changed_mind")):
        with app.app_context(), transaction() as session:
            say(session, speaker, history.life(session, piece), telling.stamp(now()), *more, now())
    desk.post(client, "/merchant/lots/1/recall", notice="吉林 2026-19 号", reason="wrong_label", sure="1")
    return {"case": number, "party": party_id}


PAGES = {
    "lin": (
        "/merchant/", "/merchant/products", "/merchant/products/new", "/merchant/products/1", "/merchant/products/2",
        "/merchant/products/3", "/merchant/products/1/card", "/merchant/codes", "/merchant/codes/1", "/merchant/codes/2",
        "/merchant/jobs/2", "/merchant/orders", "/merchant/orders/1", "/merchant/orders/2", "/merchant/orders/upload/1",
        "/merchant/orders/upload/3", "/merchant/pack", "/merchant/pack?done=1", "/merchant/returns", "/merchant/answers",
        "/merchant/cases/{case}", "/merchant/lots/3", "/merchant/recalls/1", "/merchant/papers",
        "/merchant/containers", "/merchant/products/1/make",
    ),
    "keeper": ("/regulator/merchants", "/regulator/merchants/1", "/regulator/merchants/2"),
}  # fmt: skip


@sqlite
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_over_any_page(browser, served, busy, lang, scheme):
    options = {"locale": lang, "color_scheme": scheme, "viewport": {"width": 320, "height": 640}, "bypass_csp": True}
    # A refusal is a status of its own, and the browser writes that into its console.
    with visitor(browser, ("400", "409"), **options) as page:
        page.goto(f"{served.url}/register")
        assert (violations(page), overflow(page)) == ([], 0)
        for login, paths in PAGES.items():
            log_in(page, served, login)
            for path in paths:
                page.goto(served.url + path.replace("{case}", busy["case"]))
                page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
                assert (violations(page), overflow(page)) == ([], 0), (login, path)
        log_in(page, served, "lin")
        page.goto(f"{served.url}/merchant/products/new")
        page.locator("#name").fill("x")
        page.locator("#gtin").fill("6901234567893")
        page.locator("button.main").click()
        page.locator("#gtin-wrong").wait_for()
        assert (violations(page), overflow(page)) == ([], 0), "a wrong field"
        page.goto(f"{served.url}/merchant/pack")
        beep(page, "not a code")
        assert (violations(page), overflow(page)) == ([], 0), "a beep that fits nothing"


@sqlite
def test_packing_works_without_any_script(browser, served, busy):
    client = desk.logged_in(served.app, "lin")
    desk.post(client, "/merchant/products/1/codes", pieces="1")
    desk.post(client, "/merchant/codes/3/activate")
    with served.app.app_context(), transaction() as session:
        (piece,) = codes.take(session, codes.get(session, busy["party"], 3), [State.ACTIVE], 1)
    with visitor(browser, java_script_enabled=False, **PHONE) as page:
        log_in(page, served, "lin")
        page.goto(f"{served.url}/merchant/pack")
        page.locator("#beep").fill(piece.rsplit("/", 1)[1].lower())
        page.locator("#beep").press("Enter")
        page.locator("#carrier").select_option("zto")
        page.locator("#beep").fill("ZT998877")
        page.locator("#beep").press("Enter")
        assert re.search("已打包：ZT998877", page.locator("#verdict").inner_text())
