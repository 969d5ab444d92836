"""Accounts of people who log in to a console."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.access.roles import Role
from trace import parties
from trace.errors import Conflict, Malformed
from trace.store import BigId, Record, UTCTime

SHORTEST = 12


class BadLogin(Malformed):
    """A login name or a password that cannot be used."""

    code = "bad-login"


class LoginTaken(Conflict):
    """Somebody else has this login name."""

    code = "login-taken"


class Account(Record):
    """One person's way into the consoles, for one party."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    password: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCTime)


@cache
def _hasher() -> PasswordHasher:
    # RFC 9106 section 4, second recommendation: 64 MiB, three passes.
    return PasswordHasher()


def create(session: Session, login: str, password: str, role: Role, party_id: int, now: datetime) -> Account:
    """A new account; login names are compared without case."""
    name = login.strip().lower()
    if not 0 < len(name) <= 100:
        raise BadLogin(f"a login name has {len(name)} characters: expected 1 to 100")
    if len(password) < SHORTEST:
        raise BadLogin(f"the password has {len(password)} characters: expected at least {SHORTEST}")
    if role is Role.PUBLIC:
        raise BadLogin("nobody logs in as the public: expected another role")
    parties.get(session, party_id)
    if session.scalars(select(Account.id).where(Account.login == name)).first() is not None:
        raise LoginTaken(f"the login name {name!r} is taken: choose another")
    account = Account(login=name, role=str(role), party_id=party_id, created_at=now)
    account.password = _hasher().hash(password)
    session.add(account)
    session.flush()
    return account


def check(session: Session, login: str, password: str) -> Account | None:
    """The account with this login name and password; an unknown name takes as long as a wrong password."""
    account = session.scalars(select(Account).where(Account.login == login.strip().lower())).one_or_none()
    try:
        _hasher().verify(account.password if account else _decoy(), password)
    except (VerificationError, InvalidHashError):
        return None
    return account


@cache
def _decoy() -> str:
    return _hasher().hash("nobody has this password")


def any_administrator(session: Session) -> Account | None:
    """The first account of the operator, which `flask init` makes."""
    return session.scalars(select(Account).where(Account.role == Role.OPERATOR).order_by(Account.id).limit(1)).first()
