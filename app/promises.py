"""What a merchant promises its buyers, the exceptions that buyers confirmed, and the money that is due for what came back."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import console
from app.access.gate import PUBLIC, acting, allows
from app.access.roles import Role
from app.clock import now
from app.dates import HERE, local
from app.db import after_close, reading, transaction
from app.tasks import nudge
from app.texts import N_, _, refused
from couriers import heard
from credit import confirmed, pledges, sending_back
from credit.sending_back import EXCEPTIONS, Refund
from trace import history, keyring, parties, products
from trace.errors import Malformed, Refusal
from trace.identity import thing
from trace.words import Stage

bp = Blueprint("promises", __name__)
console.rooms(Role.MERCHANT, ("/promises", N_("Promises")))
REASONS = {
    "made_to_measure": N_("made to measure"),
    "perishable": N_("fresh, perishable"),
    "opened_digital": N_("opened digital goods"),
    "newspaper": N_("newspaper, periodical"),
    "unfit_by_nature": N_("unfit for return by its nature"),
}
REFUSALS = {
    "bad-pledge": N_("Promise 7 to 365 days for returns, and 1 to 720 hours for shipping or nothing."),
    "not-your-sale": N_("These goods were not packed here. Give the code on them."),
    "no-such-exception": N_("The law knows no such reason. Choose one of the list."),
    "bad-promise": N_("Type whole numbers."),
}
# How long ago something may have come back and still be shown.
LATELY = timedelta(days=365)
assert set(REASONS) == set(EXCEPTIONS)


class BadPromise(Malformed):
    """A form of a promise with what is no number in a field of numbers."""

    code = "bad-promise"


@bp.get("/promises")
@allows(Role.MERCHANT)
def mine() -> str:
    """What holds, what was promised before, what is due, and the two forms."""
    return _page("")


@bp.post("/promises")
@allows(Role.MERCHANT)
def publish() -> Answer | tuple[str, int]:
    """Promise anew, or record that a buyer confirmed an exception."""
    moment, form, party_id = now(), request.form, acting()
    try:
        with transaction() as session:
            if "thing" in form:
                uri = thing.canonical(form["thing"].strip()[:400], keyring.of(session).origin)
                confirmed.confirm(session, party_id, uri, form.get("reason", ""), moment)
            else:
                days, hours = _number(form.get("days", "")), _number(form.get("hours", ""))
                if days is None:
                    raise BadPromise("a promise has days: expected a whole number")
                pledges.publish(session, party_id, days, hours, form.get("text", ""), moment)
            after_close(session, nudge)
    except Refusal as refusal:
        said = refused(refusal, REFUSALS)
        return _page(said), 400
    return redirect("/promises", 303)


@bp.get("/promises/<int:party_id>")
@allows(PUBLIC)
def public(party_id: int) -> str:
    """What a merchant promises, for everybody, with what it promised before."""
    with reading() as session:
        party = parties.get(session, party_id)
        found = pledges.of(session, party_id)
    return render_template(
        "promises/public.html", party=party, holds=pledges.at(found, now()), found=found, moment=now()
    )


def _page(wrong: str) -> str:
    with reading() as session:
        found = pledges.of(session, acting())
        due = _refunds(session, acting())
    return render_template(
        "promises/page.html", holds=pledges.at(found, now()), found=found, due=due, wrong=wrong, form=request.form,
        reasons={key: _(text) for key, text in REASONS.items()}, moment=now(), party_id=acting(),
    )  # fmt: skip


def _refunds(session: Session, party_id: int) -> list[tuple[str, Refund]]:
    """What came back and is not paid yet, the most urgent first."""
    back = heard.of(session, party_id, {Stage.RETURNED}, now() - LATELY)
    found = []
    for uri in dict.fromkeys(one.uri for one in back):
        clock = sending_back.refund(confirmed.said(history.life(session, uri)), local(now()), HERE)
        if clock is not None and clock.paid_on is None:
            product = products.find(session, uri)
            found.append((product.name if product else uri, clock))
    return sorted(found, key=lambda row: row[1].due)


def _number(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise BadPromise(f"{text[:20]!r} is not a whole number")
    return int(text)
