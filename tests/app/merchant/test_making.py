"""Processing at the desk: what goes in is named on the page of what comes out, and a recall goes the same way."""

from __future__ import annotations

import re

import pytest

from app.db import reading, transaction
from couriers import recalls
from tests.app.consumer.told import BROWSER, text
from tests.app.merchant import desk
from tests.app.merchant.test_bench import app, beeps, client, items, stages, verdict
from trace import history, lineage, listings, parties, production, products, telling
from trace.codes import State

__all__ = ["app", "client"]

BOX = {"name": "参米礼盒", "level": "lot", "category": "other", "code": "BOX-1"}
RICE_LOT, BOX_LOT = "https://suyuan.example/id/RICE-5/MH-1", "https://suyuan.example/id/BOX-1/LH-1"
MADE = {"in0": "2", "much0": "12.5", "unit0": "KGM", "lot": "LH-1", "pieces": "20"}


@pytest.fixture
def box(app, client):
    """A product that is made of what the merchant has: ginseng in coded pieces (lot 1), rice in a lot (lot 2)."""
    desk.post(client, "/merchant/products/new", **BOX)
    return next(one.id for one in _(app, lambda s: products.of(s, 1)) if one.name == BOX["name"])


def _(app, ask):
    with app.app_context(), reading() as session:
        return ask(session)


def make(client, box, **form):
    return desk.post(client, f"/merchant/products/{box}/make", **MADE | form)


def test_a_lot_is_made_of_others_and_its_page_names_them_and_no_amount(app, client, box):
    answer = make(client, box)
    assert answer.status_code == 303
    lot = _(app, lambda s: production.find(s, BOX_LOT))
    assert (answer.headers["Location"], lot.pieces) == (f"/merchant/lots/{lot.id}", 20)
    assert (stages(app, BOX_LOT), stages(app, RICE_LOT)[-1]) == (["transforming"], "transforming")
    mine = client.get(f"/merchant/lots/{lot.id}").text
    assert "大米 5 千克" in mine
    assert "12.5 千克" in mine
    assert "20 件" in client.get("/merchant/lots/2").text
    page = client.get("/id/BOX-1/LH-1", headers=BROWSER)
    assert "用什么做的大米 5 千克·批次 MH-1" in text(page)
    assert 'href="/id/RICE-5/MH-1"' in page.text
    assert "12.5" not in text(page)
    used = text(client.get("/id/RICE-5/MH-1", headers=BROWSER))
    assert "加工" in used
    assert "礼盒" not in used, "what became of it is nobody's business"


def test_a_single_piece_that_goes_in_is_out_of_use_and_never_named(app, client, box):
    one, two, *_rest = items(app)
    assert make(client, box, codes=f"{one}\n{two.rsplit('/', 1)[1]}").status_code == 303
    assert stages(app, one)[-2:] == ["transforming", "decommissioned"]
    assert one in items(app, State.RETIRED)
    assert verdict(beeps(client, one))[0] == "no"
    page = client.get("/id/BOX-1/LH-1", headers=BROWSER)
    assert "集安生晒参 50 克" in text(page)
    assert one.rsplit("/", 1)[1] not in page.text
    assert two.rsplit("/", 1)[1] not in page.text
    assert "这件货已经做成了别的货" in text(client.get(one.removeprefix("https://id.gs1.org"), headers=BROWSER))


WRONG = [
    ({"in0": "", "much0": ""}, "in0", "至少选一样投料"),
    ({"in0": ""}, "in0", "请选投的是哪一批"),
    ({"much0": "a lot"}, "much0", "12.5"),
    ({"much0": "-1"}, "much0", "12.5"),
    ({"much0": "0"}, "codes", "用量要大于 0"),
    ({"unit0": "PND"}, "codes", "用量要大于 0"),
    ({"in1": "2"}, "codes", "每样写一次"),
    ({"lot": ""}, "lot", "请填写"),
    ({"lot": "批次"}, "lot", "不能有"),
    ({"codes": "https://id.gs1.org/01/06901234567892/10/NEVER"}, "codes", "还没有任何记录"),
    ({"codes": "YT8800000001"}, "codes", "既不是批次也不是单件"),
    ({"codes": "nonsense"}, "codes", ""),
    ({"made_on": "2026-11-01", "keeps": "2026-10-01"}, "keeps", "不晚于生产日期"),
]


