"""A courier with a phone: a key of its own, scans signed with it, uploads."""

from __future__ import annotations

import uuid
from base64 import b64encode
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select

from couriers import batch, devices, manifest, roster
from couriers.batch import Sent
from couriers.signed import parse
from couriers.verdicts import Verdict
from tests.couriers.cast import NOW
from trace import canon, event as events, tables
from trace.event import Event
from trace.moments import to_ms

LABEL = "PN20261124001"
OTHER = "https://log.example/id/waybill/pony/PN20261124002"
TONGHUA = {
    "code": "220502", "name": "通化市东昌区", "lat": "41.72", "lon": "125.94", "radius_m": "20000", "datum": "WGS-84",
}  # fmt: skip


class Phone:
    """One phone, which signs as WebCrypto does."""

    def __init__(self, session, carrier_id, alias="小马 3 号", *, courier=None, replaces=False, now=None):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.key = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.now, self.seq = now or NOW.replace(hour=1), 0
        self.courier = courier or roster.enrol(session, carrier_id, alias, self.now)
        code = devices.offer(session, self.courier, self.now, replaces=replaces)
        self.device = devices.redeem(session, code, self.key, self.now)

    def sign(self, message: bytes) -> str:
        r, s = decode_dss_signature(self.private.sign(message, ec.ECDSA(SHA256())))
        return b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()

    def scan(self, step, label, hour=9, *, spot=None, texts=None, **more) -> Sent:
        """A scan at that hour by the phone's own clock."""
        at: datetime = more.pop("at", None) or NOW.replace(hour=int(hour), minute=round(hour % 1 * 60))
        self.seq = more.pop("seq", self.seq + 1)
        said = {
            "v": 1, "id": more.pop("id", None) or str(uuid.uuid4()), "device": self.device.name, "seq": self.seq,
            "at": more.pop("ms", None) or to_ms(at), "step": step,
        }  # fmt: skip
        if label is not None:
            said["code"] = label if isinstance(label, dict) else {"text": label}
        if step == "accepted":
            more.setdefault("weight", 412)
        text = canon.encode(said | more).decode()
        return Sent(text, self.sign(text.encode()), spot, texts or {})

    def gives(self, *labels, at=NOW) -> str:
        """The list of a handover, as its QR code says it."""
        body = f"{manifest.MARK}\n{self.device.name}\n{to_ms(at)}\n{','.join(labels)}\n"
        return body + self.sign(body.encode())

    def send(self, session, *queue: Sent, clock=NOW, now=NOW) -> list[Verdict]:
        """Upload; `clock` is what the phone's clock says then, `now` ours."""
        return batch.take(session, self.device, queue, to_ms(clock), now)


def kinds(verdicts) -> list[str]:
    """The verdicts in a word each; those that are no yes with their code."""
    return [one.kind if one.code is None else f"{one.kind} {one.code}" for one in verdicts]


def event_of(session, verdict) -> Event:
    """The event that was recorded."""
    wanted = select(tables.entry.c.event).where(tables.entry.c.id == verdict.receipt.entry_id)
    return events.stored(session.execute(wanted).scalar_one())


def entries(session) -> int:
    """How much is recorded."""
    return session.scalar(select(func.count()).select_from(tables.entry))


def id_of(sent: Sent) -> str:
    """The id of a scan."""
    return parse(sent.text).id
