"""The operator looks at a merchant's papers: every look is written down, and one decision counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.db import reading, transaction
from tests.app.merchant import desk
from trace import cards, papers, parties, reveals

TODAY = datetime.now(UTC)


@pytest.fixture
def keeper(app):
    return desk.operator(app)


@pytest.fixture
def waiting(app, keeper):
    """A merchant has registered; its papers."""
    desk.register(app.test_client())
    return desk.papers_of(app, 2)


def test_the_queue_names_who_waits_and_shows_no_contact(keeper, waiting):
    page = keeper.get("/regulator/merchants")
    assert desk.says(page) == "有 1 个商家等着核验执照。"
    assert desk.FORM["name"] in page.text
    assert desk.CONTACT not in page.text
    assert keeper.get("/regulator/").headers["Location"] == "/regulator/cases"


def test_each_look_at_licence_and_contact_is_written_down_and_the_merchant_sees_it(app, keeper, waiting):
    path = f"/regulator/merchants/{waiting.id}"
    assert desk.CONTACT not in keeper.get(path).text
    licence = desk.post(keeper, f"{path}/licence")
    assert (licence.data, licence.mimetype) == (desk.PNG, "image/png")
    assert licence.headers["Cache-Control"] == "no-store"
    assert desk.CONTACT in desk.post(keeper, f"{path}/contact").text
    with app.app_context(), reading() as session:
        looks = [(one.what, one.viewer_id, one.subject_id) for one in reveals.of(session, 2)]
    assert looks == [("contact", 1, 2), ("licence", 1, 2)]
    merchant = desk.logged_in(app, "lin").get("/merchant/papers").text
    assert "溯源运营方·执照" in merchant
    assert "溯源运营方·联系方式" in merchant


def test_a_verified_merchant_is_public_with_by_whom_when_and_until_when(app, keeper, waiting):
    assert "还没有人核实过" in app.test_client().get("/m/2").text
    assert desk.post(keeper, f"/regulator/merchants/{waiting.id}/verify").status_code == 303
    page = app.test_client().get("/m/2").text
    assert "溯源运营方于" in page
    assert "核验了执照；须在" in page
    assert desk.USCC in page
    found = desk.papers_of(app, 2)
    assert (found.state, found.decided_by, found.decider_id) == ("verified", 1, 1)
    year, month = divmod(TODAY.year * 12 + TODAY.month - 1 + 6, 12)
    assert found.due_on is not None
    assert found.due_on.startswith(f"{year}-{month + 1:02d}-")
    with app.app_context(), transaction() as session:
        card = cards.newest(session, parties.uri(session, 2), "merchant")
        assert card is not None
        assert cards.read(card) == {"name": desk.FORM["name"], "uscc": desk.USCC}
        papers.require_verified(session, 2, TODAY)


def test_a_rejection_needs_a_reason_and_leaves_the_merchant_unverified(app, keeper, waiting):
    path = f"/regulator/merchants/{waiting.id}/reject"
    assert desk.post(keeper, path, reason="  ").status_code == 400
    assert desk.papers_of(app, 2).state == "waiting"
    assert desk.post(keeper, path, reason="名称与执照不符").status_code == 303
    assert desk.papers_of(app, 2).reason == "名称与执照不符"
    with app.app_context(), reading() as session, pytest.raises(papers.NotVerified):
        papers.require_verified(session, 2, TODAY)


def test_one_decision_counts(app, keeper, waiting):
    path = f"/regulator/merchants/{waiting.id}"
    desk.post(keeper, f"{path}/verify")
    again = desk.post(keeper, f"{path}/reject", reason="doch nicht")
    assert again.status_code == 409
    assert "这份证照已有人处理过了。" in again.text
    assert desk.papers_of(app, 2).state == "verified"


def test_of_two_with_the_same_code_one_can_be_verified(app, keeper, waiting):
    desk.register(app.test_client(), login="other", name="Somebody else")
    second = desk.papers_of(app, 3)
    desk.post(keeper, f"/regulator/merchants/{waiting.id}/verify")
    answer = desk.post(keeper, f"/regulator/merchants/{second.id}/verify")
    assert answer.status_code == 409
    assert "两个里只能有一个是真的" in answer.text
    assert desk.papers_of(app, 3).state == "waiting"


def test_papers_that_were_not_looked_at_again_in_time_stop_new_listings(app):
    _, party_id = desk.merchant(app)
    late = TODAY.replace(year=TODAY.year + 1)
    with app.app_context(), reading() as session:
        papers.require_verified(session, party_id, TODAY)
        with pytest.raises(papers.NotVerified, match="again by"):
            papers.require_verified(session, party_id, late)


def test_a_merchant_cannot_enter_here(app, waiting):
    client = desk.logged_in(app, "lin")
    for path in ("/regulator/merchants", f"/regulator/merchants/{waiting.id}"):
        assert client.get(path).status_code == 403
    for deed in ("licence", "contact", "verify", "reject"):
        assert desk.post(client, f"/regulator/merchants/{waiting.id}/{deed}").status_code == 403
    assert desk.papers_of(app, 2).state == "waiting"
