"""Today: what is to be done, the most urgent first."""

from __future__ import annotations

from datetime import datetime

from flask import render_template

from app import complaint_words
from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.dates import HERE
from app.db import reading
from app.merchant import answers
from app.merchant.door import bp, merchant_id
from app.merchant.evening import table_of
from couriers import heard, orders
from couriers.orders import State as OrderState
from credit import complaints
from trace import codes, papers, parties, products
from trace.codes import State
from trace.words import Stage

_SHOWN = 12


@bp.get("/merchant/")
@allows(Role.MERCHANT)
def today() -> str:
    """One sentence first: how much is to be packed and answered, and by when; then the work itself."""
    moment = now()
    with reading() as session:
        party = parties.get(session, merchant_id())
        waiting = answers.waiting(session)
        mine = orders.of(session, party.id, since=_morning(moment), most=_SHOWN)
        rows = table_of(session, mine)
        left = orders.count(session, party.id, OrderState.TO_PACK)
        packed = orders.count(session, party.id, OrderState.PACKED, _morning(moment))
        returned = heard.open_returns(heard.of(session, party.id, {Stage.RETURNED}, moment - answers.LATELY))
        total = codes.total(codes.counts(session, party.id))
        handed_in, mine_to_sell = papers.newest(session, party.id), products.of(session, party.id)
    return render_template(
        "merchant/today.html", party=party, now=moment, waiting=waiting, rows=rows, left=left, packed=packed,
        returned=[one for one in returned.values() if one.facts.get("outcome") in ("requested", "shipped")],
        total=total, state=State, handed_in=handed_in, products=mine_to_sell, category=complaint_words.category,
        days=complaints.ANSWER_DAYS,
    )  # fmt: skip


def _morning(moment: datetime) -> datetime:
    """When this day began, here."""
    return moment.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
