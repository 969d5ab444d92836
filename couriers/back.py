"""Goods that come back to their seller: received, and paid back; with that the code inside them is used up."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from couriers import claims, custody, heard, orders, scans, trail
from couriers.custody import MissingStep
from couriers.states import Step
from trace import codes, goods, ledger, telling
from trace.codes import State
from trace.errors import Forbidden
from trace.event import County
from trace.identity import thing
from trace.ledger import Draft
from trace.standing import Actor
from trace.words import Evidence


class NotYourSale(Forbidden):
    """Goods that this merchant has not sold."""

    code = "not-your-sale"


def received(session: Session, merchant: Actor, uri: str, now: datetime, place: County | None = None) -> None:
    """The goods are back: they are on hand again, and whoever had their code can say nothing more with it."""
    order = heard.parcel_of(session, merchant.id, uri)
    if order is None:
        raise NotYourSale("these goods were not packed here: scan what came back, or the label of its parcel")
    deed = goods.returned(uri, telling.stamp(now, place), "received")
    ledger.lock(session, {uri})
    try:
        custody.move(trail.custody(session, uri).state, Step.TAKEN_BACK)
    except MissingStep:
        # No carrier has told of the way there. The seller has the goods all the same, and the flag says what is missing.
        event = msgspec.structs.replace(deed.event, flags=(custody.MISSING,))
        ledger.append(session, [Draft(event, merchant, Evidence.PARTY, deed.texts)], now)
    else:
        scans.accept(session, merchant, deed, Evidence.PARTY, now)
    claims.end(session, uri, now)
    inside = [one.uri for one in orders.pieces(session, [order.id]).get(order.id, [])]
    back = inside if uri == order.parcel else [uri]
    if order.parcel and (uri == order.parcel or inside == [uri]):
        claims.end(session, order.parcel, now)
    for one in back:
        claims.end(session, one, now)
    codes.move(session, [one for one in back if thing.kind(one) == "item"], [State.SOLD], State.ACTIVE)


def refunded(session: Session, merchant: Actor, uri: str, now: datetime) -> None:
    """The money is paid back."""
    if heard.parcel_of(session, merchant.id, uri) is None:
        raise NotYourSale("these goods were not packed here")
    scans.accept(session, merchant, goods.returned(uri, telling.stamp(now), "refunded"), Evidence.PARTY, now)
