"""Taking a file of orders over: each order once, its parcel registered, and what is sold by the parcel recorded as sold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import firms, parcels
from couriers.evening import Order, Trouble
from couriers.orders import OrderLine, ShopOrder, State, digest, number
from couriers.parcels import Parcel
from trace import bulk, goods, keyring, ledger, papers, telling
from trace.identity.link import STEM
from trace.ledger import Draft
from trace.products import Level, Product
from trace.standing import Actor
from trace.words import Evidence

_TAIL = 4


@dataclass(slots=True)
class Taken:
    """What became of a file: how many orders are new, how many were known, and the rows that were not taken."""

    new: int = 0
    known: int = 0
    parcels: int = 0
    troubles: list[Trouble] = field(default_factory=list)


def take(session: Session, merchant: Actor, found: Sequence[Order], now: datetime) -> Taken:
    """Take orders over, each once: parcels are registered, and what is sold by the parcel is recorded as sold."""
    papers.require_verified(session, merchant.id, now)
    taken = Taken()
    carriers = {code: firms.party(session, code, now) for code in sorted({one.carrier for one in found if one.carrier})}
    names = {at: _parcel(session, one) for at, one in enumerate(found)}
    ledger.lock(session, {name for name in names.values() if name})
    standing = _standing(session, merchant.id, [digest(session, merchant.id, one.number) for one in found])
    senders = _senders(session, [name for name in names.values() if name])
    by_parcel: list[ShopOrder] = []
    mine = select(Product.id, Product.level).where(Product.merchant_id == merchant.id)
    levels = {row.id: row.level for row in session.execute(mine)}
    for at, one in enumerate(found):
        name = names[at]
        if name is not None and senders.get(name, merchant.id) != merchant.id:
            taken.troubles += [Trouble(line, "parcel-taken", one.waybill or "") for line in one.lines]
            continue
        key = digest(session, merchant.id, one.number)
        order = standing.get(key)
        if order is None:
            order = standing[key] = _new(session, merchant.id, one, key, now)
            taken.new += 1
        else:
            taken.known += 1
        if name is not None and order.parcel is None and order.state == State.TO_PACK:
            carrier_id = carriers.get(one.carrier or "") or merchant.id
            if name not in senders:
                parcels.register(session, carrier_id, now, uri=name, sender_id=merchant.id)
                senders[name] = merchant.id
                taken.parcels += 1
            order.parcel, order.carrier_id = name, carrier_id
            if order.sold_at is None and all(levels.get(w.product_id) == Level.PARCEL for w in one.wanted):
                by_parcel.append(order)
    session.flush()
    _sell(session, merchant, by_parcel, now)
    return taken


def _parcel(session: Session, order: Order) -> str | None:
    if order.waybill is None:
        return None
    if order.carrier is None:
        return f"{STEM}/00/{order.waybill}"
    return parcels.waybill(session, order.carrier, order.waybill)


def _standing(session: Session, merchant_id: int, digests: Sequence[bytes]) -> dict[bytes, ShopOrder]:
    found: dict[bytes, ShopOrder] = {}
    for at in range(0, len(digests), bulk.CHUNK):
        some = select(ShopOrder).where(
            ShopOrder.merchant_id == merchant_id, ShopOrder.digest.in_(digests[at : at + bulk.CHUNK])
        )
        found |= {bytes(one.digest): one for one in session.scalars(some.with_for_update())}
    return found


def _senders(session: Session, uris: Sequence[str]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for at in range(0, len(uris), bulk.CHUNK):
        some = select(Parcel.uri, Parcel.sender_id).where(Parcel.uri.in_(uris[at : at + bulk.CHUNK]))
        found |= {row.uri: row.sender_id for row in session.execute(some)}
    return found


def _new(session: Session, merchant_id: int, one: Order, key: bytes, now: datetime) -> ShopOrder:
    order = ShopOrder(
        merchant_id=merchant_id, digest=key, tail=one.number[-_TAIL:], state=State.TO_PACK, ordered_at=one.ordered_at,
        came_at=now,
    )  # fmt: skip
    session.add(order)
    session.flush()
    order.number = keyring.of(session).encrypt(one.number, os.urandom(32), f"order/{order.id}")
    session.add_all(OrderLine(order_id=order.id, product_id=w.product_id, pieces=w.pieces) for w in one.wanted)
    return order


def _sell(session: Session, merchant: Actor, found: Sequence[ShopOrder], now: datetime) -> None:
    """Sold by the parcel: the parcel is what is traced, from here on. Orders that go in one parcel are one sale."""
    drafts: list[Draft] = []
    by_name: dict[str, list[ShopOrder]] = {}
    for order in found:
        by_name.setdefault(order.parcel or "", []).append(order)
    for name, together in sorted(by_name.items()):
        said = "\n".join(number(session, order) or "" for order in together)
        deed = goods.sold(name, telling.stamp(now), order=said)
        drafts.append(Draft(deed.event, merchant, Evidence.IMPORT, deed.texts))
        for order in together:
            order.sold_at, order.number = now, None
    ledger.append(session, drafts, now)
