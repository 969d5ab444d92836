"""Scans that wait for a person of the firm: what each says, and the decision."""

from __future__ import annotations

from typing import NamedTuple

from flask import redirect, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows, person
from app.carrier import sentences
from app.carrier.door import BOTH, bp
from app.clock import now
from app.db import after_close, reading, transaction
from app.tasks import nudge
from couriers import held, roster, signed
from couriers.scanned import HeldScan
from couriers.signed import Scan
from trace.errors import Refusal
from trace.moments import from_ms


class Row(NamedTuple):
    """A scan that waits, as the page shows it."""

    held: HeldScan
    scan: Scan
    alias: str

    @property
    def made_at(self) -> object:
        """When the phone says that it was made; a clock far ahead says nothing."""
        return from_ms(self.scan.at) if self.scan.at < _LAST_MS else None

    @property
    def label(self) -> str:
        """What was read, shortened."""
        return self.scan.code.text[-40:] if self.scan.code else ""


# The record writes no year after 2199 (trace/moments.py).
_LAST_MS = 7_258_118_400_000


@bp.get("/carrier/held")
@allows(*BOTH)
def held_scans() -> str:
    """What waits, the oldest first."""
    return _page()


@bp.post("/carrier/held/<int:held_id>/take")
@allows(*BOTH)
def take(held_id: int) -> Answer | tuple[str, int]:
    """It is right: record it."""
    who, moment = person(), now()
    try:
        with transaction() as session:
            held.take(session, held.get(session, held_id, who.party_id), who.account_id, moment)
            after_close(session, nudge)
    except Refusal as refusal:
        return _page({held_id: sentences.said(refusal)}), 409
    return redirect("/carrier/held", 303)


@bp.post("/carrier/held/<int:held_id>/refuse")
@allows(*BOTH)
def refuse(held_id: int) -> Answer | tuple[str, int]:
    """It is wrong: it counts for nothing."""
    who, moment = person(), now()
    try:
        with transaction() as session:
            held.refuse(session, held.get(session, held_id, who.party_id), who.account_id, moment)
    except Refusal as refusal:
        return _page({held_id: sentences.said(refusal)}), 409
    return redirect("/carrier/held", 303)


def _page(wrong: dict[int, str] | None = None) -> str:
    who = person()
    with reading() as session:
        rows = [_row(session, one) for one in held.waiting(session, who.party_id)]
    there = {row.held.id for row in rows}
    return render_template(
        "carrier/held.html", rows=rows, wrong=wrong or {}, step=sentences.step, why=sentences.why_held,
        lost=next((text for one, text in (wrong or {}).items() if one not in there), ""),
    )  # fmt: skip


def _row(session: Session, one: HeldScan) -> Row:
    return Row(one, signed.parse(one.text), roster.get(session, one.courier_id).alias)
