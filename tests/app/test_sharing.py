"""An extract of the own record: signed, by a link that ends, checked offline; nothing about a person goes to a lender."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import sequencing
from app.access.roles import Role
from app.clock import now
from app.db import database, reading, transaction
from app.settings import ROOT
from couriers import roster
from couriers.conduct import Kind
from couriers.rated import Rating
from credit import extract
from credit.extract import Extract, NoExtract
from tests.app.carrier import counter
from tests.app.merchant import desk
from trace import parties

TOOL = ROOT / "tools" / "verify_extract.py"


@pytest.fixture
def fang(app):
    """A courier firm with a grade and a rated courier, at its desk."""
    with app.app_context(), transaction() as session:
        firm = parties.register(session, "carrier", "山道快运", now(), uscc=desk.USCC)
        courier = roster.enrol(session, firm.id, "小马", now())
        for kind, subject in ((Kind.FIRM, firm.id), (Kind.COURIER, courier.id)):
            session.add(
                Rating(kind=str(kind), subject_id=subject, stale=False, day=740_000, leaf=0, rules="2024-03", score=913,
                       low=905, grade="AAA", reached="AAA", parcels=300, area="", gaps=0)
            )  # fmt: skip
    return counter.member(app, Role.CARRIER, firm.id, "fang")


def shared(client, purpose="platform", days="30"):
    page = desk.post(client, "/extracts", purpose=purpose, days=days)
    assert page.status_code == 200, page.text[:500]
    return re.search(r"/extracts/[A-Z2-7]+", page.text)[0]


def check(app, tmp_path, text):
    file = tmp_path / "extract.txt"
    file.write_text(text, encoding="utf-8")
    with app.app_context():
        key = database().keyring.public_key
    return subprocess.run([sys.executable, TOOL, file, "--key", key], capture_output=True, text=True, check=False)


def test_whoever_has_the_link_fetches_it_and_checks_it_offline(app, fang, tmp_path):
    sequencing.drain(app)
    link = shared(fang)
    sequencing.drain(app)
    answer = app.test_client().get(link)
    assert answer.headers["Cache-Control"] == "no-store"
    said = json.loads(answer.text.split("\n")[1])
    assert (said["rating"]["grade"], said["rating"]["couriers"], said["rating"]["parcels"]) == ("AAA", 1, 300)
    assert "小马" not in answer.text
    found = check(app, tmp_path, answer.text)
    assert (found.returncode, found.stdout[:16]) == (0, "OK 山道快运: grade A"[:16]), found.stdout
    for old, new in (("AAA", "AA"), ("山道", "水道"), ('"parcels":300', '"parcels":301')):
        altered = check(app, tmp_path, answer.text.replace(old, new))
        assert (altered.returncode, altered.stdout[:3]) == (1, "BAD")
    assert check(app, tmp_path, "nothing").returncode == 1
    assert "被取 1 次" in fang.get("/extracts").text


def test_a_checkpoint_does_not_pass_for_an_extract(app, fang, tmp_path):
    shared(fang)
    sequencing.drain(app)
    shared(fang)
    note = app.test_client().get("/log/checkpoint").text
    assert check(app, tmp_path, note).returncode == 1


def test_a_link_that_ended_or_was_taken_back_gives_nothing(app, fang):
    first, second = shared(fang), shared(fang)
    with app.app_context(), transaction() as session:
        early, late = session.scalars(select(Extract).order_by(Extract.id)).all()
        early.expires_at = now() - timedelta(seconds=1)
    assert app.test_client().get(first).status_code == 404
    assert app.test_client().get(second).status_code == 200
    assert desk.post(fang, "/extracts", revoke=str(late.id)).status_code == 303
    assert app.test_client().get(second).status_code == 404
    assert app.test_client().get("/extracts/AAAA").status_code == 404


def test_nobody_takes_back_anothers_link(app, fang):
    shared(fang)
    with app.app_context(), transaction() as session:
        made = session.scalars(select(Extract.id)).one()
        other = parties.register(session, "carrier", "别家", now()).id
    stranger = counter.member(app, Role.CARRIER, other, "other")
    assert desk.post(stranger, "/extracts", revoke=str(made)).status_code == 404


@pytest.mark.parametrize(("kind", "uscc"), [("merchant", None), ("merchant", "92000000MADEM0G21X"), ("carrier", None)])
def test_whoever_may_be_a_person_has_no_extract_for_lending(app, kind, uscc):
    with app.app_context(), transaction() as session:
        party = parties.register(session, kind, "王大山", now(), uscc=uscc)
        with pytest.raises(NoExtract, match="person"):
            extract.share(session, party.id, "lending", 30, now())
        extract.share(session, party.id, "platform", 30, now())


@pytest.mark.parametrize("kind", ["operator", "regulator", "institution"])
def test_offices_have_no_record_to_share(app, kind):
    with app.app_context(), transaction() as session:
        party = parties.register(session, kind, "局", now(), uscc=desk.USCC)
        with pytest.raises(NoExtract):
            extract.share(session, party.id, "platform", 30, now())


@pytest.mark.parametrize(
    ("purpose", "days"), [("party", "30"), ("platform", "0"), ("platform", "91"), ("platform", "x")]
)
def test_a_form_that_cannot_be_makes_no_link(app, fang, purpose, days):
    assert desk.post(fang, "/extracts", purpose=purpose, days=days).status_code == 400
    with app.app_context(), reading() as session:
        assert session.scalars(select(Extract)).all() == []
