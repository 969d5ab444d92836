"""How much of what a merchant sells can be traced: of its orders, and of the codes that it has printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers.orders import ShopOrder, State
from trace import bulk, codes
from trace.codes import State as Code
from trace.words import Stage

# Younger orders are still on their way, and older ones say little of today.
PERIOD = timedelta(days=90)
MOST = 5_000
# Packed, taken over by somebody, and signed for.
_WHOLE = (
    frozenset({Stage.PACKED}),
    frozenset({Stage.ACCEPTED, Stage.HANDED_OVER, Stage.HUB_IN, Stage.OUT_FOR_DELIVERY}),
    frozenset({Stage.SIGNED}),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Orders of the last months, how many of them have a chain from packing to sign-off; and where the codes are."""

    orders: int
    whole: int
    printed: int
    active: int
    sold: int
    unaccounted: int


def of(session: Session, merchant_id: int, now: datetime) -> Coverage:
    """The coverage of one merchant; orders that are not packed yet, or were cancelled, are none."""
    parcels = session.scalars(
        select(ShopOrder.parcel)
        .where(ShopOrder.merchant_id == merchant_id, ShopOrder.state == State.PACKED, ShopOrder.packed_at >= now - PERIOD)
        .order_by(ShopOrder.packed_at.desc()).limit(MOST)
    ).all()  # fmt: skip
    stages: dict[str, set[str]] = {uri: set() for uri in parcels if uri}
    wanted = ", ".join(f"'{stage}'" for stage in sorted(frozenset().union(*_WHOLE)))
    statement = (
        "SELECT t.uri, e.stage FROM thing t JOIN link k ON k.thing_id = t.id JOIN entry e ON e.id = k.entry_id "
        f"WHERE e.stage IN ({wanted}) AND t.uri"
    )
    for uri, stage in bulk.select_in(session, statement, list(stages), "text"):
        stages[uri].add(stage)
    whole = {uri for uri, found in stages.items() if all(found & needed for needed in _WHOLE)}
    total = codes.total(codes.counts(session, merchant_id))
    printed = sum(total.values()) - total[Code.RESERVED]
    return Coverage(
        len(parcels), sum(uri in whole for uri in parcels), printed, total[Code.ACTIVE] + total[Code.SOLD], total[Code.SOLD],
        total[Code.PRINTED],
    )  # fmt: skip
