"""Goods that come back: asked for, received, paid back."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant import scanning
from app.merchant.answers import LATELY
from app.merchant.door import actor, bp, merchant_id, place
from app.merchant.words import said
from app.tasks import nudge
from couriers import back, heard
from trace import products
from trace.errors import Refusal
from trace.words import Stage


@bp.get("/merchant/returns")
@allows(Role.MERCHANT)
def returns() -> str:
    """Returns that are not finished, and a field for what comes back unasked."""
    return _page("")


@bp.post("/merchant/returns")
@allows(Role.MERCHANT)
def receive() -> Answer | tuple[str, int]:
    """The goods are back, or the money is paid back."""
    moment = now()
    try:
        with transaction() as session:
            if uri := request.form.get("refunded"):
                back.refunded(session, actor(session), uri, moment)
            else:
                found = scanning.read(session, merchant_id(), request.form.get("beep", ""), "")
                back.received(session, actor(session), found.goods or found.parcel or "", moment, place(session))
            after_close(session, nudge)
    except Refusal as refusal:
        return _page(said(refusal)), 400
    return redirect("/merchant/returns", 303)


def _page(wrong: str) -> str:
    with reading() as session:
        found = heard.open_returns(heard.of(session, merchant_id(), {Stage.RETURNED}, now() - LATELY))
        names = {uri: products.find(session, uri) for uri in found}
    return render_template("merchant/returns.html", found=found, names=names, wrong=wrong, form=request.form)
