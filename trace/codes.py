"""Codes for single items, batch by batch: reserved, printed, activated, sold, retired; each must be accounted for.

A code is a random serial under its product's number. What is recorded of the item stands in the ledger; this register
knows the codes of which nothing is recorded yet, and counts them all without reading a single life.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import IntEnum

import numpy as np
from sqlalchemy import BigInteger, Column, ForeignKey, Index, SmallInteger, Table, Text, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk, keyring
from trace.errors import Malformed, Unknown
from trace.identity import own
from trace.identity.link import STEM
from trace.identity.lot import Lot
from trace.identity.serial import Serial
from trace.labels import serials
from trace.labels.family import Bytes
from trace.products import Level, Product
from trace.store import BigId, Record, UTCTime

MOST = 100_000


class State(IntEnum):
    """How far a code is."""

    RESERVED = 0
    PRINTED = 1
    ACTIVE = 2
    SOLD = 3
    RETIRED = 4


# Of these nothing is recorded yet.
BLANK = (State.RESERVED, State.PRINTED)


class BadBatch(Malformed):
    """Codes for a product that is not traced by item, or more than one batch holds."""

    code = "bad-batch"


class NoSuchBatch(Unknown):
    """No batch of codes of this merchant has this number."""

    code = "no-such-batch"


class CodeBatch(Record):
    """Codes that were drawn together. `stem` is each item's name up to its serial; `lot` is null until one is said."""

    __tablename__ = "code_batch"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    product_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("product.id"), index=True)
    merchant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    stem: Mapped[str] = mapped_column(Text)
    lot: Mapped[str | None] = mapped_column(Text)
    pieces: Mapped[int] = mapped_column(BigInteger)
    reserved_at: Mapped[datetime] = mapped_column(UTCTime)
    printed_at: Mapped[datetime | None] = mapped_column(UTCTime)


