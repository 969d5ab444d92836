"""All rooms of the door, behind one blueprint."""

from __future__ import annotations

from app.merchant import coding, registering, shelf, today, works
from app.merchant.door import bp

__all__ = ["bp", "coding", "registering", "shelf", "today", "works"]
