"""Every view of the door, and OPTIONS on each path once all are named."""

from __future__ import annotations

from app.epcis import capture, events, queries, resources, subscribing
from app.epcis.door import bp, discover

__all__ = ["bp", "capture", "events", "queries", "resources", "subscribing"]

discover()
