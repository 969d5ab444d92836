"""The life of a thing: its own entries, and for the time that it was packed those of its parcel or carton.

What was packed with it stays closed: of an entry only the thing itself is opened, and whatever it was packed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy.orm import Session

from trace import bulk, merkle
from trace.chain import Touch
from trace.errors import Unknown
from trace.words import Standing

# An item in a bag in a box in a carton in a container: deeper than that, nobody packs.
DEEPEST = 8
_ROWS = (
    "SELECT k.thing_id, k.n, k.role, e.id, l.idx, e.record_ms, e.event_ms, e.stage, e.envelope, e.seed, e.digests, e.log_entry "
    "FROM link k JOIN entry e ON e.id = k.entry_id LEFT JOIN log_leaf l ON l.entry_id = e.id "
)


class NoSuchThing(Unknown):
    """Nothing is recorded under this name."""

    code = "no-such-thing"


@dataclass(slots=True)
class Entry:
    """One entry as a reader of this life may open it: `touches` are the things that are disclosed."""

    id: int
    index: int | None
    record_ms: int
    event_ms: int
    stage: str
    envelope: str
    seed: bytes
    digests: bytes
    leaf: bytes
    touches: list[Touch] = field(default_factory=list)

    @property
    def public(self) -> dict[str, Any]:
        """What the record shows of it."""
        found: dict[str, Any] = orjson.loads(self.envelope)["public"]
        return found

    @property
    def actor(self) -> str:
        """The organisation that recorded it."""
        found: str = orjson.loads(self.envelope)["actor"]
        return found


@dataclass(frozen=True, slots=True)
class Life:
    """Entries in log order, those that wait for the log last; `made_of` says how many entries each open life had."""

    thing: str
    entries: list[Entry]
    made_of: dict[str, int]

    def without(self, stages: Collection[str]) -> Life:
        """The same life where entries of these stages, which only a parcel's code opens, are left out.

        Its own entries are never left out: a life with a hole in it proves nothing.
        """
        kept = [
            one for one in self.entries if one.stage not in stages or any(t.thing == self.thing for t in one.touches)
        ]
        return Life(self.thing, kept, self.made_of)


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of a thing's life: positions `first` to `last` (None: to the newest)."""

    thing_id: int
    uri: str
    first: int
    last: int | None


def life(session: Session, uri: str) -> Life:
    """The life of the thing with this canonical name; raises NoSuchThing where nothing is recorded of it."""
    found = bulk.run(session, "SELECT id, n FROM thing WHERE uri = ?", (uri,))
    if not found or not found[0][1]:
        raise NoSuchThing(f"nothing is recorded of {uri}")
    entries: dict[int, Entry] = {}
    made_of: dict[str, int] = {}
    spans, depth = [_Span(found[0][0], uri, 0, None)], 0
    while spans and depth < DEEPEST:
        packed: list[int] = []
        for span in spans:
            rows = list(_read(session, span, own=depth == 0))
            if span.last is None:
                made_of[span.uri] = (rows[-1][1].n if rows else span.first - 1) + 1
            for entry, touch in rows:
                entries.setdefault(entry.id, entry).touches.append(touch)
                if touch.role == "child":
                    packed.append(entry.id)
        spans, depth = list(_parents(session, packed, entries, made_of)), depth + 1
    return Life(uri, in_order(entries.values()), made_of)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries as the log has them, those that wait for it last."""
    return sorted(entries, key=lambda one: (one.index is None, one.index or 0, one.id))


def _read(session: Session, span: _Span, *, own: bool) -> Iterator[tuple[Entry, Touch]]:
    """The entries of a span. Of a parent, those that pack or unpack something else are nobody's business here."""
    where, values = "WHERE k.thing_id = ? AND k.n >= ?", [span.thing_id, span.first - 1]
    if span.last is not None:
        where, values = where + " AND k.n <= ?", [*values, span.last]
    before: bytes | None = None
    for _, n, role, entry_id, index, ms, event_ms, stage, envelope, seed, digests, log_entry in bulk.run(
        session, f"{_ROWS}{where} ORDER BY k.n", tuple(values)
    ):
        leaf = merkle.leaf_hash(bytes(log_entry))
        edge = n in (span.first, span.last)
        if n >= span.first and (own or role != "parent" or edge):
            yield (
                Entry(entry_id, index, ms, event_ms, stage, envelope, bytes(seed), bytes(digests), leaf),
                Touch(role, span.uri, n, before),
            )
        before = leaf


def _parents(
    session: Session, packed: list[int], entries: dict[int, Entry], made_of: dict[str, int]
) -> Iterator[_Span]:
    """The spans that the packing entries opened and the unpacking entries closed, in the order they were recorded.

    That something lies in somebody's parcel is no outsider's to say: it would open the parcel's life to readers of the thing.
    """
    statement = (
        "SELECT k.entry_id, k.thing_id, k.n, t.uri FROM link k JOIN thing t ON t.id = k.thing_id "
        "WHERE k.role = 'parent' AND k.entry_id"
    )
    opened: dict[int, tuple[int, str]] = {}
    for entry_id, thing_id, n, uri in sorted(bulk.select_in(session, statement, packed, "bigint")):
        public = entries[entry_id].public
        if public["standing"] == Standing.OUTSIDER:
            continue
        if public.get("action") == "DELETE":
            if thing_id in opened:
                first, _ = opened.pop(thing_id)
                yield _Span(thing_id, uri, first, n)
        elif public.get("action") == "ADD" and thing_id not in opened and uri not in made_of:
            opened[thing_id] = (n, uri)
    for thing_id, (n, uri) in opened.items():
        yield _Span(thing_id, uri, n, None)


def opened(session: Session, wanted: Mapping[int, str]) -> list[Entry]:
    """Single entries by their ids, each opened for one thing that it touches: the events of public cards."""
    statement = (
        "SELECT t.uri, k.n, k.role, e.id, l.idx, e.record_ms, e.event_ms, e.stage, e.envelope, e.seed, e.digests, e.log_entry, "
        "b.log_entry FROM link k JOIN thing t ON t.id = k.thing_id JOIN entry e ON e.id = k.entry_id "
        "LEFT JOIN log_leaf l ON l.entry_id = e.id LEFT JOIN link p ON p.thing_id = k.thing_id AND p.n = k.n - 1 "
        "LEFT JOIN entry b ON b.id = p.entry_id WHERE k.entry_id"
    )
    found = []
    for row in bulk.select_in(session, statement, wanted, "bigint"):
        uri, n, role, entry_id, index, ms, event_ms, stage, envelope, seed, digests, log_entry, before = row
        if wanted[entry_id] == uri:
            touch = Touch(role, uri, n, merkle.leaf_hash(bytes(before)) if before else None)
            leaf = merkle.leaf_hash(bytes(log_entry))
            found.append(
                Entry(entry_id, index, ms, event_ms, stage, envelope, bytes(seed), bytes(digests), leaf, [touch])
            )
    return found
