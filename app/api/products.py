"""/api/v1/products: what a merchant sells, and the public card of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from app.access.roles import Scope
from app.api import pages
from app.api.asking import at, wrong
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.shapes import Body, Created, Line, Page, Paging, Shown
from app.db import after_close
from app.tasks import nudge
from trace import cards, listings, parties, products, profiles
from trace.cards import BadCard, Card, NotYourCard
from trace.identity.gtin import BadGtin
from trace.identity.own import BadOwnName
from trace.products import BadProduct, Level, NoSuchProduct, Product, ProductTaken
from trace.profiles import BadPermit

Category = Literal["food", "ginseng", "medicine", "fruit", "rice", "wine", "juice", "craft", "other"]
Link = Annotated[str, Meta(min_length=8, max_length=200, pattern="^https?://", description="https://...")]
DrugCode = Annotated[str, Meta(max_length=24, description="The 20 digits of a medicine's package, or the first 7.")]
GtinText = Annotated[str, Meta(min_length=8, max_length=20, examples=["09520123456788"])]


class Saying(Body, frozen=True, kw_only=True):
    """What the public card says; each saying is a new version in the record, and what is left out is said no longer."""

    brand: Line | None = None
    net: Annotated[str, Meta(max_length=200, description="Net contents, such as 500 g.")] | None = None
    place: Annotated[str, Meta(max_length=200, description="Where it comes from.")] | None = None
    made_on: date | None = None
    best_before: date | None = None
    maker: Annotated[str, Meta(max_length=200, description="Who makes it, where that is somebody else.")] | None = None
    storage: Annotated[str, Meta(max_length=200, description="How it is to be kept.")] | None = None
    drug_code: DrugCode | None = None
    permit: Annotated[str, Meta(max_length=200, description="The number of the licence to make it.")] | None = None
    permit_link: Link | None = None


class NewProduct(Body, frozen=True, kw_only=True):
    """A product under its GTIN, or under a code of its merchant's own."""

    name: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S", examples=["集安生晒参 50 g"])]
    category: Category
    level: Annotated[Level, Meta(description="What is traced: each item, each lot, or the parcel from the sale on.")]
    gtin: GtinText | None = None
    code: Annotated[str, Meta(min_length=1, max_length=40, examples=["SHENG-50"])] | None = None
    card: Saying = Saying()


class Description(Body, frozen=True, kw_only=True):
    """The name and the card anew; number, category and level stay."""

    name: Line
    card: Saying = Saying()


class Number(Body, frozen=True, kw_only=True):
    """The GTIN that a product with a code of its own got."""

    gtin: GtinText


class Listed(Shown, frozen=True, kw_only=True):
    """Since when it is on sale, at which price in fen, at which address of the shop."""

    since: datetime
    price_fen: int | None
    url: str | None


class CardShown(Shown, frozen=True, kw_only=True):
    """The newest version of what the public card says."""

    brand: str | None
    net: str | None
    place: str | None
    made_on: str | None
    best_before: str | None
    maker: str | None
    storage: str | None
    drug_code: str | None
    permit: str | None
    permit_link: str | None


class ProductShown(Shown, frozen=True, kw_only=True):
    """A product. `uri` is its name in the record; `gtinUri` that of the number it was given later."""

    id: int
    uri: str
    gtin_uri: str | None
    name: str
    category: str
    level: str
    card: CardShown
    listing: Listed | None
    created_at: datetime


# Member of the card here -> card of the record and its member.
_CARDS = {
    "brand": ("product", "brand"),
    "net": ("product", "net"),
    "place": ("origin", "place"),
    "made_on": ("origin", "made"),
    "best_before": ("origin", "best_before"),
    "maker": ("product", "maker"),
    "storage": ("product", "storage"),
    "drug_code": ("product", "drug_code"),
    "permit": ("permit", "permit"),
    "permit_link": ("permit", "link"),
}


@serves("GET", "/products", Scope.PRODUCTS_READ)
def listed(ask: Ask, query: Paging) -> Page[ProductShown]:
    """The products, the newest first."""
    mine = select(Product).where(Product.merchant_id == ask.party_id)
    page = pages.rows(ask.session, ask.party_id, query, mine, Product.id)
    return pages.shown(page, shown(ask.session, page.items))


