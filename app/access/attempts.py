"""Failed attempts to guess a secret, and how long to wait after them: for passwords, inside codes, one-time codes.

What is guessed at is kept by its hash, known to us or not, so that waiting tells nobody which names exist.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.errors import TooMany
from trace.store import Record, UTCTime

# So many slips are free; then the wait doubles from half a minute to a quarter of an hour.
FREE = 5
FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=15)
FORGET = timedelta(days=1)


class Wait(TooMany):
    """Too many wrong attempts in a row; the next one is looked at after a while."""

    code = "too-many-attempts"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many wrong attempts: try again in {seconds} seconds", seconds=seconds)
        self.retry_after = seconds


class Attempt(Record):
    """How often something was guessed wrong since it was last guessed right."""

    __tablename__ = "attempt"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failures: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[datetime] = mapped_column(UTCTime)


def wait(failures: int) -> timedelta:
    """How long nothing is looked at after so many failures."""
    over = failures - FREE
    return timedelta(0) if over < 0 else min(FIRST * 2 ** min(over, 10), LONGEST)


def check(session: Session, kind: str, name: str, now: datetime) -> None:
    """Raise Wait where attempts at `name` are not looked at now."""
    found = session.get(Attempt, _key(kind, name))
    if found is not None and found.last_at + FORGET > now:
        left = found.last_at + wait(found.failures) - now
        if left > timedelta(0):
            raise Wait(int(left.total_seconds()) + 1)


def failed(session: Session, kind: str, name: str, now: datetime) -> None:
    """One more wrong guess."""
    key = _key(kind, name)
    found = session.get(Attempt, key, with_for_update=True)
    if found is None:
        session.add(Attempt(key=key, failures=1, last_at=now))
    else:
        found.failures = 1 if found.last_at + FORGET <= now else found.failures + 1
        found.last_at = now
    session.flush()


def succeeded(session: Session, kind: str, name: str) -> None:
    """Guessed right: the count begins anew."""
    found = session.get(Attempt, _key(kind, name))
    if found is not None:
        session.delete(found)


def _key(kind: str, name: str) -> bytes:
    return sha256(f"{kind}\n{name}".encode()).digest()
