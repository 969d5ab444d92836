"""What the query looks things up in, kept up with the record: worked out from entries, and from nothing else.

It follows the log by the leaf index, and takes what still waits for the log as well, so that an event can be asked for as
soon as it was acknowledged. Two never follow at once: the cursor's row is locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy.orm import Session

from trace import bulk, keyring
from trace.epcis import contexts, facts, rendering, tables
from trace.epcis.facts import Fact, microseconds
from trace.words import Standing

# So many entries are worked off in one transaction.
STEP = 1_000
_OWNER, _BOTH, _OTHERS = 0, 1, 2


def behind(session: Session) -> bool:
    """Whether something is recorded that cannot be asked for yet."""
    return bool(bulk.run(session, _PENDING, (1,)) or bulk.run(session, _LOGGED, (position(session), 1)))


def follow(session: Session, most: int = STEP) -> int:
    """Work off at most so many entries, those that wait for the log first; how many it were.

    An entry may go from the waiting ones into the log in between; looked at in this order it is in one of the two.
    """
    begin = _locked(session)
    waiting = [entry_id for (entry_id,) in bulk.run(session, _PENDING, (most,))]
    _add(session, waiting)
    logged = bulk.run(session, _LOGGED, (begin, most - len(waiting))) if len(waiting) < most else []
    known = set(_known(session, [entry_id for _, entry_id in logged]))
    _add(session, [entry_id for _, entry_id in logged if entry_id not in known])
    if logged:
        bulk.run(session, "UPDATE epcis_cursor SET next_idx = ? WHERE id = 1", (logged[-1][0] + 1,))
    return len(waiting) + len(logged)


def forget(session: Session, first: int = 0) -> None:
    """Take away what was worked out from entry `first` of the log on (0: all of it), so that it is worked out anew."""
    begin = min(_locked(session), first)
    if first == 0:
        for table in (tables.fact, tables.view, tables.reader, tables.event):
            bulk.run(session, f"DELETE FROM {table.name}")
    else:
        # Who reads a thing stays; whoever is added again adds nothing.
        gone = "(SELECT entry_id FROM log_leaf WHERE idx >= ?)"
        for table in (tables.fact, tables.view, tables.event):
            bulk.run(session, f"DELETE FROM {table.name} WHERE entry_id IN {gone}", (first,))
    bulk.run(session, "UPDATE epcis_cursor SET next_idx = ? WHERE id = 1", (begin,))


_PENDING = (
    "SELECT p.entry_id FROM pending p WHERE NOT EXISTS (SELECT 1 FROM epcis_event e WHERE e.entry_id = p.entry_id) "
    "ORDER BY p.entry_id LIMIT ?"
)
_LOGGED = "SELECT idx, entry_id FROM log_leaf WHERE idx >= ? ORDER BY idx LIMIT ?"


def position(session: Session) -> int:
    """The leaf of the log up to which everything can be asked for."""
    found = bulk.run(session, "SELECT next_idx FROM epcis_cursor WHERE id = 1")
    return int(found[0][0]) if found else 0


def _locked(session: Session) -> int:
    bulk.run(session, "INSERT INTO epcis_cursor (id, next_idx) VALUES (1, 0) ON CONFLICT DO NOTHING")
    if bulk.is_postgresql(session):
        # On SQLite whoever writes has locked the whole file already.
        bulk.run(session, "SELECT next_idx FROM epcis_cursor WHERE id = 1 FOR UPDATE")
    return position(session)


def _known(session: Session, entry_ids: Sequence[int]) -> Iterable[int]:
    return (
        row[0]
        for row in bulk.select_in(session, "SELECT entry_id FROM epcis_event WHERE entry_id", entry_ids, "bigint")
    )


def _add(session: Session, entry_ids: Sequence[int]) -> None:
    if not entry_ids:
        return
    origin = keyring.of(session).origin
    events: list[bulk.Row] = []
    said: list[bulk.Row] = []
    inside: dict[int, int] = {}
    statement = "SELECT id, actor_id, event_ms, record_ms, event, envelope FROM entry WHERE id"
    for entry_id, actor_id, event_ms, record_ms, raw, envelope in sorted(
        bulk.select_in(session, statement, entry_ids, "bigint"), key=lambda row: int(row[0])
    ):
        sealed = orjson.loads(envelope)
        told = _facts(raw, sealed, origin)
        event_us, open_us = told.times(event_ms)
        events.append((entry_id, actor_id, event_us, open_us, record_ms * 1_000))
        said += [(entry_id, fact.name, fact.text, fact.number, scope) for fact, scope in told.scopes.items()]
        if sealed["public"]["standing"] != Standing.OUTSIDER:
            inside[entry_id] = actor_id
    bulk.insert(session, tables.event, events)
    bulk.insert(session, tables.fact, said)
    _open(session, {row[0]: row[1] for row in events}, inside)


class _facts:
    """The facts of one entry, each with who may ask for it, and the times that it tells."""

    def __init__(self, raw: str | None, sealed: dict[str, Any], origin: str) -> None:
        self._public = rendering.public_part(sealed, ())
        # Our own members of it are looked at and not asked for.
        bare = {name: value for name, value in self._public.items() if not name.startswith("syn:")}
        shown = facts.of(bare, contexts.prefixes(bare["@context"]), origin)
        if raw is None:
            self._whole = None
            self.scopes: dict[Fact, int] = dict.fromkeys(shown, _BOTH)
            return
        self._whole = rendering.whole(raw)
        private = facts.of(self._whole, contexts.prefixes(self._whole["@context"]), origin)
        self.scopes = dict.fromkeys(shown, _OTHERS) | dict.fromkeys(private, _OWNER)
        self.scopes |= dict.fromkeys(set(shown) & set(private), _BOTH)

    def times(self, event_ms: int) -> tuple[int, int]:
        """The event time as its owner knows it, and as others are told."""
        shown = microseconds(self._public["eventTime"])
        assert shown is not None
        if self._whole is None:
            return shown, shown
        exact = microseconds(self._whole["eventTime"])
        return (event_ms * 1_000 if exact is None else exact), shown


def _open(session: Session, actors: dict[int, int], inside: dict[int, int]) -> None:
    """Let those see these entries who own or have held their things; and what came before, whoever has come to hold one."""
    statement = (
        "SELECT k.entry_id, k.thing_id, k.role, t.uri, t.owner_id, t.holder_id FROM link k JOIN thing t ON t.id = k.thing_id "
        "WHERE k.entry_id"
    )
    links = sorted(bulk.select_in(session, statement, actors, "bigint"))
    readers: dict[int, set[int]] = {link[1]: set() for link in links}
    for thing_id, party_id in bulk.select_in(
        session, "SELECT thing_id, party_id FROM epcis_reader WHERE thing_id", list(readers), "bigint"
    ):
        readers[thing_id].add(party_id)
    fresh: dict[int, set[int]] = {}
    rows: dict[tuple[int, int, int], str] = {}
    for entry_id, thing_id, role, uri, owner_id, holder_id in links:
        known = readers[thing_id]
        for party_id in {owner_id, holder_id, inside.get(entry_id)} - known - {None}:
            fresh.setdefault(thing_id, set()).add(party_id)
            known.add(party_id)
        rows |= {
            (party_id, entry_id, thing_id): rendering.fact_of(role, uri) for party_id in known - {actors[entry_id]}
        }
    before = (
        "SELECT k.entry_id, k.thing_id, k.role, t.uri, e.actor_id FROM link k JOIN epcis_event e ON e.entry_id = k.entry_id "
        "JOIN thing t ON t.id = k.thing_id WHERE k.thing_id"
    )
    for entry_id, thing_id, role, uri, actor_id in bulk.select_in(session, before, list(fresh), "bigint"):
        rows |= {
            (party_id, entry_id, thing_id): rendering.fact_of(role, uri) for party_id in fresh[thing_id] - {actor_id}
        }
    if fresh:
        bulk.insert_new(session, tables.reader, [(thing, party) for thing, some in fresh.items() for party in some])
    if rows:
        bulk.insert_new(session, tables.view, [(*key, name) for key, name in rows.items()])