@serves(
    "POST",
    "/products",
    Scope.PRODUCTS_WRITE,
    raises=(BadProduct, BadGtin, BadOwnName, ProductTaken, NotYourCard, BadCard, BadPermit),
)
def register(ask: Ask, body: NewProduct) -> Created[ProductShown]:
    """Register a product with its public card.

    The very same product again is answered with 200 and changes nothing.
    """
    said = _said(body.card, body.category)
    if (body.gtin is None) == (body.code is None):
        raise wrong("/gtin", "a product has a GTIN or a code of its merchant: expected one of the two")
    with at("/gtin" if body.gtin else "/code"):
        product = products.register(
            ask.session, parties.actor(ask.session, ask.party_id), body.name, body.category, body.level, ask.now,
            gtin=body.gtin, code=body.code, more=said["product"], origin=said["origin"], permit=said["permit"],
        )  # fmt: skip
    after_close(ask.session, nudge)
    return Created(_one(ask.session, product), f"{PREFIX}/products/{product.id}", product.created_at == ask.now)


@serves("GET", "/products/<id:product_id>", Scope.PRODUCTS_READ, raises=(NoSuchProduct,))
def one(ask: Ask, product_id: int) -> ProductShown:
    """One product."""
    return _one(ask.session, mine(ask, product_id))


@serves(
    "PUT",
    "/products/<id:product_id>/card",
    Scope.PRODUCTS_WRITE,
    raises=(NoSuchProduct, BadProduct, NotYourCard, BadCard, BadPermit),
)
def describe(ask: Ask, body: Description, product_id: int) -> ProductShown:
    """Say anew what the public card says; a saying that is the same makes no new version."""
    product = mine(ask, product_id)
    said = _said(body.card, product.category)
    actor = parties.actor(ask.session, ask.party_id)
    with at("/name"):
        products.describe(
            ask.session, actor, product, body.name, ask.now, more=said["product"], origin=said["origin"], permit=said["permit"]
        )  # fmt: skip
    after_close(ask.session, nudge)
    return _one(ask.session, product)


@serves(
    "PUT",
    "/products/<id:product_id>/gtin",
    Scope.PRODUCTS_WRITE,
    raises=(NoSuchProduct, BadProduct, BadGtin, ProductTaken, NotYourCard),
)
def give_gtin(ask: Ask, body: Number, product_id: int) -> ProductShown:
    """A product with a code of its own got a GTIN; labels with the code keep working."""
    product = mine(ask, product_id)
    with at("/gtin"):
        products.give_gtin(ask.session, parties.actor(ask.session, ask.party_id), product, body.gtin, ask.now)
    after_close(ask.session, nudge)
    return _one(ask.session, product)


def mine(ask: Ask, product_id: int) -> Product:
    """A product of whoever asks; another's is not to be found here."""
    found = ask.session.get(Product, product_id)
    if found is None or found.merchant_id != ask.party_id:
        raise NoSuchProduct(f"there is no product {product_id} of yours: expected the id of one that was registered")
    return found


def shown(session: Session, found: Collection[Product]) -> list[ProductShown]:
    """Products as they are answered: two statements, however many there are."""
    open_ = listings.of(session, [one.id for one in found])
    said = _newest(session, [one.uri for one in found])
    return [
        ProductShown(
            id=one.id, uri=one.uri, gtin_uri=one.gtin_uri, name=one.name, category=one.category, level=one.level,
            card=CardShown(**{member: said.get((one.uri, card), {}).get(term) for member, (card, term) in _CARDS.items()}),
            listing=Listed(since=at_.listed_at, price_fen=at_.price, url=at_.url) if (at_ := open_.get(one.id)) else None,
            created_at=one.created_at,
        )
        for one in found
    ]  # fmt: skip


def _one(session: Session, product: Product) -> ProductShown:
    return shown(session, [product])[0]


def _newest(session: Session, uris: Collection[str]) -> dict[tuple[str, str], dict[str, str]]:
    """The newest cards of these products, by name and kind."""
    newest = select(Card.subject, Card.kind, func.max(Card.version)).where(Card.subject.in_(uris))
    keys = newest.group_by(Card.subject, Card.kind)
    found = select(Card).where(tuple_(Card.subject, Card.kind, Card.version).in_(keys))
    return {
        (card.subject, card.kind): {key: str(value) for key, value in cards.read(card).items()}
        for card in session.scalars(found)
    }


def _said(card: Saying, category: str) -> dict[str, dict[str, str]]:
    if card.made_on and card.best_before and card.best_before <= card.made_on:
        raise wrong("/card/bestBefore", f"{card.best_before} is not after {card.made_on}, when it was made")
    said: dict[str, dict[str, str]] = {"product": {}, "origin": {}, "permit": {}}
    for member, (kind, term) in _CARDS.items():
        if (value := getattr(card, member)) is not None and (text := " ".join(str(value).split())):
            said[kind][term] = text
    if "permit" in said["permit"]:
        with at("/card/permit"):
            said["permit"]["permit"] = profiles.permit(category, said["permit"]["permit"])
    if "drug_code" in said["product"]:
        with at("/card/drugCode"):
            said["product"]["drug_code"] = profiles.drug_code(said["product"]["drug_code"])
    return said
