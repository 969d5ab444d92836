"""The life of a thing: its own entries, and for the time that it was packed those of its parcel or carton.

What was packed with it stays closed: of an entry only the thing itself is opened, and whatever it was packed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from trace import bulk, merkle
from trace.bulk import Reads
from trace.chain import Touch
from trace.errors import Unknown
from trace.words import Standing

# An item in a bag in a box in a carton in a container: deeper than that, nobody packs.
DEEPEST = 8
# A stretch of a life in one statement, with what each packing or unpacking put the thing into or took it out of.
_ROWS = (
    "SELECT k.n, k.role, e.id, l.idx, e.record_ms, e.event_ms, e.stage, e.envelope, e.seed, e.digests, e.log_entry, "
    "p.thing_id, p.n, q.uri FROM link k JOIN entry e ON e.id = k.entry_id LEFT JOIN log_leaf l ON l.entry_id = e.id "
    "LEFT JOIN link p ON k.role = 'child' AND p.entry_id = k.entry_id AND p.role = 'parent' "
    "LEFT JOIN thing q ON q.id = p.thing_id WHERE k.thing_id = "
)
_OWN = f"{_ROWS}(SELECT id FROM thing WHERE uri = ?) ORDER BY k.n"
_FROM = f"{_ROWS}? AND k.n >= ? ORDER BY k.n"
_BETWEEN = f"{_ROWS}? AND k.n >= ? AND k.n <= ? ORDER BY k.n"


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
    # How it stands in a proof file, where trace/proof.py keeps that.
    text: bytes | None = field(default=None, init=False, repr=False, compare=False)
    _said: dict[str, Any] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def said(self) -> dict[str, Any]:
        """What its envelope says; read once."""
        if self._said is None:
            self._said = orjson.loads(self.envelope)
        return self._said

    @property
    def public(self) -> dict[str, Any]:
        """What the record shows of it."""
        found: dict[str, Any] = self.said["public"]
        return found

    @property
    def actor(self) -> str:
        """The organisation that recorded it."""
        found: str = self.said["actor"]
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


class _Span(NamedTuple):
    """A stretch of a thing's life: positions `first` to `last` (None: to the newest). The own life has no id here."""

    thing_id: int | None
    uri: str
    first: int = 0
    last: int | None = None


class _Packing(NamedTuple):
    """An entry that packed or unpacked, and the thing that was packed in, at which position of that thing's life."""

    entry_id: int
    thing_id: int
    n: int
    uri: str


def life(session: Reads, uri: str) -> Life:
    """The life of the thing with this canonical name; raises NoSuchThing where nothing is recorded of it."""
    entries: dict[int, Entry] = {}
    made_of: dict[str, int] = {}
    spans, depth = [_Span(None, uri)], 0
    while spans and depth < DEEPEST:
        packings: list[_Packing] = []
        for span in spans:
            count = _read(session, span, entries, packings)
            if span.thing_id is None and not count:
                raise NoSuchThing(f"nothing is recorded of {uri}")
            if span.last is None:
                made_of[span.uri] = count
        spans, depth = list(_parents(packings, entries, made_of)), depth + 1
    return Life(uri, in_order(entries.values()), made_of)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries as the log has them, those that wait for it last."""
    return sorted(entries, key=lambda one: (one.index is None, one.index or 0, one.id))


def _read(session: Reads, span: _Span, entries: dict[int, Entry], packings: list[_Packing]) -> int:
    """Put the entries of a span to the others, and tell how many that thing has up to its end.

    Of a parent, those that pack or unpack something else are nobody's business here.
    """
    own, n = span.thing_id is None, span.first - 1
    before: bytes | None = None
    for row in _rows(session, span):
        n, role, entry_id, index, ms, event_ms, stage, envelope, seed, digests, log_entry, packed_in, at, parent = row
        leaf = merkle.leaf_hash(log_entry)
        if n >= span.first and (own or role != "parent" or n in (span.first, span.last)):
            touch = Touch(role, span.uri, n, before)
            if (entry := entries.get(entry_id)) is None:
                entries[entry_id] = Entry(entry_id, index, ms, event_ms, stage, envelope, seed, digests, leaf, [touch])
            else:
                entry.touches.append(touch)
            if packed_in is not None:
                packings.append(_Packing(entry_id, packed_in, at, parent))
        before = leaf
    return n + 1


def _rows(session: Reads, span: _Span) -> list[bulk.Row]:
    if span.thing_id is None:
        return bulk.run(session, _OWN, (span.uri,))
    # One before the first, for the leaf that it names.
    if span.last is None:
        return bulk.run(session, _FROM, (span.thing_id, span.first - 1))
    return bulk.run(session, _BETWEEN, (span.thing_id, span.first - 1, span.last))


def _parents(packings: list[_Packing], entries: dict[int, Entry], made_of: dict[str, int]) -> Iterator[_Span]:
    """The spans that the packing entries opened and the unpacking entries closed, in the order they were recorded.

    That something lies in somebody's parcel is no outsider's to say: it would open the parcel's life to readers of the thing.
    """
    opened: dict[int, tuple[int, str]] = {}
    for entry_id, thing_id, n, uri in sorted(packings):
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


def opened(session: Reads, wanted: Mapping[int, str]) -> list[Entry]:
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
            touch = Touch(role, uri, n, merkle.leaf_hash(before) if before else None)
            leaf = merkle.leaf_hash(log_entry)
            found.append(Entry(entry_id, index, ms, event_ms, stage, envelope, seed, digests, leaf, [touch]))
    return found
