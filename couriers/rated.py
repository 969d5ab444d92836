"""The tables of ratings. Every row can be made again from the ledger, the scans and the numbers that phones left out."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from trace.store import Record

# One entry of a parcel's life under one indicator for somebody, in the order of couriers/conduct.Counted.
rating_count = Table(
    "rating_count",
    Record.metadata,
    Column("thing_id", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    Column("indicator", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("subject_id", BigInteger, primary_key=True, autoincrement=False),
    Column("leaf", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("day", BigInteger, nullable=False),
    # Per cent of it that was not done well.
    Column("bad", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("place", Text, nullable=False),
    Index("ix_rating_count_subject", "kind", "subject_id", "day"),
)

# One vote on somebody, by the review's entry; `rater` is a thing (whoever holds its inside code) or a party.
rating_vote = Table(
    "rating_vote",
    Record.metadata,
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thing_id", BigInteger, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("leaf", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("day", BigInteger, nullable=False),
    Column("side", Text, nullable=False),
    Column("rater", Text, nullable=False),
    Column("stars", BigInteger, nullable=False),
    Index("ix_rating_vote_subject", "kind", "subject_id"),
)


class Ruled(Record):
    """A decision on a case that names somebody; of one case the newest decision holds."""

    __tablename__ = "rating_ruling"
    __table_args__ = (Index("ix_rating_ruling_subject", "kind", "subject_id"),)

    entry_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[int] = mapped_column(BigInteger)
    leaf: Mapped[int] = mapped_column(BigInteger)
    decided_ms: Mapped[int] = mapped_column(BigInteger)
    happened_ms: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(Text)
    # Per cent of the responsibility.
    share: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(Text)
    final: Mapped[bool] = mapped_column(Boolean)
    # Whether an appeal came in time: until it is decided, and a later decision stands, this one is not final.
    appealed: Mapped[bool] = mapped_column(Boolean, server_default="0", default=False)
    # The entry that was wrong, where the case is about one.
    about: Mapped[int | None] = mapped_column(BigInteger)


class Rating(Record):
    """Somebody's newest rating. Scores in the rule set's smallest step (tenths); `leaf` is the newest entry in it.

    `stale` says that something came in which it does not know yet.
    """

    __tablename__ = "rating"

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    stale: Mapped[bool] = mapped_column(Boolean, index=True)
    day: Mapped[int] = mapped_column(BigInteger)
    leaf: Mapped[int] = mapped_column(BigInteger)
    rules: Mapped[str] = mapped_column(Text)
    score: Mapped[int] = mapped_column(BigInteger)
    low: Mapped[int] = mapped_column(BigInteger)
    grade: Mapped[str] = mapped_column(Text)
    # What today's calculation gives by itself; grades fall more slowly.
    reached: Mapped[str] = mapped_column(Text)
    parcels: Mapped[int] = mapped_column(BigInteger)
    area: Mapped[str] = mapped_column(Text)
    # How many numbers the phones have left out; one can be filled without an entry, by a scan that was undone.
    gaps: Mapped[int] = mapped_column(BigInteger)


class RatingCursor(Record):
    """How far ratings have followed the log: the next entry, and the newest record time among those before it."""

    __tablename__ = "rating_cursor"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    leaf: Mapped[int] = mapped_column(BigInteger)
    record_ms: Mapped[int] = mapped_column(BigInteger)
