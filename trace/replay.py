"""Recognising what is already recorded, so that sending twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import orjson
from sqlalchemy.orm import Session

from trace import bulk, chain, event as events, merkle
from trace.epcis import meaning, naming
from trace.event import Event


@dataclass(slots=True)
class Recorded:
    """What stands under an idempotency key, with the salts of its personal fields that are not erased."""

    entry_id: int
    record_ms: int
    event: str | None
    event_id: str
    leaf: bytes
    salts: dict[str, bytes] = field(default_factory=dict)


def recorded(session: Session, keys: Sequence[bytes]) -> dict[bytes, Recorded]:
    """What is recorded under these keys."""
    submissions = "SELECT key, entry_id FROM submission WHERE key"
    entry_ids = {bytes(key): entry_id for key, entry_id in bulk.select_in(session, submissions, keys, "bytea")}
    # Two look-ups and no join: PostgreSQL would keep a plan for the join that it made while both were small.
    entries = "SELECT id, record_ms, event, envelope, log_entry FROM entry WHERE id"
    found = {
        entry_id: Recorded(entry_id, ms, raw, orjson.loads(envelope)["eventID"], merkle.leaf_hash(bytes(log_entry)))
        for entry_id, ms, raw, envelope, log_entry in bulk.select_in(session, entries, entry_ids.values(), "bigint")
    }
    fields = "SELECT entry_id, name, salt FROM private_field WHERE entry_id"
    for entry_id, name, salt in bulk.select_in(session, fields, found, "bigint"):
        found[entry_id].salts[name] = bytes(salt)
    return {key: found[entry_id] for key, entry_id in entry_ids.items()}


def same(stands: Recorded, event: Event, texts: Mapping[str, str], raw: str | None = None) -> bool:
    """Whether a submission says what is recorded; an erased event or field equals anything.

    `raw` is the submission as somebody else wrote it; names and times may then be spelt in another way.
    """
    if stands.event is None:
        return True
    if raw is not None or naming.is_kept(stands.event):
        return meaning.same(stands.event, events.encode(event).decode() if raw is None else raw)
    stored = events.stored(stands.event)
    commitments = dict(event.commitments or {})
    for name, text in texts.items():
        salt = stands.salts.get(name)
        erased = (stored.commitments or {}).get(name, "")
        commitments[name] = chain.commitment(salt, text) if salt is not None else erased
    again = msgspec.structs.replace(event, event_id=stored.event_id, commitments=commitments or None)
    return events.encode(again) == stands.event.encode()
