"""The form of a product: its number, how it is traced, and what its public card says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.merchant.forms import Form, Read
from app.texts import N_, _
from trace import cards, products, profiles
from trace.identity import own
from trace.identity.gtin import Gtin
from trace.products import Level, Product
from trace.standing import Actor

# What rules and profiles may later hang on; the pages show the word.
CATEGORIES = {
    "food": N_("food"),
    "ginseng": N_("ginseng"),
    "medicine": N_("medicine"),
    "fruit": N_("fruit and vegetables"),
    "rice": N_("grain and rice"),
    "wine": N_("wine"),
    "juice": N_("drinks"),
    "craft": N_("crafts"),
    "other": N_("other goods"),
}
LEVELS = {
    Level.ITEM: N_("piece by piece, each with a code of its own"),
    Level.LOT: N_("lot by lot"),
    Level.PARCEL: N_("parcel by parcel, from the sale on"),
}
# Fields as the pages call them.
FIELDS = {
    "net": N_("contents"),
    "place": N_("origin"),
    "maker": N_("who made it"),
    "storage": N_("how to keep it"),
    "permit": N_("permit number"),
    "drug_code": N_("drug's code"),
}
# Field of the form -> card and field of the card.
_CARDS = {
    "brand": ("product", "brand"),
    "net": ("product", "net"),
    "maker": ("product", "maker"),
    "storage": ("product", "storage"),
    "drug_code": ("product", "drug_code"),
    "place": ("origin", "place"),
    "made": ("origin", "made"),
    "best_before": ("origin", "best_before"),
    "permit": ("permit", "permit"),
    "permit_link": ("permit", "link"),
}


@dataclass(frozen=True, slots=True)
class Goods:
    """A product as the form describes it; `said` is by card what it says."""

    name: str
    category: str
    level: str
    gtin: str | None
    code: str | None
    said: Mapping[str, Mapping[str, str]]


def read(form: Form, *, new: bool, category: str = "") -> tuple[Goods, dict[str, str]]:
    """The form, and what is wrong with it by field; number, category and level can be said for a new one only."""
    reading = Read(form)
    name = reading.text("name", products.LONGEST_NAME, needed=True)
    category = reading.one_of("category", tuple(CATEGORIES)) if new else category
    level = reading.one_of("level", tuple(LEVELS)) if new else ""
    gtin, code = form.get("gtin", "").strip(), form.get("code", "").strip()
    if new and gtin:
        number = reading.known("gtin", Gtin.parse)
        if number is not None and number.restricted:
            reading.wrong["gtin"] = _(
                "This number is given out within a shop and is not unique: use a code of your own."
            )
    elif new and code:
        reading.known("code", own.product)
    elif new:
        reading.wrong["code"] = _("Give either the barcode number, or a code of your own.")
    said: dict[str, dict[str, str]] = {"product": {}, "origin": {}, "permit": {}}
    for field, (card, term) in _CARDS.items():
        if text := reading.text(field):
            said[card][term] = text
    made, best = reading.day("made"), reading.day("best_before")
    if made and best and best <= made:
        reading.wrong["best_before"] = _("That is not after the day it was made.")
    if permit := reading.known("permit", lambda text: profiles.permit(category, text)):
        said["permit"]["permit"] = permit
    if code_of_drug := reading.known("drug_code", profiles.drug_code):
        said["product"]["drug_code"] = code_of_drug
    link = said["permit"].get("link", "")
    if link and not link.startswith(("https://", "http://")):
        reading.wrong["permit_link"] = _("The address of the office's page begins with https://")
    return Goods(name, category, level, gtin or None, None if gtin else code or None, said), reading.wrong


def register(session: Session, merchant: Actor, goods: Goods, now: datetime) -> Product:
    """A new product."""
    return products.register(
        session, merchant, goods.name, goods.category, goods.level, now, gtin=goods.gtin, code=goods.code,
        more=goods.said["product"], origin=goods.said["origin"], permit=goods.said["permit"],
    )  # fmt: skip


def describe(session: Session, merchant: Actor, product: Product, goods: Goods, now: datetime) -> Product:
    """Say it anew of a product that there is."""
    return products.describe(
        session, merchant, product, goods.name, now, more=goods.said["product"], origin=goods.said["origin"],
        permit=goods.said["permit"],
    )  # fmt: skip


def form_of(session: Session, product: Product) -> dict[str, str]:
    """The form as the newest cards would fill it in."""
    newest = {kind: cards.newest(session, product.uri, kind) for kind in ("product", "origin", "permit")}
    said = {kind: cards.read(card) if card else {} for kind, card in newest.items()}
    return {"name": product.name} | {field: str(said[card].get(term, "")) for field, (card, term) in _CARDS.items()}


def missing(category: str, said: Mapping[str, str]) -> list[str]:
    """What goods of this kind should say, and the form does not, in words."""
    of_cards: dict[str, dict[str, str]] = {"product": {}, "origin": {}, "permit": {}}
    for field, (card, term) in _CARDS.items():
        of_cards[card][term] = said.get(field, "")
    return [_(FIELDS[field]) for field in profiles.missing(category, of_cards)]
