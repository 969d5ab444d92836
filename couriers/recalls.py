"""Recalls: one action on a lot; the set of what must be found, who has it, and how much of it was found.

The set is taken down as it stood when the recall was ordered: from then on the newest that the record says of each piece
is the recall itself. It reaches through processing: what the merchant made of the lot is called back with it, and whoever
else made something of it is told (their goods are theirs to call back).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import containers
from couriers.orders import OrderPiece, ShopOrder
from trace import bulk, goods, ledger, lineage, telling, whereabouts
from trace.errors import Conflict, Unknown
from trace.identity import thing
from trace.production import Lot
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime
from trace.words import Stage

REASONS = ("microbial_limit", "contaminated", "foreign_matter", "wrong_label")
# Goods that had not left the merchant when the recall was ordered are held at once.
STOWED = "stowed"
_HELD = frozenset({Stage.SERIALISED, Stage.LISTED, Stage.DELISTED, Stage.UNPACKED, Stage.TRANSFORMED, STOWED})
ORDERED, FOUND, DESTROYED = "ordered", "found", "destroyed"


class AlreadyRecalled(Conflict):
    """The lot is being recalled already."""

    code = "already-recalled"


class NoSuchRecall(Unknown):
    """No recall of this merchant has this number, or the thing is none of its pieces."""

    code = "no-such-recall"


class Recall(Record):
    """A lot that is called back, under a public notice."""

    __tablename__ = "recall"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lot_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("lot.id"), unique=True)
    merchant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    notice: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    ordered_at: Mapped[datetime] = mapped_column(UTCTime)


# One thing that must be found: `was`, `place` and `holder_id` as the record had it; `told` once the recall stands on it.
recall_item = Table(
    "recall_item",
    Record.metadata,
    Column("recall_id", BigInteger, ForeignKey("recall.id"), primary_key=True, autoincrement=False),
    Column("uri", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("was", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("holder_id", BigInteger),
    Column("told", BigInteger, nullable=False),
)


def order(session: Session, merchant: Actor, lot: Lot, notice: str, reason: str, now: datetime) -> Recall:
    """Order the recall: the lot's own chain says so at once, and `tell` says it on each piece in steps."""
    ledger.lock(session, {lot.uri})
    if session.scalars(select(Recall.id).where(Recall.lot_id == lot.id)).first() is not None:
        raise AlreadyRecalled(f"lot {lot.number} is being recalled already")
    made = lineage.downstream(session, [lot.uri])
    mine = [one.uri for one in made.kin if one.owner_id == merchant.id]
    lots = [lot.uri, *(uri for uri in mine if thing.kind(uri) == "lot")]
    deed = goods.recalled(lots, telling.stamp(now), notice, reason=reason)
    ledger.append(session, [telling.draft(deed, merchant)], now)
    for one in session.scalars(select(Lot).where(Lot.uri.in_(lots), Lot.closed_at.is_(None))):
        one.closed_at = now
    recall = Recall(lot_id=lot.id, merchant_id=merchant.id, notice=notice.strip(), reason=reason, ordered_at=now)
    session.add(recall)
    session.flush()
    pieces = [one for uri in lots for one in whereabouts.downstream(session, uri)]
    pieces += whereabouts.of(session, [uri for uri in mine if thing.kind(uri) == "item"])
    # In a case at home it has not left, as what is packed in somebody's parcel has.
    stowed = containers.around(session, [one.thing for one in pieces if one.stage == Stage.PACKED])
    things = {
        one.thing: (STOWED if one.thing in stowed else one.stage, one.place, one.holder_id)
        for one in pieces
        if one.thing not in made.used
    }
    things |= dict.fromkeys(_parcels(session, merchant.id, lots), (Stage.PACKED, "", None))
    rows = [(recall.id, uri, ORDERED, str(was), place, holder, 0) for uri, (was, place, holder) in things.items()]
    bulk.insert(session, recall_item, rows)
    return recall


