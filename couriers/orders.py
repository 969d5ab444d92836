"""Orders of a merchant's shops: what is to be packed, with which waybill; and nothing of who has bought it.

Of an order number a keyed digest tells whether it has come before; the number itself is encrypted until the sale is
recorded, which commits to it.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import keyring
from trace.errors import Unknown
from trace.store import BigId, Record, UTCTime


class State(StrEnum):
    """How far an order is."""

    TO_PACK = "to_pack"
    PACKED = "packed"
    CANCELLED = "cancelled"


class NoSuchOrder(Unknown):
    """No order of this merchant has this number."""

    code = "no-such-order"


class ShopOrder(Record):
    """One order. `tail` is the end of its number, by which its merchant knows it again."""

    __tablename__ = "shop_order"
    __table_args__ = (UniqueConstraint("merchant_id", "digest"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    merchant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    tail: Mapped[str] = mapped_column(Text)
    number: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Text, index=True)
    carrier_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("party.id"))
    parcel: Mapped[str | None] = mapped_column(Text, index=True)
    ordered_at: Mapped[datetime | None] = mapped_column(UTCTime)
    came_at: Mapped[datetime] = mapped_column(UTCTime)
    sold_at: Mapped[datetime | None] = mapped_column(UTCTime)
    packed_at: Mapped[datetime | None] = mapped_column(UTCTime)


class OrderLine(Record):
    """So many pieces of a product in an order."""

    __tablename__ = "order_line"

    order_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("shop_order.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("product.id"), primary_key=True)
    pieces: Mapped[int] = mapped_column(BigInteger)


class OrderPiece(Record):
    """What went into the parcel of an order: a single item, or so many pieces of a lot or product."""

    __tablename__ = "order_piece"

    order_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("shop_order.id"), primary_key=True)
    uri: Mapped[str] = mapped_column(Text, primary_key=True, index=True)
    pieces: Mapped[int] = mapped_column(BigInteger)


def digest(session: Session, merchant_id: int, number: str) -> bytes:
    """By what an order number is known again, and by nobody without the data key."""
    key = keyring.of(session).data_key
    return hmac.digest(key, f"suyuan order v1\n{merchant_id}\n{number}".encode(), "sha256")


def number(session: Session, order: ShopOrder) -> str | None:
    """The number itself, until its sale is recorded."""
    return keyring.of(session).decrypt(order.number, f"order/{order.id}") if order.number else None


def get(session: Session, merchant_id: int, order_id: int) -> ShopOrder:
    """An order of this merchant."""
    found = session.get(ShopOrder, order_id)
    if found is None or found.merchant_id != merchant_id:
        raise NoSuchOrder(f"there is no order {order_id} of yours")
    return found


def of(session: Session, merchant_id: int, *, since: datetime | None = None, most: int = 200) -> list[ShopOrder]:
    """A merchant's orders: what is to be packed first, then the newest."""
    found = select(ShopOrder).where(ShopOrder.merchant_id == merchant_id)
    if since is not None:
        found = found.where((ShopOrder.state == State.TO_PACK) | (ShopOrder.packed_at >= since))
    order = (ShopOrder.state != State.TO_PACK, func.coalesce(ShopOrder.ordered_at, ShopOrder.came_at).desc())
    return list(session.scalars(found.order_by(*order, ShopOrder.id.desc()).limit(most)))


def count(session: Session, merchant_id: int, state: State, since: datetime | None = None) -> int:
    """How many orders are in this state, packed ones since a moment."""
    found = select(func.count()).where(ShopOrder.merchant_id == merchant_id, ShopOrder.state == state)
    if since is not None:
        found = found.where(ShopOrder.packed_at >= since)
    return session.scalar(found) or 0


def in_parcel(session: Session, merchant_id: int, uri: str) -> list[ShopOrder]:
    """The orders that go, or went, into one parcel."""
    found = select(ShopOrder).where(ShopOrder.merchant_id == merchant_id, ShopOrder.parcel == uri)
    return list(session.scalars(found.order_by(ShopOrder.id)))


def wanted(session: Session, order_ids: Collection[int]) -> Mapping[int, dict[int, int]]:
    """How many pieces of which product each order wants."""
    found: dict[int, dict[int, int]] = {}
    for line in session.scalars(select(OrderLine).where(OrderLine.order_id.in_(order_ids))):
        found.setdefault(line.order_id, {})[line.product_id] = line.pieces
    return found


def pieces(session: Session, order_ids: Collection[int]) -> Mapping[int, list[OrderPiece]]:
    """What went into the parcel of each order."""
    found: dict[int, list[OrderPiece]] = {}
    for one in session.scalars(select(OrderPiece).where(OrderPiece.order_id.in_(order_ids)).order_by(OrderPiece.uri)):
        found.setdefault(one.order_id, []).append(one)
    return found


def unnumbered(session: Session, merchant_id: int, now: datetime) -> ShopOrder:
    """What was packed without an order: sold over the counter, or in a shop whose file has not come."""
    order = ShopOrder(
        merchant_id=merchant_id, digest=os.urandom(32), tail="", state=State.TO_PACK, ordered_at=None, came_at=now
    )
    session.add(order)
    session.flush()
    return order


def cancel(session: Session, order: ShopOrder) -> None:
    """It will not be packed; a file that has it again does not bring it back."""
    if order.state == State.TO_PACK:
        order.state, order.number = State.CANCELLED, None
        session.flush()
