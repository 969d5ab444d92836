"""Packing: what was scanned goes into a parcel, is sold with it, and is offered to its carrier; all in one append."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from couriers import barred, containers, orders, parcels, scans
from couriers.orders import OrderPiece, ShopOrder, State as OrderState
from trace import codes, goods, ledger, papers, parties, production, products, telling
from trace.codes import State
from trace.errors import Conflict, Malformed
from trace.event import County, Quantity
from trace.identity import thing
from trace.products import Level, Product
from trace.stages import Deed
from trace.standing import Actor
from trace.words import Evidence

MOST = 200


class NotPackable(Conflict):
    """Goods that cannot be packed: not yours, not activated, sold already, or of a lot that is closed."""

    code = "not-packable"


class NothingScanned(Malformed):
    """A parcel without goods, or with more than a person packs."""

    code = "nothing-scanned"


class WrongContents(Conflict):
    """What was scanned is not what the order wants."""

    code = "wrong-contents"


class AlreadyPacked(Conflict):
    """The parcel is packed already."""

    code = "already-packed"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was scanned: a single item, or one piece of a product by its barcode (`uri` is its lot, if it has one)."""

    product: Product
    uri: str
    single: bool


def piece(session: Session, merchant_id: int, uri: str, now: datetime) -> Piece:
    """What a scanned name means to this merchant, if it can be packed now."""
    product = products.find(session, uri)
    if product is None or product.merchant_id != merchant_id:
        raise NotPackable("this is no product of yours: scan the code on the goods", why="stranger")
    kind = thing.kind(uri)
    if kind == "item":
        known = codes.find(session, uri)
        if known is None or known[1] != State.ACTIVE:
            why = (
                "sold"
                if known and known[1] == State.SOLD
                else "retired"
                if known and known[1] == State.RETIRED
                else "blank"
            )
            raise NotPackable(f"this code is {why}: only what is activated and on hand can be packed", why=why)
        lot = production.find(session, production.uri_of(session, product, known[0].lot)) if known[0].lot else None
        if lot is not None and lot.closed_at is not None:
            raise NotPackable("the lot of this piece is being recalled: put it aside", why="recalled")
        return Piece(product, uri, True)
    if product.level == Level.ITEM:
        raise NotPackable("this product is traced piece by piece: scan its QR code, and not the barcode", why="barcode")
    if product.level == Level.PARCEL:
        return Piece(product, product.gtin_uri or product.uri, False)
    lot = production.find(session, uri) if kind == "lot" else production.for_sale(session, product.id, now.date())
    if lot is None or lot.closed_at is not None:
        raise NotPackable("no lot of this product is open: record one, or scan another", why="lot")
    return Piece(product, lot.uri, False)


def missing(session: Session, found: Sequence[ShopOrder], scanned: Sequence[Piece]) -> dict[int, int]:
    """By product how many pieces are still to be scanned; fewer than none where there are too many."""
    wanted: Counter[int] = Counter()
    for lines in orders.wanted(session, [one.id for one in found]).values():
        wanted.update(lines)
    wanted.subtract(Counter(one.product.id for one in scanned))
    return {product_id: many for product_id, many in wanted.items() if many}


