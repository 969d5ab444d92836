"""What is on sale: a product with all that is traced of it, put on and taken off by its verified merchant."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Text, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk, codes, goods, ledger, papers, production, telling
from trace.codes import CodeBatch, State
from trace.errors import Conflict, Malformed
from trace.production import Lot
from trace.products import Level, Product
from trace.stages import Deed, Stamp
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime

MOST_FEN = 10_000_000_00
LONGEST_URL = 500


class BadListing(Malformed):
    """A listing with a price or an address that cannot be."""

    code = "bad-listing"


class AlreadyListed(Conflict):
    """The product is on sale already."""

    code = "already-listed"


class NotListed(Conflict):
    """The product is not on sale."""

    code = "not-listed"


class Listing(Record):
    """A product on sale from when to when, at which price in fen and at which address of the shop."""

    __tablename__ = "listing"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("product.id"), index=True)
    price: Mapped[int | None] = mapped_column(BigInteger)
    url: Mapped[str | None] = mapped_column(Text)
    listed_at: Mapped[datetime] = mapped_column(UTCTime)
    delisted_at: Mapped[datetime | None] = mapped_column(UTCTime)


def put_on(
    session: Session, merchant: Actor, product: Product, now: datetime, *, price: int | None, url: str | None
) -> Listing:
    """Put a product on sale: its class and its lots at once, its items by `reach` in steps."""
    papers.require_verified(session, merchant.id, now)
    if price is not None and not 0 < price <= MOST_FEN:
        raise BadListing(f"a price of {price} fen: expected 1 to {MOST_FEN}, or none")
    if url is not None and not (
        url.startswith(("https://", "http://")) and len(url) <= LONGEST_URL and url.isprintable()
    ):
        raise BadListing(
            f"{url[:60]!r} is not the address of a shop's page: expected https:// and at most {LONGEST_URL}"
        )
    name = product.gtin_uri or product.uri
    ledger.lock(session, {name})
    if open_of(session, product.id) is not None:
        raise AlreadyListed(f"{product.name} is on sale already: take it off first to change price or address")
    listing = Listing(product_id=product.id, price=price, url=url, listed_at=now)
    session.add(listing)
    session.flush()
    things = [name, *_lots(session, product)]
    deeds = [said(listing, [one], telling.stamp(now)) for one in things]
    ledger.append(session, [telling.draft(deed, merchant) for deed in deeds], now)
    return listing


def take_off(session: Session, merchant: Actor, product: Product, now: datetime, reason: str | None = None) -> Listing:
    """Take a product off sale; its items follow by `reach`."""
    name = product.gtin_uri or product.uri
    ledger.lock(session, {name})
    listing = open_of(session, product.id)
    if listing is None:
        raise NotListed(f"{product.name} is not on sale")
    listing.delisted_at = now
    things = [name, *_lots(session, product)]
    deeds = [goods.delisted(one, telling.stamp(now), reason=reason) for one in things]
    ledger.append(session, [telling.draft(deed, merchant) for deed in deeds], now)
    return listing


def make_lot(
    session: Session,
    merchant: Actor,
    product: Product,
    number: str,
    now: datetime,
    stamp: Stamp,
    *,
    pieces: int | None = None,
    made_on: date | None = None,
    best_before: date | None = None,
) -> Lot:
    """A new lot; where the product is traced by lot and on sale, the lot is on sale with it."""
    lot, made = production.begun(
        session, merchant, product, number, now, stamp, pieces=pieces, made_on=made_on, best_before=best_before
    )
    listing = open_of(session, product.id)
    deeds = [] if made is None else [made]
    if made is not None and listing is not None and product.level == Level.LOT:
        deeds.append(said(listing, [lot.uri], telling.stamp(now)))
    ledger.append(session, [telling.draft(deed, merchant) for deed in deeds], now)
    return lot


def reach(session: Session, merchant: Actor, listing: Listing, now: datetime, most: int) -> int:
    """Say of the next items that they are on sale, or off it, as the listing is; how many that were."""
    off = listing.delisted_at is not None
    among = codes.code.c.listing_id == listing.id if off else or_(
        codes.code.c.listing_id.is_(None), codes.code.c.listing_id != listing.id
    )  # fmt: skip
    rows = session.execute(
        select(CodeBatch.stem, codes.code.c.serial)
        .join(CodeBatch, CodeBatch.id == codes.code.c.batch_id)
        .where(CodeBatch.product_id == listing.product_id, codes.code.c.state == State.ACTIVE, among)
        .order_by(codes.code.c.batch_id, codes.code.c.at).limit(most)
    ).all()  # fmt: skip
    items = [stem + serial for stem, serial in rows]
    drafts = []
    for at in range(0, len(items), telling.TOGETHER):
        some = items[at : at + telling.TOGETHER]
        deed = goods.delisted(some, telling.stamp(now)) if off else said(listing, some, telling.stamp(now))
        drafts.append(telling.draft(deed, merchant))
    ledger.append(session, drafts, now)
    mark(session, items, None if off else listing.id)
    return len(items)


def said(listing: Listing, things: list[str], stamp: Stamp) -> Deed:
    """That these are on sale as the listing says."""
    return goods.listed(things, stamp, price=listing.price, url=listing.url)


def mark(session: Session, items: Collection[str], listing_id: int | None) -> None:
    """Note under which listing these items are on sale."""
    kept = [uri.rsplit("/", 1)[-1] for uri in items]
    for at in range(0, len(kept), bulk.CHUNK):
        among = codes.code.c.serial.in_(kept[at : at + bulk.CHUNK])
        session.execute(update(codes.code).where(among).values(listing_id=listing_id))


def open_of(session: Session, product_id: int) -> Listing | None:
    """The listing under which a product is on sale now."""
    found = select(Listing).where(Listing.product_id == product_id, Listing.delisted_at.is_(None))
    return session.scalars(found.order_by(Listing.id.desc()).limit(1)).first()


def of(session: Session, product_ids: Collection[int]) -> dict[int, Listing]:
    """The open listings of these products."""
    found = select(Listing).where(Listing.product_id.in_(product_ids), Listing.delisted_at.is_(None))
    return {one.product_id: one for one in session.scalars(found)}


def _lots(session: Session, product: Product) -> list[str]:
    if product.level != Level.LOT:
        return []
    return [one.uri for one in production.of(session, product.id) if one.closed_at is None]
