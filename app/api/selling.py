"""/api/v1/products/{id}/listing: put on sale, taken off."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app import jobs as work
from app.access.roles import Scope
from app.api.asking import at
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.jobs import address
from app.api.products import mine
from app.api.shapes import Body, Created, Shown
from app.db import after_close
from app.tasks import nudge
from trace import listings, parties, reaching
from trace.listings import AlreadyListed, BadListing, Listing, NotListed
from trace.papers import NotVerified
from trace.products import NoSuchProduct, Product


class NewListing(Body, frozen=True, kw_only=True):
    """At which price in fen, and at which address of the shop; either may be left out."""

    price_fen: Annotated[int, Meta(ge=1, le=listings.MOST_FEN, examples=[16800])] | None = None
    url: Annotated[str, Meta(min_length=8, max_length=listings.LONGEST_URL)] | None = None


class ListingShown(Shown, frozen=True, kw_only=True):
    """A listing; `job` tells each single item of it, where there are any."""

    product: int
    price_fen: int | None
    url: str | None
    listed_at: datetime
    delisted_at: datetime | None
    job: str | None


@serves(
    "POST",
    "/products/<id:product_id>/listing",
    Scope.PRODUCTS_WRITE,
    raises=(NoSuchProduct, NotVerified, BadListing, AlreadyListed),
)
def put_on(ask: Ask, body: NewListing, product_id: int) -> Created[ListingShown]:
    """Put a product on sale, with everything that is traced of it.

    Only a merchant whose licence somebody has verified may do so.
    """
    product, actor = mine(ask, product_id), parties.actor(ask.session, ask.party_id)
    with at("/url" if body.url else "/priceFen"):
        listing = listings.put_on(ask.session, actor, product, ask.now, price=body.price_fen, url=body.url)
    return Created(_reached(ask, product, listing), f"{PREFIX}/products/{product_id}")


@serves("DELETE", "/products/<id:product_id>/listing", Scope.PRODUCTS_WRITE, raises=(NoSuchProduct, NotListed))
def take_off(ask: Ask, product_id: int) -> ListingShown:
    """Take a product off sale."""
    product, actor = mine(ask, product_id), parties.actor(ask.session, ask.party_id)
    return _reached(ask, product, listings.take_off(ask.session, actor, product, ask.now))


def _reached(ask: Ask, product: Product, listing: Listing) -> ListingShown:
    job = reaching.begin(ask.session, product, listing, ask.now)
    after_close(ask.session, nudge)
    after_close(ask.session, work.wake)
    return ListingShown(
        product=product.id, price_fen=listing.price, url=listing.url, listed_at=listing.listed_at,
        delisted_at=listing.delisted_at, job=address(job.id) if job else None,
    )  # fmt: skip
