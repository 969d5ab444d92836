"""The evening: one file of the shop's orders is looked at, put right and taken over."""

from __future__ import annotations

from flask import Response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import refused_rows
from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant.door import actor, bp, merchant_id
from app.merchant.words import said
from app.tasks import nudge
from app.texts import N_, _
from couriers import columns, orders, staged, taking
from couriers.orders import ShopOrder, State
from trace import parties, products
from trace.errors import Refusal
from trace.imports import sheet

FIELDS = {
    "order": N_("Order number"),
    "code": N_("Product number"),
    "title": N_("Product name"),
    "pieces": N_("Pieces"),
    "waybill": N_("Waybill number"),
    "carrier": N_("Courier firm"),
    "ordered": N_("Time of order"),
}
_SHOWN = 5


@bp.get("/merchant/orders")
@allows(Role.MERCHANT)
def all_orders() -> str:
    """What is to be packed, then what was."""
    return _orders("")


@bp.post("/merchant/orders/upload")
@allows(Role.MERCHANT)
def upload() -> Answer | tuple[str, int]:
    """Read a file; what is about people is dropped before anything is kept."""
    file = request.files.get("file")
    data = file.stream.read(sheet.MOST_BYTES + 1) if file is not None else b""
    if not data:
        return _orders(_("Choose the file with the orders.")), 400
    try:
        with transaction() as session:
            found = staged.stage(session, merchant_id(), data, now())
    except Refusal as refusal:
        return _orders(said(refusal)), 400
    return redirect(f"/merchant/orders/upload/{found.id}", 303)


@bp.get("/merchant/orders/upload/<int:sheet_id>")
@allows(Role.MERCHANT)
def uploaded(sheet_id: int) -> str:
    """What is in the file, and which column is which; afterwards what became of it."""
    return _uploaded(sheet_id, "")


@bp.post("/merchant/orders/upload/<int:sheet_id>")
@allows(Role.MERCHANT)
def take(sheet_id: int) -> Answer | tuple[str, int]:
    """Say which column is which, or take the orders over."""
    wanted = {name: at for name in FIELDS if (at := request.form.get(name, type=int)) is not None}
    moment = now()
    try:
        with transaction() as session:
            found = staged.get(session, merchant_id(), sheet_id)
            staged.remap(session, found, wanted)
            if "take" in request.form and found.taken_at is None:
                plan = staged.plan(session, found)
                taken = taking.take(session, actor(session), plan.orders, moment)
                staged.done(session, found, taken, sorted([*plan.troubles, *taken.troubles]), moment)
                after_close(session, nudge)
    except Refusal as refusal:
        return _uploaded(sheet_id, said(refusal)), 403 if refusal.code == "not-verified" else 400
    return redirect(f"/merchant/orders/upload/{sheet_id}", 303)


@bp.get("/merchant/orders/upload/<int:sheet_id>/refused.csv")
@allows(Role.MERCHANT)
def refused(sheet_id: int) -> Response:
    """The rows that were not taken over, with their reasons."""
    with reading() as session:
        found = staged.get(session, merchant_id(), sheet_id)
        table = staged.table(session, found)
        wrong = staged.outcome(session, found).troubles if found.taken_at else staged.plan(session, found).troubles
    answer = Response(refused_rows.file(table, wrong), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="refused.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _uploaded(sheet_id: int, wrong: str) -> str:
    with reading() as session:
        found = staged.get(session, merchant_id(), sheet_id)
        table, mapping = staged.table(session, found), staged.mapping(found)
        counts = staged.outcome(session, found)
        plan = staged.plan(session, found)
        names = {one.id: one.name for one in products.of(session, merchant_id())}
    bad = counts.troubles if found.taken_at else plan.troubles
    fields = [(name, _(text), mapping.get(name, -1)) for name, text in FIELDS.items()]
    return render_template(
        "merchant/upload.html", found=found, table=table, fields=fields, counts=counts, plan=plan, names=names,
        bad=[(one.line, refused_rows.said(one)) for one in bad], dropped=staged.dropped(found), shown=_SHOWN, wrong=wrong,
        needed={"order"} - mapping.keys() or ({"code"} if not {"code", "title"} & mapping.keys() else set()),
        known=columns.HEADINGS,
    )  # fmt: skip


def _orders(wrong: str) -> str:
    with reading() as session:
        mine = orders.of(session, merchant_id())
        rows = table_of(session, mine)
        left = orders.count(session, merchant_id(), State.TO_PACK)
    return render_template("merchant/orders.html", rows=rows, left=left, wrong=wrong)


def table_of(session: Session, mine: list[ShopOrder]) -> list[dict[str, object]]:
    """The rows of a table of orders: what, how many, which code, which waybill."""
    ids = [one.id for one in mine]
    wanted, packed = orders.wanted(session, ids), orders.pieces(session, ids)
    names = {one.id: one.name for one in products.of(session, merchant_id())}
    firms = {one.carrier_id: parties.get(session, one.carrier_id).name for one in mine if one.carrier_id}
    found: list[dict[str, object]] = []
    for one in mine:
        lines = wanted.get(one.id, {})
        inside = packed.get(one.id, [])
        found.append(
            {
                "order": one,
                "what": _("; ").join(names.get(product_id, "?") for product_id in lines) or _("without an order"),
                "pieces": sum(lines.values()) or sum(piece.pieces for piece in inside),
                "codes": [piece.uri.rsplit("/", 1)[1] for piece in inside],
                "number": one.parcel.rsplit("/", 1)[1] if one.parcel else "",
                "carrier": firms.get(one.carrier_id, "") if one.carrier_id else "",
            }
        )
    return found
