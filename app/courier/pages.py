"""The courier's own pages: parcels of today, the proof of what they did, places and phones."""

from __future__ import annotations

from datetime import datetime

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app import console
from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.courier import texts
from app.courier.door import asking, bp
from app.dates import HERE
from app.db import reading, transaction
from app.texts import N_
from couriers import clock, devices, mine, roster, scanned
from trace.moments import from_ms, to_ms

console.rooms(
    Role.COURIER,
    ("/courier/", N_("Scan")),
    ("/courier/today", N_("Today")),
    ("/courier/phone", N_("Places and phones")),
)


@bp.get("/courier/today")
@allows(Role.COURIER)
def today() -> str:
    """The parcels that the courier has had in hand today."""
    with reading() as session:
        rows = mine.since(session, asking(session), _midnight(now()))
    return render_template(
        "courier/today.html", rows=rows, steps=texts.steps(), states=texts.states(), at=from_ms, tail=_tail
    )


@bp.get("/courier/proof/<scan_id>")
@allows(Role.COURIER)
def proof(scan_id: str) -> str:
    """What the courier did to one parcel: when, where, signed, in the log. The address names a scan and no parcel."""
    with reading() as session:
        uri, rows = mine.proof(session, asking(session), scan_id)
    return render_template(
        "courier/proof.html", uri=uri, number=_number(uri), rows=rows, last=rows[-1], steps=texts.steps(),
        flags=texts.flags(), at=from_ms, shown=clock.shown, tail=_tail,
    )  # fmt: skip


@bp.get("/courier/phone")
@allows(Role.COURIER)
def phone() -> str:
    """Whether places are kept, and which phones sign for the courier."""
    with reading() as session:
        courier = asking(session)
        phones = devices.of_courier(session, courier.id)
        lets = roster.lets_locate(session, courier)
    return render_template("courier/phone.html", phones=phones, lets=lets)


@bp.post("/courier/phone/places")
@allows(Role.COURIER)
def choose_places() -> Answer:
    """Give or end the consent to keep the places of scans; what was kept is forgotten with it."""
    with transaction() as session:
        courier = asking(session)
        if request.form.get("places") == "yes":
            roster.let_locate(session, courier, now())
        else:
            roster.end_locating(session, courier, now())
            scanned.forget_spots(session, courier.id)
    return redirect("/courier/phone", 303)


def _midnight(moment: datetime) -> int:
    return to_ms(moment.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0))


def _number(uri: str) -> str:
    return uri.rsplit("/", 1)[1]


def _tail(uri: str) -> str:
    return _number(uri)[-4:]
