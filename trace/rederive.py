"""What a stored entry must look like, worked out again from its bytes. Pure; trace/audit.py feeds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from trace import chain, event as events, merkle
from trace.chain import Touch, b64
from trace.epcis import naming
from trace.errors import Malformed
from trace.event import Event
from trace.moments import instant, iso


class Stored(NamedTuple):
    """A row of the ledger as it came from the database; `event` and `event_salt` are None once erased."""

    entry_id: int
    record_ms: int
    event_ms: int
    actor_id: int
    stage: str
    v: int
    event: str | None
    event_salt: bytes | None
    envelope: str
    seed: bytes
    digests: bytes
    log_entry: bytes


class Place(NamedTuple):
    """The entry's position in one thing's life, with what stands before and, at the newest, the thing's head."""

    role: str
    thing: str
    n: int
    prev_entry: bytes | None
    prev_ms: int | None
    head_n: int
    head_leaf: bytes | None


class Wrong(NamedTuple):
    """A check that failed and what is wrong."""

    check: str
    sentence: str


def wrongs(row: Stored, places: Sequence[Place], origin: str) -> Iterator[Wrong]:
    """Everything about one entry of the log `origin` that does not follow from its bytes and its place in its things' lives."""
    if row.v != chain.VERSION:
        yield Wrong("version", f"version {row.v} is not one this program knows")
        return
    if chain.log_entry(row.seed, row.envelope.encode()) != row.log_entry:
        yield Wrong("leaf", "the envelope is not the one whose fingerprint stands in the log")
    try:
        envelope = orjson.loads(row.envelope)
        public = envelope["public"]
    except (ValueError, KeyError, TypeError):
        yield Wrong("leaf", "the envelope cannot be read")
        return
    if envelope["recordTime"] != iso(row.record_ms) or public["step"] != row.stage:
        yield Wrong("columns", "record time or stage beside the entry are not those of its envelope")
    touches = [Touch(p.role, p.thing, p.n, merkle.leaf_hash(p.prev_entry) if p.prev_entry else None) for p in places]
    yield from _sequence(row, places)
    yield from _things(row, envelope, touches)
    if row.event is not None:
        yield from _event(row, envelope, touches, origin)


def _sequence(row: Stored, places: Sequence[Place]) -> Iterator[Wrong]:
    leaf = merkle.leaf_hash(row.log_entry)
    for place in places:
        if (place.n > 0) != (place.prev_entry is not None):
            yield Wrong("chain", f"entry {place.n} of {place.thing} has nothing before it: an entry was removed")
        elif place.prev_ms is not None and row.record_ms < place.prev_ms:
            yield Wrong("time", f"entry {place.n} of {place.thing} was recorded before the one it builds on")
        if place.n >= place.head_n or (place.n == place.head_n - 1 and place.head_leaf != leaf):
            yield Wrong("head", f"the newest entry of {place.thing} is not the one that its head names")


def _things(row: Stored, envelope: Mapping[str, Any], touches: Sequence[Touch]) -> Iterator[Wrong]:
    if not touches:
        yield Wrong("chain", "the entry belongs to no thing")
        return
    found = chain.digests(row.seed, touches)
    if b"".join(found) != row.digests or b64(chain.things_root(found)) != envelope["things"]:
        yield Wrong("things", "what the entry touches, in which place, is not what its envelope commits to")


def _event(row: Stored, envelope: Mapping[str, Any], touches: Sequence[Touch], origin: str) -> Iterator[Wrong]:
    assert row.event is not None
    raw = row.event.encode()
    if row.event_salt is None or b64(chain.private_digest(row.event_salt, raw)) != envelope["private"]:
        yield Wrong("event", "the event's bytes are not those that the envelope commits to")
        return
    try:
        event = naming.recorded(row.event, origin)
        event_ms = instant(event.event_time)
        public, named = envelope["public"], events.things(event)
        again = events.public_part(event, public["standing"], public["evidence"], event_ms)
    except (Malformed, ValueError, KeyError):
        yield Wrong("event", "the event's bytes cannot be read")
        return
    if again != public or event.event_id != envelope["eventID"] or event_ms != row.event_ms:
        yield Wrong("public", "the public part is not what the event says")
    if len(named) != len(touches) or set(named) != {(touch.role, touch.thing) for touch in touches}:
        yield Wrong("chain", "the entry stands in the lives of other things than its event names")


def text_is_wrong(event: Event, name: str, salt: bytes, text: str) -> bool:
    """Whether a personal text is another than the one that the event commits to."""
    return (event.commitments or {}).get(name) != chain.commitment(salt, text)
