"""The custody of things as the ledger has it: their own steps, and those of what they were packed in meanwhile.

Read from the envelopes alone, so that an erased event still counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.orm import Session

from couriers.custody import Custody, Scan, fold
from couriers.states import Step, step_of
from trace import bulk
from trace.words import Evidence, Stage, Standing

# An item in a parcel in a bag in a container; whatever is packed deeper, or in a circle, is not followed.
DEEPEST = 4
# What the one with the code inside may say of it, though the record knows no party of that name.
CLAIMABLE = frozenset({Step.CONFIRMED, Step.DISPUTED, Step.SENT_BACK})

_LIFE = (
    "SELECT t.uri, l.role, e.id, e.event_ms, e.stage, e.envelope "
    "FROM thing t JOIN link l ON l.thing_id = t.id JOIN entry e ON e.id = l.entry_id WHERE t.uri"
)
_PARENTS = (
    "SELECT l.entry_id, t.uri FROM link l JOIN thing t ON t.id = l.thing_id WHERE l.role = 'parent' AND l.entry_id"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a thing's life, with what custody asks of it."""

    uri: str
    role: str
    id: int
    at_ms: int
    stage: str
    source: tuple[str, str]
    public: Mapping[str, Any]

    @property
    def counts(self) -> bool:
        return bool(self.public["standing"] != Standing.OUTSIDER)

    @property
    def step(self) -> Step | None:
        found = step_of(self.stage, self.public.get("facts"))
        claimed = self.public["evidence"] == Evidence.CLAIM and found in CLAIMABLE
        return found if self.counts or claimed else None


def trails(session: Session, uris: Collection[str], deepest: int = DEEPEST) -> dict[str, list[Scan]]:
    """The scans of each of these things, in no order; one query for them all, and two for each level of packing."""
    lives = _lives(session, uris)
    found = {uri: {one.id: Scan(one.step, one.at_ms, one.id) for one in lives[uri] if one.step} for uri in uris}
    stays = _stays(session, lives)
    if stays and deepest:
        above = trails(session, {parent for _, parent, _, _ in stays}, deepest - 1)
        for uri, parent, begin, end in stays:
            for scan in above[parent]:
                # Retiring a carton's label retires nothing that lies in it.
                if begin <= (scan.at_ms, scan.order) < end and scan.step is not Step.DECOMMISSIONED:
                    found[uri].setdefault(scan.order, scan)
    return {uri: list(scans.values()) for uri, scans in found.items()}


def custody(session: Session, uri: str) -> Custody:
    """Where this thing is as the ledger tells it, and which of its scans do not fit."""
    return fold(trails(session, [uri])[uri])


def _lives(session: Session, uris: Collection[str]) -> dict[str, list[_Entry]]:
    """The entries of each thing that stand; what its own source has declared wrong is left out."""
    lives: dict[str, list[_Entry]] = {uri: [] for uri in uris}
    for uri, role, number, at_ms, stage, envelope in bulk.select_in(session, _LIFE, sorted(set(uris)), "text"):
        said = orjson.loads(envelope)
        lives[uri].append(_Entry(uri, role, number, at_ms, stage, (said["actor"], said["eventID"]), said["public"]))
    for uri, life in lives.items():
        wrong = {one.source for one in life if one.stage == Stage.CORRECTED}
        lives[uri] = [one for one in life if one.source not in wrong]
    return lives


_Moment = tuple[int, int]
_NEVER: _Moment = (2**63, 0)


def _stays(session: Session, lives: Mapping[str, list[_Entry]]) -> list[tuple[str, str, _Moment, _Moment]]:
    """In what each thing lay from when to when: until it was taken out of that, or packed again."""
    moves = [
        one
        for life in lives.values()
        for one in life
        if one.role == "child" and one.counts and one.public.get("action") in ("ADD", "DELETE")
    ]
    parents: dict[int, str] = dict(bulk.select_in(session, _PARENTS, sorted({one.id for one in moves}), "bigint"))
    moves.sort(key=lambda one: (one.uri, one.at_ms, one.id))
    stays = []
    for at, one in enumerate(moves):
        if one.public["action"] == "ADD" and one.id in parents:
            then = moves[at + 1] if at + 1 < len(moves) and moves[at + 1].uri == one.uri else None
            end = _NEVER if then is None else (then.at_ms, then.id)
            stays.append((one.uri, parents[one.id], (one.at_ms, one.id), end))
    return stays
