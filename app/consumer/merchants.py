"""The public page of a merchant: who it is, whether anybody has looked at its licence, what it sells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from app.consumer import phrases as p
from app.consumer.pages import Card, Fact, MerchantPage, Row, filled, sentence
from app.consumer.sheets import path
from app.consumer.words import Words
from couriers import coverage
from trace import cards, papers, parties, products
from trace.parties import Kind, NoSuchParty, Party

FIELDS = ("licence", "uscc", "address")


def merchant_page(session: Session, words: Words, party_id: int, banner: str, now: datetime) -> MerchantPage:
    """The page of a merchant; other parties have none."""
    party = parties.get(session, party_id)
    if party.kind != Kind.MERCHANT:
        raise NoSuchParty(f"there is no merchant {party_id}: expected the id of a registered one")
    published = cards.newest(session, parties.uri(session, party_id), "merchant")
    said = cards.read(published) if published else {}
    facts = [Fact(words.t(p.TERMS["merchant"]), party.name)]
    facts += [
        Fact(words.t(p.TERMS[p.FIELDS[name]]), text) for name in FIELDS if isinstance(text := said.get(name), str)
    ]
    return MerchantPage(
        sentence=sentence(words, p.MERCHANT_SAYS, name=party.name),
        explain=_checked(session, words, party),
        title=party.name,
        banner=words.t(banner) if banner else "",
        cards=(Card(words.t(p.ABOUT_MERCHANT), tuple(facts)), *_coverage(session, words, party.id, now)),
        products=tuple(
            Row(one.name, path(one.uri), words.t(p.TRACED[one.level])) for one in products.of(session, party_id)
        ),
    )


def _coverage(session: Session, words: Words, party_id: int, now: datetime) -> Iterator[Card]:
    """How much of what it sells can be traced; nothing for whoever has not begun."""
    found = coverage.of(session, party_id, now)
    facts = []
    if found.orders:
        said = filled(words, p.ORDERS_WHOLE, whole=f"{found.whole:,}", orders=f"{found.orders:,}")
        facts.append(Fact(words.t(p.ORDERS), said))
    if found.printed:
        counts = (found.printed, found.active, found.sold, found.unaccounted)
        facts += [Fact(words.t(term), f"{count:,}") for term, count in zip(p.CODES, counts, strict=True)]
    if facts:
        yield Card(words.t(p.COVERAGE), tuple(facts))


def _checked(session: Session, words: Words, party: Party) -> str:
    """Whether somebody has looked at the licence, who, when, and until when that holds."""
    if party.verified_at is None:
        return words.t(p.UNVERIFIED)
    found = papers.verified(session, party.id)
    if found is None or found.decider_id is None or found.due_on is None:
        return filled(words, p.VERIFIED, date=_day(words, party.verified_at.isoformat()))
    by = parties.get(session, found.decider_id).name
    return filled(
        words, p.VERIFIED_BY, by=by, date=_day(words, party.verified_at.isoformat()), due=_day(words, found.due_on)
    )


def _day(words: Words, text: str) -> str:
    return words.day_only({"eventTime": text})
