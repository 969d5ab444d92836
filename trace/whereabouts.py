"""Where things are now: one by one, or every item of a lot at once, which is the set that a recall must find."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import orjson
from sqlalchemy.orm import Session

from trace import bulk
from trace.history import DEEPEST
from trace.words import Stage, Standing

# What is said of a thing without moving it: whoever asks where it is looks at what stands before these.
TELLING = frozenset({Stage.REVIEWED, Stage.COMPLAINED, Stage.DECIDED, Stage.CORRECTED, Stage.CARD, "observed"})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where one thing is: the stage it has reached, when and where that was, who holds it, what it is packed in."""

    thing: str
    stage: str
    day: str
    place: str
    holder_id: int | None
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest entry that moved a thing."""

    thing_id: int
    entry_id: int
    role: str
    found: Whereabouts


def downstream(session: Session, lot: str) -> list[Whereabouts]:
    """Where every item of this lot went, in the order of their names; a packed item is where its parcel is."""
    statement = "SELECT m.thing_id FROM thing t JOIN lot_item m ON m.lot_id = t.id WHERE t.uri = ?"
    members = [row[0] for row in bulk.run(session, statement, (lot,))]
    return sorted((one.found for one in _where(session, members, 0)), key=lambda one: one.thing)


def of(session: Session, uris: Collection[str]) -> list[Whereabouts]:
    """Where each of these things is, in the order of their names."""
    ids = [row[0] for row in bulk.select_in(session, "SELECT id FROM thing WHERE uri", sorted(uris), "text")]
    return sorted((one.found for one in _where(session, ids, 0)), key=lambda one: one.thing)


def _where(session: Session, things: Sequence[int], depth: int) -> Iterator[_Newest]:
    newest = list(_newest(session, things))
    packed = {one.entry_id for one in newest if one.role == "child" and one.found.stage == Stage.PACKED}
    if not packed or depth == DEEPEST:
        yield from newest
        return
    statement = "SELECT entry_id, thing_id FROM link WHERE role = 'parent' AND entry_id"
    parents: dict[int, int] = dict(bulk.select_in(session, statement, packed, "bigint"))
    carried = {one.thing_id: one.found for one in _where(session, sorted(set(parents.values())), depth + 1)}
    for one in newest:
        parent = carried.get(parents.get(one.entry_id, -1))
        if one.entry_id not in packed or parent is None:
            yield one
        else:
            yield replace(one, found=replace(parent, thing=one.found.thing, inside=parent.thing))


def _newest(session: Session, things: Sequence[int]) -> Iterator[_Newest]:
    """Of each thing the entry that moved it last, by the time it happened: a scan that comes in late moves nothing back."""
    telling = ", ".join(f"'{stage}'" for stage in sorted(TELLING))
    # The envelope is canonical JSON, in which a text's own quotation marks are escaped, so only the member itself matches.
    statement = (
        "SELECT t.id, t.uri, t.holder_id, w.entry_id, w.role, w.envelope FROM ("
        "SELECT k.thing_id, k.entry_id, k.role, e.envelope, "
        "row_number() OVER (PARTITION BY k.thing_id ORDER BY e.event_ms DESC, k.n DESC) AS place "
        "FROM link k JOIN entry e ON e.id = k.entry_id "
        f'WHERE e.stage NOT IN ({telling}) AND e.envelope NOT LIKE \'%%"standing":"{Standing.OUTSIDER}"%%\' AND k.thing_id'
    )
    tail = ") w JOIN thing t ON t.id = w.thing_id WHERE w.place = 1"
    for thing_id, uri, holder, entry_id, role, envelope in bulk.select_in(session, statement, things, "bigint", tail):
        public = orjson.loads(envelope)["public"]
        place = public.get("place", {}).get("name", "")
        yield _Newest(
            thing_id, entry_id, role, Whereabouts(uri, public["step"], public["eventTime"][:10], place, holder)
        )
