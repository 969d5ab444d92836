"""What a reader may open of a thing, out of one consistent state of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.consumer.openings import Opening
from app.consumer.timeline import Seen
from couriers import parcels
from trace import bulk, history, keyring, parties, products, proof
from trace.cards import Card
from trace.errors import Forbidden
from trace.history import Entry, Life, NoSuchThing
from trace.identity import thing
from trace.identity.thing import Kind
from trace.parties import Party
from trace.products import Product
from trace.words import Stage, Standing

# Who handled it and through which hubs it went needs the code on the parcel's label (DESIGN section 2, Who may see).
CLOSED = frozenset({Stage.HUB_IN, Stage.HUB_OUT, Stage.HANDED_OVER})


class NeedsCode(Forbidden):
    """A parcel found by its printed number alone: all but stage and city needs the code on its label."""

    code = "needs-label-code"


@dataclass(slots=True)
class Opened:
    """A thing as this reader sees it: its life, what its product and merchant have published, and what proves it."""

    uri: str
    kind: Kind
    life: Life
    entries: list[Entry]
    seen: list[Seen]
    whole: bool = True
    product: Product | None = None
    merchant: Party | None = None
    cards: dict[str, Card] = field(default_factory=dict)
    recall: dict[str, Any] | None = None
    # The lots that the item's record names: number -> name, "" where nothing is recorded of the lot itself.
    lots: dict[str, str] = field(default_factory=dict)
    opening: Opening | None = None

    def said(self, kind: str) -> dict[str, Any]:
        """What the newest card of a kind says."""
        found: dict[str, Any] = orjson.loads(self.cards[kind].text) if kind in self.cards else {}
        return found


def read(session: Session, uri: str, token: str | None) -> Opened:
    """Everything that this reader may see of the thing; raises NoSuchThing."""
    kind = thing.kind(uri)
    product = products.find(session, uri) if kind in ("item", "lot", "product") else None
    if kind in ("party", "place"):
        return _known(session, uri, kind, token)
    whole = kind != "parcel" or (token is not None and parcels.opens(session, uri, token))
    life = history.life(session, uri)
    open_life = life if kind == "parcel" and whole else life.without(CLOSED)
    cards = _cards(session, [product.uri, _merchant_uri(session, product)] if product else [])
    published = history.opened(session, {card.entry_id: card.subject for card in cards.values()})
    entries = history.in_order({one.id: one for one in [*published, *open_life.entries]}.values())
    found = Opened(uri, kind, life, entries, list(_seen(life, open_life, entries)), whole, product, None, cards)
    if product is not None:
        found.merchant = parties.get(session, product.merchant_id)
    found.recall = _recall(session, found)
    return found


def file(session: Session, opened: Opened, old: int | None) -> dict[str, Any]:
    """The proof file of what was opened."""
    if not opened.whole:
        raise NeedsCode("this parcel was found by its printed number: scan the code on its label to get the proof")
    texts = {card.sha256: card.text for card in opened.cards.values()}
    return proof.file(session, keyring.of(session), opened.uri, opened.entries, old=old, cards=texts)


def made_of(session: Session, opened: Opened) -> dict[str, int]:
    """Every life that the page shows something of, with how many entries it has: the page holds until one goes on."""
    beside = [card.subject for card in opened.cards.values()]
    if opened.product is not None:
        beside += [opened.product.uri, _merchant_uri(session, opened.product)]
    beside += _lots(opened).values()
    found = bulk.select_in(
        session, "SELECT uri, n FROM thing WHERE uri", set(beside) - opened.life.made_of.keys(), "text"
    )
    return opened.life.made_of | dict(found)


def _known(session: Session, uri: str, kind: Kind, token: str | None) -> Opened:
    """A party or a place, whose life is what it has published of itself."""
    life = history.life(session, uri)
    cards = _cards(session, [uri])
    return Opened(uri, kind, life, life.entries, list(_seen(life, life, life.entries)), cards=cards)


def _merchant_uri(session: Session, product: Product) -> str:
    return parties.uri(session, product.merchant_id)


def _cards(session: Session, subjects: Sequence[str]) -> dict[str, Card]:
    """The newest card of each kind."""
    if not subjects:
        return {}
    found = session.scalars(select(Card).where(Card.subject.in_(subjects)).order_by(Card.version))
    return {card.kind: card for card in found}


def _seen(life: Life, opened: Life, entries: Sequence[Entry]) -> Iterator[Seen]:
    """The life in order, with a closed stop for every position of a parcel's life that is not opened."""
    at = {one.id: place for place, one in enumerate(entries)}
    # When a closed stop happened is shown to nobody; but a late one must not stand for where the thing is now.
    happened = {(touch.thing, touch.n): one.event_ms for one in life.entries for touch in one.touches}
    last: dict[str, int] = {}
    for one in opened.entries:
        for touch in one.touches:
            if touch.thing != life.thing and touch.thing in last:
                yield from _closed(happened, touch.thing, last[touch.thing] + 1, touch.n)
            last[touch.thing] = touch.n
        yield Seen(one.public, at[one.id], one.event_ms)
    for uri, n in life.made_of.items():
        if uri in last and uri != life.thing:
            yield from _closed(happened, uri, last[uri] + 1, n)


def _closed(happened: Mapping[tuple[str, int], int], uri: str, first: int, end: int) -> Iterator[Seen]:
    for n in range(first, end):
        yield Seen(None, at_ms=happened.get((uri, n)), moves=(uri, n) in happened)


def _lots(opened: Opened) -> dict[str, str]:
    """The lots that an item's own record says it is from, by their numbers."""
    numbers = {number for one in opened.seen if one.public and (number := one.public.get("lot"))}
    named = {number: thing.lot_of(opened.uri, number) for number in sorted(numbers) if opened.kind == "item"}
    return {number: uri for number, uri in named.items() if uri is not None}


def _recall(session: Session, opened: Opened) -> dict[str, Any] | None:
    """The public part of the recall of this thing, or of the lot it is from."""
    lives = [opened.life]
    for number, uri in _lots(opened).items():
        opened.lots[number] = ""
        with suppress(NoSuchThing):
            lives.append(history.life(session, uri))
            opened.lots[number] = uri
    recalled = [one.public for life in lives for one in life.entries if one.stage == Stage.RECALLED]
    return next((public for public in recalled if public["standing"] != Standing.OUTSIDER), None)
