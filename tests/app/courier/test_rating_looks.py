"""The pages of a courier's rating in a browser: nothing that axe minds, nothing over the edge, in both languages."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from app import following, sequencing
from app.clock import now
from app.db import transaction
from couriers import roster, rulings
from couriers.conduct import Kind
from couriers.rulings import Ruling
from tests import axe
from tests.app.courier.conftest import NUMBERS
from tests.browser import visitor
from trace import parties
from trace.moments import to_ms
from trace.stages import Stamp

PATHS = (
    "/courier/rating",
    "/courier/rating/of/signoff_ok",
    "/courier/rating/contest?about=on_time&kind=not_mine",
    "/courier/rating/rules",
)


@pytest.fixture
def judged(app, courier, firm):
    """A courier with a deposit that nobody agreed to, one final finding and one that can be appealed."""
    label = f"{NUMBERS[0]}-2026"
    courier.upload(courier.scan("accepted", label), courier.scan("out_for_delivery", label),
                   courier.scan("deposited", label, site="station", consent="none"))  # fmt: skip
    with app.app_context(), transaction() as session:
        moment = now()
        me = roster.named(session, firm.id, "小马 3 号")
        office = parties.actor(session, parties.register(session, "regulator", "邮政管理局", moment).id)
        origin = parties.uri(session, office.id).rsplit("/party/", 1)[0]
        for code, final in (("V4", True), ("V3", False)):
            said = Ruling(Kind.COURIER, me.id, code, 100, to_ms(moment - timedelta(days=20)), final)
            rulings.record(session, office, f"{origin}/case/{code}", "upheld", said, Stamp(moment), moment)
    sequencing.drain(app)
    following.catch_up(app)
    return courier


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("width", [320, 360])
def test_the_pages_are_open_to_everybody_and_fit(judged, browser, lang, width):
    def answer(route):
        given = judged.client.get(
            route.request.url.removeprefix("http://localhost"), headers={"Accept-Language": lang, "Accept": "*/*"}
        )
        headers = {name: value for name, value in given.headers.items() if name.lower() != "content-length"}
        body = given.data
        # The test client leaves the file of a static answer open.
        given.close()
        route.fulfill(status=given.status_code, headers=headers, body=body)

    size = {"width": width, "height": 740}
    with visitor(browser, viewport=size, device_scale_factor=2, bypass_csp=True) as page:
        page.route("http://localhost/**", answer)
        for at, path in enumerate(PATHS):
            page.goto(f"http://localhost{path}")
            assert axe.violations(page) == [], path
            assert axe.overflow(page) == 0, path
            if os.environ.get("SHOTS"):
                page.screenshot(path=Path(os.environ["SHOTS"]) / f"rating-{at}-{lang}-{width}.png", full_page=True)
