"""A file of orders between its upload and the merchant's yes: only columns that may be ours, encrypted, for a day."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import orjson
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import columns, evening, firms
from couriers.evening import Known, Plan
from couriers.taking import Taken
from trace import keyring, products
from trace.errors import Unknown
from trace.identity.link import STEM
from trace.imports import sheet
from trace.imports.sheet import Line, Sheet
from trace.store import BigId, Record, UTCTime

KEPT = timedelta(days=1)


class NoSuchUpload(Unknown):
    """No file of this merchant has this number, or it is older than a day."""

    code = "no-such-upload"


class StagedSheet(Record):
    """One file. `mapping` says which column is which, `dropped` the headings of what was not read."""

    __tablename__ = "staged_sheet"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    merchant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    rows: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[str] = mapped_column(Text)
    dropped: Mapped[str] = mapped_column(Text)
    came_at: Mapped[datetime] = mapped_column(UTCTime)
    taken_at: Mapped[datetime | None] = mapped_column(UTCTime)
    # What became of it: counts, and the troubles of rows; encrypted, for they name what stood in the file.
    outcome: Mapped[bytes | None] = mapped_column(LargeBinary)


def stage(session: Session, merchant_id: int, data: bytes, now: datetime) -> StagedSheet:
    """Read a file and keep what may be ours of it; whatever is about people is gone before anything is stored."""
    session.execute(delete(StagedSheet).where(StagedSheet.came_at < now - KEPT))
    kept, dropped = columns.keep(sheet.read(data, lambda heading: columns.field_of(heading) is not None))
    found = StagedSheet(
        merchant_id=merchant_id, rows=b"", mapping=orjson.dumps(columns.guess(kept.headings)).decode(),
        dropped=orjson.dumps(dropped).decode(), came_at=now,
    )  # fmt: skip
    session.add(found)
    session.flush()
    raw = orjson.dumps([kept.headings, [[line.number, *line.cells] for line in kept.lines]])
    found.rows = keyring.of(session).seal(raw, os.urandom(32), f"sheet/{found.id}")
    session.flush()
    return found


def get(session: Session, merchant_id: int, sheet_id: int) -> StagedSheet:
    """A file of this merchant."""
    found = session.get(StagedSheet, sheet_id)
    if found is None or found.merchant_id != merchant_id:
        raise NoSuchUpload("there is no such file of yours, or it is older than a day: upload it again")
    return found


def table(session: Session, found: StagedSheet) -> Sheet:
    """What is kept of the file."""
    headings, lines = orjson.loads(keyring.of(session).unseal(found.rows, f"sheet/{found.id}"))
    return Sheet(tuple(headings), tuple(Line(number, tuple(cells)) for number, *cells in lines))


def mapping(found: StagedSheet) -> dict[str, int]:
    """Which column is which."""
    said: dict[str, int] = orjson.loads(found.mapping)
    return said


def dropped(found: StagedSheet) -> list[str]:
    """The headings of what was not read."""
    said: list[str] = orjson.loads(found.dropped)
    return said


def remap(session: Session, found: StagedSheet, wanted: Mapping[str, int]) -> None:
    """The merchant says which column is which."""
    width = len(table(session, found).headings)
    right = {name: at for name, at in wanted.items() if name in columns.HEADINGS and 0 <= at < width}
    found.mapping = orjson.dumps(right).decode()
    session.flush()


def plan(session: Session, found: StagedSheet) -> Plan:
    """The orders in the file as its columns are mapped now."""
    return evening.plan(table(session, found), mapping(found), known(session, found.merchant_id))


def known(session: Session, merchant_id: int) -> Known:
    """What the rows of this merchant's files are compared with."""
    mine = products.of(session, merchant_id)
    codes: dict[str, int] = {}
    for one in mine:
        for uri in filter(None, (one.uri, one.gtin_uri)):
            name = uri.rsplit("/", 1)[1]
            codes[name if uri.startswith(STEM) else name.upper()] = one.id
    carriers = firms.known(session)
    return Known(codes, {"".join(one.name.split()): one.id for one in mine}, lambda text: firms.read(carriers, text))


def done(
    session: Session, found: StagedSheet, taken: Taken, troubles: Sequence[evening.Trouble], now: datetime
) -> None:
    """It was taken over; what was not taken stays for a day, to be mended and sent again."""
    said = [taken.new, taken.known, taken.parcels, [list(one) for one in troubles]]
    raw = keyring.of(session).seal(orjson.dumps(said), os.urandom(32), f"sheet/{found.id}/outcome")
    found.taken_at, found.outcome = now, raw
    if not troubles:
        found.rows = keyring.of(session).seal(orjson.dumps([[], []]), os.urandom(32), f"sheet/{found.id}")
    session.flush()


def outcome(session: Session, found: StagedSheet) -> Taken:
    """What became of it."""
    if found.outcome is None:
        return Taken()
    raw = keyring.of(session).unseal(found.outcome, f"sheet/{found.id}/outcome")
    new, known_before, made, troubles = orjson.loads(raw)
    return Taken(new, known_before, made, [evening.Trouble(*one) for one in troubles])


def last(session: Session, merchant_id: int) -> StagedSheet | None:
    """The file that came last."""
    found = select(StagedSheet).where(StagedSheet.merchant_id == merchant_id).order_by(StagedSheet.id.desc()).limit(1)
    return session.scalars(found).first()
