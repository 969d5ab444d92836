"""Who held a thing, from when on: read from its life, by the time that each event says it happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy.orm import Session

from trace import bulk, keyring
from trace.epcis import naming
from trace.event import Event
from trace.history import Life, life
from trace.moments import instant, to_ms
from trace.standing import possessing_destination
from trace.words import Stage, Standing


@dataclass(frozen=True, slots=True)
class Handed:
    """What of an entry says in whose hands it left the thing."""

    entry_id: int
    event_ms: int
    stage: str
    actor: str
    standing: str
    taker: str | None


@dataclass(frozen=True, slots=True)
class Holding:
    """Who held it from `since_ms` on, and the entry that says so; None is the recipient, who is nobody we keep."""

    since_ms: int
    holder: str | None
    entry_id: int


def holdings(handed: Iterable[Handed]) -> list[Holding]:
    """The hands it went through, by event time. A party that is named as the taker holds once it acts itself.

    Late entries therefore fall into their place; what outsiders say moves nothing (trace/standing.py has the same rule).
    """
    found: list[Holding] = []
    offered: str | None = None
    for one in sorted(handed, key=lambda one: (one.event_ms, one.entry_id)):
        if one.standing == Standing.OUTSIDER:
            continue
        if one.stage == Stage.SIGNED:
            found.append(Holding(one.event_ms, None, one.entry_id))
            offered = None
            continue
        holder = found[-1].holder if found else ""
        if holder == "" or (one.actor != holder and one.actor in (offered, one.taker)):
            found.append(Holding(one.event_ms, one.actor, one.entry_id))
            offered = None
        if one.taker is not None and one.taker != one.actor:
            offered = one.taker
    return found


def of(session: Session, lived: Life) -> list[Holding]:
    """The hands that a thing went through, its parcel's included while it was packed."""
    raw: dict[int, str | None] = dict(
        bulk.select_in(session, "SELECT id, event FROM entry WHERE id", [one.id for one in lived.entries], "bigint")
    )
    origin = keyring.of(session).origin
    handed = []
    for entry in lived.entries:
        envelope = orjson.loads(entry.envelope)
        text = raw.get(entry.id)
        event: Event | None = naming.recorded(text, origin) if text else None
        # An erased event leaves the day that the public part names, and nobody to whom it was given.
        when = instant(event.event_time) if event else entry.record_ms
        taker = possessing_destination(event) if event else None
        handed.append(Handed(entry.id, when, entry.stage, envelope["actor"], envelope["public"]["standing"], taker))
    return holdings(handed)


def at(session: Session, uri: str, moment: datetime) -> Holding | None:
    """Who held the thing at `moment`; None before its first entry."""
    before = [one for one in of(session, life(session, uri)) if one.since_ms <= to_ms(moment)]
    return before[-1] if before else None
