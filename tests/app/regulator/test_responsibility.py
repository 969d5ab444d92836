"""What the record suggests for a case, for those who decide it and for nobody else."""

from __future__ import annotations

import pytest

from app import sequencing
from app.access import tokens
from app.access.roles import Role
from app.clock import now
from app.db import transaction
from credit import complaints
from tests.app.courier.conftest import NUMBERS, courier, firm, offered
from trace import parties
from trace.stages import Stamp

__all__ = ["courier", "firm", "offered"]


@pytest.fixture
def case(app, courier, firm):
    """A recipient complains of a parcel that was signed for without a code."""
    label = f"{NUMBERS[0]}-2026"
    courier.upload(courier.scan("accepted", label), courier.scan("out_for_delivery", label),
                   courier.scan("signed", label, method="recipient"))  # fmt: skip
    with app.app_context(), transaction() as session:
        operator = parties.actor(session, parties.register(session, "operator", "溯源", now()).id)
        uri = parties.uri(session, operator.id).rsplit("/party/", 1)[0] + f"/waybill/pony/{label}"
        made, _ = complaints.receive(
            session, operator, uri, firm.id, "K15", "我没有收到，电话 13900000000", Stamp(now()), now()
        )
        number = made.number
    sequencing.drain(app)
    return number


def ask(app, number, role):
    with app.app_context(), transaction() as session:
        party = parties.register(session, role.value, role.value, now())
        _, secret = tokens.create(session, role, party.id, now())
    return app.test_client().get(
        f"/api/v1/cases/{number}/responsibility", headers={"Authorization": f"Bearer {secret}"}
    )


def test_a_regulator_reads_hands_findings_and_suggested_shares(app, case):
    found = ask(app, case, Role.REGULATOR)
    assert found.status_code == 200
    assert (found.json["status"], found.json["cause"]) == ("suggested", "sign_off")
    assert found.json["rules"]["verified"] is False
    assert sum(one["share"] for one in found.json["segments"]) == 100
    assert [(one["code"], one["counts"]) for one in found.json["findings"] if one["code"] == "signed_without_code"] == [
        ("signed_without_code", True)
    ]
    assert all(leaf is not None for one in found.json["findings"] for leaf in one["leaves"])
    # Nothing of whoever complained, nor of what they said.
    assert "13900000000" not in found.text
    assert "收到" not in found.text


def test_nobody_else_reads_it_and_a_case_that_is_not_there_is_told(app, case):
    assert ask(app, case, Role.CARRIER).status_code == 403
    assert ask(app, case, Role.MERCHANT).status_code == 403
    assert app.test_client().get(f"/api/v1/cases/{case}/responsibility").status_code == 401
    assert ask(app, "NOSUCH", Role.REGULATOR).json["code"] == "no-such-case"
