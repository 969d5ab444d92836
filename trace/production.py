"""Lots as their merchant made them: number, pieces, when made, how long it keeps."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import goods, keyring, ledger
from trace.errors import Conflict, Malformed, Unknown
from trace.identity import own
from trace.identity.link import STEM, Link
from trace.identity.lot import Lot as Number
from trace.products import Product
from trace.stages import Deed, Stamp
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime

MOST_PIECES = 10_000_000


class LotTaken(Conflict):
    """The product has a lot of this number, made otherwise."""

    code = "lot-taken"


class BadMaking(Malformed):
    """A lot of no pieces, or one that keeps no longer than until it was made."""

    code = "bad-making"


class NoSuchLot(Unknown):
    """No lot of this merchant has this number."""

    code = "no-such-lot"


class Lot(Record):
    """One lot of a product. `pieces` is null where nobody counted; days are written as 2026-11-24."""

    __tablename__ = "lot"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("product.id"), index=True)
    merchant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    number: Mapped[str] = mapped_column(Text)
    uri: Mapped[str] = mapped_column(Text, unique=True)
    pieces: Mapped[int | None] = mapped_column(BigInteger)
    made_on: Mapped[str | None] = mapped_column(Text)
    best_before: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    # Taken off sale, or recalled: nothing of it is sold any more.
    closed_at: Mapped[datetime | None] = mapped_column(UTCTime)

    @property
    def keeps_until(self) -> date | None:
        """The last day it is good."""
        return date.fromisoformat(self.best_before) if self.best_before else None


def begun(
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
) -> tuple[Lot, Deed | None]:
    """The lot, and the deed to be recorded where it is new; the same lot again has none. trace/listings.py appends it."""
    if pieces is not None and not 0 < pieces <= MOST_PIECES:
        raise BadMaking(f"a lot of {pieces} pieces: expected 1 to {MOST_PIECES:,}")
    if made_on and best_before and best_before <= made_on:
        raise BadMaking(f"it was made on {made_on} and keeps until {best_before}: expected a later day")
    uri = uri_of(session, product, number)
    ledger.lock(session, {uri})
    days = (made_on.isoformat() if made_on else None, best_before.isoformat() if best_before else None)
    if (found := session.scalars(select(Lot).where(Lot.uri == uri)).first()) is not None:
        wanted = ((pieces, found.pieces), (days[0], found.made_on), (days[1], found.best_before))
        if any(given is not None and given != stands for given, stands in wanted):
            raise LotTaken(
                f"lot {number} of {product.name} is registered already, made otherwise: choose another number"
            )
        return found, None
    lot = Lot(
        product_id=product.id, merchant_id=merchant.id, number=str(Number.parse(number)), uri=uri, pieces=pieces,
        made_on=days[0], best_before=days[1], created_at=now,
    )  # fmt: skip
    session.add(lot)
    session.flush()
    things = uri if pieces is None else goods.count(uri, pieces)
    return lot, goods.serialised(things, stamp, lot=lot.number, expires=best_before)


def uri_of(session: Session, product: Product, number: str) -> str:
    """The name of a lot of this product, by the number that the product bears now."""
    lot = Number.parse(number)
    name = product.gtin_uri or product.uri
    if name.startswith(STEM):
        return Link("01", name.rsplit("/", 1)[1], (("10", lot.lot),)).canonical
    return own.lot(name.rsplit("/", 1)[1], lot).uri(keyring.of(session).origin)


def get(session: Session, merchant_id: int, lot_id: int) -> Lot:
    """A lot of this merchant."""
    found = session.get(Lot, lot_id)
    if found is None or found.merchant_id != merchant_id:
        raise NoSuchLot(f"there is no lot {lot_id} of yours: expected the number of one that was made")
    return found


def find(session: Session, uri: str) -> Lot | None:
    """The lot of this name."""
    return session.scalars(select(Lot).where(Lot.uri == uri)).first()


def of(session: Session, product_id: int) -> list[Lot]:
    """The lots of a product, the newest first."""
    return list(session.scalars(select(Lot).where(Lot.product_id == product_id).order_by(Lot.id.desc())))


def for_sale(session: Session, product_id: int, today: date) -> Lot | None:
    """The lot that is packed next: the oldest that is neither closed nor out of date."""
    fresh = (one for one in reversed(of(session, product_id)) if one.closed_at is None)
    return next((one for one in fresh if one.keeps_until is None or one.keeps_until >= today), None)
