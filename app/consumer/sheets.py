"""The sheets of a thing's page: what it is, where it is from, what permits it, who stands behind it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from app.consumer import phrases as p
from app.consumer.pages import Card, Fact, filled
from app.consumer.reading import Opened
from app.consumer.words import Words
from trace import profiles
from trace.cards import Card as Published


def cards(words: Words, opened: Opened) -> Iterator[Card]:
    goods = [*_from_card(words, opened, "product", ("brand", "net", "maker", "storage")), *_traced(words, opened)]
    if opened.product is not None:
        named = _from_card(words, opened, "product", ("name",))
        yield Card(words.t(p.ABOUT_GOODS), (*named, *goods, *_codes(words, opened), *_lots(words, opened)))
    if origin := tuple(_from_card(words, opened, "origin", ("place", "made", "best_before"))):
        yield Card(words.t(p.ABOUT_ORIGIN), origin)
    if permit := tuple(_permit(words, opened)):
        yield Card(words.t(p.ABOUT_PERMIT), permit)
    if opened.merchant is not None:
        yield Card(words.t(p.ABOUT_MERCHANT), tuple(_merchant(words, opened)))


def _from_card(words: Words, opened: Opened, kind: str, fields: tuple[str, ...]) -> Iterator[Fact]:
    """The lines of a public card, each with the card that proves it."""
    card: Published | None = opened.cards.get(kind)
    said = opened.said(kind)
    for field in fields:
        if card is not None and isinstance(value := said.get(field), str):
            yield Fact(words.t(p.TERMS[p.FIELDS[field]]), value, card=card.sha256, field=field)


def _permit(words: Words, opened: Opened) -> Iterator[Fact]:
    """The permit with the office's page about it, a drug's own code, and what goods of this kind should say and do not."""
    yield from _from_card(words, opened, "permit", ("permit", "of"))
    link = opened.said("permit").get("link")
    if isinstance(link, str) and link.startswith(("https://", "http://")):
        yield Fact(words.t(p.TERMS["office"]), link.split("/")[2], href=link)
    yield from _from_card(words, opened, "product", ("drug_code",))
    if opened.product is not None:
        said = {kind: opened.said(kind) for kind in opened.cards}
        wanting = [words.t(p.TERMS[p.FIELDS[field]]) for field in profiles.missing(opened.product.category, said)]
        if wanting:
            yield Fact(words.t(p.NOT_SAID), words.script["join"].join(wanting))


def _traced(words: Words, opened: Opened) -> Iterator[Fact]:
    if opened.product is not None:
        yield Fact(words.t(p.TERMS["traced"]), words.t(p.TRACED[opened.product.level]))


def _codes(words: Words, opened: Opened) -> Iterator[Fact]:
    product = opened.product
    assert product is not None
    if "/01/" in product.uri:
        yield Fact(words.t(p.TERMS["gtin"]), code(product.uri).lstrip("0"), code=True)
    else:
        yield Fact(words.t(p.TERMS["code"]), code(product.uri), small=words.t(p.OWN_CODE), code=True)


def _lots(words: Words, opened: Opened) -> Iterator[Fact]:
    """The lot that the record names, which has a page where something is recorded of it."""
    for number, uri in opened.lots.items():
        yield Fact(words.t(p.TERMS["lot"]), number, href=path(uri) if uri else "", code=True)


def _merchant(words: Words, opened: Opened) -> Iterator[Fact]:
    party = opened.merchant
    assert party is not None
    # Whether the licence was looked at is what this service says, and not what the merchant publishes.
    checked = words.t(p.UNVERIFIED)
    if party.verified_at is not None:
        checked = filled(words, p.VERIFIED, date=words.day_only({"eventTime": party.verified_at.isoformat()}))
    yield Fact(words.t(p.TERMS["merchant"]), party.name, href=f"/m/{party.id}", small=checked)
    yield from _from_card(words, opened, "merchant", ("licence", "uscc", "address"))


def code(uri: str) -> str:
    """The last part of a name, as people read it."""
    return unquote(uri.rstrip("/").rsplit("/", 1)[-1])


def path(uri: str) -> str:
    """Where we serve the page of a thing: the path of its name."""
    return "/" + uri.split("/", 3)[3]