# One code; `at` is its place in the print, and `listing_id` the listing under which it is on sale.
code = Table(
    "code",
    Record.metadata,
    Column("batch_id", BigInteger, ForeignKey("code_batch.id"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("serial", Text, nullable=False, unique=True),
    Column("state", SmallInteger, nullable=False),
    Column("listing_id", BigInteger),
    Index("ix_code_state", "batch_id", "state"),
)


def reserve(session: Session, product: Product, pieces: int, now: datetime, *, lot: str | None = None) -> CodeBatch:
    """Draw so many codes; nothing is recorded of them, and they belong to the product's merchant."""
    if product.level != Level.ITEM:
        raise BadBatch(
            f"{product.name} is traced by {product.level}: only products traced by item have codes of their own"
        )
    if not 0 < pieces <= MOST:
        raise BadBatch(f"{pieces} codes were asked for: expected 1 to {MOST:,} in one batch")
    number = Lot.parse(lot) if lot else None
    batch = CodeBatch(
        product_id=product.id, merchant_id=product.merchant_id, stem=_stem(session, product, number),
        lot=number.lot if number else None, pieces=pieces, reserved_at=now,
    )  # fmt: skip
    session.add(batch)
    session.flush()
    drawn = serials.draw(pieces)
    text = drawn.tobytes().decode("ascii")
    length = serials.LENGTH
    rows = [(batch.id, at, text[at * length : (at + 1) * length], int(State.RESERVED), None) for at in range(pieces)]
    bulk.insert(session, code, rows)
    return batch


def get(session: Session, merchant_id: int, batch_id: int) -> CodeBatch:
    """A batch of this merchant."""
    found = session.get(CodeBatch, batch_id)
    if found is None or found.merchant_id != merchant_id:
        raise NoSuchBatch(f"there is no batch {batch_id} of yours: expected the number of one that was reserved")
    return found


def of(session: Session, merchant_id: int, product_id: int | None = None) -> list[CodeBatch]:
    """A merchant's batches, the newest first."""
    found = select(CodeBatch).where(CodeBatch.merchant_id == merchant_id).order_by(CodeBatch.id.desc())
    if product_id is not None:
        found = found.where(CodeBatch.product_id == product_id)
    return list(session.scalars(found))


def counts(session: Session, merchant_id: int) -> dict[int, dict[State, int]]:
    """How many codes of each batch are in which state, in one query."""
    statement = (
        select(code.c.batch_id, code.c.state, func.count())
        .join(CodeBatch, CodeBatch.id == code.c.batch_id)
        .where(CodeBatch.merchant_id == merchant_id)
        .group_by(code.c.batch_id, code.c.state)
    )
    found: dict[int, dict[State, int]] = {}
    for batch_id, state, many in session.execute(statement):
        found.setdefault(batch_id, dict.fromkeys(State, 0))[State(state)] = many
    return found


def total(of_batches: Mapping[int, Mapping[State, int]]) -> dict[State, int]:
    """The same of all batches together."""
    return {state: sum(one[state] for one in of_batches.values()) for state in State}


def to_print(session: Session, batch: CodeBatch, first: int, most: int) -> Bytes:
    """The serials of the labels from place `first` on, as the press takes them; retired ones are not printed again."""
    found = session.scalars(
        select(code.c.serial)
        .where(code.c.batch_id == batch.id, code.c.at >= first, code.c.at < first + most, code.c.state != State.RETIRED)
        .order_by(code.c.at)
    ).all()
    return np.frombuffer("".join(found).encode("ascii"), np.uint8).reshape(len(found), serials.LENGTH)


def printed(session: Session, batch: CodeBatch, first: int, most: int, now: datetime) -> None:
    """These labels are on paper now."""
    among = (code.c.batch_id == batch.id, code.c.at >= first, code.c.at < first + most)
    session.execute(update(code).where(*among, code.c.state == State.RESERVED).values(state=int(State.PRINTED)))
    batch.printed_at = now
    session.flush()


def find(session: Session, uri: str) -> tuple[CodeBatch, State] | None:
    """The batch and state of the code in an item's name; None for one that is not ours."""
    serial = uri.rsplit("/", 1)[-1]
    row = session.execute(select(code.c.batch_id, code.c.state).where(code.c.serial == serial)).first()
    batch = session.get(CodeBatch, row[0]) if row else None
    return (batch, State(row[1])) if row and batch is not None and batch.stem + serial == uri else None


def by_serial(session: Session, merchant_id: int, serial: str) -> str | None:
    """The name of the item with this serial, typed by hand from the label."""
    typed = "".join(serial.split()).replace("-", "").upper()
    found = session.execute(
        select(CodeBatch.stem).join(code, code.c.batch_id == CodeBatch.id)
        .where(code.c.serial == typed, CodeBatch.merchant_id == merchant_id)
    ).first()  # fmt: skip
    return found[0] + typed if found else None


def move(session: Session, uris: Collection[str], before: Sequence[State], after: State) -> int:
    """Bring the codes of these items to another state, where they stand in one of `before`; how many that were."""
    kept = [uri.rsplit("/", 1)[-1] for uri in uris]
    done = 0
    for at in range(0, len(kept), bulk.CHUNK):
        some = kept[at : at + bulk.CHUNK]
        result = session.execute(
            update(code).where(code.c.serial.in_(some), code.c.state.in_([int(one) for one in before]))
            .values(state=int(after))
        )  # fmt: skip
        done += int(getattr(result, "rowcount", 0))
    return done


def take(
    session: Session, batch: CodeBatch, states: Sequence[State], most: int, *, first: int = 0, last: int | None = None
) -> list[str]:
    """The names of the next codes of a batch in these states, by their place; their rows stay locked."""
    found = (
        select(code.c.serial)
        .where(code.c.batch_id == batch.id, code.c.state.in_([int(one) for one in states]), code.c.at >= first)
        .order_by(code.c.at).limit(most).with_for_update()
    )  # fmt: skip
    if last is not None:
        found = found.where(code.c.at <= last)
    return [batch.stem + serial for serial in session.scalars(found)]


def _stem(session: Session, product: Product, lot: Lot | None) -> str:
    name = product.gtin_uri or product.uri
    if name.startswith(STEM):
        return f"{name}/21/"
    uri = own.item(name.rsplit("/", 1)[1], Serial("S"), lot).uri(keyring.of(session).origin)
    return uri.removesuffix("S")
