"""`POST /api/v1/scans:batch` over HTTP."""

from __future__ import annotations

import orjson
import pytest

from app.db import reading
from couriers.batch import MOST
from tests.app.courier.conftest import JSON, NUMBERS, Courier, ms
from trace import tables

LABEL = f"{NUMBERS[0]}-2026"


def size(app):
    with app.app_context(), reading() as session:
        return session.query(tables.entry).count()


def test_a_queue_goes_in_with_a_verdict_each_and_again_as_duplicates(app, courier):
    queue = [courier.scan("accepted", LABEL), courier.scan("accepted", "NOBODY-KNOWS"), courier.scan("hub_in", LABEL)]
    first = courier.upload(*queue)
    assert first.status_code == 200
    assert [one["verdict"] for one in first.json["verdicts"]] == ["accepted", "refused", "accepted"]
    assert first.json["verdicts"][1]["code"] == "unknown-label"
    assert first.json["receipt"].startswith("suyuan.example suyuan-receipt/v1\n")
    count = size(app)
    again = courier.upload(*queue).json["verdicts"]
    assert [one["verdict"] for one in again] == ["duplicate", "refused", "duplicate"]
    assert again[0]["leaf"] == first.json["verdicts"][0]["leaf"]
    assert size(app) == count


def test_verdicts_speak_the_couriers_language(courier):
    scan = courier.scan("accepted", "NOBODY-KNOWS")
    (home,) = courier.upload(scan).json["verdicts"]
    courier.client.set_cookie("lang", "en")
    (abroad,) = courier.upload(scan).json["verdicts"]
    assert (home["sentence"], abroad["sentence"]) == ("没有这个单号的包裹。", "No parcel has this number.")


def test_no_session_is_needed_and_another_couriers_is_refused(app, courier, offered):
    other = Courier(app, offered("老周"))
    found = courier.upload(courier.scan("accepted", LABEL), client=other.client)
    assert (found.status_code, found.json["code"]) == (403, "not-your-phone")
    assert courier.upload(courier.scan("accepted", LABEL), client=app.test_client()).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Suyuan-Signature": "A" * 86 + "=="}])
def test_an_upload_that_the_phone_did_not_sign_is_refused(courier, headers):
    found = courier.upload(courier.scan("accepted", LABEL), headers=headers)
    assert (found.status_code, found.json["code"]) == (401, "unauthenticated")


def test_an_upload_that_was_altered_on_the_way_is_refused(courier):
    raw = orjson.dumps({"device": courier.device.name, "sentAt": ms(), "scans": [{}]})
    signed = courier.sign(raw)
    found = courier.client.post(
        "/api/v1/scans:batch", data=raw.replace(b"sentAt", b"sentat"), headers=JSON | {"Suyuan-Signature": signed}
    )
    assert found.status_code == 400
    found = courier.client.post("/api/v1/scans:batch", data=raw + b" ", headers=JSON | {"Suyuan-Signature": signed})
    assert found.status_code == 401


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_no_scan_and_too_many_are_refused(courier, count):
    found = courier.upload(*[courier.scan("undone")] * count)
    assert (found.status_code, found.json["code"]) == (400, "bad-upload")


def test_a_scan_of_another_form_is_refused_alone(courier):
    scan = courier.scan("accepted", LABEL)
    found = courier.upload(scans=[7, {"signed": scan.text, "signature": scan.signature}, {"signed": "x"}])
    assert [one["verdict"] for one in found.json["verdicts"]] == ["refused", "accepted", "refused"]


def test_a_body_that_is_too_long_or_no_json_is_refused(courier):
    post = courier.client.post
    assert post("/api/v1/scans:batch", data=b" " * 600_001, headers=JSON).status_code == 413
    for raw in (b"", b"[]", b"{", b"\xff"):
        found = post("/api/v1/scans:batch", data=raw, headers=JSON)
        assert (found.status_code, found.json["code"]) == (400, "bad-upload")


def test_a_hundred_go_in_at_once(app, courier):
    queue = [courier.scan("accepted", LABEL)]
    queue += [courier.scan("hub_in" if n % 2 else "hub_out", LABEL) for n in range(MOST - 1)]
    found = courier.upload(*queue)
    assert [one["verdict"] for one in found.json["verdicts"]] == ["accepted"] * MOST
