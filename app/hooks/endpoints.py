"""Endpoints of parties: an address, the kinds of news that are wanted there, and the secret that signs them."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app import outgoing
from app.hooks.kinds import OFFERED, Kind
from trace import keyring
from trace.errors import Conflict, Malformed, Unknown
from trace.store import BigId, Record, UTCTime

MOST = 10
LONGEST_URL = 500
# While a receiver is being told a new secret, the old one signs beside it.
OVERLAP = timedelta(hours=24)


class BadEndpoint(Malformed):
    """An address to which nothing is sent, or a kind of news that there is not."""

    code = "bad-endpoint"


class TooManyEndpoints(Conflict):
    """The party has as many endpoints as it may."""

    code = "too-many-endpoints"


class NoSuchEndpoint(Unknown):
    """No endpoint of this party has this number."""

    code = "no-such-endpoint"


class Endpoint(Record):
    """One endpoint. `resting_until`: it did not answer just now. `gone_at`: it has answered 410 and wants nothing more."""

    __tablename__ = "webhook_endpoint"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    kinds: Mapped[str] = mapped_column(Text)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    former: Mapped[bytes | None] = mapped_column(LargeBinary)
    former_until: Mapped[datetime | None] = mapped_column(UTCTime)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime, index=True)
    gone_at: Mapped[datetime | None] = mapped_column(UTCTime)
    resting_until: Mapped[datetime | None] = mapped_column(UTCTime)

    def wants(self) -> list[Kind]:
        """The kinds of news that are sent there."""
        return [Kind(one) for one in self.kinds.split()]


def add(
    session: Session, party_id: int, url: str, kinds: Collection[str], now: datetime, *, private: bool
) -> tuple[Endpoint, str]:
    """A new endpoint and its secret, which is shown this once. `private` allows http:// and private networks."""
    many = select(func.count()).where(Endpoint.party_id == party_id, Endpoint.ended_at.is_(None))
    if (session.scalar(many) or 0) >= MOST:
        raise TooManyEndpoints(f"you have {MOST} endpoints already: end one before you add another")
    found = Endpoint(party_id=party_id, url=_url(url, private=private), kinds=_kinds(kinds), secret=b"", created_at=now)
    session.add(found)
    session.flush()
    return found, _renew(session, found)


def change(session: Session, found: Endpoint, url: str, kinds: Collection[str], *, private: bool) -> None:
    """Another address, or other kinds; an old 410 is forgiven."""
    found.url, found.kinds = _url(url, private=private), _kinds(kinds)
    found.gone_at = found.resting_until = None
    session.flush()


def renew_secret(session: Session, found: Endpoint, now: datetime) -> str:
    """A new secret, shown this once; for a day the old one signs beside it."""
    found.former, found.former_until = found.secret, now + OVERLAP
    return _renew(session, found)


def end(session: Session, found: Endpoint, now: datetime) -> None:
    """Nothing more is sent there."""
    found.ended_at = found.ended_at or now
    session.flush()


def get(session: Session, party_id: int, endpoint_id: int) -> Endpoint:
    """An endpoint of this party."""
    found = session.get(Endpoint, endpoint_id)
    if found is None or found.party_id != party_id or found.ended_at is not None:
        raise NoSuchEndpoint(f"there is no endpoint {endpoint_id} of yours: expected the number of one that was added")
    return found


def of(session: Session, party_id: int) -> list[Endpoint]:
    """A party's endpoints, the oldest first."""
    found = select(Endpoint).where(Endpoint.party_id == party_id, Endpoint.ended_at.is_(None))
    return list(session.scalars(found.order_by(Endpoint.id)))


def keys(session: Session, found: Endpoint, now: datetime) -> list[bytes]:
    """What signs for it now, the newest first."""
    sealed = [found.secret]
    if found.former is not None and found.former_until is not None and found.former_until > now:
        sealed.append(found.former)
    return [outgoing.secret(keyring.of(session).decrypt(one, _about(found.id))) for one in sealed]


def _renew(session: Session, found: Endpoint) -> str:
    secret = outgoing.PREFIX + b64encode(os.urandom(32)).decode()
    found.secret = keyring.of(session).encrypt(secret, os.urandom(32), _about(found.id))
    session.flush()
    return secret


def _url(url: str, *, private: bool) -> str:
    parts = urlsplit(url) if url.isascii() and url.isprintable() and " " not in url else None
    schemes = ("https", "http") if private else ("https",)
    try:
        right = parts is not None and parts.scheme in schemes and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        right = False
    if not right or parts is None or parts.username is not None or parts.fragment or len(url) > LONGEST_URL:
        raise BadEndpoint(
            f"{url[:60]!r} is not an address for webhooks: expected {schemes[0]}://, a host in ASCII without a user, "
            f"no #, at most {LONGEST_URL} characters",
            what="url",
        )
    return url


def _kinds(kinds: Collection[str]) -> str:
    wanted = sorted(set(kinds))
    if not wanted or not set(wanted) <= {str(one) for one in OFFERED}:
        raise BadEndpoint(
            f"{', '.join(wanted)[:60] or 'nothing'} cannot be subscribed to: expected {', '.join(OFFERED)}",
            what="kinds",
        )
    return " ".join(wanted)


def _about(endpoint_id: int) -> str:
    return f"endpoint/{endpoint_id}"