def tell(session: Session, merchant: Actor, recall: Recall, now: datetime, most: int) -> int:
    """Say it on the next pieces; how many that were."""
    items = session.scalars(
        select(recall_item.c.uri)
        .where(recall_item.c.recall_id == recall.id, recall_item.c.told == 0)
        .order_by(recall_item.c.uri)
        .limit(most)
    ).all()
    drafts = []
    for at in range(0, len(items), telling.TOGETHER):
        some = items[at : at + telling.TOGETHER]
        deed = goods.recalled(some, telling.stamp(now), recall.notice, reason=recall.reason)
        drafts.append(telling.draft(deed, merchant))
    ledger.append(session, drafts, now)
    for at in range(0, len(items), bulk.CHUNK):
        among = (recall_item.c.recall_id == recall.id, recall_item.c.uri.in_(items[at : at + bulk.CHUNK]))
        session.execute(update(recall_item).where(*among).values(told=1))
    return len(items)


def came_back(session: Session, merchant: Actor, recall: Recall, uri: str, state: str, now: datetime) -> None:
    """One of its things was found, or destroyed."""
    among = (recall_item.c.recall_id == recall.id, recall_item.c.uri == uri)
    if session.execute(select(recall_item.c.state).where(*among)).first() is None:
        raise NoSuchRecall("this is none of the pieces that are called back: scan the code on the goods")
    deed = goods.recalled(uri, telling.stamp(now), recall.notice, reason=recall.reason, phase=state)
    ledger.append(session, [telling.draft(deed, merchant)], now)
    session.execute(update(recall_item).where(*among).values(state=state))


def get(session: Session, merchant_id: int, recall_id: int) -> Recall:
    """A recall of this merchant."""
    found = session.get(Recall, recall_id)
    if found is None or found.merchant_id != merchant_id:
        raise NoSuchRecall(f"there is no recall {recall_id} of yours")
    return found


def of_lot(session: Session, lot_id: int) -> Recall | None:
    """The recall of a lot."""
    return session.scalars(select(Recall).where(Recall.lot_id == lot_id)).first()


def size(session: Session, recall: Recall) -> int:
    """How many things must be found."""
    found = select(func.count()).select_from(recall_item).where(recall_item.c.recall_id == recall.id)
    return session.scalar(found) or 0


def affected(session: Session, recall: Recall) -> list[tuple[str, str, int | None, int]]:
    """Where the pieces were: stage, county, who had them, how many; the most first."""
    columns = (recall_item.c.was, recall_item.c.place, recall_item.c.holder_id)
    found = session.execute(
        select(*columns, func.count()).where(recall_item.c.recall_id == recall.id).group_by(*columns)
    ).all()
    return sorted(
        ((was, place, holder, many) for was, place, holder, many in found), key=lambda one: (-one[3], one[:2])
    )


def coverage(session: Session, recall: Recall) -> Counter[str]:
    """How many are `held` (never left the merchant), `found`, `destroyed`, and still `out`."""
    found: Counter[str] = Counter(held=0, found=0, destroyed=0, out=0)
    rows = session.execute(
        select(recall_item.c.state, recall_item.c.was, recall_item.c.holder_id, func.count())
        .where(recall_item.c.recall_id == recall.id)
        .group_by(recall_item.c.state, recall_item.c.was, recall_item.c.holder_id)
    )
    for state, was, holder, many in rows:
        if state != ORDERED:
            found[state] += many
        else:
            found["held" if was in _HELD and holder == recall.merchant_id else "out"] += many
    return found


def holders(session: Session, recall: Recall) -> Sequence[int]:
    """The parties in whose hands pieces were, or that made something of the lot, besides the merchant itself."""
    found = select(recall_item.c.holder_id).where(recall_item.c.recall_id == recall.id).distinct()
    lot = session.get_one(Lot, recall.lot_id)
    makers = {one.owner_id for one in lineage.downstream(session, [lot.uri]).kin}
    return sorted(one for one in {*session.scalars(found), *makers} if one is not None and one != recall.merchant_id)


def _parcels(session: Session, merchant_id: int, lots: Collection[str]) -> list[str]:
    """Of goods that bear no code of their own: the parcels that some of the lot went into."""
    found = (
        select(ShopOrder.parcel)
        .join(OrderPiece, OrderPiece.order_id == ShopOrder.id)
        .where(ShopOrder.merchant_id == merchant_id, OrderPiece.uri.in_(lots), ShopOrder.parcel.is_not(None))
        .distinct()
    )
    return sorted(one for one in session.scalars(found) if one)
