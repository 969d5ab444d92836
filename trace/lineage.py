"""What a thing was made of, and what was made of it: through every processing, as far back or on as it is recorded.

What counts is the word of whoever made the goods: that somebody else's lot came out of something is no outsider's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from trace import bulk, keyring
from trace.bulk import Reads
from trace.epcis import naming
from trace.event import Event
from trace.identity import thing
from trace.words import Stage

# Grapes, must, wine, a gift box: deeper than that, nobody processes. Of so many lots a recall still has a list.
DEEPEST = 8
MOST = 1_000
_ROLES = (
    "SELECT t.uri, t.owner_id, k.entry_id, e.actor_id, e.stage, e.envelope FROM thing t JOIN link k ON k.thing_id = t.id "
    "JOIN entry e ON e.id = k.entry_id WHERE k.role = '{role}' AND t.uri"
)
_OF_ITEMS = (
    "SELECT t.uri, t.owner_id, k.entry_id, e.actor_id, e.stage, e.envelope FROM thing l JOIN lot_item m ON m.lot_id = l.id "
    "JOIN thing t ON t.id = m.thing_id JOIN link k ON k.thing_id = t.id AND k.role = 'input' "
    "JOIN entry e ON e.id = k.entry_id WHERE l.uri"
)
_OTHERS = (
    "SELECT k.entry_id, t.uri, t.owner_id, t.n FROM link k JOIN thing t ON t.id = k.thing_id "
    "WHERE k.role = '{role}' AND k.entry_id"
)
_LOTS = (
    "SELECT l.uri FROM thing t JOIN lot_item m ON m.thing_id = t.id JOIN thing l ON l.id = m.lot_id WHERE t.uri"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kin:
    """A thing that went in or came out, so many processings away; `n` is how many entries its own life has."""

    uri: str
    steps: int
    owner_id: int | None
    n: int


@dataclass(slots=True)
class Lineage:
    """Everything that was found, the nearest first; `cut` says that there is more than is followed.

    `used` are the items of the things asked about that went into others, so that they are nowhere any more.
    """

    kin: list[Kin] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    cut: bool = False


Step = Callable[[Collection[str]], dict[str, Kin]]


class _Part(NamedTuple):
    """One thing's part in one processing."""

    uri: str
    owner_id: int | None
    entry_id: int
    actor_id: int
    stage: str
    envelope: str


def upstream(session: Reads, uris: Collection[str]) -> Lineage:
    """What these things were made of, and what that was made of in turn."""
    found = Lineage()

    def before(frontier: Collection[str]) -> dict[str, Kin]:
        around = {*frontier, *(row[0] for row in bulk.select_in(session, _LOTS, sorted(frontier), "text"))}
        parts = _standing(_parts(session, _ROLES.format(role="output"), around))
        mine = {one.entry_id for one in parts if one.actor_id == one.owner_id}
        rows = bulk.select_in(session, _OTHERS.format(role="input"), sorted(mine), "bigint")
        return {uri: Kin(uri, 0, owner, n) for _, uri, owner, n in rows}

    _follow(found, uris, before)
    return found


def downstream(session: Reads, uris: Collection[str]) -> Lineage:
    """What was made of these things and of the items of these lots, and what was made of that in turn."""
    found = Lineage()

    def after(frontier: Collection[str]) -> dict[str, Kin]:
        ordered = sorted(frontier)
        parts = list(_standing(_parts(session, _ROLES.format(role="input"), ordered)))
        of_items = list(_standing(_parts(session, _OF_ITEMS, ordered)))
        actors = {one.entry_id: one.actor_id for one in (*parts, *of_items)}
        rows = list(bulk.select_in(session, _OTHERS.format(role="output"), sorted(actors), "bigint"))
        made = {entry_id for entry_id, _, owner, _ in rows if owner == actors[entry_id]}
        taken = {one.uri for one in (*parts, *of_items) if one.entry_id in made}
        found.used |= {uri for uri in taken if thing.kind(uri) == "item"}
        return {uri: Kin(uri, 0, owner, n) for entry_id, uri, owner, n in rows if entry_id in made}

    _follow(found, uris, after)
    return found


def processings(session: Reads, uri: str, actor_id: int) -> list[tuple[int, Event]]:
    """The processings of a thing that this party recorded, the oldest first; those erased or declared wrong are left out."""
    parts = [
        *_parts(session, _ROLES.format(role="output"), [uri]),
        *_parts(session, _ROLES.format(role="input"), [uri]),
    ]
    ids = {one.entry_id for one in _standing(parts) if one.actor_id == actor_id}
    rows = bulk.select_in(session, "SELECT id, event FROM entry WHERE event IS NOT NULL AND id", sorted(ids), "bigint")
    origin = keyring.of(session).origin
    return sorted(((entry_id, naming.recorded(raw, origin)) for entry_id, raw in rows), key=lambda one: one[0])


def _follow(found: Lineage, uris: Collection[str], step: Step) -> None:
    seen, frontier = set(uris), set(uris)
    for steps in range(1, DEEPEST + 1):
        fresh = {uri: one for uri, one in step(frontier).items() if uri not in seen}
        for uri in sorted(fresh)[: MOST - len(found.kin)]:
            one = fresh[uri]
            found.kin.append(Kin(uri, steps, one.owner_id, one.n))
        seen |= fresh.keys()
        frontier = set(fresh)
        if not frontier or len(seen) > MOST + len(uris):
            break
    found.cut = bool(frontier)


def _parts(session: Reads, statement: str, uris: Iterable[str]) -> Iterator[_Part]:
    return (_Part(*row) for row in bulk.select_in(session, statement, sorted(uris), "text"))


def _standing(parts: Iterable[_Part]) -> list[_Part]:
    """Without those that their own actor has declared wrong, and without the declarations."""
    told = [(one, orjson.loads(one.envelope)["eventID"]) for one in parts]
    wrong = {(one.actor_id, event_id) for one, event_id in told if one.stage == Stage.CORRECTED}
    return [one for one, event_id in told if (one.actor_id, event_id) not in wrong]
