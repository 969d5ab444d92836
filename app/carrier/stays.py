"""A station's shelves: what lies there, taking in, handing out by code, giving back, and the slip with a new code."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from flask import Response, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import notices, outbox, revealing
from app.access import attempts
from app.access.attempts import Wait
from app.access.gate import allows, person
from app.access.roles import Role
from app.carrier import labels, sentences
from app.carrier.door import bp
from app.clock import now
from app.db import after_close, reading, transaction
from app.tasks import nudge
from app.texts import _
from couriers import parcels, reading as codes, release, shelf
from couriers.release import WrongReleaseCode
from couriers.shelf import Arrival, Shelved, Taken
from couriers.states import State
from trace import parties
from trace.errors import Refusal

PICKING_UP = "pick-up code"
# In the order in which a station meets them; the words are those of couriers/steps.py.
CONSENTS = ("courier", "order", "claim", "none")


def page() -> str:
    """What lies here and since when; what has left otherwise is closed."""
    who, moment = person(), now()
    with reading() as session:
        here, gone = shelf.lying(session, who.party_id)
    if gone:
        with transaction() as session:
            shelf.close(session, gone, moment)
    return render_template(
        "carrier/shelf.html", here=here, moment=moment, state=sentences.state, waiting=State.WAITING, id=uuid4(),
        days=lambda one: (moment - one.taken_at).days, done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/carrier/take-in")
@allows(Role.STATION)
def take_in_form() -> str:
    """The field that a scanner types into."""
    return _taking_in([])


@bp.post("/carrier/take-in")
@allows(Role.STATION)
def take_in() -> str | tuple[str, int]:
    """Take in what was scanned, and say of each label what became of it."""
    who, moment = person(), now()
    try:
        beeped = labels.read(request.form.get("labels", ""))
        arrival = Arrival(
            who.party_id, _sent(), request.form.get("consent", ""), request.form.get("spot", ""), beeped.gift
        )
    except Refusal as refusal:
        return _taking_in([], sentences.said(refusal)), 400
    with transaction() as session:
        found = shelf.take_in(session, arrival, beeped.labels, moment)
        _tell(session, who.party_id, found, moment)
        after_close(session, nudge)
    return _taking_in(found)


@bp.get("/carrier/hand-out")
@allows(Role.STATION)
def hand_out_form() -> str:
    """Label and code."""
    return _handing_out("")


@bp.post("/carrier/hand-out")
@allows(Role.STATION)
def hand_out() -> Answer | tuple[str, int]:
    """Release a parcel to whoever says its code."""
    who, moment = person(), now()
    wrong: Refusal | None = None
    try:
        with transaction() as session:
            stay = _scanned(session, who.party_id)
            attempts.check(session, PICKING_UP, stay.uri, moment)
            try:
                shelf.hand_out(session, who.party_id, stay, request.form.get("code", ""), _sent(), moment)
            except WrongReleaseCode as refusal:
                # No exception out of the transaction, so that the guess that was counted is committed.
                attempts.failed(session, PICKING_UP, stay.uri, moment)
                wrong = refusal
            else:
                attempts.succeeded(session, PICKING_UP, stay.uri)
                outbox.forget_secret(session, notices.PICKUP_CODE, stay.uri)
                after_close(session, nudge)
    except Wait as refusal:
        return _handing_out(_("Too many wrong codes. Try again in %(n)s seconds.", n=refusal.retry_after)), 429
    except Refusal as refusal:
        return _handing_out(sentences.said(refusal)), 409
    if wrong is not None:
        return _handing_out(sentences.said(wrong)), 403
    return redirect("/carrier/hand-out?done=1", 303)


@bp.post("/carrier/shelf/<int:stay_id>/back")
@allows(Role.STATION)
def give_back(stay_id: int) -> Answer:
    """A courier takes it along."""
    who, moment = person(), now()
    with transaction() as session:
        shelf.give_back(session, who.party_id, _stay(session, who.party_id, stay_id), _sent(), moment)
        after_close(session, nudge)
    return redirect("/carrier/?done=back", 303)


@bp.post("/carrier/shelf/<int:stay_id>/refused")
@allows(Role.STATION)
def refused(stay_id: int) -> Answer:
    """The recipient does not want it."""
    who, moment = person(), now()
    with transaction() as session:
        stay = _stay(session, who.party_id, stay_id)
        shelf.refuse(session, who.party_id, stay, request.form.get("reason", ""), _sent(), moment)
        after_close(session, nudge)
    return redirect("/carrier/?done=refused", 303)


@bp.post("/carrier/shelf/<int:stay_id>/slip")
@allows(Role.STATION)
def slip(stay_id: int) -> Response:
    """A slip with a new code for a recipient whom no message reaches; that the station saw it is written down."""
    who, moment = person(), now()
    with transaction() as session:
        stay = _stay(session, who.party_id, stay_id)
        parcel, station = parcels.get(session, stay.uri), parties.get(session, who.party_id)
        what = revealing.pickup_code(parcel.number)
        subject = parcel.sender_id or parcel.carrier_id
        code = revealing.reveal(session, subject, what, lambda: release.issue(session, parcel, moment))
        notices.pickup_code(session, parcel, station, code, moment)
    answer = make_response(render_template("carrier/slip.html", stay=stay, code=code, station=station, moment=moment))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _tell(session: Session, station_id: int, found: list[Taken], moment: datetime) -> None:
    station = parties.get(session, station_id)
    for one in found:
        if one.parcel is not None and one.code is not None:
            notices.pickup_code(session, one.parcel, station, one.code, moment)


def _scanned(session: Session, station_id: int) -> Shelved:
    return shelf.stay(session, station_id, codes.parcel(session, labels.one(request.form.get("label", ""))))


def _stay(session: Session, station_id: int, stay_id: int) -> Shelved:
    found = session.get(Shelved, stay_id)
    if found is None or found.station_id != station_id or found.left_at is not None:
        raise shelf.NotHere("this parcel does not lie here any more: look at the list again")
    return found


def _sent() -> UUID:
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        raise labels.BadLabels("the form's own id is not one: open the page again") from None


def _taking_in(found: list[Taken], wrong: str = "") -> str:
    return render_template(
        "carrier/take_in.html", found=found, wrong=wrong, said=sentences.said, consents=CONSENTS, id=uuid4(),
        form=request.form if wrong else {}, taken=[one for one in found if one.refusal is None],
        missed=[one for one in found if one.refusal is not None],
    )  # fmt: skip


def _handing_out(wrong: str) -> str:
    return render_template(
        "carrier/hand_out.html",
        wrong=wrong,
        form=request.form if wrong else {},
        id=uuid4(),
        done="done" in request.args,
    )
