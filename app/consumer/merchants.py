"""The public page of a merchant: who it is, whether anybody has looked at its licence, what it sells."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.consumer import phrases as p
from app.consumer.pages import Card, Fact, MerchantPage, Row, filled, sentence
from app.consumer.things import path
from app.consumer.words import Words
from trace import cards, parties, products
from trace.parties import Kind, NoSuchParty

FIELDS = ("licence", "uscc", "address")


def merchant_page(session: Session, words: Words, party_id: int, banner: str) -> MerchantPage:
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
    checked = words.t(p.UNVERIFIED)
    if party.verified_at is not None:
        checked = filled(words, p.VERIFIED, date=words.day_only({"eventTime": party.verified_at.isoformat()}))
    return MerchantPage(
        sentence=sentence(words, p.MERCHANT_SAYS, name=party.name),
        explain=checked,
        title=party.name,
        banner=words.t(banner) if banner else "",
        cards=(Card(words.t(p.ABOUT_MERCHANT), tuple(facts)),),
        products=tuple(
            Row(one.name, path(one.uri), words.t(p.TRACED[one.level])) for one in products.of(session, party_id)
        ),
    )
