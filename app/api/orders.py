"""/api/v1/orders: what is to be packed. Of an order its number is told back by nobody, and of its buyer nothing is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import Scope
from app.api import pages
from app.api.asking import BadBody, wrong
from app.api.contract import Ask
from app.api.door import serves
from app.api.shapes import Body, Id, Line, Page, Paging, Shown
from app.db import after_close
from app.tasks import nudge
from couriers import evening, orders, staged, taking
from couriers.evening import Known, Wanted
from couriers.orders import NoSuchOrder, ShopOrder
from couriers.parcels import ParcelTaken
from trace import parties
from trace.errors import Refusal
from trace.identity import checkdigit
from trace.identity.sscc import Sscc
from trace.identity.waybill import Waybill
from trace.papers import NotVerified
from trace.parties import Party
from trace.products import Product

MOST = 500
State = Literal["to_pack", "packed", "cancelled"]


class Wants(Body, frozen=True, kw_only=True):
    """So many pieces of a product: by its id here, or by its GTIN or own code."""

    product: Id | None = None
    code: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    pieces: Annotated[int, Meta(ge=1, le=evening.MOST_PIECES)] = 1


class NewOrder(Body, frozen=True, kw_only=True):
    """An order of a shop, and the waybill of its parcel if there is one already; nothing of its buyer."""

    number: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"\S")]
    lines: Annotated[list[Wants], Meta(min_length=1, max_length=100)]
    carrier: Annotated[Line, Meta(description="By code (yto) or name (圆通速递).")] | None = None
    waybill: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    sscc: Annotated[str, Meta(min_length=18, max_length=20)] | None = None
    ordered_at: datetime | None = None


class NewOrders(Body, frozen=True, kw_only=True):
    """Orders to be taken over together: all of them, or none."""

    orders: Annotated[list[NewOrder], Meta(min_length=1, max_length=MOST)]


class Taken(Shown, frozen=True, kw_only=True):
    """What became of an order that was sent, in the order of sending: where it is from now on."""

    id: int
    state: State


class TakenOrders(Shown, frozen=True, kw_only=True):
    """How many are new, how many were known before, and how many parcels were registered."""

    new: int
    known: int
    parcels: int
    orders: list[Taken]


class Orders(Paging, frozen=True, kw_only=True):
    """Which page, and of which state alone."""

    state: State | None = None


class OrderLine(Shown, frozen=True, kw_only=True):
    """So many pieces of a product that the order wants."""

    product: int
    pieces: int


class Contents(Shown, frozen=True, kw_only=True):
    """What went into its parcel: an item, or so many pieces of a lot or product."""

    uri: str
    pieces: int


class OrderShown(Shown, frozen=True, kw_only=True):
    """An order. `tail` is the end of its number."""

    id: int
    tail: str
    state: State
    lines: list[OrderLine]
    contents: list[Contents]
    parcel: str | None
    carrier: str | None
    ordered_at: datetime | None
    came_at: datetime
    packed_at: datetime | None


@serves("GET", "/orders", Scope.ORDERS_READ)
def listed(ask: Ask, query: Orders) -> Page[OrderShown]:
    """The orders, those that came last first."""
    found = select(ShopOrder).where(ShopOrder.merchant_id == ask.party_id)
    if query.state is not None:
        found = found.where(ShopOrder.state == query.state)
    page = pages.rows(ask.session, ask.party_id, query, found, ShopOrder.id)
    return pages.shown(page, shown(ask.session, page.items))


@serves("POST", "/orders", Scope.ORDERS_WRITE, raises=(NotVerified, ParcelTaken))
def take(ask: Ask, body: NewOrders) -> TakenOrders:
    """Take orders over, each once.

    An order that came before is known again by its number; a waybill that it lacked is added. One wrong order holds back all.
    """
    known = staged.known(ask.session, ask.party_id)
    ids = set(ask.session.scalars(select(Product.id).where(Product.merchant_id == ask.party_id)))
    found: list[evening.Order] = []
    wrongs: list[Any] = []
    for at, one in enumerate(body.orders):
        try:
            found.append(_order(f"/orders/{at}", at, one, known, ids))
        except BadBody as refusal:
            wrongs.append(refusal.detail["errors"])
    if wrongs:
        raise BadBody(
            f"{len(wrongs)} members of the body cannot be: see errors",
            errors=[one for some in wrongs for one in some][:100],
        )
    taken = taking.take(ask.session, parties.actor(ask.session, ask.party_id), found, ask.now)
    if taken.troubles:
        places = [
            {"pointer": f"/orders/{one.line}/waybill", "detail": "a parcel of somebody else"} for one in taken.troubles
        ]
        raise ParcelTaken("somebody else has registered a parcel under one of these numbers", errors=places)
    after_close(ask.session, nudge)
    digests = {one.number: orders.digest(ask.session, ask.party_id, one.number) for one in found}
    mine = select(ShopOrder).where(ShopOrder.merchant_id == ask.party_id, ShopOrder.digest.in_(list(digests.values())))
    standing = {bytes(one.digest): one for one in ask.session.scalars(mine)}
    told = [standing[digests[one.number]] for one in found]
    return TakenOrders(
        new=taken.new, known=taken.known, parcels=taken.parcels,
        orders=[Taken(id=one.id, state=one.state) for one in told],  # type: ignore[arg-type]
    )  # fmt: skip


@serves("GET", "/orders/<id:order_id>", Scope.ORDERS_READ, raises=(NoSuchOrder,))
def one(ask: Ask, order_id: int) -> OrderShown:
    """One order."""
    return _one(ask, orders.get(ask.session, ask.party_id, order_id))


@serves("POST", "/orders/<id:order_id>/cancel", Scope.ORDERS_WRITE, raises=(NoSuchOrder,))
def cancel(ask: Ask, order_id: int) -> OrderShown:
    """It will not be packed; one that is packed stays as it is."""
    found = orders.get(ask.session, ask.party_id, order_id)
    orders.cancel(ask.session, found)
    return _one(ask, found)


def _one(ask: Ask, found: ShopOrder) -> OrderShown:
    return shown(ask.session, [found])[0]


def shown(session: Session, found: Collection[ShopOrder]) -> list[OrderShown]:
    """Orders as they are answered: three statements, however many there are."""
    ids = [one.id for one in found]
    wanted, packed = orders.wanted(session, ids), orders.pieces(session, ids)
    names = firm_names(session, (one.carrier_id for one in found))
    return [
        OrderShown(
            id=one.id, tail=one.tail, state=one.state,  # type: ignore[arg-type]
            lines=[OrderLine(product=product, pieces=many) for product, many in sorted(wanted.get(one.id, {}).items())],
            contents=[Contents(uri=inside.uri, pieces=inside.pieces) for inside in packed.get(one.id, [])],
            parcel=one.parcel, carrier=names.get(one.carrier_id or 0), ordered_at=one.ordered_at, came_at=one.came_at,
            packed_at=one.packed_at,
        )
        for one in found
    ]  # fmt: skip


def firm_names(session: Session, ids: Iterable[int | None]) -> Mapping[int, str]:
    """What these parties are called."""
    wanted = {one for one in ids if one is not None}
    found = select(Party.id, Party.name).where(Party.id.in_(wanted))
    return dict(session.execute(found).all())


def _order(place: str, at: int, one: NewOrder, known: Known, ids: set[int]) -> evening.Order:
    pieces: dict[int, int] = {}
    for number, line in enumerate(one.lines):
        product = _product(f"{place}/lines/{number}", line, known, ids)
        pieces[product] = pieces.get(product, 0) + line.pieces
    if one.ordered_at is not None and one.ordered_at.tzinfo is None:
        raise wrong(f"{place}/orderedAt", "expected a time with its zone, such as 2026-11-24T21:30:00+08:00")
    carrier, waybill = shipped(place, one.carrier, one.waybill, one.sscc, known)
    wants = tuple(Wanted(*pair) for pair in pieces.items())
    return evening.Order(one.number.strip(), wants, carrier, waybill, one.ordered_at, (at,))


def _product(place: str, line: Wants, known: Known, ids: set[int]) -> int:
    if (line.product is None) == (line.code is None):
        raise wrong(f"{place}/product", "expected the id of a product, or its code, and not both")
    if line.code is None:
        found = line.product if line.product in ids else None
    else:
        plain = line.code.strip().upper()
        found = known.codes.get(
            plain.rjust(14, "0") if plain.isascii() and plain.isdigit() and checkdigit.fits(plain) else plain
        )
    if found is None:
        raise wrong(f"{place}/{'product' if line.code is None else 'code'}", "you have no such product")
    return found


def shipped(
    place: str, carrier: str | None, waybill: str | None, sscc: str | None, known: Known
) -> tuple[str | None, str | None]:
    """The carrier's code and the number of the parcel; an SSCC has no carrier in its name."""
    if sscc is not None and (carrier is not None or waybill is not None):
        raise wrong(f"{place}/sscc", "expected an SSCC, or a carrier and its waybill, and not both")
    if (carrier is None) != (waybill is None):
        raise wrong(f"{place}/{'carrier' if carrier is None else 'waybill'}", "a carrier and its waybill go together")
    member = "sscc" if sscc is not None else "carrier"
    try:
        if sscc is not None:
            return None, Sscc.parse(sscc.removeprefix("00") if len(sscc) == 20 else sscc).sscc
        if carrier is None or waybill is None:
            return None, None
        code = known.carrier(carrier)
        member = "waybill"
        return code, Waybill.parse(code, waybill).number
    except Refusal as refusal:
        raise wrong(f"{place}/{member}", refusal.message) from None