def pack(
    session: Session,
    merchant: Actor,
    scanned: Sequence[Piece],
    parcel: str,
    carrier_id: int,
    now: datetime,
    *,
    place: County | None = None,
    anyway: bool = False,
) -> list[ShopOrder]:
    """Pack it: the orders of the parcel are done. `anyway` is for contents that differ from them on purpose."""
    papers.require_verified(session, merchant.id, now)
    if not 0 < len(scanned) <= MOST:
        raise NothingScanned(f"{len(scanned)} pieces were scanned: expected 1 to {MOST} in one parcel")
    barred.check(session, carrier_id, now)
    scanned = _once(scanned)
    items = sorted(one.uri for one in scanned if one.single)
    ledger.lock(session, {parcel, *items, *(one.uri for one in scanned)})
    found = orders.in_parcel(session, merchant.id, parcel)
    registered = parcels.find(session, parcel)
    if registered is None:
        registered, _ = parcels.register(session, carrier_id, now, uri=parcel, sender_id=merchant.id)
    if registered.sender_id != merchant.id:
        raise NotPackable("this parcel is somebody else's: scan the waybill of yours", why="parcel")
    if any(one.state == OrderState.PACKED for one in found):
        raise AlreadyPacked("this parcel is packed already: take the next one")
    found = [one for one in found if one.state == OrderState.TO_PACK] or _waiting(session, merchant.id, scanned)
    if found and not anyway and (left := missing(session, found, scanned)):
        raise WrongContents("what was scanned is not what the order wants", missing=left)
    if codes.move(session, items, [State.ACTIVE], State.SOLD) != len(items):
        raise NotPackable("one of these codes was packed just now: scan again what you have", why="sold")
    # Whoever opens a case to pack a piece of it has taken it out.
    lying = containers.around(session, items)
    _record(session, merchant, scanned, parcel, carrier_id, found, now, place, containers.taken_out(lying, now, place))
    registered.carrier_id = carrier_id
    found = found or [orders.unnumbered(session, merchant.id, now)]
    _note(session, found, scanned, parcel, carrier_id, now)
    return found


def _waiting(session: Session, merchant_id: int, scanned: Sequence[Piece]) -> list[ShopOrder]:
    """The order that came first of those that wait without a waybill and want just this."""
    asked = Counter(one.product.id for one in scanned)
    waiting = [one for one in orders.of(session, merchant_id) if one.state == OrderState.TO_PACK and not one.parcel]
    wanted = orders.wanted(session, [one.id for one in waiting])
    return next(([one] for one in reversed(waiting) if Counter(wanted.get(one.id, {})) == asked), [])


def _record(
    session: Session,
    merchant: Actor,
    scanned: Sequence[Piece],
    parcel: str,
    carrier_id: int,
    found: Sequence[ShopOrder],
    now: datetime,
    place: County | None,
    before: Sequence[Deed],
) -> None:
    counted = _counted(scanned)
    inside: list[str | Quantity] = [
        uri if single else goods.count(uri, many) for (uri, single), many in counted.items()
    ]
    # What is traced by the parcel is sold as the parcel, and was, if its waybill was known before.
    by_parcel = any(one.product.level == Level.PARCEL for one in scanned)
    sold: list[str | Quantity] = [
        one for one, (uri, _) in zip(inside, counted, strict=True) if thing.kind(uri) != "product"
    ]
    if by_parcel and not any(one.sold_at for one in found):
        sold.append(parcel)
    numbers = "\n".join(said for one in found if (said := orders.number(session, one)))
    deeds = [*before, *([goods.sold(sold, telling.stamp(now), order=numbers or None)] if sold else [])]
    carrier = parties.uri(session, carrier_id) if carrier_id != merchant.id else None
    deeds.append(goods.packed(parcel, inside, telling.stamp(now, place), carrier=carrier))
    scans.accept_all(session, merchant, deeds, Evidence.PARTY, now)


def _note(
    session: Session,
    found: Sequence[ShopOrder],
    scanned: Sequence[Piece],
    parcel: str,
    carrier_id: int,
    now: datetime,
) -> None:
    for one in found:
        one.state, one.packed_at, one.sold_at, one.number = OrderState.PACKED, now, one.sold_at or now, None
        one.parcel, one.carrier_id = parcel, carrier_id
    session.add_all(
        OrderPiece(order_id=found[0].id, uri=uri, pieces=many) for (uri, _), many in _counted(scanned).items()
    )
    session.flush()


def _once(scanned: Sequence[Piece]) -> list[Piece]:
    """An item that was scanned twice is one; of pieces that bear no code of their own each scan is one."""
    first = {one.uri: at for at, one in reversed(list(enumerate(scanned)))}
    return [one for at, one in enumerate(scanned) if not one.single or first[one.uri] == at]


def _counted(scanned: Sequence[Piece]) -> Mapping[tuple[str, bool], int]:
    return Counter((one.uri, one.single) for one in scanned)
