"""The door into the record: `append`, and nothing else, writes entries.

One append works in one order, so that two can never wait for each other: heads (insert or lock, sorted),
idempotency keys (sorted) with the ids of their entries, then the rows in bulk. docs/adr/002 says why heads come
first.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from trace import bulk, chain, event as events, heads, keyring, lots, replay, tables
from trace.drafts import Draft
from trace.errors import Conflict
from trace.event import Event
from trace.heads import lock
from trace.moments import instant, iso, to_ms
from trace.receipts import Receipt
from trace.standing import Actor, Head, leave, party_of, possessing_destination, standing
from trace.words import Standing

__all__ = ["Draft", "EventIdReused", "append", "erase_event", "erase_field", "lock"]

# At most 18 digits, so that the number fits a bigint.


class EventIdReused(Conflict):
    """The same event id came with another content, and not as an error declaration."""

    code = "event-id-reused"


class _Call:
    """What one append will write, table by table."""

    def __init__(self, keys: keyring.Keyring, now_ms: int, lot_ids: Mapping[str, int]) -> None:
        self.keyring, self.now_ms, self.lot_ids = keys, now_ms, lot_ids
        self.entries: list[bulk.Row] = []
        self.links: list[bulk.Row] = []
        self.pending: list[bulk.Row] = []
        self.fields: list[bulk.Row] = []
        self.heads: dict[int, Head] = {}
        # Items and their lots, and those whose naming into a lot was declared an error.
        self.members: dict[int, int] = {}
        self.leavers: list[bulk.Row] = []

    def write(self, session: Session) -> None:
        """All of it, in a number of statements that the number of entries does not change."""
        told = (
            bulk.Some(tables.entry, self.entries),
            bulk.Some(tables.link, self.links),
            bulk.Some(tables.private_field, self.fields),
            bulk.Some(tables.pending, self.pending),
        )
        moved = heads.changes(self.heads.values())
        if not bulk.together(session, (*told, bulk.Some(tables.thing, moved, heads.MOVED))):
            for one in told:
                bulk.insert(session, one.table, one.rows)
            heads.move(session, moved)
        if self.leavers:
            bulk.run(session, "DELETE FROM lot_item WHERE thing_id = ? AND lot_id = ?", self.leavers)
        if self.members:
            bulk.insert_new(session, tables.lot_item, list(self.members.items()))


def append(session: Session, drafts: Sequence[Draft], now: datetime) -> list[Receipt]:
    """Record each draft once and return a receipt for each, in order.

    A draft that is already recorded gives its old leaf and record time (`duplicate`); one that reuses an
    event id for something else raises EventIdReused, and then nothing of this call is recorded. Call it
    once a transaction; whoever must decide first takes `lock` on the same things before.
    """
    touched = [events.things(events.check(draft.event)) for draft in drafts]
    lotted = [lots.named(draft.event, things) for draft, things in zip(drafts, touched, strict=True)]
    lot_ids = lots.ids(session, {lot for named in lotted for lot in named.values()})
    new_lots = {lot for named in lotted for lot in named.values() if lot not in lot_ids}
    locked = lock(session, {uri for things in touched for _, uri in things} | new_lots)
    lot_ids |= {lot: locked[lot].id for lot in new_lots}
    keys = [draft.key() for draft in drafts]
    ids = _claim(session, list(dict.fromkeys(keys)))
    stands = _recorded(session, drafts, keys, ids)
    call, done = _Call(keyring.of(session), to_ms(now), lot_ids), dict[bytes, Receipt]()
    receipts: list[Receipt] = []
    for draft, key, things, named in zip(drafts, keys, touched, lotted, strict=True):
        if (old := stands.get(key)) is not None:
            receipts.append(Receipt(old.event_id, old.leaf, old.record_ms, True, old.entry_id))
        elif key in done:
            receipts.append(done[key]._replace(duplicate=True))
        else:
            mine = [(role, heads.own(locked[uri], locked, draft.actor, draft.evidence)) for role, uri in things]
            done[key] = _seal(call, draft, ids[key], mine, named)
            receipts.append(done[key])
    if done:
        call.write(session)
    return receipts


def _seal(
    call: _Call, draft: Draft, entry_id: int, things: Sequence[tuple[str, Head]], named: Mapping[str, str]
) -> Receipt:
    keys, actor, event = call.keyring, draft.actor, draft.event
    touched = [head for _, head in things]
    seed, event_salt = os.urandom(32), os.urandom(32)
    record_ms = max(call.now_ms, *(head.record_ms for head in touched))
    if event.event_id is None or draft.texts:
        event, raw = _complete(draft, entry_id, call)
    else:
        raw = draft.content()
    event_ms = instant(event.event_time)
    stood = standing(actor, touched, event, draft.evidence)
    public = events.public_part(event, stood.value, draft.evidence, event_ms)
    touches = [chain.Touch(role, head.uri, head.n, head.leaf) for role, head in things]
    event_id = event.event_id or ""
    sealed = chain.seal(seed, event_salt, raw, touches, iso(record_ms), actor.uri, event_id, public)
    call.entries.append(
        (
            entry_id, record_ms, event_ms, actor.id, public["step"], chain.VERSION, raw.decode(), event_salt,
            sealed.envelope.decode(), seed, b"".join(sealed.digests), sealed.log_entry,
        )
    )  # fmt: skip
    call.pending.append((entry_id, sealed.leaf, keys.pending_mac(entry_id, sealed.leaf)))
    for role, head in things:
        call.links.append((head.id, head.n, entry_id, role))
        head.n, head.leaf, head.record_ms = head.n + 1, sealed.leaf, record_ms
        call.heads[head.id] = head
    if stood is not Standing.OUTSIDER:
        _follow(call, event, actor, stood, touched, named)
    return Receipt(event_id, sealed.leaf, record_ms, False, entry_id)


def _follow(
    call: _Call, event: Event, actor: Actor, stood: Standing, touched: Sequence[Head], named: Mapping[str, str]
) -> None:
    """What an event that is no mere claim moves: custody, and the lots of the items that it names."""
    if event.error_declaration is None:
        taker = party_of(call.keyring.origin, possessing_destination(event))
        for head in touched:
            leave(head, actor, stood, taker)
    if not named:
        return
    for head in touched:
        if (lot := named.get(head.uri)) is None:
            continue
        if event.error_declaration is None:
            call.members.setdefault(head.id, call.lot_ids[lot])
        else:
            # A declaration repeats the event that was wrong; moving anything again would repeat the error.
            call.members.pop(head.id, None)
            call.leavers.append((head.id, call.lot_ids[lot]))


def _complete(draft: Draft, entry_id: int, call: _Call) -> tuple[Event, bytes]:
    """The event with an id of its own and commitments in place of its personal texts, and its bytes."""
    event_id = draft.event.event_id or f"urn:uuid:{uuid.uuid4()}"
    if draft.raw is not None:
        return draft.named(event_id)
    commitments = dict(draft.event.commitments or {})
    for name, text in draft.texts.items():
        salt = os.urandom(32)
        commitments[name] = chain.commitment(salt, text)
        call.fields.append((entry_id, name, salt, call.keyring.encrypt(text, salt, f"{entry_id}/{name}")))
    event = msgspec.structs.replace(draft.event, event_id=event_id, commitments=commitments or None)
    return event, events.encode(event)


def _recorded(
    session: Session, drafts: Sequence[Draft], keys: Sequence[bytes], ids: Mapping[bytes, int]
) -> dict[bytes, replay.Recorded]:
    """What stands under the keys that could not be claimed; gives the claims back where a draft says something else."""
    stands = replay.recorded(session, list({key for key in keys if key not in ids}))
    first: dict[bytes, Draft] = {}
    for draft, key in zip(drafts, keys, strict=True):
        if key in stands:
            same = replay.same(stands[key], draft.event, draft.texts, draft.raw)
        else:
            before = first.setdefault(key, draft)
            same = before is draft or before.says_what(draft)
        if not same:
            _give_back(session, ids)
            raise EventIdReused(
                f"the event id {draft.event.event_id!r} is already recorded with another content: send a new id, "
                "or an error declaration that names this one",
                event_id=draft.event.event_id,
            )
    return stands


def _claim(session: Session, keys: Sequence[bytes]) -> dict[bytes, int]:
    """The entry ids, growing in this order, of those keys that nobody had claimed before.

    Under the heads' lock ids grow along every thing's life; the sequencer takes entries into the log by them.
    """
    if not keys:
        return {}
    if bulk.is_postgresql(session):
        places = sorted((key, at) for at, key in enumerate(keys, 1))
        parameters = (len(keys), [key for key, _ in places], [at for _, at in places])
        return {bytes(key): entry_id for key, entry_id in bulk.run(session, _CLAIM, parameters)}
    claimed = {bytes(key) for (key,) in bulk.select_in(session, "SELECT key FROM submission WHERE key", keys, "bytea")}
    last = bulk.run(session, "SELECT coalesce(max(id), 0) FROM entry")[0][0]
    ids = {key: last + at for at, key in enumerate((key for key in keys if key not in claimed), 1)}
    bulk.insert(session, tables.submission, list(ids.items()))
    return ids


# Blocks taken by arithmetic on setval are not atomic, one nextval a row is. The keys come sorted, so that two calls
# with the same ids wait one way; `at` gives the ids back their order.
_CLAIM = (
    "INSERT INTO submission (key, entry_id) SELECT k.key, ids.of[k.at] "
    "FROM (SELECT array_agg(nextval('entry_id_seq')) AS of FROM generate_series(1, ?)) AS ids, "
    "unnest(?::bytea[], ?::int[]) AS k(key, at) ON CONFLICT DO NOTHING RETURNING key, entry_id"
)


def _give_back(session: Session, keys: Collection[bytes]) -> None:
    """Free the keys of a call that is refused: whoever catches the refusal and commits has recorded nothing."""
    if keys:
        bulk.run(session, "DELETE FROM submission WHERE key = ?", [(key,) for key in keys])


def erase_event(session: Session, entry_id: int) -> None:
    """Erase an event's bytes with their salt: every proof stays valid, the content is gone for good."""
    bulk.run(session, "UPDATE entry SET event = NULL, event_salt = NULL WHERE id = ?", (entry_id,))


def erase_field(session: Session, entry_id: int, name: str) -> None:
    """Erase one personal text with its salt; its commitment then says nothing to anybody."""
    bulk.run(session, "DELETE FROM private_field WHERE entry_id = ? AND name = ?", (entry_id, name))
