"""All rooms of the door, behind one blueprint."""

from __future__ import annotations

from app.merchant import bench, coding, evening, parcelling, registering, shelf, today, works
from app.merchant.door import bp

__all__ = ["bench", "bp", "coding", "evening", "parcelling", "registering", "shelf", "today", "works"]
