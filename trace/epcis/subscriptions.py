"""Subscriptions to named queries (EPCIS 2.0 section 8.2.5): what is recorded from some time on, each event once.

A subscription follows the log by the leaf index, which it keeps; so whatever breaks off, no event is left out or told
twice. What the party comes to see later of older entries is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

import orjson
from sqlalchemy import BigInteger, Boolean, ForeignKey, LargeBinary, Select, Text, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk, keyring
from trace.epcis import find, index, schedule
from trace.epcis.asking import Query, When
from trace.epcis.find import Found
from trace.epcis.named import NamedQuery
from trace.errors import Unknown
from trace.moments import iso, to_ms
from trace.store import BigId, Record, UTCTime

# So many leaves are looked at in one transaction, and so many events go into one call.
STEP, BATCH = 1_000, 100


class NoSuchSubscription(Unknown):
    """No subscription of this party to this query has this id."""

    code = "no-such-subscription"


class Subscription(Record):
    """Who is told of what a named query finds, and how far they have been told.

    `next_idx` is the leaf that comes next. A scheduled one looks at `next_at`; while it does, `until_idx` is how far it
    looks this time and `told` how many events it has found. `ended_at` is when its address wanted nothing any more.
    """

    __tablename__ = "epcis_subscription"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    query_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("epcis_query.id", ondelete="CASCADE"), index=True)
    dest: Mapped[str] = mapped_column(Text)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    stream: Mapped[bool] = mapped_column(Boolean)
    schedule: Mapped[str | None] = mapped_column(Text)
    report_if_empty: Mapped[bool] = mapped_column(Boolean)
    since_ms: Mapped[int] = mapped_column(BigInteger)
    epc_format: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    next_idx: Mapped[int] = mapped_column(BigInteger)
    next_at: Mapped[datetime | None] = mapped_column(UTCTime)
    until_idx: Mapped[int | None] = mapped_column(BigInteger)
    told: Mapped[int] = mapped_column(BigInteger, default=0)
    last_notified_at: Mapped[datetime | None] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)

    def as_json(self, query: str) -> dict[str, Any]:
        """The subscription as EPCIS has it; its secret is not shown."""
        said: dict[str, Any] = {
            "subscriptionID": self.name,
            "queryName": query,
            "dest": self.dest,
            "createdAt": iso(to_ms(self.created_at)),
            "initialRecordTime": iso(self.since_ms),
            "epcFormat": self.epc_format,
        }
        if self.schedule is None:
            said["stream"] = True
        else:
            said |= {"schedule": orjson.loads(self.schedule), "reportIfEmpty": self.report_if_empty}
        if self.last_notified_at is not None:
            said["lastNotifiedAt"] = iso(to_ms(self.last_notified_at))
        if self.ended_at is not None:
            said["syn:endedAt"] = iso(to_ms(self.ended_at))
        return said


def first_leaf(session: Session, since_ms: int | None) -> int:
    """The first leaf of the log that was recorded at this time or later; without one, what comes next."""
    told = "SELECT min(l.idx) FROM log_leaf l JOIN entry e ON e.id = l.entry_id WHERE e.record_ms >= ?"
    found = None if since_ms is None else bulk.run(session, told, (since_ms,))[0][0]
    return index.position(session) if found is None else int(found)


def get(session: Session, query: NamedQuery, name: str) -> Subscription:
    """A subscription to this query."""
    found = session.scalars(select(Subscription).where(Subscription.name == name)).one_or_none()
    if found is None or found.query_id != query.id:
        raise NoSuchSubscription(f"{query.name!r} has no subscription {name[:60]!r} of yours: look at the list again")
    return found


def of(session: Session, query: NamedQuery, most: int, after: int = 0) -> Sequence[Subscription]:
    """The subscriptions to a query, the oldest first."""
    wanted = select(Subscription).where(Subscription.query_id == query.id, Subscription.id > after)
    return session.scalars(wanted.order_by(Subscription.id).limit(most)).all()


def any_at_all(session: Session) -> bool:
    """Whether anybody has subscribed to anything."""
    return session.scalars(select(Subscription.id).where(Subscription.ended_at.is_(None)).limit(1)).first() is not None


def waits(session: Session, now: datetime) -> bool:
    """Whether a subscription has something to look at; only what can be asked for counts."""
    return session.scalars(_due(session, now).limit(1)).first() is not None


def claim(session: Session, now: datetime) -> Subscription | None:
    """A subscription that has something to look at, locked until the transaction ends."""
    return session.scalars(_due(session, now).limit(1).with_for_update(skip_locked=True)).first()


def _due(session: Session, now: datetime) -> Select[Subscription]:
    streams = and_(Subscription.stream.is_(True), Subscription.next_idx < index.position(session))
    return select(Subscription).where(
        Subscription.ended_at.is_(None), or_(streams, Subscription.next_at <= now)
    ).order_by(Subscription.id)  # fmt: skip


def step(session: Session, one: Subscription, now: datetime, zone: tzinfo) -> list[list[Found]]:
    """Look at the next leaves and move on: what is to be told, call by call; an empty one tells that there was nothing."""
    end = index.position(session)
    if not one.stream:
        end = one.until_idx = end if one.until_idx is None else one.until_idx
    last = min(one.next_idx + STEP, end)
    found = _found(session, one, one.next_idx, last) if last > one.next_idx else []
    one.next_idx, one.told = max(last, one.next_idx), one.told + len(found)
    calls = [found[at : at + BATCH] for at in range(0, len(found), BATCH)]
    if not one.stream and last >= end:
        if one.told == 0 and one.report_if_empty:
            calls.append([])
        one.until_idx, one.told, one.next_at = None, 0, following(one, now, zone)
    session.flush()
    return calls


def following(one: Subscription, now: datetime, zone: tzinfo) -> datetime | None:
    """When a scheduled subscription looks again."""
    return None if one.schedule is None else schedule.read(orjson.loads(one.schedule)).after(now, zone)


def _found(session: Session, one: Subscription, first: int, last: int) -> list[Found]:
    asked = session.get_one(NamedQuery, one.query_id).read(keyring.of(session).origin)
    since = When("recordTime", "GE", one.since_ms * 1_000)
    # By record position, whatever order the query has for its answers.
    return find.page(session, one.party_id, Query((*asked.conditions, since)), STEP, leaves=(first, last))
