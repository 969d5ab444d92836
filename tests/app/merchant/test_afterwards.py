"""After the sale at the merchant's desk: today, returns, recalls, complaints and reviews with their answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app import jobs
from app.db import reading, transaction
from couriers import claims, recalls, scans, steps
from credit import complaints
from tests.app.merchant import desk
from tests.app.merchant.test_bench import LOT, YTO, app, beeps, client, items, stages, verdict
from trace import history, parties, telling
from trace.codes import State

__all__ = ["app", "client"]

NOW = datetime.now(UTC)


@pytest.fixture
def sold(app, client):
    """Two pieces in one parcel, one alone in another, both packed; the operator's party speaks for consumers."""
    one, two, three, _ = items(app)
    beeps(client, one, two, "YT8800000001")
    beeps(client, three, "ZT123456789", carrier="zto")
    with app.app_context(), transaction() as session:
        parties.register(session, "operator", "溯源运营方", NOW)
    return one, two, three


def speak(app, say, uri, *more):
    """A consumer with the code inside says something."""
    with app.app_context(), transaction() as session:
        operator = parties.actor(session, parties.find(session, kind="operator").id)
        say(session, operator, history.life(session, uri), telling.stamp(NOW), *more, NOW)


def complain(app, uri, days, category="K06"):
    at = NOW - timedelta(days=days)
    with app.app_context(), transaction() as session:
        operator = parties.actor(session, parties.find(session, kind="operator").id)
        found, _ = complaints.receive(session, operator, uri, 1, category, "说拆封就不退。", telling.stamp(at), at)
        return found.number


def test_today_says_first_what_is_to_be_done_and_how_urgent_it_is(app, client, sold):
    page = client.get("/merchant/")
    assert desk.says(page) == "还有 2 单要打包。"
    complain(app, sold[0], 1)
    complain(app, sold[1], 6)
    page = client.get("/merchant/")
    assert desk.says(page) == "还有 2 单要打包，2 件投诉等您答复，最急的只剩 1 天。"
    assert page.text.index("/merchant/pack") < page.text.index("SF1300000001")
    complain(app, sold[2], 9)
    assert desk.says(client.get("/merchant/")).endswith("最早的已超期 2 天。")


def test_a_fresh_merchant_is_led_to_its_first_product(app):
    newcomer, _ = desk.merchant(app, "new", "新店", verified=False)
    page = newcomer.get("/merchant/")
    assert desk.says(page) == "欢迎。从第一种商品开始吧。"
    assert "请提交证照" in page.text


def test_a_complaint_is_answered_on_its_own_chain_and_the_operator_is_told(app, client, sold):
    number = complain(app, sold[0], 6)
    page = client.get(f"/merchant/cases/{number}")
    assert "说拆封就不退。" in page.text
    assert "还剩 1 天" in page.text
    empty = desk.post(client, f"/merchant/cases/{number}", text="  ")
    assert (empty.status_code, 'role="alert"' in empty.text) == (400, True)
    assert desk.post(client, f"/merchant/cases/{number}", text="明天给您退。").status_code == 303
    assert "明天给您退。" in client.get(f"/merchant/cases/{number}").text
    assert desk.says(client.get("/merchant/answers")) == "没有等您答复的投诉。"
    assert stages(app, sold[0]) == ["serialised", "sold", "packed"]
    other, _ = desk.merchant(app, "other", "另一家", verified=False)
    assert other.get(f"/merchant/cases/{number}").status_code == 404
    assert desk.post(other, f"/merchant/cases/{number}", text="x").status_code == 404


def test_a_review_is_read_and_answered_once(app, client, sold):
    speak(app, claims.review, sold[0], 2, "goods", "有点潮。")
    with app.app_context(), reading() as session:
        review = history.life(session, sold[0]).entries[-1].id
    page = client.get("/merchant/answers")
    assert "有点潮。" in page.text
    assert "2 星（满分 5 星）" in page.text
    other, _ = desk.merchant(app, "other", "另一家", verified=False)
    assert desk.post(other, f"/merchant/reviews/{review}", text="x").status_code == 404
    assert desk.post(client, f"/merchant/reviews/{review}", text="").status_code == 400
    assert desk.post(client, f"/merchant/reviews/{review}", text="给您换一份。").status_code == 303
    assert "您的答复：给您换一份。" in client.get("/merchant/answers").text
    again = desk.post(client, f"/merchant/reviews/{review}", text="再说一遍")
    assert again.status_code == 400
    assert client.get("/merchant/answers").text.count("您的答复") == 1
    assert stages(app, sold[0])[-1] == "reviewed"


def test_a_return_is_asked_for_received_and_paid_back_and_the_code_inside_is_used_up(app, client, sold):
    piece = sold[2]
    with app.app_context(), transaction() as session:
        code = claims.code(session, piece)
        claims.begin(session, piece, code, NOW)
    speak(app, claims.confirm, piece)
    speak(app, claims.ask_return, piece, "changed_mind")
    page = client.get("/merchant/returns")
    assert desk.says(page) == "1 件退货还没办完。"
    assert "1 件退货在办" in client.get("/merchant/").text
    assert desk.post(client, "/merchant/returns", beep=piece.rsplit("/", 1)[1]).status_code == 303
    assert piece in items(app, State.ACTIVE)
    with app.app_context(), transaction() as session:
        with pytest.raises(claims.ClaimEnded):
            claims.begin(session, piece, code, NOW)
        assert claims.code(session, piece) != code
    assert "已退款" in client.get("/merchant/returns").text
    desk.post(client, "/merchant/returns", refunded=piece)
    assert desk.says(client.get("/merchant/returns")) == "没有未办完的退货。"
    assert stages(app, piece)[-2:] == ["returned", "returned"]
    assert verdict(beeps(client, piece))[0] == "kept"


