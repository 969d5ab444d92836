"""A carrier with two registered parcels, and a program that behaves as the page on a courier's phone."""

from __future__ import annotations

import time
from base64 import b64encode

import orjson
import pytest

from app.db import transaction
from couriers import devices, parcels, roster
from tests.couriers.phone import Phone
from trace import ledger, parties
from trace.goods import packed
from trace.ledger import Draft
from trace.moments import from_ms
from trace.stages import Stamp
from trace.words import Evidence

JSON = {"Content-Type": "application/json", "Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
NUMBERS = ("PN1", "PN2")


def ms() -> int:
    return time.time_ns() // 1_000_000


class Courier(Phone):
    """A phone that talks to the app over HTTP."""

    def __init__(self, app, code, client=None):
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        self.private, self.seq = ec.generate_private_key(ec.SECP256R1()), 0
        self.key = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.client = client or app.test_client()
        self.enrolled = self.enrol(code)
        self.device = devices.Device(name=devices.name_of(self.key))

    def enrol(self, code, /, **change):
        said = {"code": code, "key": b64encode(self.key).decode(), "proof": self.sign(devices.enrolment(code))} | change
        return self.client.post("/courier/enrol", data=orjson.dumps(said), headers=JSON)

    def scan(self, step, label=None, hour=0, **more):
        return super().scan(step, label, at=more.pop("at", None) or from_ms(ms()), **more)

    def upload(self, *queue, sent=None, headers=None, client=None, **change):
        scans = [{"signed": one.text, "signature": one.signature, "texts": dict(one.texts)} for one in queue]
        raw = orjson.dumps({"device": self.device.name, "sentAt": sent or ms(), "scans": scans} | change)
        signed = {"Suyuan-Signature": self.sign(raw)} if headers is None else headers
        return (client or self.client).post("/api/v1/scans:batch", data=raw, headers=JSON | signed)


@pytest.fixture
def firm(app):
    """A carrier to which a merchant has offered two parcels."""
    moment = from_ms(ms() - 60_000)
    with app.app_context(), transaction() as session:
        carrier = parties.register(session, "carrier", "山道快运", moment, division="220502")
        merchant = parties.actor(session, parties.register(session, "merchant", "岭上参业", moment).id)
        drafts = []
        for number in NUMBERS:
            uri = parcels.waybill(session, "pony", f"{number}-2026")
            parcels.register(session, carrier.id, moment, uri=uri, sender_id=merchant.id)
            item = f"https://id.gs1.org/01/09520123456788/21/{number}"
            deed = packed(uri, [item], Stamp(moment, f"urn:packed:{number}"), carrier=parties.uri(session, carrier.id))
            drafts.append(Draft(deed.event, merchant, Evidence.PARTY, deed.texts))
        ledger.append(session, drafts, moment)
    return carrier


@pytest.fixture
def offered(app, firm):
    """Makes one-time codes: for a courier of this alias, enrolled where there is none."""

    def offer(alias="小马 3 号", **more):
        with app.app_context(), transaction() as session:
            moment = from_ms(ms())
            courier = roster.named(session, firm.id, alias) or roster.enrol(session, firm.id, alias, moment)
            return devices.offer(session, courier, moment, **more)

    return offer


@pytest.fixture
def courier(app, offered):
    """A courier whose phone is enrolled."""
    return Courier(app, offered())
