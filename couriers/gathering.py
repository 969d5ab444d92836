"""From the ledger to rows of ratings: each parcel that an entry touches is folded anew, whole, as the log has it.

So the order in which entries arrive changes nothing, and beginning at 0 gives the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import orjson
from sqlalchemy import delete
from sqlalchemy.orm import Session

from couriers import conduct, excuses, voting
from couriers.conduct import Counted, Seen, Subject
from couriers.rated import rating_count, rating_vote
from couriers.states import step_of
from couriers.trail import CLAIMABLE
from trace import bulk
from trace.identity import thing
from trace.parties import Kind as PartyKind
from trace.words import Evidence, Stage, Standing

CHUNK = 1_000
_TOUCHED = (
    "SELECT DISTINCT t.id, t.uri FROM link k JOIN thing t ON t.id = k.thing_id JOIN log_leaf l ON l.entry_id = k.entry_id "
    "WHERE l.idx >= ? AND l.idx < ?"
)
_LIFE = (
    "SELECT k.thing_id, e.id, l.idx, e.event_ms, e.stage, e.envelope, e.actor_id, s.courier_id, s.flags, p.kind, "
    "c.carrier_id FROM link k JOIN entry e ON e.id = k.entry_id JOIN log_leaf l ON l.entry_id = e.id "
    "JOIN thing t ON t.id = k.thing_id JOIN party p ON p.id = e.actor_id "
    "LEFT JOIN scan_by s ON s.entry_id = e.id LEFT JOIN parcel c ON c.uri = t.uri WHERE l.idx < {size} AND k.thing_id"
)


def touched(session: Session, first: int, size: int) -> list[int]:
    """The parcels (ids of things) that entries `first` to `size` of the log touch, those of a reviewed item among them."""
    rows = bulk.run(session, _TOUCHED, (first, size))
    parcels = {number for number, uri in rows if thing.kind(uri) == "parcel"}
    others = sorted({number for number, _ in rows} - parcels)
    return sorted(parcels | voting.carried(session, others, size))


def gather(session: Session, parcels: Sequence[int], size: int) -> set[Subject]:
    """Make the rows of these parcels anew from the first `size` entries of the log; everybody whose rows they are or were."""
    before = {
        Subject(*row)
        for name in ("rating_count", "rating_vote")
        for row in bulk.select_in(
            session, f"SELECT DISTINCT kind, subject_id FROM {name} WHERE thing_id", parcels, "bigint"
        )
    }
    for table in (rating_count, rating_vote):
        for start in range(0, len(parcels), CHUNK):
            session.execute(delete(table).where(table.c.thing_id.in_(parcels[start : start + CHUNK])))
    folded = {number: conduct.fold(life) for number, life in lives(session, parcels, size).items()}
    found = excuses.applied(session, folded, size)
    rows = [_row(number, one) for number, counted in found.items() for one in counted]
    bulk.insert(session, rating_count, rows)
    voters = voting.gather(session, parcels, found, size)
    return before | voters | {one.subject for counted in found.values() for one in counted}


def lives(session: Session, parcels: Collection[int], size: int) -> dict[int, list[Seen]]:
    """The custody history of each of these parcels as the first `size` entries of the log tell it.

    What its own source has declared wrong is left out.
    """
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in bulk.select_in(session, _LIFE.format(size=int(size)), sorted(parcels), "bigint"):
        rows[row[0]].append((*row[1:5], orjson.loads(row[5]), *row[6:]))
    return {number: _seen(some) for number, some in rows.items()}


def _seen(rows: list[Any]) -> list[Seen]:
    wrong = {(row[4]["actor"], row[4]["eventID"]) for row in rows if row[3] == Stage.CORRECTED}
    found = []
    for entry_id, leaf, at_ms, stage, envelope, actor_id, courier_id, flags, kind, carrier_id in rows:
        public = envelope["public"]
        step = step_of(stage, public.get("facts"))
        stands = public["standing"] != Standing.OUTSIDER
        claimed = public["evidence"] == Evidence.CLAIM and step in CLAIMABLE
        if step is None or (envelope["actor"], envelope["eventID"]) in wrong or not (stands or claimed):
            continue
        seen = Seen(
            entry_id, leaf, at_ms, step, public["evidence"], stands, public.get("facts", {}),
            (*(flags or "").split(), *public.get("flags", ())), courier_id,
            _firm(public["evidence"], kind, actor_id, carrier_id), actor_id if kind == PartyKind.STATION else None,
            public.get("place", {}).get("code", ""),
        )  # fmt: skip
        found.append(seen)
    return found


def _firm(evidence: str, kind: str, actor_id: int, carrier_id: int | None) -> int | None:
    """Whose feed a line rates: the carrier that the parcel is registered with, else the one who sent the line itself."""
    if carrier_id is not None and evidence == Evidence.AGGREGATOR:
        return carrier_id
    return actor_id if kind == PartyKind.CARRIER else None


def _row(number: int, one: Counted) -> tuple[Any, ...]:
    return (
        number, one.entry_id, one.indicator, str(one.subject.kind), one.subject.id, one.leaf, one.at_ms, one.day, one.bad,
        str(one.state), one.why, one.place,
    )  # fmt: skip
