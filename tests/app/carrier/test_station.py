"""A station's counter: beep, type, hand out by code; the code goes to the sender and to nobody else."""

from __future__ import annotations

import pytest

from app.access import attempts
from app.clock import now
from app.db import reading
from couriers import release
from tests.app.carrier import counter
from tests.app.carrier.counter import code_in, send, state
from tests.app.courier.conftest import ms
from tests.app.merchant import desk
from trace import reveals
from trace.moments import from_ms

NUMBERS = ("PN1-2026", "PN2-2026")


@pytest.fixture
def brought(app, courier):
    """The courier has picked both parcels up and shows the list at the counter; station, its id, the list."""
    sent = [courier.scan("accepted", number) for number in NUMBERS]
    assert [one["verdict"] for one in courier.upload(*sent).json["verdicts"]] == ["accepted"] * 2
    client, party_id = counter.station(app)
    return client, party_id, courier.gives(*NUMBERS, at=from_ms(ms()))


@pytest.fixture
def shelved(app, brought):
    """Both lie on the shelves; the station, and the codes as the merchant has got them, by number."""
    client, _, gift = brought
    send(client, "/carrier/take-in", labels=gift, consent="courier", spot="A-12")
    merchant = counter.merchant_of(app)
    codes = {}
    for message in (1, 2):
        slip = merchant.get(f"/inbox/{message}/slip")
        codes[next(number for number in NUMBERS if number in slip.text)] = code_in(slip)
    return client, codes


def test_one_beep_of_the_couriers_list_takes_everything_in(app, brought):
    client, _, gift = brought
    page = send(client, "/carrier/take-in", labels=gift.replace("\n", "\r\n"), consent="courier", spot="A-12")
    assert desk.says(page) == "已入库 2 件。"
    assert [state(app, number) for number in NUMBERS] == ["waiting", "waiting"]
    page = client.get("/carrier/")
    assert desk.says(page) == "库里有 2 件包裹。"
    assert all(number in page.text for number in (*NUMBERS, "A-12"))


def test_parcels_beeped_after_the_list_are_taken_in_alone(app, brought):
    client, _, gift = brought
    page = send(client, "/carrier/take-in", labels=f"{gift}\n{NUMBERS[1]}\nPN3-2026\n", consent="order")
    assert desk.says(page) == "入库 1 件，1 件没有入库。"
    assert "没有这个单号的包裹" in page.text
    assert [state(app, number) for number in NUMBERS] == ["carried", "waiting"]


def test_a_typed_number_without_the_list_says_what_to_do(app, brought):
    page = send(brought[0], "/carrier/take-in", labels=NUMBERS[0], consent="courier")
    assert desk.says(page) == "一件也没有入库。"
    assert "请快递员出示交接码，先扫交接码" in page.text
    assert state(app, NUMBERS[0]) == "carried"


def test_nothing_scanned_is_said_beside_the_field_and_the_place_stays(brought):
    page = send(brought[0], "/carrier/take-in", labels=" \n", consent="courier", spot="B-7")
    assert page.status_code == 400
    assert 'value="B-7"' in page.text


def test_the_code_reaches_the_sender_and_neither_the_station_nor_anybody_else(app, shelved):
    client, codes = shelved
    assert all(code not in client.get("/carrier/").text for code in codes.values())
    assert all(number not in client.get("/inbox").text for number in NUMBERS)
    other, _ = desk.merchant(app, "other", "别家", verified=False)
    assert other.get("/inbox/1/slip").status_code == 404


def test_with_the_code_a_parcel_is_handed_out_and_signed_for(app, shelved):
    client, codes = shelved
    done = send(client, "/carrier/hand-out", label=NUMBERS[0], code=f" {codes[NUMBERS[0]][:3]} {codes[NUMBERS[0]][3:]}")
    assert (done.status_code, done.headers["Location"]) == (303, "/carrier/hand-out?done=1")
    assert desk.says(client.get("/carrier/hand-out?done=1")) == "已出库，算签收。"
    assert [state(app, number) for number in NUMBERS] == ["delivered", "waiting"]
    assert desk.says(client.get("/carrier/")) == "库里有 1 件包裹。"
    merchant = desk.logged_in(app, "lin")
    assert sorted(merchant.get(f"/inbox/{one}/slip").status_code for one in (1, 2)) == [200, 404]


def test_the_code_of_another_parcel_opens_nothing(app, shelved):
    client, codes = shelved
    page = send(client, "/carrier/hand-out", label=NUMBERS[0], code=codes[NUMBERS[1]])
    assert page.status_code == 403
    assert "取件码不对" in page.text
    assert f'value="{NUMBERS[0]}"' in page.text
    assert state(app, NUMBERS[0]) == "waiting"


def test_wrong_codes_are_counted_and_then_nobodys_is_looked_at_for_a_while(app, shelved):
    client, codes = shelved
    for _ in range(attempts.FREE):
        assert send(client, "/carrier/hand-out", label=NUMBERS[0], code="000000x").status_code == 403
    page = send(client, "/carrier/hand-out", label=NUMBERS[0], code=codes[NUMBERS[0]])
    assert page.status_code == 429
    assert "取件码错太多次" in page.text
    assert send(client, "/carrier/hand-out", label=NUMBERS[1], code=codes[NUMBERS[1]]).status_code == 303
    with app.app_context(), reading() as session:
        assert [one.wrong for one in session.query(release.ReleaseCode).order_by("wrong")] == [0, 5]


def test_a_slip_bears_a_new_code_and_the_sender_sees_that_the_station_saw_it(app, shelved):
    client, codes = shelved
    page = desk.post(client, "/carrier/shelf/1/slip")
    fresh = code_in(page)
    assert page.headers["Cache-Control"] == "no-store"
    number = next(one for one in NUMBERS if one in page.text)
    assert send(client, "/carrier/hand-out", label=number, code=codes[number]).status_code == (
        403 if fresh != codes[number] else 303
    )
    with app.app_context(), reading() as session:
        (look,) = reveals.of(session, 2)
        assert look.what == f"parcel/{number}/code"
    assert code_in(desk.logged_in(app, "lin").get("/inbox/3/slip")) == fresh
    assert send(client, "/carrier/hand-out", label=number, code=fresh).status_code == 303


def test_refused_and_given_back_it_leaves_the_shelves(app, shelved):
    client, _ = shelved
    assert send(client, "/carrier/shelf/1/refused", reason="damaged").status_code == 303
    assert "退回中" in client.get("/carrier/").text
    assert send(client, "/carrier/shelf/1/back").status_code == 303
    assert send(client, "/carrier/shelf/1/back").status_code == 409
    assert desk.says(client.get("/carrier/")) == "库里有 1 件包裹。"


def test_another_station_has_nothing_to_do_with_it(app, shelved):
    other, _ = counter.station(app, "other")
    assert desk.says(other.get("/carrier/")) == "库里没有包裹。"
    for deed in ("slip", "back", "refused"):
        assert send(other, f"/carrier/shelf/1/{deed}", reason="damaged").status_code == 409
    code = shelved[1][NUMBERS[0]]
    assert send(other, "/carrier/hand-out", label=NUMBERS[0], code=code).status_code == 409
    assert state(app, NUMBERS[0]) == "waiting"
    assert now() is not None


def test_a_firm_does_not_stand_at_the_counter(app, firm, shelved):
    desk_of_firm = counter.firm_of(app, firm)
    assert desk_of_firm.get("/carrier/take-in").status_code == 403
    assert send(desk_of_firm, "/carrier/hand-out", label=NUMBERS[0], code="1").status_code == 403
