"""Where things are now: one by one, or every item of a lot at once, which is the set that a recall must find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import orjson
from sqlalchemy.orm import Session

from trace import bulk
from trace.history import DEEPEST
from trace.words import Stage, Standing

# What is said of a thing without moving it: whoever asks where it is looks at what stands before these.
TELLING = frozenset({Stage.REVIEWED, Stage.COMPLAINED, Stage.DECIDED, Stage.CORRECTED, Stage.CARD, "observed"})
# Each round looks one entry further back in the lives whose newest entries only tell something.
FURTHEST_BACK = 50


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


def of(session: Session, uri: str) -> Whereabouts | None:
    """Where one thing is; None where nothing has moved it yet."""
    found = bulk.run(session, "SELECT id FROM thing WHERE uri = ?", (uri,))
    return next((one.found for one in _where(session, [row[0] for row in found], 0)), None)


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
    """Of each thing the newest entry that moved it, a few statements for any number of things."""
    left = list(things)
    for back in range(FURTHEST_BACK):
        if not left:
            return
        statement = (
            f"SELECT t.id, t.uri, t.holder_id, k.entry_id, k.role, e.envelope FROM thing t "
            f"JOIN link k ON k.thing_id = t.id AND k.n = t.n - {back + 1} JOIN entry e ON e.id = k.entry_id WHERE t.id"
        )
        left = []
        for thing_id, uri, holder, entry_id, role, envelope in bulk.select_in(session, statement, things, "bigint"):
            public = orjson.loads(envelope)["public"]
            if public["step"] in TELLING or public["standing"] == Standing.OUTSIDER:
                left.append(thing_id)
                continue
            place = public.get("place", {}).get("name", "")
            found = Whereabouts(uri, public["step"], public["eventTime"][:10], place, holder)
            yield _Newest(thing_id, entry_id, role, found)
        things = left
