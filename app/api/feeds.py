"""Feeds: who may send tracking data, of which provider, and the secret that proves it; encrypted, for we must compute with it."""

from __future__ import annotations

import os
import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.keys import KeyTrouble
from couriers.feeds import plain
from couriers.feeds.provider import Provider
from trace import keyring, parties
from trace.errors import Malformed, Unknown
from trace.identity.waybill import CARRIER
from trace.parties import Kind
from trace.store import BigId, Record, UTCTime
from trace.words import Evidence

LONGEST_KEY = 200
# Whoever has a contract with an aggregator may have it tell us of their parcels.
SUBSCRIBERS = (Kind.CARRIER, Kind.MERCHANT, Kind.STATION, Kind.PLATFORM, Kind.OPERATOR)


class NoSuchFeed(Unknown):
    """No feed has this id."""

    code = "no-such-feed"


class BadGrantOfFeed(Malformed):
    """A feed for a party that cannot have one of this provider, or with a key or a carrier's code that cannot be."""

    code = "bad-feed-grant"


class FeedSecret(Record):
    """One feed. `carrier` is the one carrier's code that it may speak of; null: any that the provider names."""

    __tablename__ = "feed_secret"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    provider: Mapped[str] = mapped_column(Text)
    carrier: Mapped[str | None] = mapped_column(Text)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a delivery is checked with."""

    id: int
    party_id: int
    carrier: str | None
    secret: str


def create(
    session: Session,
    provider: Provider,
    party_id: int,
    now: datetime,
    *,
    key: str | None = None,
    carrier: str | None = None,
) -> Feed:
    """A new feed; its secret is the `key` that the provider gave, or one made here."""
    kind = parties.get(session, party_id).kind
    allowed = (Kind.CARRIER, Kind.PLATFORM) if provider.name == plain.PROVIDER.name else SUBSCRIBERS
    if kind not in allowed:
        raise BadGrantOfFeed(f"a {kind} has no feed of {provider.name}: expected a party that is {', '.join(allowed)}")
    if carrier is not None and (provider is not plain.PROVIDER or not CARRIER.fullmatch(carrier)):
        raise BadGrantOfFeed(
            f"{carrier[:40]!r} cannot be the carrier of this feed: expected a code like yto, of a plain feed"
        )
    secret = _key(provider, key)
    feed = FeedSecret(party_id=party_id, provider=provider.name, carrier=carrier, secret=b"", created_at=now)
    session.add(feed)
    session.flush()
    feed.secret = keyring.of(session).encrypt(secret, os.urandom(32), _about(feed.id))
    session.flush()
    return Feed(feed.id, party_id, carrier, secret)


def find(session: Session, feed_id: int, provider: str) -> Feed | None:
    """The feed of this id, if it is one of this provider and has not been ended."""
    found = session.get(FeedSecret, feed_id)
    if found is None or found.provider != provider or found.ended_at is not None:
        return None
    try:
        secret = keyring.of(session).decrypt(found.secret, _about(found.id))
    except InvalidTag:
        raise KeyTrouble(
            f"the secret of feed {feed_id} is not of this data key: put back the key of the backup"
        ) from None
    return Feed(found.id, found.party_id, found.carrier, secret)


def end(session: Session, feed_id: int, now: datetime) -> None:
    """End a feed at once; ending it again changes nothing."""
    if (found := session.get(FeedSecret, feed_id)) is None:
        raise NoSuchFeed(f"there is no feed {feed_id}: expected the id of one that was created")
    found.ended_at = found.ended_at or now


def evidence(provider: str, kind: str) -> Evidence:
    """Who vouches for what comes: a firm for its own data, an aggregator for what it passes on."""
    return Evidence.CARRIER if provider == plain.PROVIDER.name and kind == Kind.CARRIER else Evidence.AGGREGATOR


def _key(provider: Provider, given: str | None) -> str:
    if not provider.gives_key:
        if given is not None:
            raise BadGrantOfFeed(f"the secret of a feed of {provider.name} is made here: leave the key out")
        # 32 bytes: Standard Webhooks asks for 24 to 64. 快递100 takes any text for its salt.
        return (
            plain.PREFIX + b64encode(os.urandom(32)).decode() if provider is plain.PROVIDER else secrets.token_hex(16)
        )
    if given is None or not 0 < len(given) <= LONGEST_KEY or not given.isprintable():
        raise BadGrantOfFeed(f"{provider.name} gives the key itself: expected it, 1 to {LONGEST_KEY} characters")
    return given


def _about(feed_id: int) -> str:
    return f"feed/{feed_id}"