def test_what_comes_back_without_any_scan_of_a_carrier_is_taken_back_with_a_flag(app, client, sold):
    assert desk.post(client, "/merchant/returns", beep="yt8800000001").status_code == 303
    with app.app_context(), reading() as session:
        entry = history.life(session, YTO).entries[-1]
        assert (entry.stage, entry.public["flags"]) == ("returned", ["missing_step"])
    assert set(sold[:2]) <= set(items(app, State.ACTIVE))


def test_what_was_not_packed_here_does_not_come_back(app, client, sold):
    (blank,) = items(app, State.RESERVED)
    answer = desk.post(client, "/merchant/returns", beep=blank)
    assert (answer.status_code, "这不是您打包的商品" in answer.text) == (400, True)


def test_a_lot_is_called_back_in_one_action_and_its_coverage_is_counted(app, client, sold):
    page = client.get("/merchant/lots/1")
    assert desk.says(page) == "批次 QH-1。"
    wrong = desk.post(client, "/merchant/lots/1/recall", notice="吉林 2026-19 号", reason="wrong_label")
    assert (wrong.status_code, 'id="sure-wrong"' in wrong.text) == (400, True)
    form = {"notice": "吉林 2026-19 号", "reason": "wrong_label", "sure": "1"}
    answer = desk.post(client, "/merchant/lots/1/recall", **form)
    assert client.get(answer.headers["Location"]).headers["Location"] == "/merchant/recalls/1"
    page = client.get("/merchant/recalls/1")
    assert desk.says(page) == "召回已覆盖 25%，还有 3 件在外面。"
    for uri in (*sold, "https://id.gs1.org/01/06901234567892/10/QH-1"):
        assert stages(app, uri)[-1] == "recalled"
    public = app.test_client().get("/01/06901234567892/10/QH-1", headers={"Accept": "text/html"}).text
    assert "这一批正在召回" in public.replace("</span>", "").replace('<span class="c">', "")
    desk.post(client, "/merchant/recalls/1", beep=sold[0])
    desk.post(client, "/merchant/recalls/1", beep=sold[1], destroyed="1")
    assert desk.says(client.get("/merchant/recalls/1")) == "召回已覆盖 75%，还有 1 件在外面。"
    stray = desk.post(client, "/merchant/recalls/1", beep=items(app, State.RESERVED)[0])
    assert (stray.status_code, "这不是要召回的商品" in stray.text) == (400, True)
    again = desk.post(client, "/merchant/lots/1/recall", **form)
    assert again.status_code in (302, 303, 409)
    with app.app_context(), reading() as session:
        assert recalls.size(session, recalls.get(session, 1, 1)) == 4


def test_pieces_of_a_recalled_lot_are_packed_no_more(app, client, sold):
    desk.post(client, "/merchant/lots/1/recall", notice="吉林 2026-19 号", reason="contaminated", sure="1")
    (left,) = items(app)
    assert verdict(beeps(client, left)) == ("no", "这一件属于正在召回的批次，请放到一边。")


def test_of_goods_without_codes_the_parcels_are_called_back(app, client):
    beeps(client, LOT, LOT, LOT, "sto7788990011", carrier="sto")
    desk.post(client, "/merchant/lots/2/recall", notice="吉林 2026-20 号", reason="contaminated", sure="1")
    assert desk.says(client.get("/merchant/recalls/1")) == "召回已覆盖 0%，还有 1 件在外面。"
    assert stages(app, "https://suyuan.example/id/waybill/sto/STO7788990011")[-1] == "recalled"
    assert verdict(beeps(client, LOT)) == ("no", "这种商品没有可用的批次，请先登记。")


def test_a_large_recall_is_told_in_steps(app, client):
    desk.post(client, "/merchant/products/1/codes", pieces="5100", code_lot="BIG")
    desk.post(client, "/merchant/codes/2/activate", lot="BIG")
    jobs.work(app)
    answer = desk.post(client, "/merchant/lots/3/recall", notice="吉林 2026-21 号", reason="contaminated", sure="1")
    assert desk.says(client.get(answer.headers["Location"])) == "做好了 0，共 5,100。"
    assert jobs.work(app) == 3
    assert desk.says(client.get("/merchant/recalls/1")) == "召回已覆盖 100%。"


def test_everybody_sees_how_much_of_a_merchants_goods_can_be_traced(app, client, sold):
    with app.app_context(), transaction() as session:
        carrier = parties.actor(session, parties.find(session, name="圆通速递").id)
        for deed in (
            steps.accepted(YTO, telling.stamp(NOW), weight=412, by=carrier.uri),
            steps.signed(YTO, telling.stamp(NOW), method="recipient"),
        ):
            scans.accept(session, carrier, deed, "device", NOW)
    page = app.test_client().get("/m/1", headers={"Accept": "text/html"}).text
    for said in ("2 单里，1 单从打包到签收都有记录", "<dt>已激活</dt><dd>4", "<dt>已售出</dt><dd>3"):
        assert said in page
