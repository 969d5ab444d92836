"""From the log to news: what was recorded of a party's parcels and goods, each entry once, in the order of the log."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import BigInteger, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.hooks import news
from app.hooks.endpoints import Endpoint
from app.hooks.kinds import Kind
from couriers.parcels import Parcel
from trace import bulk, log, merkle
from trace.identity import thing
from trace.products import Product
from trace.store import Record
from trace.words import Evidence, Stage, Standing

BATCH = 500
_CURSOR = 1
_KINDS: dict[str, Kind] = {
    Stage.SIGNED: Kind.DELIVERED,
    Stage.ATTEMPT_FAILED: Kind.FAILED,
    Stage.DEPOSITED: Kind.DEPOSITED,
    Stage.REFUSED: Kind.REFUSED,
    Stage.DISPUTED: Kind.DISPUTED,
    Stage.RETURNED: Kind.RETURN,
    Stage.REVIEWED: Kind.REVIEW,
}
# A return that its seller has recorded is no news to the seller.
_OWN_DEEDS = frozenset({"received", "refunded"})


class HookCursor(Record):
    """Up to which leaf of the log there was looked for news."""

    __tablename__ = "webhook_cursor"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    leaf: Mapped[int] = mapped_column(BigInteger)


class _Entry(NamedTuple):
    """One entry that may be news."""

    id: int
    stage: str
    public: dict[str, Any]
    leaf: bytes


def behind(session: Session) -> bool:
    """Whether anybody subscribes and there is anything to follow."""
    return _anybody(session) and _leaf(session) < log.newest(session).size


def begin(session: Session) -> None:
    """Somebody subscribes: whatever stands in the log before the first subscriber is no news."""
    if not _anybody(session):
        _moved(session, log.newest(session).size)


def follow(session: Session, now: datetime, most: int = BATCH) -> tuple[int, bool]:
    """Tell of the next entries; how many pieces of news that were, and whether there is more to follow."""
    cursor = session.scalars(select(HookCursor).where(HookCursor.id == _CURSOR).with_for_update()).first()
    first, size = cursor.leaf if cursor else 0, log.newest(session).size
    last = min(size, first + most)
    entries = list(_entries(session, first, last))
    things = _things(session, [one.id for one in entries])
    parcels, goods = _owners(session, {uri for found in things.values() for uri in found})
    told = 0
    for one in entries:
        for uri in things.get(one.id, ()):
            number, party_id = parcels.get(uri, (None, None))
            party_id = party_id or goods.get(thing.class_of(uri) or uri)
            if party_id is not None:
                told += news.tell(session, party_id, _kind(one), _data(one, uri, number), now)
    _moved(session, last)
    return told, last < size


def _kind(one: _Entry) -> Kind:
    confirmed = one.stage == Stage.SIGNED and one.public.get("facts", {}).get("method") == "confirmed"
    return Kind.CONFIRMED if confirmed else _KINDS[one.stage]


def _data(one: _Entry, uri: str, number: str | None) -> dict[str, object]:
    """What the record shows of it: from the sale on its day alone, and no text of anybody."""
    facts = {
        key: value
        for key, value in one.public.get("facts", {}).items()
        if key in ("rating", "reason", "outcome", "method")
    }
    found: dict[str, object] = {
        "about": uri, "time": one.public["eventTime"], "evidence": one.public["evidence"], "leaf": one.leaf.hex(), **facts,
    }  # fmt: skip
    if one.stage == Stage.REVIEWED:
        found["review"] = one.id
    if number is not None:
        found["number"] = number
    return found


def _entries(session: Session, first: int, last: int) -> Iterator[_Entry]:
    stages = ", ".join(f"'{stage}'" for stage in sorted(_KINDS))
    statement = (
        "SELECT e.id, e.stage, e.envelope, e.log_entry FROM log_leaf l JOIN entry e ON e.id = l.entry_id "
        f"WHERE l.idx >= ? AND l.idx < ? AND e.stage IN ({stages}) ORDER BY l.idx"
    )
    for entry_id, stage, envelope, log_entry in bulk.run(session, statement, (first, last)):
        public = orjson.loads(envelope)["public"]
        stranger = public["standing"] == Standing.OUTSIDER and public["evidence"] != Evidence.CLAIM
        if not stranger and public.get("facts", {}).get("outcome") not in _OWN_DEEDS:
            yield _Entry(entry_id, stage, public, merkle.leaf_hash(log_entry))


def _things(session: Session, entry_ids: Collection[int]) -> dict[int, list[str]]:
    statement = "SELECT k.entry_id, t.uri FROM link k JOIN thing t ON t.id = k.thing_id WHERE k.entry_id"
    found: dict[int, list[str]] = {}
    for entry_id, uri in bulk.select_in(session, statement, entry_ids, "bigint"):
        found.setdefault(entry_id, []).append(uri)
    return found


def _owners(session: Session, uris: Collection[str]) -> tuple[dict[str, tuple[str, int | None]], dict[str, int]]:
    """By name the number and sender of each parcel, and by the name of its product the merchant of everything else."""
    parcels: dict[str, tuple[str, int | None]] = {}
    goods: dict[str, int] = {}
    named = sorted(uris)
    classes = sorted({thing.class_of(uri) or uri for uri in uris})
    for at in range(0, len(named), bulk.CHUNK):
        mine = select(Parcel.uri, Parcel.number, Parcel.sender_id).where(Parcel.uri.in_(named[at : at + bulk.CHUNK]))
        parcels |= {uri: (number, sender) for uri, number, sender in session.execute(mine)}
    for at in range(0, len(classes), bulk.CHUNK):
        some = classes[at : at + bulk.CHUNK]
        for column in (Product.uri, Product.gtin_uri):
            owned = select(column, Product.merchant_id).where(column.in_(some))
            goods |= {uri: merchant for uri, merchant in session.execute(owned) if uri is not None}
    return parcels, goods


def _anybody(session: Session) -> bool:
    return session.scalars(select(Endpoint.id).where(Endpoint.ended_at.is_(None)).limit(1)).first() is not None


def _leaf(session: Session) -> int:
    found = session.get(HookCursor, _CURSOR)
    return found.leaf if found else 0


def _moved(session: Session, leaf: int) -> None:
    session.merge(HookCursor(id=_CURSOR, leaf=leaf))
    session.flush()
