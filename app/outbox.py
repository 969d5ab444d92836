"""Messages to a party or to one person: in their inbox here, and at once to the operator's webhook where there is one.

What was shown is `served`, what somebody confirmed is `read`; both with their time. A message's facts hold nothing
personal; a secret in it, such as a pick-up code, is encrypted and goes when its use is over.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson
from flask import current_app
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from app import webhooks
from app.hooks import news
from app.hooks.kinds import Kind
from app.settings import Settings
from trace import keyring
from trace.errors import Unknown
from trace.store import BigId, Record, UTCTime

SHOWN = 100


class NoSuchMessage(Unknown):
    """No message to whoever asks has this number."""

    code = "no-such-message"


class Message(Record):
    """One message, to a party (everybody who acts for it) or to one account. `about` is the thing it speaks of."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text, index=True)
    facts: Mapped[str] = mapped_column(Text)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    served_at: Mapped[datetime | None] = mapped_column(UTCTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCTime)

    def says(self) -> dict[str, str]:
        """The facts that its sentence is made of."""
        found: dict[str, str] = orjson.loads(self.facts)
        return found


def put(
    session: Session,
    kind: str,
    now: datetime,
    *,
    party_id: int | None = None,
    account_id: int | None = None,
    about: str | None = None,
    facts: Mapping[str, str] | None = None,
    secret: str | None = None,
) -> Message:
    """A new message, in the transaction of what it tells; app/notices.py has the kinds and their sentences."""
    found = Message(
        party_id=party_id, account_id=account_id, kind=kind, about=about, facts=orjson.dumps(facts or {}).decode(),
        created_at=now,
    )  # fmt: skip
    session.add(found)
    session.flush()
    if secret is not None:
        found.secret = keyring.of(session).encrypt(secret, os.urandom(32), f"message/{found.id}")
    if party_id is not None and (told := _news(kind, about, facts or {})) is not None:
        news.tell(session, party_id, *told, now)
    settings: Settings = current_app.extensions["settings"]
    if settings.webhook_url is not None:
        webhooks.queue(session, found.id, settings.webhook_url, now)
    return found


def _news(kind: str, about: str | None, facts: Mapping[str, str]) -> tuple[Kind, dict[str, object]] | None:
    """What of a message goes to the party's own programs: never a secret, never a person's words."""
    match kind:
        case "complaint":
            return Kind.COMPLAINT, {"number": facts.get("number")}
        case "recall":
            return Kind.RECALL, {"about": about, "notice": facts.get("notice")}
        case "verified" | "rejected":
            return Kind.LICENCE, {"outcome": kind}
    return None


def secret_of(session: Session, message: Message) -> str | None:
    """The secret in a message, where there is one still."""
    return None if message.secret is None else keyring.of(session).decrypt(message.secret, f"message/{message.id}")


def to(session: Session, party_id: int | None, account_id: int | None, most: int = SHOWN) -> Sequence[Message]:
    """The messages to a party or an account, the newest first."""
    found = select(Message).where(_to(party_id, account_id)).order_by(Message.id.desc()).limit(most)
    return session.scalars(found).all()


def get(session: Session, message_id: int, party_id: int | None, account_id: int | None) -> Message:
    """A message to whoever asks."""
    found = session.scalars(select(Message).where(Message.id == message_id, _to(party_id, account_id))).first()
    if found is None:
        raise NoSuchMessage(f"there is no message {message_id} to you: look into your inbox")
    return found


def serve(session: Session, messages: Sequence[Message], now: datetime) -> None:
    """They have been put before somebody's eyes; the first time counts."""
    for one in messages:
        one.served_at = one.served_at or now
    session.flush()


def read(session: Session, message: Message, now: datetime) -> None:
    """Somebody says that they have read it; the first time counts."""
    message.served_at, message.read_at = message.served_at or now, message.read_at or now
    session.flush()


def unread(session: Session, party_id: int | None, account_id: int | None) -> int:
    """How many messages nobody has read yet."""
    counted = select(func.count()).select_from(Message).where(_to(party_id, account_id), Message.read_at.is_(None))
    return session.scalar(counted) or 0


def forget_secret(session: Session, kind: str, about: str) -> None:
    """The use of a secret is over: what it opened was opened."""
    session.execute(update(Message).where(Message.kind == kind, Message.about == about).values(secret=None))


def _to(party_id: int | None, account_id: int | None) -> ColumnElement[bool]:
    # A comparison with None is never true, so neither side can mean everybody's messages.
    return or_(Message.party_id == (party_id or 0), Message.account_id == (account_id or 0))
