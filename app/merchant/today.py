"""Today: what is to be done, the most urgent first."""

from __future__ import annotations

from flask import render_template

from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import reading
from app.merchant.door import bp, merchant_id
from trace import codes, parties, products
from trace.codes import State


@bp.get("/merchant/")
@allows(Role.MERCHANT)
def today() -> str:
    """The sentence of the day, then the work."""
    with reading() as session:
        party = parties.get(session, merchant_id())
        total = codes.total(codes.counts(session, merchant_id()))
        mine = products.of(session, merchant_id())
    return render_template("merchant/today.html", party=party, total=total, state=State, products=mine, now=now())
