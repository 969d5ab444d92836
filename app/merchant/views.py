"""All rooms of the door, behind one blueprint."""

from __future__ import annotations

from app.merchant import registering
from app.merchant.door import bp

__all__ = ["bp", "registering"]
