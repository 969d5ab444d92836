"""Words of feeds that are in no table: kept as they came, masked, until somebody puts them into one. Never guessed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Table, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk, keyring
from trace.store import Record


class Unread(Record):
    """One line with an unknown word; the same line told again is the same row. The text is encrypted, as all texts are."""

    __tablename__ = "unread_word"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    provider: Mapped[str] = mapped_column(Text, index=True)
    word: Mapped[str] = mapped_column(Text)
    parcel: Mapped[str] = mapped_column(Text)
    event_ms: Mapped[int] = mapped_column(BigInteger)
    kept_ms: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[bytes] = mapped_column(LargeBinary)


class Unreadable(NamedTuple):
    """A line whose word is in no table: whose feed, which parcel, when, the word, and the masked text."""

    parcel: str
    at_ms: int
    word: str
    text: str


class Count(NamedTuple):
    """A word that is in no table, on how many lines it came, and the masked text of one of them."""

    provider: str
    word: str
    lines: int
    example: str


def keep(session: Session, party_id: int, provider: str, lines: Iterable[Unreadable], now_ms: int) -> None:
    """Keep each line once, however often it is sent."""
    ring = keyring.of(session)
    rows = {}
    for line in lines:
        key = sha256("\n".join((str(party_id), provider, *map(str, line))).encode()).digest()
        blob = ring.encrypt(line.text, os.urandom(32), _about(key))
        rows[key] = (key, party_id, provider, line.word, line.parcel, line.at_ms, now_ms, blob)
    if rows:
        table = Unread.__table__
        assert isinstance(table, Table)
        bulk.insert_new(session, table, sorted(rows.values()))


def words(session: Session) -> list[Count]:
    """Every word that waits for a table, the most frequent first."""
    grouped = (
        select(Unread.provider, Unread.word, func.count())
        .group_by(Unread.provider, Unread.word)
        .order_by(func.count().desc(), Unread.provider, Unread.word)
    )
    return [
        Count(provider, word, lines, _example(session, provider, word))
        for provider, word, lines in session.execute(grouped)
    ]


def _example(session: Session, provider: str, word: str) -> str:
    one = select(Unread).where(Unread.provider == provider, Unread.word == word).order_by(Unread.key).limit(1)
    kept = session.scalars(one).one()
    return keyring.of(session).decrypt(kept.text, _about(kept.key))


def _about(key: bytes) -> str:
    return f"unread/{key.hex()}"
