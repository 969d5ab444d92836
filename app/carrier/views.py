"""All rooms of the door, behind one blueprint."""

from __future__ import annotations

from app.carrier import cases, couriers, day, stays, waiting
from app.carrier.door import bp

__all__ = ["bp", "cases", "couriers", "day", "stays", "waiting"]
