"""Which items a lot consists of: read off the events that name items into being, kept for recalls."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from trace import bulk
from trace.event import Event
from trace.identity.thing import lot_of


def named(event: Event, things: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Item -> its lot, for the items among these things that the event names into being."""
    if event.type == "TransformationEvent":
        role = "output"
    elif event.type == "ObjectEvent" and event.action == "ADD":
        role = "epc"
    else:
        return {}
    number = event.lot
    return {uri: lot for its, uri in things if its == role and (lot := lot_of(uri, number)) is not None}


def ids(session: Session, uris: Collection[str]) -> dict[str, int]:
    """The lots that are known already. Their rows stay unlocked: who adds items to a lot waits for nobody."""
    return dict(bulk.select_in(session, "SELECT uri, id FROM thing WHERE uri", sorted(uris), "text"))
