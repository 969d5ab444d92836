"""The door into the record: `append`, and nothing else, writes entries.

One append works in one order, so that two can never wait for each other: heads (insert or lock, sorted),
then what is already recorded, ids, keys, and the rows in bulk. docs/adr/002 says why heads come first.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy.orm import Session

from trace import bulk, canon, chain, event as events, keyring, replay, tables
from trace.errors import Conflict
from trace.event import Event
from trace.heads import lock, own
from trace.moments import instant, iso, to_ms
from trace.receipts import Receipt
from trace.standing import Actor, Head, leave, possessing_destination, standing

__all__ = ["Draft", "EventIdReused", "append", "erase_event", "erase_field", "lock"]


class EventIdReused(Conflict):
    """The same event id came with another content, and not as an error declaration."""

    code = "event-id-reused"


@dataclass(frozen=True, slots=True)
class Draft:
    """An event to record, who records it, who vouches, and the personal texts it commits to."""

    event: Event
    actor: Actor
    evidence: str
    texts: Mapping[str, str] = field(default_factory=dict)

    def key(self) -> bytes:
        """What makes two submissions the same one: source, event id and whether it declares an error."""
        if self.event.event_id is not None:
            named = [self.actor.uri, self.event.event_id, self.event.error_declaration is not None]
            return sha256(canon.encode(named)).digest()[:16]
        body = [self.actor.uri, events.encode(self.event).decode(), sorted(self.texts.items())]
        return sha256(b"digest" + canon.encode(body)).digest()[:16]


class _Rows:
    """What one append will insert, table by table."""

    def __init__(self) -> None:
        self.entries: list[bulk.Row] = []
        self.links: list[bulk.Row] = []
        self.pending: list[bulk.Row] = []
        self.fields: list[bulk.Row] = []
        self.keys: list[tuple[bytes, int]] = []


def append(session: Session, drafts: Sequence[Draft], now: datetime) -> list[Receipt]:
    """Record each draft once and return a receipt for each, in order.

    A draft that is already recorded gives its old leaf and record time (`duplicate`); one that reuses an
    event id for something else raises EventIdReused, and then nothing of this call is recorded. Call it
    once a transaction; whoever must decide first takes `lock` on the same things before.
    """
    touched = [events.things(events.check(draft.event)) for draft in drafts]
    heads = lock(session, {uri for found in touched for _, uri in found})
    keys = [draft.key() for draft in drafts]
    known = replay.recorded(session, keys)
    fresh = [key for key in dict.fromkeys(keys) if key not in known]
    ids = dict(zip(fresh, _entry_ids(session, len(fresh)), strict=True))
    receipts: list[Receipt] = []
    rows, now_ms = _Rows(), to_ms(now)
    done: dict[bytes, tuple[Draft, Receipt]] = {}
    changed: dict[int, Head] = {}
    for draft, key, things in zip(drafts, keys, touched, strict=True):
        if key in known:
            receipts.append(_again(draft, known[key]))
        elif key in done:
            receipts.append(_twice(draft, *done[key]))
        else:
            mine = [(role, own(heads[uri], heads, draft.actor)) for role, uri in things]
            receipt = _seal(session, draft, ids[key], mine, now_ms, rows)
            rows.keys.append((key, ids[key]))
            changed.update((head.id, head) for _, head in mine)
            done[key] = (draft, receipt)
            receipts.append(receipt)
    _write(session, rows, list(changed.values()))
    return receipts


def _seal(
    session: Session, draft: Draft, entry_id: int, things: list[tuple[str, Head]], now_ms: int, rows: _Rows
) -> Receipt:
    keys, actor = keyring.of(session), draft.actor
    heads = [head for _, head in things]
    seed, event_salt = os.urandom(32), os.urandom(32)
    event, record_ms = draft.event, max(now_ms, *(head.record_ms for head in heads))
    if draft.texts or event.event_id is None:
        event = _complete(draft, entry_id, keys, rows)
    raw, event_ms = events.encode(event), instant(event.event_time)
    stood = standing(actor, heads, event, draft.evidence)
    public = events.public_part(event, stood.value, draft.evidence, event_ms)
    touches = [chain.Touch(role, head.uri, head.n, head.leaf) for role, head in things]
    event_id = event.event_id or ""
    sealed = chain.seal(seed, event_salt, raw, touches, iso(record_ms), actor.uri, event_id, public)
    rows.entries.append(
        (
            entry_id, record_ms, event_ms, actor.id, public["step"], chain.VERSION, raw.decode(), event_salt,
            sealed.envelope.decode(), seed, b"".join(sealed.digests), sealed.log_entry,
        )
    )  # fmt: skip
    rows.pending.append((entry_id, sealed.leaf, keys.pending_mac(entry_id, sealed.leaf)))
    taker = party_id(keys.origin, possessing_destination(event))
    for role, head in things:
        rows.links.append((head.id, head.n, entry_id, role))
        head.n, head.leaf, head.record_ms = head.n + 1, sealed.leaf, record_ms
        leave(head, actor, stood, taker)
    return Receipt(event_id, sealed.leaf, record_ms, False, entry_id)


def _complete(draft: Draft, entry_id: int, keys: keyring.Keyring, rows: _Rows) -> Event:
    """The event with an id of its own and commitments in place of its personal texts."""
    commitments = dict(draft.event.commitments or {})
    for name, text in draft.texts.items():
        salt = os.urandom(32)
        commitments[name] = chain.commitment(salt, text)
        rows.fields.append((entry_id, name, salt, keys.encrypt(text, salt, f"{entry_id}/{name}")))
    event_id = draft.event.event_id or f"urn:uuid:{uuid.uuid4()}"
    return msgspec.structs.replace(draft.event, event_id=event_id, commitments=commitments or None)


def party_id(origin: str, uri: str | None) -> int | None:
    """The internal id in a party's name under our origin; other names are of parties we do not keep."""
    prefix = f"https://{origin}/id/party/"
    if uri is None or not uri.startswith(prefix) or not uri[len(prefix) :].isdigit():
        return None
    return int(uri[len(prefix) :])


