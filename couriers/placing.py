"""What the place of a scan says, put into its row: outside of the county it names, or too far from the scan before."""

from __future__ import annotations

from sqlalchemy.orm import Session

from couriers import divisions, places, scanned
from couriers.places import Spot
from couriers.scanned import ScanBy

NO_PLACE, IMPOSSIBLE_TRAVEL, FAR_FROM_PLACE = "no_place", "impossible_travel", "far_from_place"
# Where a device was, and when, in ms since 1970 by our clock.
Seen = tuple[Spot, int]


def judge(
    session: Session, row: ScanBy, county: str | None, spot: Spot | None, before: Seen | None
) -> tuple[Seen | None, list[str]]:
    """Fill in the row's place and distances; where the device is from now on, and what is to be marked.

    A scan without a place is as good as any other, and says that it has none.
    """
    if spot is None:
        return before, [NO_PLACE]
    odd = []
    row.spot, row.datum = scanned.hidden(session, spot), spot.datum
    if (area := divisions.area(session, county)) is not None:
        row.distance = places.outside(spot, area)
        if row.distance:
            odd.append(FAR_FROM_PLACE)
    if before is not None:
        way = places.travel(before[0], spot, row.corrected_ms - before[1])
        row.travelled, row.seconds = way
        if way.impossible:
            odd.append(IMPOSSIBLE_TRAVEL)
    return (spot, row.corrected_ms), odd
