"""Phones come in with a code, and come back with their key."""

from __future__ import annotations

import orjson
import pytest

from app.access import accounts
from app.access.roles import Role
from app.db import transaction
from couriers import devices
from tests.app.courier.conftest import JSON, NUMBERS, Courier, ms
from trace.moments import from_ms


def come_back(courier, client, **change):
    challenge = client.get("/courier/challenge").json["challenge"]
    said = {"device": courier.device.name, "challenge": challenge}
    said["signature"] = courier.sign(b"suyuan-session/v1\n" + challenge.encode())
    return client.post("/courier/return", data=orjson.dumps(said | change), headers=JSON)


def test_a_code_enrols_the_phone_and_logs_its_courier_in(courier, firm):
    assert courier.enrolled.status_code == 201
    me = courier.client.get("/courier/me").json
    assert (me["alias"], me["firm"], me["locates"]) == ("小马 3 号", firm.name, False)
    assert me["devices"] == [courier.device.name]


def test_a_wrong_code_is_refused_and_five_have_to_wait(app, offered):
    code = offered()
    client = app.test_client()
    for _ in range(5):
        found = Courier(app, "AAAAA-AAAAA", client).enrolled
        assert (found.status_code, found.json["code"]) == (400, "wrong-device-code")
    found = Courier(app, code, client).enrolled
    assert (found.status_code, found.json["code"]) == (429, "too-many-attempts")


def test_a_code_works_once(app, offered):
    code = offered()
    assert Courier(app, code).enrolled.status_code == 201
    assert Courier(app, code).enrolled.json["code"] == "wrong-device-code"


@pytest.mark.parametrize(("change", "code"), [({"proof": "A" * 86 + "=="}, "bad-signature"), ({"key": "AAAA"}, "bad-device-key"),
                                              ({"key": "?"}, "bad-upload"), ({"code": 7}, "bad-upload")])  # fmt: skip
def test_an_enrolment_of_another_form_is_refused_and_spends_no_code(app, offered, change, code):
    given = offered()
    courier = Courier(app, given, app.test_client())
    assert courier.enrolled.status_code == 201
    fresh = offered()
    assert courier.enrol(fresh, **change).json["code"] == code
    assert Courier(app, fresh).enrolled.status_code == 201


def test_another_sites_form_enrols_nobody(app, offered):
    found = app.test_client().post("/courier/enrol", data="{}", headers={"Content-Type": "text/plain", "Accept": "*/*"})
    assert (found.status_code, found.json["code"]) == (400, "bad-upload")


def test_a_courier_who_has_an_account_keeps_it(app, firm, offered):
    with app.app_context(), transaction() as session:
        account = accounts.create(session, "xiaoma", "a long password", from_ms(ms()))
        accounts.join(session, account, Role.COURIER, firm.id, from_ms(ms()))
    client = app.test_client()
    client.post(
        "/login", data={"login": "xiaoma", "password": "a long password"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert client.get("/courier/me").json == {"courier": None, "known": True}
    Courier(app, offered(), client)
    assert client.get("/courier/me").json["alias"] == "小马 3 号"
    client.post("/logout", headers=JSON)
    client.post(
        "/login", data={"login": "xiaoma", "password": "a long password"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert client.get("/courier/me").json["alias"] == "小马 3 号"


def test_a_phone_comes_back_by_its_key_alone(app, courier):
    client = app.test_client()
    assert client.get("/courier/me").json == {"courier": None, "known": False}
    assert come_back(courier, client, signature="A" * 86 + "==").status_code == 401
    assert come_back(courier, client, challenge="made-up").status_code == 401
    assert come_back(courier, client).status_code == 200
    assert client.get("/courier/me").json["alias"] == "小马 3 号"


def test_a_revoked_phone_does_not_come_back_and_a_replaced_one_is_logged_out(app, courier, offered):
    new = Courier(app, offered(replaces=True))
    assert new.client.get("/courier/me").json["devices"] == [new.device.name]
    assert courier.client.get("/courier/me").json == {"courier": None, "known": False}
    assert come_back(courier, courier.client).status_code == 401


def test_the_command_line_enrols_revokes_suspends_and_shows_what_waits(app, firm):
    def run(*words):
        done = app.test_cli_runner().invoke(args=["courier", *map(str, words)])
        assert done.exit_code == 0, done.output
        return done.output.strip()

    said = run("enrol", "--party", firm.id, "--alias", "老周")
    courier = Courier(app, said.split()[-1])
    assert courier.enrolled.status_code == 201
    number = said.split()[1]
    assert run("revoke", number) == f"1 phone(s) of courier {number} revoked."
    assert courier.client.get("/courier/me").json == {"courier": None, "known": False}
    verdict = courier.upload(courier.scan("accepted", f"{NUMBERS[0]}-2026")).json["verdicts"][0]
    assert (verdict["verdict"], verdict["code"], verdict["held"]) == ("refused", "device-revoked", True)
    assert '"step":"accepted"' in run("held", number)
    assert run("suspend", number).endswith("is suspended.")
    assert run("suspend", number, "--end").endswith("works again.")
    with app.app_context(), transaction() as session:
        assert devices.by_name(session, courier.device.name).revoked_at is not None


def test_the_command_line_says_in_a_sentence_what_is_wrong(app, firm):
    runner = app.test_cli_runner()
    done = runner.invoke(args=["courier", "enrol", "--party", "999", "--alias", "x"])
    assert (done.exit_code, "no-such-party" in done.output) == (2, True)
    assert "no-such-courier" in runner.invoke(args=["courier", "revoke", "1"]).output
