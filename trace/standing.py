"""What an actor is to the things of an event, and whose hands the event leaves them in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from trace.event import Event
from trace.words import Evidence, Stage, Standing

_PARTY = re.compile("/id/party/([1-9][0-9]{0,17})")
POSSESSING = "possessing_party"
_POSSESSING = frozenset(
    before + POSSESSING for before in ("", "urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-", "cbv:SDT-")
)
# A regulator orders a recall and publishes a decision in the owner's stead.
BY_AUTHORITY = frozenset({Stage.RECALLED, Stage.DECIDED, Stage.CORRECTED})


@dataclass(frozen=True, slots=True)
class Actor:
    """The organisation that records: its internal id, its name in the record, its kind."""

    id: int
    uri: str
    kind: str = "merchant"


@dataclass(slots=True)
class Head:
    """Where a thing's life stands: its next position, newest leaf, and the parties that count for it."""

    id: int
    uri: str
    n: int
    leaf: bytes | None
    record_ms: int
    owner_id: int | None
    holder_id: int | None
    offered_id: int | None


def standing(actor: Actor, heads: Iterable[Head], event: Event, evidence: str) -> Standing:
    """The weakest of what the actor is to each thing of the event."""
    if actor.kind == "regulator" and event.stage in BY_AUTHORITY:
        return Standing.OWNER
    weakest = Standing.OWNER
    for head in heads:
        if head.owner_id == actor.id:
            continue
        # Two devices side by side, and the code from inside the parcel, show in whose hands it is.
        if actor.id not in (head.holder_id, head.offered_id) and evidence not in (Evidence.BOTH, Evidence.CLAIM):
            return Standing.OUTSIDER
        weakest = Standing.HOLDER
    return weakest


def leave(head: Head, actor: Actor, stood: Standing, taker: int | None) -> None:
    """Move holder and offer of `head` as an event with this destination leaves them.

    Naming another party offers the thing to it; recording as that party, or naming oneself, takes it.
    An outsider moves nothing.
    """
    if stood is Standing.OUTSIDER:
        return
    if actor.id == head.offered_id or (taker == actor.id and head.holder_id != actor.id):
        head.holder_id, head.offered_id = actor.id, None
    if taker is not None and taker != actor.id:
        head.offered_id = taker


def possessing_destination(event: Event) -> str | None:
    """The party to whom the event passes custody, if it names one."""
    for destination in event.destination_list:
        if destination.type in _POSSESSING:
            return destination.destination
    return None


def party_of(origin: str, uri: str | None) -> int | None:
    """The internal id in a party's name under our origin; other names are of parties we do not keep."""
    if uri is None or not uri.startswith(f"https://{origin}/"):
        return None
    found = _PARTY.fullmatch(uri, len("https://") + len(origin))
    return int(found[1]) if found else None
