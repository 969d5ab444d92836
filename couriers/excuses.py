"""Entries that a named person has found to be nobody's failure: they stay in the record and count for nobody's rating.

What was excused, and of whom, is committed to and lies encrypted beside the decision, because no event names a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

import msgspec
import orjson
from sqlalchemy import BigInteger, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers.conduct import Counted, Kind, State
from couriers.rated import rating_count
from trace import bulk, canon, goods, ledger, private
from trace.errors import Malformed
from trace.ledger import Draft
from trace.receipts import Receipt
from trace.stages import Stamp
from trace.standing import Actor
from trace.store import Record
from trace.words import Evidence, Stage, Standing

FIELD = "excuse"
MOST = 50


class BadExcuse(Malformed):
    """An excuse of nothing, or of what does not count against whom it names."""

    code = "bad-excuse"


class Excuse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under which indicator of whom which entries (their internal ids) do not count."""

    kind: Kind
    id: int
    indicator: str
    about: tuple[int, ...]


class Excused(Record):
    """One excused entry, as the log tells it; it can be made again from there."""

    __tablename__ = "rating_excuse"

    entry_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    about: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[int] = mapped_column(BigInteger)
    leaf: Mapped[int] = mapped_column(BigInteger)


def countable(session: Session, kind: Kind, subject_id: int, indicator: str) -> Sequence[tuple[int, int, str]]:
    """What counts against somebody under an indicator, the newest first: entry, when (ms since 1970), why."""
    count = rating_count.c
    wanted = select(count.entry_id, count.at_ms, count.why).where(
        count.kind == kind, count.subject_id == subject_id, count.indicator == indicator,
        count.state == State.COUNTED, count.bad > 0,
    )  # fmt: skip
    rows = session.execute(wanted.order_by(count.at_ms.desc(), count.entry_id.desc()).limit(MOST))
    return [(row[0], row[1], row[2]) for row in rows]


def record(
    session: Session, actor: Actor, case: str, excuse: Excuse, stamp: Stamp, now: datetime,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> Receipt:  # fmt: skip
    """Record that these entries do not count; refused where one of them does not count now."""
    known = {entry for entry, _, _ in countable(session, excuse.kind, excuse.id, excuse.indicator)}
    if not excuse.about or not set(excuse.about) <= known:
        raise BadExcuse("choose among the entries that count against this courier under this indicator")
    deed = goods.decided(case, stamp, "upheld")
    said = canon.encode(msgspec.to_builtins(excuse)).decode()
    deed = replace(deed, texts={**deed.texts, **texts, FIELD: said})
    (receipt,) = ledger.append(session, [Draft(deed.event, actor, Evidence.PARTY, deed.texts)], now)
    return receipt


_DECIDED = (
    "SELECT e.id, l.idx, e.envelope FROM entry e JOIN log_leaf l ON l.entry_id = e.id "
    f"WHERE e.stage = '{Stage.DECIDED}' AND e.id"
)


def read(session: Session, entry_ids: Collection[int]) -> set[int]:
    """Take the excuses among these entries into the table; the parcels (ids of things) that are to be counted anew."""
    rows: list[Excused] = []
    found = list(bulk.select_in(session, _DECIDED, sorted(entry_ids), "bigint"))
    texts = private.texts(session, [row[0] for row in found])
    for entry_id, leaf, envelope in found:
        text = texts.get(entry_id, {}).get(FIELD)
        if text is None or orjson.loads(envelope)["public"]["standing"] == Standing.OUTSIDER:
            continue
        said = msgspec.json.decode(text, type=Excuse)
        rows += [
            Excused(
                entry_id=entry_id, about=one, indicator=said.indicator, kind=said.kind, subject_id=said.id, leaf=leaf
            )
            for one in said.about
        ]
    if not rows:
        return set()
    session.execute(delete(Excused).where(Excused.entry_id.in_({one.entry_id for one in rows})))
    session.add_all(rows)
    session.flush()
    count = rating_count.c
    return set(session.scalars(select(count.thing_id).where(count.entry_id.in_({one.about for one in rows}))))


def applied(session: Session, found: Mapping[int, Sequence[Counted]], size: int) -> dict[int, list[Counted]]:
    """Counted entries by parcel, with those excused that a decision among the first `size` entries of the log names.

    Excuses are decisions of persons, and few: all of them are looked at.
    """
    known = {
        (row.about, row.indicator, row.kind, row.subject_id)
        for row in session.scalars(select(Excused).where(Excused.leaf < size))
    }
    if not known:
        return {number: list(some) for number, some in found.items()}
    return {number: [_looked_at(one, known) for one in some] for number, some in found.items()}


def _looked_at(one: Counted, known: Collection[tuple[int, str, str, int]]) -> Counted:
    if (one.entry_id, one.indicator, str(one.subject.kind), one.subject.id) not in known:
        return one
    return one._replace(state=State.EXCUSED, why="excused")
