"""A courier's own pages: places only with consent, the proof of what was done, and nobody stumbles anywhere."""

from __future__ import annotations

import pytest

from tests.axe import overflow, violations
from tests.browser import visitor
from tests.journeys.courier_world import choose, enrol, pick_up, type_number, until, verdict

pytestmark = pytest.mark.browser
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 360, "height": 740}}


@sqlite
def test_places_are_kept_only_with_consent_and_forgotten_without(browser, served):
    first, second = served.parcels(2)
    here = {"geolocation": {"latitude": 41.72, "longitude": 125.94, "accuracy": 20}, "permissions": ["geolocation"]}
    with visitor(browser, **PHONE, **here) as page:
        enrol(page, served)
        pick_up(page, first)
        page.goto(f"{served.url}/courier/phone")
        page.get_by_role("button", name="我同意留存位置").click()
        page.goto(f"{served.url}/courier/")
        page.locator("#work").wait_for()
        page.locator("main[data-entered]").wait_for()
        pick_up(page, second)
        one, other = served.scans()
        assert (one.spot, other.spot is not None, other.distance) == (None, True, 0)
        page.goto(f"{served.url}/courier/phone")
        page.get_by_role("button", name="撤回同意").click()
        page.get_by_text("不留存你的位置。").wait_for()
    assert [one.spot for one in served.scans()] == [None, None]


@sqlite
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_over_any_page(browser, served, lang, scheme):
    (first,) = served.parcels(1)
    options = {"locale": lang, "color_scheme": scheme, "viewport": {"width": 320, "height": 640}, "bypass_csp": True}
    with visitor(browser, **options) as page:
        page.goto(f"{served.url}/courier/")
        page.locator("#enrol").wait_for()
        assert (violations(page), overflow(page)) == ([], 0)
        enrol(page, served)
        for step in ("accepted", "handed_over", "signed", "deposited", "attempt_failed", "refused"):
            choose(page, step)
            page.locator("#more").click()
            assert (violations(page), overflow(page)) == ([], 0), step
        choose(page, "signed")
        page.locator("[name=method][value=proxy]").check()
        assert (violations(page), overflow(page)) == ([], 0)
        pick_up(page, first)
        assert (violations(page), overflow(page)) == ([], 0)
        choose(page, "hub_in")
        type_number(page, "NOBODY-KNOWS")
        verdict(page, "refused")
        assert (violations(page), overflow(page)) == ([], 0)
        choose(page, "handed_over")
        page.locator("[name=way][value=give]").check()
        type_number(page, first)
        page.locator("#showList").click()
        assert (violations(page), overflow(page)) == ([], 0)
        page.locator("#given").click()
        page.locator("#see").click()
        assert (violations(page), overflow(page)) == ([], 0)
        for path in ("today", "phone", f"proof/{served.scans()[0].scan_id}"):
            page.goto(f"{served.url}/courier/{path}")
            assert (violations(page), overflow(page)) == ([], 0), path


@sqlite
def test_ones_own_proof_tells_when_where_signed_and_where_in_the_log(browser, served):
    (number,) = served.parcels(1)
    with visitor(browser, **PHONE) as page:
        enrol(page, served)
        pick_up(page, number)
        page.locator("#see").click()
        page.locator("#doneList a").first.click()
        page.locator("h1", has_text="已揽收").wait_for()
        until(lambda: page.reload() and "第 " in page.locator("main").inner_text())
        said = page.locator("main").inner_text()
        assert all(one in said for one in (number, "通化市东昌区", "你的手机，签名有效"))
        assert number not in page.url
        page.goto(f"{served.url}/courier/today")
        assert "今天经手 1 件" in page.locator("h1").inner_text()
        assert "运输中" in page.locator("table").inner_text()


@sqlite
def test_another_couriers_proof_is_nobodys_business(browser, served):
    (number,) = served.parcels(1)
    with visitor(browser, **PHONE) as page, visitor(browser, forgive=("404",), **PHONE) as other:
        enrol(page, served)
        pick_up(page, number)
        enrol(other, served, served.offer("老周"))
        answer = other.goto(f"{served.url}/courier/proof/{served.scans()[0].scan_id}")
        assert answer.status == 404
        assert number not in other.content()