def _again(draft: Draft, stands: replay.Recorded) -> Receipt:
    if not replay.same(stands, draft.event, draft.texts):
        raise _reused(draft)
    return Receipt(stands.event_id, stands.leaf, stands.record_ms, True, stands.entry_id)


def _twice(draft: Draft, first: Draft, receipt: Receipt) -> Receipt:
    if (draft.event, dict(draft.texts)) != (first.event, dict(first.texts)):
        raise _reused(draft)
    return receipt._replace(duplicate=True)


def _reused(draft: Draft) -> EventIdReused:
    return EventIdReused(
        f"the event id {draft.event.event_id!r} is already recorded with another content: send a new id, "
        "or an error declaration that names this one",
        event_id=draft.event.event_id,
    )


def _entry_ids(session: Session, count: int) -> list[int]:
    if not count:
        return []
    if bulk.is_postgresql(session):
        # Blocks taken by arithmetic on setval are not atomic; one nextval a row is (log-and-limits, trap 2).
        return [
            row[0] for row in bulk.run(session, "SELECT nextval('entry_id_seq') FROM generate_series(1, ?)", (count,))
        ]
    last = bulk.run(session, "SELECT coalesce(max(id), 0) FROM entry")[0][0]
    return list(range(last + 1, last + 1 + count))


def _write(session: Session, rows: _Rows, heads: list[Head]) -> None:
    if not rows.entries:
        return
    _claim(session, rows.keys)
    bulk.insert(session, tables.entry, rows.entries)
    bulk.insert(session, tables.link, rows.links)
    bulk.insert(session, tables.private_field, rows.fields)
    bulk.insert(session, tables.pending, rows.pending)
    changes = [(h.n, h.leaf, h.record_ms, h.owner_id, h.holder_id, h.offered_id, h.id) for h in heads]
    if bulk.is_postgresql(session):
        bulk.run(session, _MOVE_HEADS, tuple(list(column) for column in zip(*changes, strict=True)))
    else:
        bulk.run(session, _MOVE_HEAD, changes)


_MOVE_HEAD = "UPDATE thing SET n = ?, leaf = ?, record_ms = ?, owner_id = ?, holder_id = ?, offered_id = ? WHERE id = ?"
_MOVE_HEADS = (
    "UPDATE thing AS t SET n = v.n, leaf = v.leaf, record_ms = v.record_ms, owner_id = v.owner_id, "
    "holder_id = v.holder_id, offered_id = v.offered_id FROM unnest(?::bigint[], ?::bytea[], ?::bigint[], ?::bigint[], "
    "?::bigint[], ?::bigint[], ?::bigint[]) AS v(n, leaf, record_ms, owner_id, holder_id, offered_id, id) WHERE t.id = v.id"
)


_CLAIM = (
    "INSERT INTO submission (key, entry_id) SELECT * FROM unnest(?::bytea[], ?::bigint[]) "
    "ON CONFLICT DO NOTHING RETURNING key"
)


def _claim(session: Session, keys: Iterable[tuple[bytes, int]]) -> None:
    """Take the idempotency keys; whoever took one since we looked has the same id for other things."""
    found = sorted(keys)
    if not bulk.is_postgresql(session):
        bulk.run(session, "INSERT INTO submission (key, entry_id) VALUES (?, ?)", found)
        return
    taken = bulk.run(session, _CLAIM, ([key for key, _ in found], [entry_id for _, entry_id in found]))
    if len(taken) != len(found):
        raise EventIdReused(
            "an event id of this request was recorded for other things a moment ago; send it again to see which"
        )


def erase_event(session: Session, entry_id: int) -> None:
    """Erase an event's bytes with their salt: every proof stays valid, the content is gone for good."""
    bulk.run(session, "UPDATE entry SET event = NULL, event_salt = NULL WHERE id = ?", (entry_id,))


def erase_field(session: Session, entry_id: int, name: str) -> None:
    """Erase one personal text with its salt; its commitment then says nothing to anybody."""
    bulk.run(session, "DELETE FROM private_field WHERE entry_id = ? AND name = ?", (entry_id, name))
