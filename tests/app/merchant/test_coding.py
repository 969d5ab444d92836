"""Codes at the merchant's desk: drawn, printed so that they can be read, activated, retired."""

from __future__ import annotations

import pypdfium2
import pytest

from app import jobs
from app.db import reading, transaction
from tests.app.installation import installed
from tests.app.merchant import desk
from tests.app.merchant.test_shelf import GINSENG
from tests.trace.labels import printed
from trace import codes, history
from trace.codes import State

BASE = "https://id.example.cn"
ITEM = "https://id.gs1.org/01/06901234567892/21/"


@pytest.fixture
def app(database, tmp_path):
    made = installed(database, tmp_path, BASE_URL=BASE)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def client(app):
    """A merchant with one product."""
    client, _ = desk.merchant(app)
    desk.post(client, "/merchant/products/new", **GINSENG)
    return client


def total(app):
    with app.app_context(), reading() as session:
        return {state.name: many for state, many in codes.total(codes.counts(session, 1)).items() if many}


def serials(app, *states):
    # Taking codes locks them, which a reading session may not.
    with app.app_context(), transaction() as session:
        batch = codes.of(session, 1)[-1]
        return [uri.rsplit("/", 1)[1] for uri in codes.take(session, batch, states or list(State), 10_000)]


def test_codes_are_drawn_printed_and_every_one_can_be_read(app, client):
    answer = desk.post(client, "/merchant/products/1/codes", pieces="23", code_lot="QH-1")
    assert answer.headers["Location"] == "/merchant/codes/1"
    assert desk.says(client.get("/merchant/codes/1")) == "还没有打印。"
    file = desk.post(client, "/merchant/codes/1/print", size="60x40")
    assert (file.mimetype, file.headers["Cache-Control"]) == ("application/pdf", "no-store")
    read = [printed.read(page) for page in printed.pdf(file.data)]
    assert len(read) == 23
    wanted = [f"{BASE}/01/06901234567892/21/{serial}".encode() for serial in serials(app)]
    assert [next(one.data for one in page if one.identifier == "]Q1") for page in read] == wanted
    assert total(app) == {"PRINTED": 23}
    assert desk.says(client.get("/merchant/codes")) == "有 23 枚印出的编码下落不明。"


@pytest.mark.parametrize("size", ["40x30", "60x40", "100x150", "a4"])
def test_every_size_is_printed(client, size):
    desk.post(client, "/merchant/products/1/codes", pieces="2")
    file = desk.post(client, "/merchant/codes/1/print", size=size)
    assert file.data.startswith(b"%PDF-")
    assert f"labels-1-{size}.pdf" in file.headers["Content-Disposition"]


def test_labels_on_goods_are_activated_with_their_lot_and_open_a_page(app, client):
    desk.post(client, "/merchant/products/1/codes", pieces="30")
    answer = desk.post(client, "/merchant/codes/1/activate", lot="QH-1", keeps="2028-10-01", first="1", last="21")
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).headers["Location"] == "/merchant/codes/1"
    assert total(app) == {"RESERVED": 9, "ACTIVE": 21}
    serial = serials(app, State.ACTIVE)[0]
    page = app.test_client().get(f"/01/06901234567892/21/{serial}", headers={"Accept": "text/html"})
    assert (page.status_code, "QH-1" in page.text) == (200, True)
    assert desk.says(client.get("/merchant/codes/1")) == "9 枚等着激活。"
    again = desk.post(client, "/merchant/codes/1/activate", lot="QH-2")
    assert (again.status_code, "这些编码属于批次 QH-1" in again.text) == (400, True)
    nothing = desk.post(client, "/merchant/codes/1/activate", lot="QH-1", first="1", last="21")
    assert "这些编码里没有等着激活的。" in nothing.text


def test_spoiled_labels_are_retired_by_scanning_them_and_the_rest_at_once(app, client):
    desk.post(client, "/merchant/products/1/codes", pieces="5")
    desk.post(client, "/merchant/codes/1/activate", lot="QH-1", last="3")
    one, two, *_ = serials(app)
    scanned = f"{BASE}/01/06901234567892/21/{one}\n{two.lower()}\nNOTACODE"
    answer = desk.post(client, "/merchant/codes/1/retire", spoiled=scanned, reason="damaged")
    assert (answer.status_code, "其中 1 枚不是这一批的" in answer.text) == (400, True)
    assert total(app) == {"RESERVED": 2, "ACTIVE": 1, "RETIRED": 2}
    desk.post(client, "/merchant/codes/1/retire", reason="unused")
    assert total(app) == {"ACTIVE": 1, "RETIRED": 4}
    with app.app_context(), reading() as session:
        assert [e.stage for e in history.life(session, ITEM + one).entries] == ["serialised", "decommissioned"]


def test_many_labels_are_a_job_with_progress_in_files_of_some_thousand(app, client):
    desk.post(client, "/merchant/products/1/codes", pieces="5,400")
    answer = desk.post(client, "/merchant/codes/1/print", size="60x40")
    job = answer.headers["Location"]
    page = client.get(job)
    assert desk.says(page) == "做好了 0，共 5,400。"
    assert jobs.work(app) == 2
    page = client.get(job)
    assert desk.says(page) == "做完了：5,400。"
    files = [client.get(f"/merchant/jobs/1/{at}.pdf") for at in (0, 1)]
    assert [len(file.data) > 100_000 for file in files] == [True, True]
    wanted = f"{BASE}/01/06901234567892/21/{serials(app)[5_000]}".encode()
    document = pypdfium2.PdfDocument(files[1].data)
    first = document[0].render(scale=300 / 72, grayscale=True).to_numpy()
    assert len(document) == 400
    document.close()
    assert wanted in {one.data for one in printed.read(first)}
    other, _ = desk.merchant(app, "other", "另一家", verified=False)
    assert other.get("/merchant/jobs/1/0.pdf").status_code == 404
    assert other.get("/merchant/codes/1").status_code == 404


def test_many_codes_are_activated_by_a_job_that_goes_on_after_each_step(app, client):
    desk.post(client, "/merchant/products/1/codes", pieces="5001")
    desk.post(client, "/merchant/codes/1/activate", lot="QH-1")
    assert total(app) == {"RESERVED": 5001}
    assert jobs.work(app) == 3
    assert total(app) == {"ACTIVE": 5001}


@pytest.mark.parametrize("pieces", ["0", "100001", "many", ""])
def test_a_number_of_codes_that_cannot_be_draws_none(app, client, pieces):
    answer = desk.post(client, "/merchant/products/1/codes", pieces=pieces)
    assert (answer.status_code, 'id="pieces-wrong"' in answer.text) == (400, True)
    assert total(app) == {}


def test_a_label_that_is_too_small_for_what_is_to_stand_on_it_says_so(app, client):
    app.extensions["settings"] = app.extensions["settings"].changed(base_url="https://" + "a" * 180 + ".example")
    desk.post(client, "/merchant/products/1/codes", pieces="2")
    answer = desk.post(client, "/merchant/codes/1/print", size="40x30")
    assert (answer.status_code, "请选大一点的" in answer.text) == (400, True)
    assert total(app) == {"RESERVED": 2}
