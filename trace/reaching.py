"""The job that says on every active item of a product that it is on sale now, or off it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from trace import activation, codes, jobs
from trace.codes import State
from trace.jobs import Job
from trace.listings import Listing
from trace.products import Level, Product


def begin(session: Session, product: Product, listing: Listing, now: datetime) -> Job | None:
    """The job, where the product is traced by item and any are active."""
    if product.level != Level.ITEM:
        return None
    batches = codes.of(session, product.merchant_id, product.id)
    items = sum(activation.left(session, batch, (State.ACTIVE,)) for batch in batches)
    return jobs.begin(session, product.merchant_id, "reach", listing.id, items, now) if items else None
