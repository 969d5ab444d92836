"""Processing at the desk: which goods go in, how much of them, and which lot comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant import scanning
from app.merchant.door import actor, bp, merchant_id, my_product, place
from app.merchant.forms import Form, Read
from app.merchant.words import said
from app.tasks import nudge
from app.texts import N_, _
from trace import processing, production, products, telling
from trace.errors import Refusal
from trace.event import Quantity
from trace.identity.lot import Lot
from trace.processing import Made

ROWS = 5
UNITS = {"": N_("pieces"), "KGM": N_("kg"), "GRM": N_("g"), "LTR": N_("litres"), "MLT": N_("ml")}
_AMOUNT = re.compile(r"([0-9]{1,9})(?:\.[0-9]{1,3})?")
NOTHING: dict[str, str] = {}


@dataclass(slots=True)
class Typed:
    """The form, read: lots of one's own with amounts, what was scanned, and what comes out."""

    lots: list[tuple[int, float | None, str | None]] = field(default_factory=list)
    scanned: list[str] = field(default_factory=list)
    number: str = ""
    pieces: int | None = None
    made_on: date | None = None
    best_before: date | None = None


@bp.get("/merchant/products/<int:product_id>/make")
@allows(Role.MERCHANT)
def making_form(product_id: int) -> str:
    """The form of a processing that ends in this product."""
    return _page(product_id, NOTHING)


@bp.post("/merchant/products/<int:product_id>/make")
@allows(Role.MERCHANT)
def make(product_id: int) -> Answer | tuple[str, int]:
    """Record the processing."""
    typed, wrong = read(request.form)
    if not wrong:
        moment = now()
        try:
            with transaction() as session:
                product, stamp = my_product(session, product_id), telling.stamp(moment, place(session))
                made = Made(product, typed.number, typed.pieces, typed.made_on, typed.best_before)
                lot = processing.process(session, actor(session), _inputs(session, typed), made, moment, stamp)
                after_close(session, nudge)
            return redirect(f"/merchant/lots/{lot.id}", 303)
        except Refusal as refusal:
            wrong = {_FIELDS.get(refusal.code, "codes"): said(refusal)}
    return _page(product_id, wrong), 400


_FIELDS = {"lot-taken": "lot", "bad-lot": "lot", "bad-making": "keeps"}


def read(form: Form) -> tuple[Typed, dict[str, str]]:
    """The form, and what is wrong with it by field."""
    reading, typed = Read(form), Typed()
    reading.text("lot", 20, needed=True)
    lot = reading.known("lot", Lot.parse)
    typed.number = lot.lot if lot else ""
    typed.pieces = reading.number("pieces")
    typed.made_on, typed.best_before = reading.day("made_on"), reading.day("keeps")
    for at in range(ROWS):
        chosen, text, unit = (form.get(f"{name}{at}", "").strip() for name in ("in", "much", "unit"))
        text = text.replace(",", "")
        if text and not _AMOUNT.fullmatch(text):
            reading.wrong[f"much{at}"] = _("Write an amount like 120 or 12.5.")
        elif text and not chosen:
            reading.wrong[f"in{at}"] = _("Choose what goes in.")
        elif chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
            typed.lots.append((int(chosen), float(text) if text else None, unit or None))
    typed.scanned = form.get("codes", "").split()
    if not typed.lots and not typed.scanned and not reading.wrong:
        reading.wrong["in0"] = _("Choose at least one thing that goes in.")
    return typed, reading.wrong


def _inputs(session: Session, typed: Typed) -> list[str | Quantity]:
    found: list[str | Quantity] = [
        processing.amount(production.get(session, merchant_id(), lot_id).uri, much, unit)
        for lot_id, much, unit in typed.lots
    ]
    for text in typed.scanned[: processing.MOST + 1]:
        beep = scanning.read(session, merchant_id(), text, "")
        found.append(beep.goods or beep.parcel or "")
    return found


def _page(product_id: int, wrong: dict[str, str]) -> str:
    with reading() as session:
        product = my_product(session, product_id)
        lots = [
            (str(lot.id), f"{one.name}{_(', ')}{lot.number}")
            for one in products.of(session, merchant_id())
            for lot in production.of(session, one.id)
            if lot.closed_at is None
        ]
    return render_template(
        "merchant/make.html", product=product, lots=[("", "—"), *lots], rows=range(ROWS), wrong=wrong,
        units=[(code, _(text)) for code, text in UNITS.items()], form=request.form,
    )  # fmt: skip
