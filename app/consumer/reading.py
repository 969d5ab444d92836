"""What a reader may open of a thing.

It needs no transaction: lives only grow, and the checkpoint is read behind them. A page that is kept names the lives that
it was made of, so one that was overtaken while it was read is drawn anew for the next reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.consumer import facts, kinship, openings, photographs
from app.consumer.kinship import Ingredient
from app.consumer.timeline import Seen
from couriers import parcels
from trace import history, keyring, log, proof
from trace.bulk import Reads
from trace.cards import Card
from trace.errors import Forbidden
from trace.history import Entry, Life, NoSuchThing
from trace.identity import thing
from trace.identity.thing import Kind
from trace.log import Newest
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
    open_life: Life
    entries: list[Entry]
    whole: bool = True
    seen: list[Seen] = field(default_factory=list)
    product: Product | None = None
    merchant: Party | None = None
    cards: Mapping[str, Card] = field(default_factory=dict)
    recall: dict[str, Any] | None = None
    # The lots that the item's record names: number -> name, "" where nothing is recorded of the lot itself.
    lots: dict[str, str] = field(default_factory=dict)
    # What it was made of, by the record.
    ingredients: tuple[Ingredient, ...] = ()
    # Photos of its kind: hash -> width and height.
    photos: dict[str, tuple[int, int]] = field(default_factory=dict)
    opening: openings.Opened | None = None
    # Every life that this shows something of, with how many entries it has: a page holds until one goes on.
    made_of: dict[str, int] = field(default_factory=dict)
    # The checkpoint that proves it, where it was read along with the rest.
    newest: Newest | None = None

    def said(self, kind: str) -> dict[str, Any]:
        """What the newest card of a kind says."""
        found: dict[str, Any] = orjson.loads(self.cards[kind].text) if kind in self.cards else {}
        return found


def read(session: Reads, uri: str, token: str | None) -> Opened:
    """Everything that this reader may see of the thing; raises NoSuchThing."""
    found = _open(session, uri, token)
    found.seen = list(_seen(found.life, found.open_life, found.entries))
    lives = [found.life, *_lots(session, found)]
    if any(t.role == "output" and t.thing == life.thing for life in lives for one in life.entries for t in one.touches):
        owner = found.product.merchant_id if found.product else None
        found.ingredients, heads = kinship.ingredients(session, [life.thing for life in lives], owner)
        found.made_of |= heads
    found.photos = photographs.sizes(session, found.said("product").get("photos"))
    recalled = [one.public for life in lives for one in life.entries if one.stage == Stage.RECALLED]
    found.recall = next((public for public in recalled if public["standing"] != Standing.OUTSIDER), None)
    return found


def file(session: Reads, opened: Opened, old: int | None) -> bytes:
    """The proof file of what was opened."""
    if not opened.whole:
        raise NeedsCode("this parcel was found by its printed number: scan the code on its label to get the proof")
    texts = {card.sha256: card.text for card in opened.cards.values()}
    keys = keyring.of(session)
    return proof.text(session, keys, opened.uri, opened.entries, old=old, cards=texts, newest=opened.newest)


def file_of(session: Reads, uri: str, token: str | None, old: int | None) -> bytes:
    """The proof file of a thing, for a reader who needs nothing else of it."""
    return file(session, _open(session, uri, token), old)


def _open(session: Reads, uri: str, token: str | None) -> Opened:
    """The life of a thing and what is published of its class, as they are proved."""
    kind = thing.kind(uri)
    whole = kind != "parcel" or (token is not None and _opens(session, uri, token))
    life = history.life(session, uri)
    open_life = life if kind in ("party", "place") or (kind == "parcel" and whole) else life.without(CLOSED)
    found = Opened(uri, kind, life, open_life, open_life.entries, whole)
    if kind in ("item", "lot", "product"):
        known = facts.kept(session, uri)
        # Behind the life: so whatever that holds of the log is within this checkpoint.
        found.newest, heads = log.newest_with(session, known.made_of if known else ())
        if known is None or not known.hold(heads):
            known = facts.read(session, uri)
            found.newest = None
        found.product, found.merchant, found.cards = known.product, known.merchant, known.cards
        found.entries = history.in_order({one.id: one for one in [*known.published, *open_life.entries]}.values())
        found.made_of |= known.made_of
    elif kind in ("party", "place"):
        with facts.state(session) as state:
            found.cards = facts.newest_cards(state, [uri])
    found.made_of |= life.made_of
    return found


def _opens(session: Reads, uri: str, token: str) -> bool:
    with facts.state(session) as state:
        return parcels.opens(state, uri, token)


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


def _lots(session: Reads, opened: Opened) -> Iterator[Life]:
    """The lives of the lots that an item's own record says it is from."""
    numbers = {number for one in opened.seen if one.public and (number := one.public.get("lot"))}
    for number in sorted(numbers):
        if opened.kind == "item" and (uri := thing.lot_of(opened.uri, number)) is not None:
            opened.lots[number], opened.made_of[uri] = "", 0
            with suppress(NoSuchThing):
                life = history.life(session, uri)
                opened.lots[number] = uri
                opened.made_of |= life.made_of
                yield life
