"""Which parcels are in the hands of a firm's couriers: the newest scan of each, and what its whole history comes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from couriers import trail
from couriers.custody import fold
from couriers.roster import Courier
from couriers.scanned import ScanBy
from couriers.states import State
from trace import tables
from trace.moments import from_ms, to_ms

# Whatever a courier has scanned last longer ago than this is lost, and no list of the day.
WITHIN = timedelta(days=60)
IN_HANDS = frozenset({State.CARRIED, State.AT_HUB, State.OUT, State.GOING_BACK, State.DISPUTED})
# After these a parcel is in nobody's hands, so most of a firm's history is left out before its custody is asked.
_ENDS = ("signed", "deposited")


class InHand(NamedTuple):
    """One parcel: its name, the courier who scanned it last, where that leaves it, and since when."""

    uri: str
    courier_id: int
    state: State
    since: datetime

    @property
    def number(self) -> str:
        """What stands on its label."""
        return self.uri.rsplit("/", 1)[1]


def of(session: Session, carrier_id: int, now: datetime) -> list[InHand]:
    """What a firm's couriers have, what has been with them longest first."""
    thing, link = tables.thing.c, tables.link.c
    place = func.row_number().over(
        partition_by=thing.uri, order_by=(ScanBy.corrected_ms.desc(), ScanBy.entry_id.desc())
    )
    newest = (
        select(thing.uri, ScanBy.courier_id, ScanBy.step, ScanBy.corrected_ms, place.label("place"))
        .join(Courier, Courier.id == ScanBy.courier_id)
        .join(tables.link, link.entry_id == ScanBy.entry_id)
        .join(tables.thing, thing.id == link.thing_id)
        .where(Courier.carrier_id == carrier_id, thing.holder_id == carrier_id)
        .where(ScanBy.corrected_ms > to_ms(now - WITHIN))
        .subquery()
    )
    wanted = select(newest).where(newest.c.place == 1, newest.c.step.not_in(_ENDS)).order_by(newest.c.corrected_ms)
    rows = session.execute(wanted).all()
    trails = trail.trails(session, [row.uri for row in rows])
    found = [InHand(row.uri, row.courier_id, fold(trails[row.uri]).state, from_ms(row.corrected_ms)) for row in rows]
    return [one for one in found if one.state in IN_HANDS]
