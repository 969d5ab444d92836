"""Every resource of the door, behind one blueprint."""

from __future__ import annotations

from app.api import (
    answers,
    cases,
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
    "cases",
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
