"""Tokens of machines: 256 random bits, of which we keep the SHA-256, so a stolen database opens no door."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.access.roles import SCOPES, Role, Scope
from trace import bulk, parties
from trace.bulk import Reads
from trace.errors import Malformed, Unknown
from trace.moments import to_ms
from trace.store import BigId, Record, UTCTime

# A prefix that scanners for leaked secrets can look for.
PREFIX = "suy_"


class BadGrant(Malformed):
    """A role or a scope that there is not, or one that the role cannot have."""

    code = "bad-grant"


class NoSuchToken(Unknown):
    """No token has this id."""

    code = "no-such-token"


class Token(Record):
    """One token: whose, in which role, for what and until when."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    role: Mapped[str] = mapped_column(Text)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    scopes: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCTime)
    # The day alone, `2026-11-24`: enough to find tokens that nobody uses, and one write a day.
    last_used: Mapped[str | None] = mapped_column(Text)


def create(
    session: Session,
    role: Role,
    party_id: int,
    now: datetime,
    *,
    scopes: Iterable[str] | None = None,
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """A new token and its secret, which is shown this once."""
    allowed = SCOPES[role]
    wanted = allowed if scopes is None else frozenset(scopes)
    if role is Role.PUBLIC or not wanted <= allowed:
        raise BadGrant(
            f"a token of role {role} cannot have {', '.join(sorted(wanted)) or 'no scope'}: "
            f"expected some of {', '.join(sorted(allowed)) or '(everybody may enter public pages without a token)'}"
        )
    parties.get(session, party_id)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        digest=_digest(secret), role=str(role), party_id=party_id, scopes=" ".join(sorted(wanted)), created_at=now
    )
    token.expires_at = expires_at
    session.add(token)
    session.flush()
    return token, secret


class Held(NamedTuple):
    """What a valid token says of whoever brings it."""

    id: int
    role: str
    party_id: int
    scopes: str
    last_used: str | None


def find(session: Reads, secret: str, now: datetime) -> Held | None:
    """The valid token with this secret. Looked up by its hash, so timing tells nothing of the secret."""
    if not secret.startswith(PREFIX):
        return None
    for *held, expires_at, revoked_at in bulk.run(session, _FOUND, (_digest(secret),)):
        if revoked_at is None and (expires_at is None or expires_at > to_ms(now)):
            return Held(*held)
    return None


# Every request of a program asks this, so it goes by the driver.
_FOUND = "SELECT id, role, party_id, scopes, last_used, expires_at, revoked_at FROM token WHERE digest = ?"


def touch(session: Session, token_id: int, day: str) -> None:
    """Remember the day that the token was last used on."""
    session.execute(update(Token).where(Token.id == token_id).values(last_used=day))


def revoke(session: Session, token_id: int, now: datetime) -> None:
    """End a token at once; ending it again changes nothing."""
    token = session.get(Token, token_id)
    if token is None:
        raise NoSuchToken(f"there is no token {token_id}: expected the id of one that was created")
    token.revoked_at = token.revoked_at or now


@lru_cache(maxsize=256)
def scopes_of(scopes: str) -> frozenset[Scope]:
    """What a token may do, of which the scopes are these."""
    return frozenset(Scope(word) for word in scopes.split())


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
