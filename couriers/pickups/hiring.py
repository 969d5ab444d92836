"""Who an export of pick-ups names: a firm for each city, and in its roster each courier by the export's pseudonym."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from couriers import roster
from couriers.pickups.export import Export
from couriers.pickups.profile import Profile
from couriers.pickups.telling import Cast
from trace import bulk, keyring, parties
from trace.imports import known
from trace.imports.known import Name
from trace.imports.names import Secret
from trace.parties import Kind
from trace.standing import Actor

FIRM, COURIER = "firm", "courier"


def cast(session: Session, profile: Profile, export: Export, now: datetime) -> Cast:
    """Register whoever the export names for the first time; whoever an earlier import named keeps their name."""
    before = names(session, profile)
    firms, couriers = dict(before[FIRM]), dict(before[COURIER])
    fresh: list[Name] = []
    for city in sorted({one.city for one in export.pickups.values()} - firms.keys()):
        firms[city] = parties.register(session, Kind.CARRIER, f"{profile.firm} {city}", now).id
        fresh.append(Name(FIRM, city, firms[city], "{}"))
    people = {one.person: one for one in export.pickups.values()}
    for person in sorted(people.keys() - couriers.keys()):
        one = people[person]
        courier = roster.named(session, firms[one.city], one.courier)
        courier = courier or roster.enrol(session, firms[one.city], one.courier, now)
        fresh.append(Name(COURIER, person, courier.id, "{}"))
    known.write(session, scope(profile), fresh)
    keys = keyring.of(session)
    actors = {city: Actor(number, parties.uri(session, number), Kind.CARRIER) for city, number in firms.items()}
    return Cast(keys.origin, actors, Secret.of(keys.data_key, scope(profile)), ZoneInfo(profile.zone))


def names(session: Session, profile: Profile) -> dict[str, dict[str, int]]:
    """The parties of its cities and the couriers of its pseudonyms, as all imports of this profile made them known."""
    found: dict[str, dict[str, int]] = {FIRM: {}, COURIER: {}}
    statement = "SELECT kind, ref, target FROM import_name WHERE profile = ?"
    for kind, ref, target in bulk.run(session, statement, (scope(profile),)):
        found[kind][ref] = target
    return found


def scope(profile: Profile) -> str:
    """What keeps these names apart from those of orders: no profile of theirs has a blank in its name."""
    return f"pickups {profile.name}"
