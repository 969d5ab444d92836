"""Every resource of the door, behind one blueprint."""

from __future__ import annotations

from app.api import (
    answers,
    codes,
    coverage,
    files,
    jobs,
    links,
    lots,
    orders,
    parcels,
    products,
    recalls,
    returns,
    selling,
    webhooks,
)
from app.api.door import bp

__all__ = [
    "answers",
    "bp",
    "codes",
    "coverage",
    "files",
    "jobs",
    "links",
    "lots",
    "orders",
    "parcels",
    "products",
    "recalls",
    "returns",
    "selling",
    "webhooks",
]
