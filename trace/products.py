"""Products and who sells them: how each is named and traced, and its public card."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import cards, keyring, ledger
from trace.cards import Content
from trace.errors import Conflict, Malformed, Unknown
from trace.identity import own, thing
from trace.identity.gtin import Gtin
from trace.identity.link import STEM
from trace.profiles import DRUG_DIGITS
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime

LONGEST_NAME = 200
# What of a product's card is not rewritten with the rest: it never changes, or (photos) in another way.
_FIXED = frozenset({"category", "level", "merchant", "marking", "gtin", "code", "photos"})


class Level(StrEnum):
    """What a product is traced by, the merchant's choice."""

    ITEM = "item"
    LOT = "lot"
    PARCEL = "parcel"


class BadProduct(Malformed):
    """A product without a name, with no number or two, or traced by what there is not."""

    code = "bad-product"


class ProductTaken(Conflict):
    """The number or code is another product's."""

    code = "product-taken"


class NoSuchProduct(Unknown):
    """No product is registered under this name."""

    code = "no-such-product"


class Product(Record):
    """One product of one merchant. `gtin_uri` is the number that one with a code of its own was given later."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uri: Mapped[str] = mapped_column(Text, unique=True)
    gtin_uri: Mapped[str | None] = mapped_column(Text, unique=True)
    merchant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    name: Mapped[str] = mapped_column(Text, index=True)
    category: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    # The seven digits that name a drug and its package outside (trace/profiles.py); other sellers may have the same drug.
    drug_code: Mapped[str | None] = mapped_column(Text, index=True)
    created_at: Mapped[datetime] = mapped_column(UTCTime)


def register(
    session: Session,
    merchant: Actor,
    name: str,
    category: str,
    level: str,
    now: datetime,
    *,
    gtin: str | None = None,
    code: str | None = None,
    more: Content | None = None,
    origin: Content | None = None,
    permit: Content | None = None,
) -> Product:
    """A new product under its GTIN or its merchant's own `code`, with its public card (`more` adds to it), origin and permit.

    Its card is the first event of its class, so that its merchant owns the class and all that will bear its number.
    """
    if level not in set(Level):
        raise BadProduct(f"{level[:40]!r} is not what a product is traced by: expected one of {', '.join(Level)}")
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadProduct(f"a product's name has {len(name)} characters: expected 1 to {LONGEST_NAME}")
    uri = _uri(session, gtin, code)
    card = {
        **(more or {}),
        "name": name.strip(),
        "category": category,
        "level": level,
        "merchant": merchant.uri,
        "marking": "own" if gtin is None else "gtin",
    }
    ledger.lock(session, {uri})
    if (found := find(session, uri)) is not None:
        if (found.merchant_id, found.name, found.category, found.level) != (merchant.id, name.strip(), category, level):
            raise _taken(uri)
        return found
    said = {"product": card, "origin": origin, "permit": permit}
    cards.publish(session, merchant, {uri: {kind: one for kind, one in said.items() if one}}, now)
    product = Product(
        uri=uri, merchant_id=merchant.id, name=name.strip(), category=category, level=level, created_at=now,
        drug_code=_drug_code(card),
    )  # fmt: skip
    session.add(product)
    session.flush()
    return product


def describe(
    session: Session,
    merchant: Actor,
    product: Product,
    name: str,
    now: datetime,
    *,
    more: Content,
    origin: Content | None = None,
    permit: Content | None = None,
) -> Product:
    """Publish new versions of what is said of a product; its number, its merchant and how it is traced stay."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadProduct(f"a product's name has {len(name)} characters: expected 1 to {LONGEST_NAME}")
    newest = cards.newest(session, product.uri, "product")
    kept = {key: value for key, value in (cards.read(newest) if newest else {}).items() if key in _FIXED}
    said = {"product": kept | dict(more) | {"name": name.strip()}, "origin": origin, "permit": permit}
    cards.publish(session, merchant, {product.uri: {kind: one for kind, one in said.items() if one}}, now)
    product.name, product.drug_code = name.strip(), _drug_code(said["product"] or {})
    session.flush()
    return product


def give_gtin(session: Session, merchant: Actor, product: Product, gtin: str, now: datetime) -> Product:
    """The product with a code of its own got a GTIN: labels with the code keep working, new ones bear the number.

    A new version of its card names the number, and the number's first card names the code.
    """
    uri = _uri(session, gtin, None)
    ledger.lock(session, {uri, product.uri})
    session.refresh(product)
    if product.uri.startswith(STEM):
        raise ProductTaken(f"{product.name} has a GTIN already: {product.uri}")
    if product.gtin_uri == uri:
        return product
    if product.gtin_uri is not None:
        raise ProductTaken(f"{product.name} has a GTIN already: {product.gtin_uri}")
    if find(session, uri) is not None:
        raise _taken(uri)
    newest = cards.newest(session, product.uri, "product")
    said = cards.read(newest) if newest else {"name": product.name}
    contents = {
        product.uri: {"product": said | {"gtin": uri}},
        uri: {"product": said | {"marking": "gtin", "code": product.uri}},
    }
    cards.publish(session, merchant, contents, now)
    product.gtin_uri = uri
    session.flush()
    return product


def find(session: Session, uri: str) -> Product | None:
    """The product that `uri` names, or of which it names a lot or an item; old and new number alike."""
    name = thing.class_of(uri) or uri
    return session.scalars(select(Product).where(or_(Product.uri == name, Product.gtin_uri == name))).first()


def get(session: Session, uri: str) -> Product:
    """The same, or a refusal."""
    if (found := find(session, uri)) is None:
        raise NoSuchProduct(f"no product is registered under {uri}")
    return found


def by_drug_code(session: Session, digits: str) -> Product | None:
    """The product whose package bears a drug's code that begins like this; the one that was registered first."""
    found = select(Product).where(Product.drug_code == digits[:DRUG_DIGITS]).order_by(Product.id).limit(1)
    return session.scalars(found).first()


def of(session: Session, merchant_id: int) -> list[Product]:
    """A merchant's products, by name."""
    found = select(Product).where(Product.merchant_id == merchant_id).order_by(Product.name, Product.id)
    return list(session.scalars(found))


def _drug_code(card: Content) -> str | None:
    said = card.get("drug_code")
    return said if isinstance(said, str) else None


def _uri(session: Session, gtin: str | None, code: str | None) -> str:
    if (gtin is None) == (code is None):
        raise BadProduct("a product has a GTIN or a code of its merchant: expected one of the two")
    if code is not None:
        return own.product(code).uri(keyring.of(session).origin)
    number = Gtin.parse(gtin or "")
    if number.restricted:
        raise BadProduct(
            f"{number.short} is given out within a shop or a region and is not unique: register a code of your own instead"
        )
    return f"{STEM}/01/{number.gtin14}"


def _taken(uri: str) -> ProductTaken:
    return ProductTaken(f"{uri} is another product already: look whether it is yours, or choose another code", uri=uri)
