"""What a process keeps of each kind of goods, until its product or merchant says something new.

Thousands of pages show the same product, merchant and public cards. One look at the newest entries of both tells whether
what was read once still holds.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import reading as read_state
from trace import bulk, history, parties, products, proof
from trace.bulk import Reads
from trace.cards import Card
from trace.history import Entry
from trace.identity import thing
from trace.parties import Party
from trace.products import Product

MOST = 2_048
# What the record does not tell, such as whether a licence was checked, is looked at again after so long.
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Facts:
    """A product, who stands behind it, the newest card of each kind with its entry, and the lives that this was read of."""

    product: Product | None
    merchant: Party | None
    cards: Mapping[str, Card]
    published: tuple[Entry, ...]
    made_of: Mapping[str, int]
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    def hold(self, heads: Mapping[str, int]) -> bool:
        """Whether nothing was recorded since of what this was read of."""
        return self.until > time.monotonic() and all(heads.get(uri, 0) == n for uri, n in self.made_of.items())


def kept(session: Reads, uri: str) -> Facts | None:
    """What was read of the class of this thing, to be held against the heads of `made_of`."""
    shelf: dict[str, Facts] = session.info.setdefault("facts", {})
    return shelf.get(thing.class_of(uri) or uri)


def read(session: Reads, uri: str) -> Facts:
    """What there is now; kept for the next reader once all of it is in the log."""
    with state(session) as opened:
        found = _read(opened, uri)
    if all(one.index is not None for one in found.published):
        shelf: dict[str, Facts] = session.info.setdefault("facts", {})
        if len(shelf) >= MOST:
            shelf.clear()
        proof.keep(found.published)
        shelf[thing.class_of(uri) or uri] = found
    return found


def newest_cards(session: Session, subjects: list[str]) -> dict[str, Card]:
    """The newest card of each kind."""
    found = session.scalars(select(Card).where(Card.subject.in_(subjects)).order_by(Card.version))
    return {card.kind: card for card in found}


@contextmanager
def state(session: Reads) -> Iterator[Session]:
    """A session for what is read through the ORM."""
    if isinstance(session, Session):
        yield session
    else:
        with read_state() as opened:
            yield opened


def _read(session: Session, uri: str) -> Facts:
    product = products.find(session, uri)
    subjects = [thing.class_of(uri) or uri]
    merchant, cards = None, dict[str, Card]()
    if product is not None:
        by = parties.uri(session, product.merchant_id)
        cards = newest_cards(session, [product.uri, by])
        merchant = parties.get(session, product.merchant_id)
        subjects += [product.uri, by]
    heads: dict[str, int] = dict(bulk.select_in(session, "SELECT uri, n FROM thing WHERE uri", subjects, "text"))
    published = history.opened(session, {card.entry_id: card.subject for card in cards.values()})
    return Facts(product, merchant, cards, tuple(published), {uri: heads.get(uri, 0) for uri in subjects})
