"""What an export's shop sells and who sells it, published as by everybody else: products with their cards, merchants with theirs.

The same as trace/products.register and trace/cards.publish do one by one, for tens of thousands of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import insert
from sqlalchemy.orm import Session

from trace import bulk, cards, ledger
from trace.cards import Card
from trace.identity.link import STEM
from trace.imports.chains import Cast, offset
from trace.imports.names import gtin13
from trace.imports.orders import Export, Named
from trace.imports.profile import Profile
from trace.ledger import Draft
from trace.products import Level, Product
from trace.stages import Stamp, build
from trace.standing import Actor
from trace.words import Evidence, Stage


@dataclass(frozen=True, slots=True)
class Sheet:
    """A card to be published: of whom or what, by whom, and for a product its name and category."""

    actor: Actor
    subject: str
    kind: str
    text: str
    product: tuple[str, str] | None = None


def missing(session: Session, profile: Profile, export: Export, cast: Cast) -> list[Sheet]:
    """The cards that no earlier import has published; a product's comes before anything bears its number."""
    sheets = [*_merchants(profile, export, cast), *_products(profile, export, cast)]
    statement = "SELECT subject FROM card WHERE version = 1 AND kind IN ('merchant', 'product') AND subject"
    there = {subject for (subject,) in bulk.select_in(session, statement, [one.subject for one in sheets], "text")}
    return [sheet for sheet in sheets if sheet.subject not in there]


def publish(session: Session, sheets: Sequence[Sheet], export: Export, cast: Cast, now: datetime) -> int:
    """Publish new cards, and register the products among what they are about; how many there were."""
    receipts = ledger.append(session, [_draft(sheet, export, cast, now) for sheet in sheets], now)
    published = [
        {
            "subject": sheet.subject, "kind": sheet.kind, "version": 1, "text": sheet.text, "sha256": _hex(sheet.text),
            "entry_id": receipt.entry_id, "published_at": now,
        }
        for sheet, receipt in zip(sheets, receipts, strict=True)
    ]  # fmt: skip
    registered = [
        {
            "uri": sheet.subject, "merchant_id": sheet.actor.id, "name": sheet.product[0],
            "category": sheet.product[1], "level": Level.ITEM.value, "created_at": now,
        }
        for sheet in sheets if sheet.product
    ]  # fmt: skip
    for model, rows in ((Card, published), (Product, registered)):
        if rows:
            session.execute(insert(model), rows)
    return len(sheets)


def _merchants(profile: Profile, export: Export, cast: Cast) -> Iterator[Sheet]:
    yield Sheet(cast.shop, cast.shop.uri, "merchant", cards.text_of("merchant", {"name": profile.shop}))
    for ref, actor in cast.merchants.items():
        one = export.merchants[ref]
        address = {"address": one.place.spelled} if one.place else {}
        text = cards.text_of("merchant", {"name": merchant_name(profile, one), **address})
        yield Sheet(actor, actor.uri, "merchant", text)


def _products(profile: Profile, export: Export, cast: Cast) -> Iterator[Sheet]:
    for (merchant, ref), number in cast.offers.items():
        actor, one = cast.merchants[merchant], export.products[ref]
        name = product_name(profile, one)
        content = {
            "name": name, "category": one.category, "level": Level.ITEM.value, "merchant": actor.uri, "marking": "gtin",
        }  # fmt: skip
        text = cards.text_of("product", content)
        yield Sheet(actor, f"{STEM}/01/0{gtin13(number)}", "product", text, (name, one.category))


def merchant_name(profile: Profile, merchant: Named) -> str:
    """What a merchant is called: as the export calls it, else by its shop and id."""
    return merchant.name or f"{profile.shop} {merchant.id[:12]}"


def product_name(profile: Profile, product: Named) -> str:
    """What a product is called: as the export calls it, else by its category, else by its id."""
    return product.name or product.category or f"{profile.shop} {product.id[:12]}"


def _draft(sheet: Sheet, export: Export, cast: Cast, now: datetime) -> Draft:
    stamp = Stamp(
        now, event_id=cast.secret.event_id("card", sheet.kind, sheet.subject), offset=offset(now, export.zone)
    )
    deed = build(Stage.CARD, sheet.subject, stamp, facts={"card": _hex(sheet.text), "cardKind": sheet.kind})
    return Draft(deed.event, sheet.actor, Evidence.IMPORT)


def _hex(text: str) -> str:
    return sha256(text.encode()).hexdigest()
