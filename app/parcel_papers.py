"""The two papers of a parcel as PDF: the label with its token, and the slip with the code inside."""

from __future__ import annotations

import io

from flask import current_app
from sqlalchemy.orm import Session

from couriers import claims, orders, parcels
from couriers.orders import ShopOrder
from trace import parties
from trace.errors import Conflict
from trace.identity import thing
from trace.identity.own import Own
from trace.identity.sscc import Sscc
from trace.identity.waybill import Waybill
from trace.labels import parcel as parcel_label, pdf_marks, sheet, slip as inside_slip
from trace.labels.marks import Drawing


class NoParcelYet(Conflict):
    """The order has no parcel to print a label for."""

    code = "no-parcel-yet"


def label(session: Session, order: ShopOrder) -> bytes:
    """The parcel's label, with a new token: one that was printed before opens nothing any more."""
    found = parcels.get(session, _packed(order))
    token = parcels.relabel(session, found)
    sender = parties.get(session, order.merchant_id).name
    drawn = parcel_label.drawing(parcel_label.Parcel(_number(found.uri), token, sender), _base_url())
    return _printed(drawn, parcel_label.WIDTH, parcel_label.HEIGHT)


def slip(session: Session, order: ShopOrder) -> bytes:
    """The slip that goes into the parcel; whoever unpacks it may confirm, deny, review, complain and send back."""
    uri = slip_of(session, order)
    code = claims.code(session, uri)
    path = "/" + uri.split("/", 3)[3]
    drawn = inside_slip.drawing(inside_slip.Slip(f"{_base_url()}{path}?c={code}", code))
    return _printed(drawn, inside_slip.WIDTH, inside_slip.HEIGHT)


def slip_of(session: Session, order: ShopOrder) -> str:
    """What the code inside is of: the one item that is in the parcel, else the parcel itself."""
    parcel = _packed(order)
    together = [one.id for one in orders.in_parcel(session, order.merchant_id, parcel)]
    inside = [one for pieces in orders.pieces(session, together).values() for one in pieces]
    single = inside[0].uri if len(inside) == 1 and inside[0].pieces == 1 else ""
    return single if single and thing.kind(single) == "item" else parcel


def _base_url() -> str:
    found: str = current_app.extensions["settings"].base_url
    return found


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
