"""`POST /api/v1/scans:batch`: the queue of a phone, signed by the phone, and a verdict for each scan.

The phone's key is what lets it in, not a session: sessions end while scans wait in a cellar.
"""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request

from app import tasks
from app.access.gate import PUBLIC, allows, caller
from app.clock import now
from app.courier import payloads, sentences
from app.courier.door import bp
from app.db import after_close, transaction
from app.errors import Unauthenticated
from couriers import batch, devices, roster
from couriers.signed import good
from couriers.verdicts import Verdict
from trace import keyring, receipts
from trace.errors import Forbidden
from trace.moments import iso, to_ms

SIGNATURE = "Suyuan-Signature"


class NotYourPhone(Forbidden):
    """A phone of another courier than the one who is logged in."""

    code = "not-your-phone"


@bp.post("/api/v1/scans:batch")
@allows(PUBLIC)
def upload() -> Response:
    """Record what can be recorded, and answer each scan in its order."""
    moment, raw = now(), payloads.body(request)
    sent = payloads.upload(raw)
    with transaction() as session:
        device = devices.by_name(session, sent.device)
        if device is None or not good(device.key, raw, request.headers.get(SIGNATURE, "")):
            raise Unauthenticated(
                f"this upload is not signed by an enrolled phone: expected its signature in {SIGNATURE}"
            )
        account = roster.get(session, device.courier_id).account_id
        if caller().account_id not in (None, account):
            raise NotYourPhone("these scans are of another courier: log in as the one who made them")
        found = batch.take(session, device, sent.queue, sent.sent_ms, moment)
        recorded = [one.receipt for one in found if one.receipt is not None]
        note = receipts.signed(keyring.of(session).signer, recorded) if recorded else None
        after_close(session, tasks.nudge)
    body = {
        "receivedAt": iso(to_ms(moment)), "offset": to_ms(moment) - sent.sent_ms,
        "verdicts": [_shown(one) for one in found], "receipt": note,
    }  # fmt: skip
    return Response(orjson.dumps(body), mimetype="application/json", headers={"Cache-Control": "no-store"})


def _shown(verdict: Verdict) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": verdict.id, "verdict": verdict.kind}
    if verdict.code is not None:
        said, todo = sentences.of(verdict.code)
        shown |= {
            "code": verdict.code,
            "sentence": said,
            "todo": todo,
            "detail": verdict.sentence,
            "held": verdict.held,
        }
    if verdict.receipt is not None:
        shown |= {"leaf": verdict.receipt.leaf.hex(), "recordTime": iso(verdict.receipt.record_ms)}
    if verdict.flags:
        shown["flags"] = list(verdict.flags)
    return shown
