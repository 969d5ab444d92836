"""A firm's couriers and their phones: enrolled with a code that is shown once, replaced, taken out of use, suspended."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app, make_response, redirect, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import revealing
from app.access import accounts
from app.access.accounts import Account
from app.access.gate import allows, person
from app.carrier import sentences, symbol
from app.carrier.door import BOTH, bp
from app.clock import now
from app.db import reading, transaction
from app.settings import Settings
from couriers import devices, held, roster
from couriers.devices import Device
from couriers.roster import Courier, NoSuchCourier
from trace.errors import Refusal


@bp.get("/carrier/couriers")
@allows(*BOTH)
def couriers() -> str:
    """All of them, and a field for a new one."""
    return _page()


@bp.post("/carrier/couriers")
@allows(*BOTH)
def enrol() -> Response | tuple[str, int]:
    """A new courier, and the code for the first phone."""
    who, moment = person(), now()
    alias, name = request.form.get("alias", ""), request.form.get("name", "").strip()
    try:
        with transaction() as session:
            courier = roster.enrol(session, who.party_id, alias, moment, name=name or None)
            code = devices.offer(session, courier, moment)
    except Refusal as refusal:
        return _page(wrong={"alias": sentences.said(refusal)}), 400
    return _code(courier, code, replaces=False)


@bp.post("/carrier/couriers/<int:courier_id>/code")
@allows(*BOTH)
def offer(courier_id: int) -> Response:
    """A code for a further phone, or for one that replaces those before."""
    moment, replaces = now(), "replace" in request.form
    with transaction() as session:
        courier = mine(session, courier_id)
        code = devices.offer(session, courier, moment, replaces=replaces)
    return _code(courier, code, replaces=replaces)


@bp.post("/carrier/couriers/<int:courier_id>/revoke")
@allows(*BOTH)
def revoke(courier_id: int) -> Answer:
    """Take a courier's phones out of use, or the one that is named; whoever is logged in on them is so no more."""
    moment, name = now(), request.form.get("device")
    with transaction() as session:
        courier = mine(session, courier_id)
        for one in devices.of_courier(session, courier.id):
            if name in (None, one.name):
                devices.revoke(session, one, moment)
        account = session.get(Account, courier.account_id) if courier.account_id else None
        if account is not None:
            accounts.end_sessions(session, account)
    return redirect("/carrier/couriers", 303)


@bp.post("/carrier/couriers/<int:courier_id>/suspend")
@allows(*BOTH)
def suspend(courier_id: int) -> Answer:
    """From now on a person looks at every scan of a courier; `end` ends that."""
    moment = now()
    with transaction() as session:
        courier = mine(session, courier_id)
        if "end" in request.form:
            roster.restore(session, courier)
        else:
            roster.suspend(session, courier, moment)
    return redirect("/carrier/couriers", 303)


@bp.post("/carrier/couriers/<int:courier_id>/name")
@allows(*BOTH)
def show_name(courier_id: int) -> str:
    """The real name; that it was looked at is written down, and the courier can see it."""
    with transaction() as session:
        courier = mine(session, courier_id)
        what = revealing.courier_name(courier.id)
        name = revealing.reveal(session, courier.carrier_id, what, lambda: roster.name_of(session, courier))
    return _page(names={courier_id: name or "-"})


def mine(session: Session, courier_id: int) -> Courier:
    """A courier of the firm that is acted for."""
    courier = roster.get(session, courier_id)
    if courier.carrier_id != person().party_id:
        raise NoSuchCourier(f"you have no courier {courier_id}: look at the list")
    return courier


def _code(courier: Courier, code: str, *, replaces: bool) -> Response:
    settings: Settings = current_app.extensions["settings"]
    address = f"{settings.base_url}/courier/#{code}"
    page = render_template(
        "carrier/code.html", courier=courier, code=code, address=f"{settings.base_url}/courier/",
        symbol=symbol.svg(address, code), replaces=replaces,
        minutes=int(devices.CODE_LASTS.total_seconds() // 60),
    )  # fmt: skip
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(wrong: dict[str, str] | None = None, names: dict[int, str] | None = None) -> str:
    who = person()
    with reading() as session:
        rows = [_row(session, one) for one in _all(session, who.party_id)]
        waiting = len(held.waiting(session, who.party_id))
    return render_template(
        "carrier/couriers.html", rows=rows, waiting=waiting, form=request.form, wrong=wrong or {}, names=names or {}
    )


def _all(session: Session, carrier_id: int) -> Sequence[Courier]:
    wanted = (
        select(Courier)
        .where(Courier.carrier_id == carrier_id)
        .order_by(Courier.suspended_at.isnot(None), Courier.alias)
    )
    return session.scalars(wanted).all()


def _row(session: Session, courier: Courier) -> tuple[Courier, list[Device]]:
    return courier, [one for one in devices.of_courier(session, courier.id) if one.revoked_at is None]
