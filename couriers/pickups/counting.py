"""What the chain says of each imported courier, counted from its entries and not from the files they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

import orjson
from sqlalchemy.orm import Session

from couriers.pickups import hiring, marks
from couriers.pickups.profile import Profile
from couriers.pickups.telling import COURIER, TAKING_ON
from trace import bulk, private
from trace.words import Evidence, Stage

Conduct = dict[str, int | float | None]
MINUTE_MS = 60_000
_STEPS = (
    "SELECT k.thing_id, e.id, e.event_ms, e.stage, e.envelope FROM entry e JOIN link k ON k.entry_id = e.id "
    f"WHERE e.stage IN ('{TAKING_ON}', '{Stage.ACCEPTED}') AND e.actor_id"
)


class Step(NamedTuple):
    """An entry of a parcel, with what is odd about it."""

    parcel: int
    entry_id: int
    at_ms: int
    stage: str
    flags: tuple[str, ...]


def couriers(session: Session, profile: Profile) -> dict[str, Conduct]:
    """Each courier (city and pseudonym) with what the chain says of their pick-ups; of erased texts nobody is known."""
    firms = hiring.names(session, profile)[hiring.FIRM].values()
    steps = []
    for parcel, entry_id, at_ms, stage, envelope in bulk.select_in(session, _STEPS, sorted(firms), "bigint"):
        public = orjson.loads(envelope)["public"]
        if public["evidence"] == Evidence.IMPORT:
            steps.append(Step(parcel, entry_id, at_ms, stage, tuple(public.get("flags", ()))))
    texts = private.texts(session, [one.entry_id for one in steps if one.stage == Stage.ACCEPTED])
    return fold(steps, {number: said[COURIER] for number, said in texts.items() if COURIER in said})


def fold(steps: Iterable[Step], who: dict[int, str]) -> dict[str, Conduct]:
    """The figures of each courier; `who` made which entry."""
    taken: dict[int, int] = {}
    picked: dict[str, list[Step]] = defaultdict(list)
    for one in sorted(steps, key=lambda step: step.entry_id):
        if one.stage == TAKING_ON:
            taken[one.parcel] = one.at_ms
        elif one.entry_id in who:
            picked[who[one.entry_id]].append(one)
    return {person: _conduct(some, taken) for person, some in sorted(picked.items())}


def _conduct(picked: list[Step], taken: dict[int, int]) -> Conduct:
    marked = [flag for one in picked for flag in one.flags]
    minutes = [(one.at_ms - taken[one.parcel]) / MINUTE_MS for one in picked if one.parcel in taken]
    return {
        "pickups": len(picked),
        "late": marked.count(marks.LATE),
        "early": marked.count(marks.EARLY),
        "gps_missing": marked.count(marks.NO_PLACE),
        "gps_over_500m": marked.count(marks.FAR),
        "median_minutes": median(minutes) if minutes else None,
    }
