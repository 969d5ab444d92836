"""Photos of products: each is named by the SHA-256 of its bytes, which stands in the product's public card.

So nobody can put another picture in its place: the card is an entry in the record. A photo that is taken off is gone for good,
and only its hash is left in the older versions of the card.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import cards, ledger, pictures
from trace.errors import Conflict, Unknown
from trace.products import Product
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime

MOST = 6


class TooManyPhotos(Conflict):
    """A product that has as many photos as its page shows, or this one already."""

    code = "too-many-photos"


class NoSuchPhoto(Unknown):
    """No product shows this photo."""

    code = "no-such-photo"


class Photo(Record):
    """One photo of one product; several products may show the same picture."""

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("product.id"), index=True)
    digest: Mapped[str] = mapped_column(Text, index=True)
    width: Mapped[int] = mapped_column(BigInteger)
    height: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(UTCTime)


def add(session: Session, merchant: Actor, product: Product, data: bytes, now: datetime) -> Photo:
    """Another photo for the page of a product: a new version of its card names it."""
    clean, width, height = pictures.cleaned(data)
    digest = sha256(clean).hexdigest()
    ledger.lock(session, {product.uri})
    mine = of(session, product.id)
    if len(mine) >= MOST or digest in {one.digest for one in mine}:
        raise TooManyPhotos(f"a product has at most {MOST} photos, each once: take one off first")
    photo = Photo(product_id=product.id, digest=digest, width=width, height=height, data=clean, added_at=now)
    session.add(photo)
    session.flush()
    _publish(session, merchant, product, [*(one.digest for one in mine), digest], now)
    return photo


def take_off(session: Session, merchant: Actor, product: Product, digest: str, now: datetime) -> None:
    """The page shows it no more, and its bytes are gone."""
    ledger.lock(session, {product.uri})
    left = [one.digest for one in of(session, product.id) if one.digest != digest]
    gone = session.execute(delete(Photo).where(Photo.product_id == product.id, Photo.digest == digest))
    if not getattr(gone, "rowcount", 0):
        raise NoSuchPhoto("this product has no such photo")
    _publish(session, merchant, product, left, now)


def of(session: Session, product_id: int) -> list[Photo]:
    """The photos of a product, the first one first."""
    return list(session.scalars(select(Photo).where(Photo.product_id == product_id).order_by(Photo.id)))


def sizes(session: Session, digests: Collection[str]) -> dict[str, tuple[int, int]]:
    """Width and height of those of these photos that are there."""
    rows = session.execute(select(Photo.digest, Photo.width, Photo.height).where(Photo.digest.in_(digests)))
    return {digest: (width, height) for digest, width, height in rows}


def data(session: Session, digest: str) -> bytes:
    """The JPEG with this hash."""
    found = session.scalars(select(Photo.data).where(Photo.digest == digest).limit(1)).first()
    if found is None:
        raise NoSuchPhoto("no product shows this photo: it may have been taken off")
    return found


def _publish(session: Session, merchant: Actor, product: Product, digests: Sequence[str], now: datetime) -> None:
    newest = cards.newest(session, product.uri, "product")
    said: dict[str, object] = dict(cards.read(newest)) if newest else {"name": product.name}
    said["photos"] = list(digests)
    cards.publish(session, merchant, {product.uri: {"product": said}}, now)
