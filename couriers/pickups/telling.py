"""From a pick-up to the two entries of its parcel: taken on, picked up. Where people live and work is in neither.

Customer, phone and courier enter as commitments; their texts lie encrypted beside the record and can be erased alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from couriers import rules as rule_sets
from couriers.pickups import marks
from couriers.pickups.export import Pickup, Point
from trace.event import Event
from trace.identity.own import Own
from trace.imports.chains import Told, offset
from trace.imports.names import Secret
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.standing import Actor
from trace.words import TERMS, VOC, Evidence, Stage

# CBV has no word for it, and it moves no custody.
TAKING_ON = VOC + "taking_on"
# The texts beside an entry: who (city and pseudonym), where the customer is, where the phone was.
COURIER, CUSTOMER, SPOT = "courier", "customer", "spot"


@dataclass(frozen=True)
class Cast:
    """The firm of each city, the log's origin, and the secret that names parcels and events."""

    origin: str
    firms: Mapping[str, Actor]
    secret: Secret
    zone: ZoneInfo


def tell(one: Pickup, cast: Cast, quick: frozenset[str]) -> Iterator[Told]:
    """The entries of one pick-up, in the order in which they belong."""
    parcel = Own("parcel", (cast.secret.serial("parcel", one.id),)).uri(cast.origin)
    rules = rule_sets.of(to_ms(one.picked_up))
    who = {COURIER: one.person, CUSTOMER: _said(one.customer)}
    yield _told(one, cast, "taken_on", parcel, tuple(marks.at_taking(one, rules)), who | _spot(one.taken_spot))
    yield _told(one, cast, "picked_up", parcel, tuple(marks.at_pickup(one, quick)), who | _spot(one.spot))


def _told(one: Pickup, cast: Cast, what: str, parcel: str, flags: tuple[str, ...], texts: dict[str, str]) -> Told:
    taken = what == "taken_on"
    moment = one.taken_on if taken else one.picked_up
    biz_step, disposition = (TAKING_ON, None) if taken else TERMS[Stage.ACCEPTED]
    event = Event(
        type="ObjectEvent",
        event_id=cast.secret.event_id(what, one.id),
        event_time=iso(to_ms(moment)),
        event_time_zone_offset=offset(moment, cast.zone),
        action="OBSERVE",
        biz_step=biz_step,
        disposition=disposition,
        epc_list=(parcel,),
        facts={"windowStart": iso(to_ms(one.window_start)), "windowEnd": iso(to_ms(one.window_end))},
        flags=flags,
    )
    draft = Draft(event, cast.firms[one.city], Evidence.IMPORT, texts)
    return Told(draft, "taken_on" if taken else Stage.ACCEPTED.value, one.row)


def _spot(point: Point | None) -> dict[str, str]:
    return {} if point is None else {SPOT: _said(point)}


def _said(point: Point) -> str:
    return f"{point.lat:.6f},{point.lon:.6f}"
