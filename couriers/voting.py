"""Stars for whoever carried it: found on the parcel and on what lay in it, and given to the one who delivered it.

Only of a parcel that was delivered, only from a side that had to do with it: whoever holds the code inside, the merchant
whose parcel it is, a regulator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy.orm import Session

from couriers import rules as rule_sets
from couriers.conduct import Counted, Kind, Subject
from couriers.rated import rating_vote
from trace import bulk
from trace.parties import Kind as PartyKind
from trace.words import Evidence, Stage, Standing

_PACKED = (
    "SELECT c.thing_id, k.thing_id, e.event_ms, e.id, e.envelope FROM link c JOIN entry e ON e.id = c.entry_id "
    "JOIN link k ON k.entry_id = e.id AND k.role = 'parent' JOIN log_leaf l ON l.entry_id = e.id "
    f"WHERE e.stage = '{Stage.PACKED}' AND c.role = 'child' AND l.idx < {{size}} AND {{side}}.thing_id"
)
_REVIEWED = (
    "SELECT k.thing_id, e.id, l.idx, e.event_ms, e.envelope, e.actor_id, p.kind FROM link k JOIN entry e ON e.id = k.entry_id "
    f"JOIN log_leaf l ON l.entry_id = e.id JOIN party p ON p.id = e.actor_id WHERE e.stage = '{Stage.REVIEWED}' "
    "AND l.idx < {size} AND k.thing_id"
)
MERCHANTS = frozenset({PartyKind.MERCHANT, PartyKind.PLATFORM})


class _Packing(NamedTuple):
    child: int
    parcel: int
    at_ms: int
    entry_id: int


def carried(session: Session, things: Collection[int], size: int) -> set[int]:
    """The parcels in which these things ever lay, those alone of things that somebody has reviewed."""
    reviewed = {row[0] for row in bulk.select_in(session, _REVIEWED.format(size=int(size)), things, "bigint")}
    return {one.parcel for one in _packings(session, sorted(reviewed), size, "c")}


def gather(session: Session, parcels: Sequence[int], found: Mapping[int, list[Counted]], size: int) -> set[Subject]:
    """Write the votes on whoever delivered these parcels, of whom `found` tells; everybody who got one."""
    into = _packings(session, parcels, size, "k")
    # A thing that was packed again later was reviewed for the way it came last.
    moves = _packings(session, sorted({one.child for one in into}), size, "c")
    wanted = sorted({*parcels, *(one.child for one in into)})
    rows, subjects = {}, set()
    for thing_id, entry_id, leaf, at_ms, envelope, actor_id, kind in bulk.select_in(
        session, _REVIEWED.format(size=int(size)), wanted, "bigint"
    ):
        public, rules = orjson.loads(envelope)["public"], rule_sets.of(at_ms)
        said = public.get("facts", {})
        if rules is None or said.get("category") != "courier" or not isinstance(said.get("rating"), int):
            continue
        side = _side(public["evidence"], public["standing"], kind)
        parcel = thing_id if thing_id in found else _last(moves, thing_id, at_ms)
        subject = _deliverer(found.get(parcel, ()), at_ms) if parcel is not None else None
        if side is None or subject is None:
            continue
        # Whoever holds the code inside is nobody we know: the thing stands for them, and has one claim at a time.
        rater = f"thing/{thing_id}" if side == "consumer" else f"party/{actor_id}"
        rows[entry_id] = (
            entry_id, parcel, str(subject.kind), subject.id, leaf, at_ms, rules.day(at_ms), side, rater, said["rating"],
        )  # fmt: skip
        subjects.add(subject)
    bulk.insert(session, rating_vote, list(rows.values()))
    return subjects


def _packings(session: Session, things: Collection[int], size: int, side: str) -> list[_Packing]:
    statement = _PACKED.format(size=int(size), side=side)
    return [
        _Packing(*row[:4])
        for row in bulk.select_in(session, statement, things, "bigint")
        if orjson.loads(row[4])["public"]["standing"] != Standing.OUTSIDER
    ]


def _last(moves: Collection[_Packing], thing_id: int, at_ms: int) -> int | None:
    before = [one for one in moves if one.child == thing_id and one.at_ms <= at_ms]
    return max(before, key=lambda one: (one.at_ms, one.entry_id)).parcel if before else None


def _side(evidence: str, standing: str, kind: str) -> str | None:
    if evidence == Evidence.CLAIM:
        return "consumer"
    if evidence != Evidence.PARTY:
        return None
    if kind == PartyKind.REGULATOR:
        return "regulator"
    # A rival's word on a parcel that is not theirs is an outsider's.
    return "merchant" if kind in MERCHANTS and standing != Standing.OUTSIDER else None


def _deliverer(counted: Collection[Counted], at_ms: int) -> Subject | None:
    """Who brought it to its end before somebody spoke of it: the courier where one signed, else the firm or station."""
    by_kind: dict[str, list[Counted]] = defaultdict(list)
    for one in _delivered(counted):
        if one.at_ms <= at_ms:
            by_kind[one.subject.kind].append(one)
    for kind in (Kind.COURIER, Kind.OUTLET, Kind.FIRM):
        if by_kind[kind]:
            return max(by_kind[kind], key=lambda one: (one.at_ms, one.entry_id)).subject
    return None


def _delivered(counted: Collection[Counted]) -> Iterator[Counted]:
    return (one for one in counted if one.indicator == "completion" and one.why == "delivered")
