"""Whether the places of scans can be: distances by geopy, and the doubts that a distance leaves. Pure.

A distance alone convicts nobody: it is kept beside the scan for whoever judges.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from geopy.distance import distance

Datum = Literal["WGS-84", "GCJ-02", "unknown"]
# GCJ-02 read as WGS-84 lies some 530 m off in Tonghua; where two datums may differ, so much says nothing.
DATUM_METRES = 700
# No parcel goes faster than a train of 350 km/h, and below 5 km positions from cell towers jump.
FASTEST_KMH = 350
NEAR_METRES = 5_000


class Spot(NamedTuple):
    """Where a phone said it was: millionths of a degree, and the metres that it may be off."""

    lat: int
    lon: int
    accuracy: int
    datum: Datum = "WGS-84"


class Area(NamedTuple):
    """A division by its middle and the radius of a circle around all of it, in metres."""

    lat: int
    lon: int
    radius: int
    datum: Datum = "unknown"


class Travel(NamedTuple):
    """From one scan of a device to the next: at least so many metres in so many seconds."""

    metres: int
    seconds: int

    @property
    def impossible(self) -> bool:
        """Whether nothing on land gets there in that time."""
        return self.metres > NEAR_METRES and self.metres * 3.6 > FASTEST_KMH * max(self.seconds, 1)


def travel(before: Spot, after: Spot, milliseconds: int) -> Travel:
    """What lies between two scans, with every doubt taken off."""
    metres = _metres(before, after) - before.accuracy - after.accuracy - _doubt(before.datum, after.datum)
    return Travel(max(metres, 0), abs(milliseconds) // 1000)


def outside(spot: Spot, area: Area) -> int:
    """How many metres at least a scan was made outside of an area; 0 where it may have been inside."""
    return max(_metres(spot, area) - area.radius - spot.accuracy - _doubt(spot.datum, area.datum), 0)


def _doubt(one: Datum, other: Datum) -> int:
    return 0 if one == other != "unknown" else DATUM_METRES


def _metres(one: Spot | Area, other: Spot | Area) -> int:
    ends = [(end.lat / 1e6, end.lon / 1e6) for end in (one, other)]
    return int(distance(*ends).m)
