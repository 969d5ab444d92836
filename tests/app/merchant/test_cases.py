"""Cases and pallets at the desk: into them, onto them, out again, and on to the bench."""

from __future__ import annotations

import re

import pytest

from app.db import reading
from couriers import containers, recalls
from tests.app.consumer.told import BROWSER, text
from tests.app.merchant import desk
from tests.app.merchant.test_bench import LOT, app, beeps, client, items, stages, verdict
from trace import history, nesting

__all__ = ["app", "client"]

SSCC = "https://id.gs1.org/00/095201234567891235"


@pytest.fixture
def case(client):
    """A case that bears an SSCC."""
    answer = desk.post(client, "/merchant/containers", kind="case", number="(00)095201234567891235")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/merchant/containers/1")
    return 1


def scan(client, where, *texts, then="in"):
    """Scan one after the other, as the page carries them on, and press the button."""
    have, answer = [], None
    for one in texts:
        answer = client.post(f"/merchant/containers/{where}", data={"have": have, "beep": one}, headers=desk.SAME)
        assert answer.status_code == 200, verdict(answer)
        have = re.findall(r'name="have" value="([^"]+)"', answer.text)
    return client.post(f"/merchant/containers/{where}", data={"have": have, then: "1"}, headers=desk.SAME)


def lies(app, uri=SSCC):
    with app.app_context(), reading() as session:
        return dict(nesting.contents(session, uri))


def test_pieces_go_into_a_case_and_the_case_onto_a_pallet_and_each_piece_tells_of_both(app, client, case):
    one, two, *_rest = items(app)
    assert scan(client, case, one, two.rsplit("/", 1)[1], one).status_code == 303
    assert lies(app) == {one: 1, two: 1}
    page = client.get("/merchant/containers/1")
    assert desk.says(page) == "里面有 2 件。"
    desk.post(client, "/merchant/containers", kind="pallet")
    assert scan(client, 2, "095201234567891235").status_code == 303
    with app.app_context(), reading() as session:
        pallet = containers.get(session, 1, 2).uri
        life = history.life(session, one)
    assert lies(app, pallet) == {SSCC: 1}
    assert [entry.stage for entry in life.entries][-2:] == ["packed", "packed"]
    assert "在托盘" in client.get("/merchant/containers/1").text
    page = client.get(one.removeprefix("https://id.gs1.org"), headers=BROWSER)
    assert "码上托盘" in text(page)
    assert "还没有发给谁" in text(page)
    assert two.rsplit("/", 1)[1] not in page.text
    assert "把货交给快递员" not in text(page)
    public = client.get("/00/095201234567891235", headers=BROWSER)
    assert one.rsplit("/", 1)[1] not in public.text


def test_what_comes_out_is_on_hand_again(app, client, case):
    one, two, *_rest = items(app)
    scan(client, case, one, two)
    assert scan(client, case, one, then="out").status_code == 303
    assert lies(app) == {two: 1}
    assert "已出箱" in text(client.get(one.removeprefix("https://id.gs1.org"), headers=BROWSER))
    assert desk.post(client, "/merchant/containers/1", all="1").status_code == 303
    assert lies(app) == {}
    assert desk.post(client, "/merchant/containers/1", all="1").status_code == 400
    assert verdict(beeps(client, one))[0] == "kept"


def test_goods_without_codes_are_counted_in_and_out(app, client, case):
    assert scan(client, case, LOT, LOT, LOT).status_code == 303
    assert lies(app) == {LOT: 3}
    scan(client, case, LOT, then="out")
    assert lies(app) == {LOT: 2}
    assert verdict(beeps(client, "095201234567891235")) == (
        "no", "里面有没有单独赋码的货。请先取出来，一件一件扫。"
    )  # fmt: skip


def test_a_case_that_is_beeped_at_the_bench_is_opened_and_its_pieces_are_sold(app, client, case):
    one, two, *_rest = items(app)
    scan(client, case, one, two)
    done = beeps(client, "095201234567891235", "YT8800000001")
    assert done.status_code == 303
    assert stages(app, one)[-4:] == ["packed", "unpacked", "sold", "packed"]
    assert lies(app) == {}


def test_a_piece_that_lies_in_another_case_is_taken_out_of_it_first(app, client, case):
    one, two, *_rest = items(app)
    scan(client, case, one, two)
    desk.post(client, "/merchant/containers", kind="case", number="KARTON-2")
    assert scan(client, 2, one).status_code == 303
    assert lies(app) == {two: 1}
    assert lies(app, "https://suyuan.example/id/parcel/KARTON-2") == {one: 1}
    assert scan(client, 2, one).status_code == 400


WRONG = [
    ({"kind": "box"}, "kind", "请从这些里选一个"),
    ({"kind": "case", "number": "095201234567891236"}, "number", "最后一位对不上"),
    ({"kind": "case", "number": "一号箱"}, "number", ""),
    ({"kind": "pallet", "number": "095201234567891235"}, "number", "这个号已经有用了"),
]


@pytest.mark.parametrize(("form", "field", "said"), WRONG)
def test_a_number_that_cannot_be_is_refused_beside_its_field(client, case, form, field, said):
    answer = desk.post(client, "/merchant/containers", **form)
    assert answer.status_code == 400
    found = re.search(rf'id="{field}-wrong".*?</span></span>', answer.text, re.DOTALL)
    assert found is not None
    assert said in found[0]


def test_what_does_not_fit_is_refused_and_changes_nothing(app, client, case):
    one, *_rest = items(app)
    desk.post(client, "/merchant/containers", kind="case")
    for where, texts, then, said in (
        (1, (), "in", "没有扫到"),
        (1, (one,), "out", "这里面没有扫的全部"),
        (1, ("095201234567891235",), "in", "托盘上只放箱和货"),
    ):
        answer = scan(client, where, *texts, then=then)
        assert answer.status_code == 400
        assert said in verdict(answer)[1]
    stranger = client.post("/merchant/containers/1", data={"beep": "ZT123456789"}, headers=desk.SAME)
    assert stranger.status_code == 400
    assert lies(app) == {}
    other, _id = desk.merchant(app, "other", "另一家", verified=False)
    assert other.get("/merchant/containers/1").status_code == 404
    assert desk.post(other, "/merchant/containers", kind="case", number="095201234567891235").status_code == 400


def test_what_lies_in_a_case_at_the_merchants_is_held_when_it_is_called_back(app, client, case):
    one, *_rest = items(app)
    scan(client, case, one)
    desk.post(client, "/merchant/lots/1/recall", notice="召回", reason="contaminated", sure="1")
    with app.app_context(), reading() as session:
        coverage = recalls.coverage(session, recalls.of_lot(session, 1))
    assert (coverage["held"], coverage["out"]) == (4, 0)