@pytest.mark.parametrize(("form", "field", "said"), WRONG)
def test_what_cannot_go_in_is_refused_beside_its_field_and_nothing_is_recorded(app, client, box, form, field, said):
    answer = make(client, box, **form)
    assert answer.status_code == 400
    found = re.search(rf'id="{field}-wrong".*?</span></span>', answer.text, re.DOTALL)
    assert found is not None
    assert said in found[0]
    assert _(app, lambda s: production.find(s, BOX_LOT)) is None
    assert stages(app, RICE_LOT) == ["serialised"]


def test_a_piece_that_is_packed_or_used_already_cannot_go_in(app, client, box):
    one, two, *_rest = items(app)
    beeps(client, one, "ZT123456789", carrier="zto")
    assert "已经打包或卖出" in make(client, box, codes=one).text
    assert make(client, box, codes=two).status_code == 303
    assert "已经注销" in make(client, box, codes=two, in0="", much0="").text


def test_the_goods_of_another_merchant_go_in_by_their_code_and_it_is_not_named(app, client, box):
    grower, _id = desk.merchant(app, "grower", "集安人参种植户", verified=False)
    desk.post(
        grower, "/merchant/products/new", name="鲜人参", level="lot", category="ginseng", code="ROOT", place="集安市"
    )
    desk.post(grower, f"/merchant/products/{box + 1}/lots", lot="R-1")
    root = "https://suyuan.example/id/ROOT/R-1"
    assert make(client, box, codes=root).status_code == 303
    page = client.get("/id/BOX-1/LH-1", headers=BROWSER)
    assert "鲜人参产自集安市" in text(page)
    assert "R-1" not in page.text
    assert "既不是" not in text(page)
    its = _(app, lambda s: production.find(s, root))
    seen = grower.get(f"/merchant/lots/{its.id}").text
    assert "别的商家记录了用它做的 1 批" in seen
    assert "礼盒" not in seen
    desk.post(grower, f"/merchant/lots/{its.id}/recall", notice="集安召回 1 号", reason="contaminated", sure="1")
    assert stages(app, BOX_LOT) == ["transforming"], "their goods are theirs to call back"
    assert "集安召回 1 号" in client.get("/inbox").text


def test_a_recall_reaches_what_was_made_of_the_lot_and_not_what_was_used_up(app, client, box):
    one, two, three, *_rest = items(app)
    make(client, box, codes=one)
    with app.app_context(), transaction() as session:
        gift = products.register(session, parties.actor(session, 1), "双盒装", "other", "item", desk.NOW, code="TWIN")
    desk.post(
        client,
        f"/merchant/products/{gift.id}/make",
        in0=str(_(app, lambda s: production.find(s, BOX_LOT)).id),
        lot="TW-1",
    )
    desk.post(client, f"/merchant/products/{gift.id}/codes", pieces="3", code_lot="TW-1")
    desk.post(client, "/merchant/codes/2/activate")
    recall = desk.post(client, "/merchant/lots/1/recall", notice="通化召回 7 号", reason="contaminated", sure="1")
    assert recall.status_code == 303
    with app.app_context(), reading() as session:
        found = recalls.of_lot(session, 1)
        coverage = recalls.coverage(session, found)
        twin = production.find(session, "https://suyuan.example/id/TWIN/TW-1")
        members = [kin.uri for kin in lineage.downstream(session, ["https://id.gs1.org/01/06901234567892/10/QH-1"]).kin]
        life = history.life(session, BOX_LOT)
    # Three pieces of ginseng and three of what was made of the fourth.
    assert coverage.total() == 6
    assert coverage["held"] == 6
    assert members == [BOX_LOT, twin.uri]
    assert twin.closed_at is not None
    assert life.entries[-1].stage == "recalled"
    assert stages(app, one)[-1] == "decommissioned"
    assert stages(app, two)[-1] == stages(app, three)[-1] == "recalled"
    page = text(client.get("/id/TWIN/TW-1", headers=BROWSER))
    assert "正在召回" in page
    assert "正在召回" in make(client, box, in0="", much0="", codes=twin.uri, lot="LH-2").text


def test_a_lot_that_is_on_sale_with_its_product_is_on_sale_when_it_was_made(app, client, box):
    with app.app_context(), transaction() as session:
        actor = parties.actor(session, 1)
        product = products.get(session, "https://suyuan.example/id/BOX-1")
        listings.put_on(session, actor, product, telling.stamp(desk.NOW).at, price=100, url=None)
    make(client, box)
    assert stages(app, BOX_LOT) == ["transforming", "listed"]
