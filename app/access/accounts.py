"""Accounts of people who log in, and for which parties each of them acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import BigInteger, ForeignKey, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.access import attempts
from app.access.roles import Role
from trace import parties
from trace.errors import Conflict, Malformed
from trace.store import BigId, Record, UTCTime

SHORTEST = 12
LONGEST = 200
LOGIN = "login"


class BadLogin(Malformed):
    """A login name or a password that cannot be used."""

    code = "bad-login"


class WrongLogin(Malformed):
    """No account has this login name with this password."""

    code = "wrong-login"


class LoginTaken(Conflict):
    """Somebody else has this login name."""

    code = "login-taken"


class Account(Record):
    """One person's way in. `epoch` rises when every open session of theirs is to end."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    password: Mapped[str] = mapped_column(Text)
    epoch: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UTCTime)


class Membership(Record):
    """In what role somebody acts for a party; an officer also has a division (GB/T 2260)."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "party_id", "role"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    role: Mapped[str] = mapped_column(Text)
    division: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCTime)


@cache
def _hasher() -> PasswordHasher:
    # RFC 9106 section 4, second recommendation: 64 MiB, three passes.
    return PasswordHasher()


def create(session: Session, login: str, password: str, now: datetime) -> Account:
    """A new account, which acts for nobody yet; login names are compared without case."""
    name = login.strip().lower()
    if not 0 < len(name) <= 100:
        raise BadLogin(f"a login name has {len(name)} characters: expected 1 to 100")
    if session.scalars(select(Account.id).where(Account.login == name)).first() is not None:
        raise LoginTaken(f"the login name {name!r} is taken: choose another")
    account = Account(login=name, password=_hashed(password), epoch=0, created_at=now)
    session.add(account)
    session.flush()
    return account


def join(
    session: Session, account: Account, role: Role, party_id: int, now: datetime, *, division: str | None = None
) -> Membership:
    """Let somebody act for a party in a role."""
    if role is Role.PUBLIC:
        raise BadLogin("nobody logs in as the public: expected another role")
    parties.get(session, party_id)
    found = Membership(account_id=account.id, party_id=party_id, role=str(role), division=division, created_at=now)
    session.add(found)
    session.flush()
    return found


def log_in(session: Session, login: str, password: str, now: datetime) -> Account | None:
    """The account, or None for a wrong name or password, which take the same time; raises attempts.Wait.

    None is no exception, so that the failure that was counted is committed.
    """
    name = login.strip().lower()[:LONGEST]
    attempts.check(session, LOGIN, name, now)
    account = session.scalars(select(Account).where(Account.login == name)).one_or_none()
    try:
        _hasher().verify(account.password if account else _decoy(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        attempts.failed(session, LOGIN, name, now)
        return None
    if account is not None:
        attempts.succeeded(session, LOGIN, name)
        if _hasher().check_needs_rehash(account.password):
            account.password = _hasher().hash(password)
    return account


def change_password(session: Session, account: Account, password: str) -> None:
    """A new password; every session that is open under the old one ends."""
    account.password = _hashed(password)
    account.epoch += 1
    session.flush()


def end_sessions(session: Session, account: Account) -> None:
    """Log out everywhere."""
    account.epoch += 1
    session.flush()


def memberships(session: Session, account_id: int) -> Sequence[Membership]:
    """For whom somebody acts, the first one first."""
    found = select(Membership).where(Membership.account_id == account_id).order_by(Membership.id)
    return session.scalars(found).all()


def any_administrator(session: Session) -> Account | None:
    """The first account that acts for the operator, which `flask init` makes."""
    found = (
        select(Account).join(Membership, Membership.account_id == Account.id).where(Membership.role == Role.OPERATOR)
    )
    return session.scalars(found.order_by(Account.id).limit(1)).first()


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadLogin(f"the password has {len(password)} characters: expected {SHORTEST} to {LONGEST}")
    return _hasher().hash(password)


@cache
def _decoy() -> str:
    return _hasher().hash("nobody has this password")
