"""One order and its parcel: what is in it, the label with its token, the slip with the code inside."""

from __future__ import annotations

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as Answer

from app import parcel_papers
from app.access.gate import allows
from app.access.roles import Role
from app.db import reading, transaction
from app.merchant.coding import pdf
from app.merchant.door import bp, merchant_id
from app.merchant.evening import table_of
from couriers import orders
from couriers.orders import State


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
        data = parcel_papers.label(session, orders.get(session, merchant_id(), order_id))
    return pdf(data, f"parcel-{order_id}")


@bp.get("/merchant/orders/<int:order_id>/slip.pdf")
@allows(Role.MERCHANT)
def inside_slip(order_id: int) -> Response:
    """The slip that goes into the parcel; whoever unpacks it may confirm, deny, review, complain and send back."""
    with reading() as session:
        data = parcel_papers.slip(session, orders.get(session, merchant_id(), order_id))
    return pdf(data, f"slip-{order_id}")


@bp.post("/merchant/orders/<int:order_id>/cancel")
@allows(Role.MERCHANT)
def cancel(order_id: int) -> Answer:
    """It will not be packed."""
    with transaction() as session:
        orders.cancel(session, orders.get(session, merchant_id(), order_id))
    return redirect("/merchant/orders", 303)
