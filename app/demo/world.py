"""Fills an empty record with the demonstration: every tale, played in the order in which its deeds came in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo import desks, goods, making, names, people, stories, troubles
from app.demo.calendar import Calendar
from app.demo.telling import Told
from couriers import parcels, scans
from trace import keyring, ledger, tables
from trace.errors import Conflict
from trace.identity import thing
from trace.ledger import Draft

STORIES = (
    goods.made,
    making.sliced,
    stories.at_the_station,
    stories.delivered,
    stories.by_proxy,
    stories.own_coded,
    stories.by_lot,
    stories.by_parcel,
    troubles.recalled,
    troubles.disputed,
    troubles.decided,
    troubles.returned,
    troubles.refused,
    troubles.corrected,
    troubles.late,
    desks.to_be_picked_up,
)
# The parties were there, and their goods registered, a day before the first code was applied.
BEGINS = 11


class NotEmpty(Conflict):
    """The demonstration goes into an empty record only: what is recorded stays for ever."""

    code = "not-empty"


def fill(session: Session, now: datetime) -> int:
    """Record all of the demonstration, as if it had come in during the ten days before `now`; how many deeds that was.

    Record times are those days' too, so that a scan which came in late is late. What is proved of time is the log's
    checkpoint, which is made at the filling.
    """
    origin = keyring.of(session).origin
    # Two that fill at once: the second one waits here, and then finds the record filled.
    ledger.lock(session, {thing.canonical(names.GINSENG, origin)})
    if session.execute(select(tables.entry.c.id).limit(1)).first() is not None:
        raise NotEmpty(
            "something is recorded here already, and a record is never emptied: "
            "fill another database (DATABASE_URL, with a LOG_DIR of its own)"
        )
    calendar = Calendar(now)
    begin = calendar.at(BEGINS, 9)
    cast = people.register(session, origin, begin)
    goods.register(session, cast, calendar, begin)
    tales = [story(cast, calendar) for story in STORIES]
    for label, carrier, sender in (posted for tale in tales for posted in tale.parcels):
        uri = cast.named(label.path)
        parcels.register(session, carrier.id, begin, uri=uri, sender_id=sender.id, token=label.token)
    told = sorted((one for tale in tales for one in tale.told), key=lambda one: one.recorded)
    for one in told:
        _record(session, one)
    return len(told)


def _record(session: Session, told: Told) -> None:
    if told.scanned:
        scans.accept(session, told.actor, told.deed, told.evidence, told.recorded)
    else:
        deed = told.deed
        ledger.append(session, [Draft(deed.event, told.actor, told.evidence, deed.texts)], told.recorded)
