"""News for a party, and its deliveries to each endpoint that wants it: written in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import orjson
from sqlalchemy import BigInteger, ForeignKey, Index, Select, Text, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.hooks.endpoints import Endpoint
from app.hooks.kinds import Kind
from app.webhooks import Attempted, State
from trace.errors import Unknown
from trace.moments import iso, to_ms
from trace.store import BigId, Record, UTCTime

# What is older is not sent again, and forgotten.
KEPT = timedelta(days=30)
Data = Mapping[str, object]


class NoSuchSending(Unknown):
    """No delivery of this endpoint has this number."""

    code = "no-such-sending"


class News(Record):
    """One thing to tell a party. `data` is JSON, and holds nothing personal."""

    __tablename__ = "webhook_news"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"))
    kind: Mapped[str] = mapped_column(Text)
    data: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCTime, index=True)


class Sending(Attempted, Record):
    """One piece of news on its way to one endpoint."""

    __tablename__ = "webhook_sending"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    endpoint_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("webhook_endpoint.id"))
    news_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("webhook_news.id", ondelete="CASCADE"), index=True)
    __table_args__ = (Index("ix_webhook_sending_endpoint", "endpoint_id", "id"),)


def tell(session: Session, party_id: int, kind: Kind, data: Data, now: datetime) -> int:
    """Tell a party something, at each endpoint that wants it; how many those are. Nothing is kept where nobody wants it."""
    wanted = select(Endpoint).where(
        Endpoint.party_id == party_id, Endpoint.ended_at.is_(None), Endpoint.gone_at.is_(None)
    )
    found = [one for one in session.scalars(wanted) if kind in one.wants()]
    return len(_send(session, party_id, kind, data, found, now))


def test(session: Session, endpoint: Endpoint, now: datetime) -> Sending:
    """A piece of news without content, to one endpoint."""
    data = {"endpoint": endpoint.id}
    return _send(session, endpoint.party_id, Kind.TEST, data, [endpoint], now)[0]


def body(news: News) -> bytes:
    """What is sent, the same at each attempt (Standard Webhooks: type, timestamp, data)."""
    return orjson.dumps({"type": news.kind, "timestamp": iso(to_ms(news.created_at)), "data": orjson.loads(news.data)})


def name(news_id: int) -> str:
    """The webhook-id: the same at each attempt and at each replay, so that the receiver knows what came before."""
    return f"evt_{news_id}"


def get(session: Session, endpoint: Endpoint, sending_id: int) -> Sending:
    """A delivery of this endpoint."""
    found = session.get(Sending, sending_id)
    if found is None or found.endpoint_id != endpoint.id:
        raise NoSuchSending(f"there is no delivery {sending_id} to this endpoint, or it is older than {KEPT.days} days")
    return found


def replay(session: Session, found: Sending, now: datetime) -> None:
    """Send it again, from the first attempt on."""
    _begin(found, now)
    session.flush()


def replay_since(session: Session, endpoint: Endpoint, since: datetime, now: datetime, *, dead: bool) -> int:
    """Send everything again that was told since then, or what of it was given up; how many deliveries that is."""
    lately = select(News.id).where(News.party_id == endpoint.party_id, News.created_at >= since)
    among = [Sending.endpoint_id == endpoint.id, Sending.news_id.in_(lately), Sending.state != State.WAITING]
    if dead:
        among.append(Sending.state == State.DEAD)
    again = {"state": State.WAITING, "attempts": 0, "due_at": now, "status": None, "trouble": None, "ended_at": None}
    done = session.execute(update(Sending).where(*among).values(again).execution_options(synchronize_session=False))
    return int(getattr(done, "rowcount", 0))


def any_due(session: Session, now: datetime) -> bool:
    """Whether anything is to be tried now. The look takes no lock; a claim takes SQLite's only one."""
    return session.scalars(_due(now).limit(1)).first() is not None


def claim(session: Session, now: datetime) -> Sending | None:
    """The delivery that is due longest, taken by whoever asks for as long as an attempt lasts."""
    wanted = _due(now).order_by(Sending.due_at, Sending.id).limit(1).with_for_update(skip_locked=True)
    if (found := session.scalars(wanted).first()) is not None:
        found.take(now)
        session.flush()
    return found


def forget(session: Session, now: datetime) -> None:
    """What is too old to be sent again goes, and its deliveries with it."""
    session.execute(delete(News).where(News.created_at < now - KEPT).execution_options(synchronize_session=False))


def _due(now: datetime) -> Select[Sending]:
    awake = or_(Endpoint.resting_until.is_(None), Endpoint.resting_until <= now)
    open_ = select(Endpoint.id).where(Endpoint.ended_at.is_(None), Endpoint.gone_at.is_(None), awake)
    return select(Sending).where(Sending.state == State.WAITING, Sending.due_at <= now, Sending.endpoint_id.in_(open_))


def _begin(found: Sending, now: datetime) -> None:
    found.state, found.attempts, found.due_at = State.WAITING, 0, now
    found.status = found.trouble = found.ended_at = None


def _send(
    session: Session, party_id: int, kind: Kind, data: Data, endpoints: list[Endpoint], now: datetime
) -> list[Sending]:
    if not endpoints:
        return []
    news = News(party_id=party_id, kind=kind, data=orjson.dumps(data).decode(), created_at=now)
    session.add(news)
    session.flush()
    made = []
    for one in endpoints:
        sending = Sending(endpoint_id=one.id, news_id=news.id)
        _begin(sending, now)
        made.append(sending)
    session.add_all(made)
    session.flush()
    return made
