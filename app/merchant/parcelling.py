"""One order and its parcel: what is in it, the label with its token, the slip with the code inside."""

from __future__ import annotations

import io

from flask import Response, current_app, redirect, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows
from app.access.roles import Role
from app.db import reading, transaction
from app.merchant.coding import pdf
from app.merchant.door import bp, merchant_id
from app.merchant.evening import table_of
from couriers import claims, orders, parcels
from couriers.orders import ShopOrder, State
from trace import parties
from trace.errors import Conflict
from trace.identity import thing
from trace.identity.own import Own
from trace.identity.sscc import Sscc
from trace.identity.waybill import Waybill
from trace.labels import parcel as parcel_label, pdf_marks, sheet, slip
from trace.labels.marks import Drawing


class NoParcelYet(Conflict):
    """The order has no parcel to print a label for."""

    code = "no-parcel-yet"


@bp.get("/merchant/orders/<int:order_id>")
@allows(Role.MERCHANT)
def order_page(order_id: int) -> str:
    """What is in it and how far it is."""
    with reading() as session:
        order = orders.get(session, merchant_id(), order_id)
        (row,) = table_of(session, [order])
        inside = orders.pieces(session, [order_id]).get(order_id, [])
    return render_template("merchant/order.html", order=order, row=row, inside=inside, state=State)


@bp.post("/merchant/orders/<int:order_id>/label")
@allows(Role.MERCHANT)
def label(order_id: int) -> Response:
    """The parcel's label, with a new token: one that was printed before opens nothing any more."""
    with transaction() as session:
        order = orders.get(session, merchant_id(), order_id)
        found = parcels.get(session, _packed(order))
        token = parcels.relabel(session, found)
        sender = parties.get(session, merchant_id()).name
    drawn = parcel_label.drawing(parcel_label.Parcel(_number(found.uri), token, sender), _base_url())
    return pdf(_printed(drawn, parcel_label.WIDTH, parcel_label.HEIGHT), f"parcel-{order_id}")


@bp.get("/merchant/orders/<int:order_id>/slip.pdf")
@allows(Role.MERCHANT)
def inside_slip(order_id: int) -> Response:
    """The slip that goes into the parcel; whoever unpacks it may confirm, deny, review, complain and send back."""
    with reading() as session:
        uri = slip_of(session, orders.get(session, merchant_id(), order_id))
        code = claims.code(session, uri)
    path = "/" + uri.split("/", 3)[3]
    drawn = slip.drawing(slip.Slip(f"{_base_url()}{path}?c={code}", code))
    return pdf(_printed(drawn, slip.WIDTH, slip.HEIGHT), f"slip-{order_id}")


@bp.post("/merchant/orders/<int:order_id>/cancel")
@allows(Role.MERCHANT)
def cancel(order_id: int) -> Answer:
    """It will not be packed."""
    with transaction() as session:
        orders.cancel(session, orders.get(session, merchant_id(), order_id))
    return redirect("/merchant/orders", 303)


def slip_of(session: Session, order: ShopOrder) -> str:
    """What the code inside is of: the one item that is in the parcel, else the parcel itself."""
    parcel = _packed(order)
    inside = [
        one for together in orders.in_parcel(session, order.merchant_id, parcel)
        for one in orders.pieces(session, [together.id]).get(together.id, [])
    ]  # fmt: skip
    single = inside[0].uri if len(inside) == 1 and inside[0].pieces == 1 else ""
    return single if single and thing.kind(single) == "item" else parcel


def _packed(order: ShopOrder) -> str:
    if order.parcel is None:
        raise NoParcelYet("this order has no waybill yet: pack it first, and scan the waybill")
    return order.parcel


def _number(uri: str) -> Sscc | Waybill | Own:
    parts = uri.split("/")
    if parts[-2] == "00":
        return Sscc.parse(parts[-1])
    return Waybill.parse(parts[-2], parts[-1]) if parts[-3] == "waybill" else Own("parcel", (parts[-1],))


def _printed(drawn: Drawing, width: float, height: float) -> bytes:
    out = io.BytesIO()
    pdf_marks.write(out, [drawn], sheet.roll(width, height), drawn.title)
    return out.getvalue()


def _base_url() -> str:
    found: str = current_app.extensions["settings"].base_url
    return found
