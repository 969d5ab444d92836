"""What those who have the goods have said of them: reviews, returns, denials, for the seller, out of the record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers.orders import OrderPiece, ShopOrder
from trace import bulk, private
from trace.moments import from_ms
from trace.words import Stage

MOST = 500


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that was said: its entry, of which goods, when, its public part, and the words unless they are erased."""

    entry_id: int
    uri: str
    stage: str
    at: datetime
    public: dict[str, Any]
    text: str | None

    @property
    def facts(self) -> dict[str, Any]:
        """The stars of a review, the phase and reason of a return."""
        found: dict[str, Any] = self.public.get("facts") or {}
        return found


def of(session: Session, merchant_id: int, stages: Collection[str], since: datetime) -> list[Heard]:
    """What was said of everything that this merchant has packed since then, the newest first."""
    things = packed(session, merchant_id, since)
    if not things:
        return []
    marks = ", ".join(f"'{Stage(stage)}'" for stage in sorted(stages))
    statement = (
        "SELECT e.id, t.uri, e.stage, e.event_ms, e.envelope FROM thing t JOIN link k ON k.thing_id = t.id "
        f"JOIN entry e ON e.id = k.entry_id WHERE e.stage IN ({marks}) AND t.uri"
    )
    rows = sorted(bulk.select_in(session, statement, things, "text"), reverse=True)[:MOST]
    words = private.texts(session, [row[0] for row in rows])
    return [
        Heard(number, uri, stage, from_ms(ms), orjson.loads(envelope)["public"], words.get(number, {}).get("text"))
        for number, uri, stage, ms, envelope in rows
    ]


def packed(session: Session, merchant_id: int, since: datetime) -> list[str]:
    """The names of what was packed, single items, lots and parcels alike."""
    orders = select(ShopOrder.id, ShopOrder.parcel).where(
        ShopOrder.merchant_id == merchant_id, ShopOrder.packed_at >= since
    )
    rows = session.execute(orders).all()
    pieces = bulk.select_in(
        session, "SELECT DISTINCT uri FROM order_piece WHERE order_id", [row.id for row in rows], "bigint"
    )
    return sorted({uri for (uri,) in pieces} | {row.parcel for row in rows if row.parcel})


def parcel_of(session: Session, merchant_id: int, uri: str) -> ShopOrder | None:
    """The newest order in which this was packed: an item, or the parcel itself."""
    found = (
        select(ShopOrder)
        .outerjoin(OrderPiece, OrderPiece.order_id == ShopOrder.id)
        .where(ShopOrder.merchant_id == merchant_id, (OrderPiece.uri == uri) | (ShopOrder.parcel == uri))
        .order_by(ShopOrder.packed_at.desc(), ShopOrder.id.desc())
        .limit(1)
    )
    return session.scalars(found).first()


def open_returns(found: Sequence[Heard]) -> dict[str, Heard]:
    """By thing the newest word of each return that is not paid back yet; `found` as `of` gives it, of returns."""
    newest: dict[str, Heard] = {}
    for one in found:
        newest.setdefault(one.uri, one)
    return {uri: one for uri, one in newest.items() if one.facts.get("outcome") != "refunded"}
