"""Idempotency keys (draft-ietf-httpapi-idempotency-key-header): the answer of a write is kept for whoever sends it again.

The answer is written in the transaction of what it tells, so the two stand or fall together. A refusal has changed
nothing: it is not kept, and its key is free again.
"""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from hashlib import sha256

import orjson
from flask import request
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Table, Text, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.api.shapes import Said
from trace import bulk, keyring
from trace.errors import Conflict, Malformed, Refusal
from trace.moments import to_ms
from trace.store import Record

KEPT = timedelta(hours=24)
# Whoever was killed while doing it leaves the key to the next attempt after so long.
LEASE = timedelta(minutes=1)
# A string of RFC 9651 with its quotation marks, as the draft has it, or bare, as most clients send it.
_KEY = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]{1,255})')


class BadKey(Malformed):
    """An Idempotency-Key that is not 1 to 255 printable characters, with or without quotation marks."""

    code = "bad-idempotency-key"


class KeyUsed(Refusal):
    """The Idempotency-Key stands for another request than this one."""

    code = "idempotency-key-used"


class StillBusy(Conflict):
    """The first request with this Idempotency-Key is not answered yet."""

    code = "still-busy"

    retry_after = 1


class Kept(Record):
    """One key of one party: what was asked (a digest), since when (ms), and the answer once there is one."""

    __tablename__ = "kept_answer"

    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    asked: Mapped[bytes] = mapped_column(LargeBinary)
    begun_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    # Who is at it: an attempt that was believed dead must not write after all.
    attempt: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)


def key() -> str | None:
    """The key of the request at hand."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    found = _KEY.fullmatch(given.strip())
    if found is None:
        raise BadKey(
            f"{given[:40]!r} is not an Idempotency-Key: expected 1 to 255 printable characters, such as a UUID"
        )
    return found[1] or found[2]


def asked() -> bytes:
    """What the request at hand asks, in 32 bytes."""
    head = f"{request.method}\n{request.path}\n{request.query_string.decode('latin-1')}\n{request.mimetype}\n"
    return sha256(head.encode() + request.get_data()).digest()


def begin(session: Session, party_id: int, name: str, wanted: bytes, now: datetime) -> bytes | Said:
    """Take the key for this attempt, or give the answer that is kept under it."""
    session.execute(delete(Kept).where(Kept.begun_ms < to_ms(now - KEPT)))
    attempt = os.urandom(16)
    table = Kept.__table__
    assert isinstance(table, Table)
    bulk.insert_new(session, table, [(party_id, name, wanted, to_ms(now), attempt, None)])
    found = session.scalars(select(Kept).where(Kept.party_id == party_id, Kept.key == name).with_for_update()).one()
    if found.asked != wanted:
        raise KeyUsed("this Idempotency-Key was sent with another request: take a new key for each thing that you ask")
    if found.answer is not None:
        return _read(session, found)
    if found.attempt != attempt:
        if found.begun_ms > to_ms(now - LEASE):
            raise StillBusy("the first request with this Idempotency-Key is being worked on: ask again in a second")
        found.attempt, found.begun_ms = attempt, to_ms(now)
    return attempt


def keep(session: Session, party_id: int, name: str, attempt: bytes, said: Said) -> None:
    """Keep the answer, encrypted, for a secret may stand in it; refused where another attempt has taken over."""
    raw = orjson.dumps([said.status, said.headers]) + b"\n" + said.body
    sealed = keyring.of(session).seal(raw, os.urandom(32), _about(party_id, name))
    mine = (Kept.party_id == party_id, Kept.key == name, Kept.attempt == attempt)
    done = session.execute(update(Kept).where(*mine).values(answer=sealed))
    if getattr(done, "rowcount", 0) != 1:
        raise StillBusy("another request with this Idempotency-Key has taken over: ask again in a second")


def free(session: Session, party_id: int, name: str, attempt: bytes) -> None:
    """It was refused: the key stands for nothing."""
    session.execute(
        delete(Kept).where(Kept.party_id == party_id, Kept.key == name, Kept.attempt == attempt, Kept.answer.is_(None))
    )


def _read(session: Session, found: Kept) -> Said:
    assert found.answer is not None
    raw = keyring.of(session).unseal(found.answer, _about(found.party_id, found.key))
    head, _, body = raw.partition(b"\n")
    status, headers = orjson.loads(head)
    return Said(status, body, headers | {"Idempotency-Replayed": "true"})


def _about(party_id: int, name: str) -> str:
    return f"kept/{party_id}/{name}"
