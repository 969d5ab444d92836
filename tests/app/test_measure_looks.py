"""The pages of measures, lists, fund, promises and extracts in a browser: nothing that axe minds, nothing over the edge."""

from __future__ import annotations

import pytest

from app.clock import now
from app.db import transaction
from credit import admission, compensation, pledges
from credit.measures import Hand
from tests import axe
from tests.app.merchant import desk
from tests.app.test_measures import House
from tests.browser import visitor
from trace import parties


@pytest.fixture
def pages(app):
    """Each page with whoever reads it: a proposal, an entry in each list, a claim that is being recovered, a promise."""
    house = House(app)
    lin, merchant = desk.merchant(app, verified=False)
    house.graded("C")
    with app.app_context(), transaction() as session:
        moment, office = now(), parties.find(session, kind="regulator")
        an, bo = (Hand(parties.actor(session, office.id), account) for account in (1, 2))
        (proposed,) = admission.look(session, Hand(an.actor, None), moment)
        other = parties.register(session, "carrier", "长白山速递有限公司", moment).id
        for kind, party in (("black_list", other), ("red_list", merchant)):
            made = admission.propose(
                session,
                kind,
                "party",
                party,
                an,
                "why",
                moment,
                decision_no="通市监罚〔2026〕7号",
                authority="市市场监管局",
            )
            admission.say(session, made, "stated", an, "words", moment)
            admission.decide(session, made, True, bo, "because", moment)
        compensation.contribute(session, an.actor, 1, 20_000_000, "FUND-2026", moment)
        claim = compensation.file(session, "K7QX2M9P", merchant, "unreachable", 5_830_000, moment)
        compensation.judge(session, claim, 1, True)
        compensation.pay(session, an.actor, claim, 2, moment)
        pledges.publish(session, merchant, 30, 48, "假一赔十", moment)
    public = app.test_client()
    return [
        (public, "/lists"), (public, f"/promises/{merchant}"), (house.an, "/regulator/measures"),
        (house.an, f"/regulator/measures/{proposed.number}"), (house.keeper, "/regulator/fund"), (house.fang, "/standing"),
        (house.fang, f"/standing/{proposed.number}"), (house.fang, "/extracts"), (lin, "/promises"),
    ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_open_to_everybody_and_fit(pages, browser, lang, width):
    reader = [pages[0][0]]

    def answer(route):
        path = route.request.url.removeprefix("http://localhost")
        given = reader[0].get(path, headers={"Accept-Language": lang, "Accept": "*/*"})
        headers = {name: value for name, value in given.headers.items() if name.lower() != "content-length"}
        body = given.data
        # The test client leaves the file of a static answer open.
        given.close()
        route.fulfill(status=given.status_code, headers=headers, body=body)

    with visitor(browser, viewport={"width": width, "height": 740}, bypass_csp=True) as page:
        page.route("http://localhost/**", answer)
        for client, path in pages:
            reader[0] = client
            page.goto(f"http://localhost{path}")
            assert page.locator("h1.say").count() == 1, path
            assert axe.violations(page) == [], path
            assert axe.overflow(page) == 0, path
