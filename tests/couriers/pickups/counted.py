"""Pick-ups counted from the rows of an export alone, with nothing of ours: what the chain must say too."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from statistics import median

# Mean radius of the Earth in metres (IUGG), which the description of the data counts with.
RADIUS = 6_371_008.8
HEAD = (
    "order_id,region_id,city,courier_id,accept_time,time_window_start,time_window_end,lng,lat,aoi_id,aoi_type,pickup_time,"
    "pickup_gps_time,pickup_gps_lng,pickup_gps_lat,accept_gps_time,accept_gps_lng,accept_gps_lat,ds"
)


def read(folder: Path) -> list[dict[str, str]]:
    """The rows of every file."""
    found = []
    for file in sorted(folder.glob("pickup_*.csv.gz")):
        with gzip.open(file, "rt", newline="") as opened:
            found += list(csv.DictReader(opened))
    return found


def metres(row: dict[str, str]) -> float:
    """From the phone to the customer, by the haversine formula."""
    names = ("lat", "lng", "pickup_gps_lat", "pickup_gps_lng")
    lat, lon, north, east = (radians(float(row[name])) for name in names)
    half = sin((north - lat) / 2) ** 2 + cos(lat) * cos(north) * sin((east - lon) / 2) ** 2
    return 2 * RADIUS * asin(sqrt(half))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2022-{text}")


def couriers(rows: list[dict[str, str]]) -> dict[str, dict[str, float]]:
    """The figures of each courier."""
    mine = defaultdict(list)
    for row in rows:
        mine[f"{row['city']}/{row['courier_id']}"].append(row)
    return {
        who: {
            "pickups": len(some),
            "late": sum(moment(row["pickup_time"]) > moment(row["time_window_end"]) for row in some),
            "early": sum(moment(row["pickup_time"]) < moment(row["time_window_start"]) for row in some),
            "gps_missing": sum(row["pickup_gps_lat"] == "" for row in some),
            "gps_over_500m": sum(row["pickup_gps_lat"] != "" and metres(row) > 500 for row in some),
            "median_minutes": median(
                (moment(row["pickup_time"]) - moment(row["accept_time"])).total_seconds() / 60 for row in some
            ),
        }
        for who, some in mine.items()
    }
