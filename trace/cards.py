"""Public cards: what anybody may read of a product, its origin, its merchant or a permit, every version of it.

Each version is an event with the SHA-256 of the card's text, so that nobody can change it in silence: the reader's
browser hashes the text it was given and looks for that in the record (DESIGN section 2, Life of a thing).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

import orjson
from sqlalchemy import BigInteger, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import canon, ledger
from trace.errors import Forbidden, Malformed
from trace.heads import own
from trace.identity.thing import class_of
from trace.ledger import Draft
from trace.stages import Stamp, build
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime
from trace.words import Evidence, Stage

KINDS = ("product", "origin", "merchant", "permit")
LONGEST = 16_384

Content = Mapping[str, object]


class BadCard(Malformed):
    """A card of a kind that there is not, empty, or too long."""

    code = "bad-card"


class NotYourCard(Forbidden):
    """A card of something that belongs to another party."""

    code = "not-your-card"


class Card(Record):
    """One version of a card: its canonical text, whose hash stands in the entry."""

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("subject", "kind", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    # A product's name, or that of a place or party.
    subject: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text, index=True)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    published_at: Mapped[datetime] = mapped_column(UTCTime)


def text_of(kind: str, content: Content) -> str:
    """The canonical text of a card, or why it is none."""
    if kind not in KINDS:
        raise BadCard(f"{kind[:40]!r} is not a kind of card: expected one of {', '.join(KINDS)}")
    raw = canon.checked(dict(content))
    if not content or len(raw) > LONGEST:
        raise BadCard(f"this {kind} card has {len(raw)} bytes: expected something, in at most {LONGEST}")
    return raw.decode()


def publish(
    session: Session, actor: Actor, contents: Mapping[str, Mapping[str, Content]], now: datetime
) -> dict[tuple[str, str], Card]:
    """Publish cards by subject and kind; one that says what its newest version says already is left as it is.

    The first card of a product or place makes whoever publishes it the owner; later ones are the owner's alone. The
    record is appended to once in a transaction, so all that is new comes in one call.
    """
    texts = {
        (subject, kind): text_of(kind, content) for subject, of in contents.items() for kind, content in of.items()
    }
    heads = ledger.lock(session, set(contents))
    for subject in contents:
        if class_of(subject) is not None:
            raise BadCard(f"{subject} is a lot or one piece: a card is about a product, a place or a party")
        # The name that we gave a party is that party's from the beginning, whoever mentions it first.
        stranger = "/id/party/" in subject and subject != actor.uri
        if stranger or own(heads[subject], heads, actor, Evidence.PARTY).owner_id != actor.id:
            raise NotYourCard(f"{subject} belongs to another party, which alone publishes cards of it")
    found = {(subject, kind): newest(session, subject, kind) for subject, kind in texts}
    fresh = [(key, text) for key, text in texts.items() if (card := found[key]) is None or card.text != text]
    receipts = ledger.append(session, [_draft(actor, *key, text, now) for key, text in fresh], now)
    for ((subject, kind), text), receipt in zip(fresh, receipts, strict=True):
        before = found[subject, kind]
        made = Card(
            subject=subject, kind=kind, version=before.version + 1 if before else 1, text=text,
            sha256=_hex(text), entry_id=receipt.entry_id, published_at=now,
        )  # fmt: skip
        found[subject, kind] = made
        session.add(made)
    session.flush()
    return {key: card for key, card in found.items() if card is not None}


def read(card: Card) -> dict[str, object]:
    """What a card says."""
    found: dict[str, object] = orjson.loads(card.text)
    return found


def newest(session: Session, subject: str, kind: str) -> Card | None:
    """The version that holds now."""
    found = select(Card).where(Card.subject == subject, Card.kind == kind).order_by(Card.version.desc()).limit(1)
    return session.scalars(found).first()


def versions(session: Session, subject: str, kind: str) -> list[Card]:
    """Every version there was, the first one first."""
    found = select(Card).where(Card.subject == subject, Card.kind == kind).order_by(Card.version)
    return list(session.scalars(found))


def _hex(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _draft(actor: Actor, subject: str, kind: str, text: str, now: datetime) -> Draft:
    # An id of its own for each version: one that goes back to an earlier text is a new version and no repetition.
    stamp = Stamp(now, event_id=f"urn:uuid:{uuid.uuid4()}")
    deed = build(Stage.CARD, subject, stamp, facts={"card": _hex(text), "cardKind": kind})
    return Draft(deed.event, actor, Evidence.PARTY)
