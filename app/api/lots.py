"""/api/v1/products/{id}/lots and /api/v1/lots: what was made together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import Scope
from app.api import pages
from app.api.asking import at
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.products import mine
from app.api.shapes import Body, Created, Page, Paging, Shown
from app.db import after_close
from app.tasks import nudge
from couriers import divisions
from couriers.recalls import Recall
from trace import listings, parties, production, telling
from trace.event import County
from trace.identity.lot import BadLot
from trace.production import BadMaking, Lot, LotTaken, NoSuchLot
from trace.products import NoSuchProduct

LotNumber = Annotated[str, Meta(min_length=1, max_length=20, examples=["20261101A"])]


class NewLot(Body, frozen=True, kw_only=True):
    """A lot as it was made."""

    number: LotNumber
    pieces: Annotated[int, Meta(ge=1, le=production.MOST_PIECES)] | None = None
    made_on: date | None = None
    best_before: date | None = None


class LotShown(Shown, frozen=True, kw_only=True):
    """A lot. `closedAt` is when it was taken off sale or recalled; nothing of it is sold from then on."""

    id: int
    product: int
    number: str
    uri: str
    pieces: int | None
    made_on: str | None
    best_before: str | None
    recall: int | None
    created_at: datetime
    closed_at: datetime | None


@serves("GET", "/products/<id:product_id>/lots", Scope.PRODUCTS_READ, raises=(NoSuchProduct,))
def listed(ask: Ask, query: Paging, product_id: int) -> Page[LotShown]:
    """The lots of a product, the newest first."""
    found = select(Lot).where(Lot.product_id == mine(ask, product_id).id)
    page = pages.rows(ask.session, ask.party_id, query, found, Lot.id)
    return pages.shown(page, shown(ask.session, page.items))


@serves(
    "POST", "/products/<id:product_id>/lots", Scope.PRODUCTS_WRITE, raises=(NoSuchProduct, BadLot, BadMaking, LotTaken)
)
def make(ask: Ask, body: NewLot, product_id: int) -> Created[LotShown]:
    """A lot was made.

    Where the product is traced by lot and on sale, the lot is on sale with it. The very same lot again is answered with 200.
    """
    product = mine(ask, product_id)
    with at("/bestBefore" if body.best_before and body.made_on and body.best_before <= body.made_on else "/number"):
        lot = listings.make_lot(
            ask.session, parties.actor(ask.session, ask.party_id), product, body.number, ask.now,
            telling.stamp(ask.now, place(ask)), pieces=body.pieces, made_on=body.made_on, best_before=body.best_before,
        )  # fmt: skip
    after_close(ask.session, nudge)
    return Created(shown(ask.session, [lot])[0], f"{PREFIX}/lots/{lot.id}", lot.created_at == ask.now)


@serves("GET", "/lots/<id:lot_id>", Scope.PRODUCTS_READ, raises=(NoSuchLot,))
def one(ask: Ask, lot_id: int) -> LotShown:
    """One lot."""
    return shown(ask.session, [production.get(ask.session, ask.party_id, lot_id)])[0]


def place(ask: Ask) -> County | None:
    """The county of whoever asks, as its events name it."""
    return divisions.county(ask.session, parties.get(ask.session, ask.party_id).division)


def shown(session: Session, found: Collection[Lot]) -> list[LotShown]:
    """Lots as they are answered, with one look for all their recalls."""
    ids = select(Recall.lot_id, Recall.id).where(Recall.lot_id.in_([one.id for one in found]))
    recalls = dict(session.execute(ids).all())
    return [
        LotShown(
            id=one.id, product=one.product_id, number=one.number, uri=one.uri, pieces=one.pieces, made_on=one.made_on,
            best_before=one.best_before, recall=recalls.get(one.id), created_at=one.created_at, closed_at=one.closed_at,
        )
        for one in found
    ]  # fmt: skip
