"""What is due is erased, and nothing else: texts and salts go, every proof stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import notices, retention, sequencing, tidying
from app.access import attempts
from app.clock import now
from app.db import reading, transaction
from app.outbox import Message
from app.retention import BadRule, NoSuchClass
from couriers import devices, roster, scanned, steps
from couriers.scanned import ScanBy
from tests.app.courier.conftest import firm, offered
from tests.app.merchant import desk
from trace import goods, ledger, papers, parties, reveals, tables
from trace.identity.uscc import Uscc
from trace.ledger import Draft
from trace.moments import to_ms
from trace.stages import Stamp
from trace.words import Evidence

__all__ = ["firm", "offered"]
ITEM = "https://id.gs1.org/01/09520123456788/21/A7K2"
OLD = timedelta(days=2_000)


@pytest.fixture
def told(app):
    """A sale, a sign-off by a proxy, a review and a complaint were recorded and stand in the log."""
    with app.app_context(), transaction() as session:
        actor = parties.actor(session, parties.register(session, "merchant", "岭上参业", now()).id)
        deeds = [
            goods.sold(ITEM, Stamp(now(), "urn:1"), order="2026-1", payment="ALI-99"),
            steps.signed(ITEM, Stamp(now(), "urn:2"), method="proxy", consent="order"),
            goods.reviewed(ITEM, Stamp(now(), "urn:3"), 5, text="很好"),
            goods.complained(
                "https://suyuan.example/id/case/AB", Stamp(now(), "urn:4"), "K15", about=[ITEM], text="没收到"
            ),
        ]
        texts = [deed.texts for deed in deeds]
        texts[1] = {"proxy": "王大妈"}
        drafts = [Draft(deed.event, actor, Evidence.PARTY, text) for deed, text in zip(deeds, texts, strict=True)]
        ledger.append(session, drafts, now())
    sequencing.drain(app)
    return app


def fields(app):
    with app.app_context(), reading() as session:
        return sorted(session.scalars(select(tables.private_field.c.name)))


def age(app, by):
    """As if everything had been recorded so long ago."""
    with app.app_context(), transaction() as session:
        session.execute(
            update(tables.entry).values(record_ms=tables.entry.c.record_ms - by // timedelta(milliseconds=1))
        )


def work(app, at=None):
    with app.app_context():
        return {name: count for name, count in tidying.work(at or now()).items() if count}


def verified(app):
    said = app.test_cli_runner().invoke(args=["verify"])
    return said.exit_code, said.output.strip().splitlines()[-1][:12]


def test_nothing_is_erased_before_its_term(told):
    assert work(told) == {}
    assert fields(told) == ["about", "order", "payment", "proxy", "text", "text"]


def test_texts_go_when_their_term_is_over_reviews_stay_and_every_proof_is_valid(told):
    later = now() + OLD
    assert work(told, later) == {"sale_texts": 2, "delivery_texts": 1, "case_texts": 2}
    assert fields(told) == ["text"], "the law forbids to delete reviews"
    assert verified(told) == (0, "OK size=4 ro")
    assert work(told, later) == {}


def test_the_longest_rule_of_a_class_holds(told):
    with told.app_context(), transaction() as session:
        retention.begin(session, now())
        retention.add(session, "sale_texts", 3_650, "merchant's contract", now(), verified=True)
        retention.add(session, "sale_texts", 10, "a shorter one", now(), verified=True)
    work(told, now() + OLD)
    assert fields(told) == ["order", "payment", "text"]


def test_a_rule_needs_a_class_days_and_a_source_and_the_last_one_stays(app):
    with app.app_context(), transaction() as session:
        retention.begin(session, now())
        for name, days, source in (("sale_texts", 0, "x"), ("sale_texts", 5, " "), ("sale_texts", 10**6, "x")):
            with pytest.raises(BadRule):
                retention.add(session, name, days, source, now(), verified=False)
        with pytest.raises(NoSuchClass):
            retention.add(session, "everything", 5, "x", now(), verified=False)
        (only,) = [one for one in retention.rules(session, now().date()) if one.record_class == "messages"]
        with pytest.raises(BadRule, match="only one"):
            retention.end(session, only.id, now())
        added = retention.add(session, "messages", 10, "another", now(), verified=False)
        retention.end(session, only.id, now())
        assert [one.id for one in retention.rules(session, now().date()) if one.record_class == "messages"] == [
            added.id
        ]


def test_places_codes_messages_and_looks_go_too_and_what_is_verified_stays(app, firm, offered):
    code = offered()
    client, party_id = desk.merchant(app)
    with app.app_context(), transaction() as session:
        device = devices.redeem(session, code, _key(), now())
        row = ScanBy(
            entry_id=1, scan_id="s", device_id=device.id, courier_id=1, step="accepted", seq=1, device_ms=0,
            corrected_ms=0, received_ms=to_ms(now()), text="{}", signature="", flags="",
        )  # fmt: skip
        row.spot = scanned.hidden(session, scanned.Spot(1, 2, 3, "WGS-84"))
        session.add(row)
        reveals.note(session, party_id, 1, 1, "licence", now())
        attempts.failed(session, "login", "lin", now())
        notices.verification(session, party_id, None, now())
        rejected = papers.hand_in(
            session, parties.get(session, party_id), Uscc.parse(desk.OTHER_USCC), "x", desk.PNG, now()
        )
        papers.reject(session, rejected, 1, 1, "unscharf", now())
        rejected_id = rejected.id
    assert work(app) == {}
    done = work(app, now() + OLD)
    assert done == {"scan_places": 1, "reveals": 1, "messages": 1, "papers": 1, "one_time_codes": 1}
    with app.app_context(), reading() as session:
        assert session.get_one(ScanBy, 1).spot is None
        assert session.get(Message, 1) is None
        assert papers.licence(session, papers.get(session, rejected_id)) == b""
        assert papers.licence(session, papers.verified(session, party_id)) == desk.PNG
        assert roster.get(session, 1).alias == "小马 3 号"
    assert work(app, now() + OLD) == {}
    assert client.get("/merchant/papers").status_code == 200


def _key():
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_the_command_says_what_was_erased_and_what_the_rules_are(told):
    run = told.test_cli_runner().invoke
    assert "1 sale_texts 1096 checked" in run(args=["retention", "list"]).output
    assert run(args=["retention", "add", "sale_texts", "5", "--source", "a decision"]).exit_code == 0
    assert run(args=["retention", "add", "nothing", "5", "--source", "x"]).exit_code == 2
    age(told, OLD)
    said = run(args=["tick"])
    assert said.exit_code == 0, said.output
    assert "sale_texts: 2" in said.output
