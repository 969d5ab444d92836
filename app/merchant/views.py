"""All rooms of the door, behind one blueprint."""

from __future__ import annotations

from app.merchant import (
    answers,
    bench,
    cases,
    coding,
    evening,
    machines,
    making,
    parcelling,
    photographing,
    recalling,
    registering,
    returning,
    shelf,
    today,
    works,
)
from app.merchant.door import bp

__all__ = [
    "answers",
    "bench",
    "bp",
    "cases",
    "coding",
    "evening",
    "machines",
    "making",
    "parcelling",
    "photographing",
    "recalling",
    "registering",
    "returning",
    "shelf",
    "today",
    "works",
]
