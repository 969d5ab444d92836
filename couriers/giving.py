"""Whether a handover's list is good: signed by an enrolled phone of somebody else, whose firm has the parcel."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import devices, manifest, roster
from couriers.manifest import BadManifest
from couriers.roster import Courier
from couriers.signed import good
from trace import parties, tables


class Given(NamedTuple):
    """Who gave, for which firm, and whether that makes two devices of it: the firm has the parcel, the phone counts."""

    courier_id: int
    firm: str
    holds: bool


def given(session: Session, taker: Courier, text: str, label: str, uri: str) -> Given:
    """What a handover's list says of one parcel, named by the label on it."""
    found = manifest.parse(text)
    device = devices.by_name(session, found.device)
    if device is None or not good(device.key, found.message, found.signature):
        raise BadManifest("this list was not signed by an enrolled phone: let the giver show the code again")
    if label not in found.labels:
        raise BadManifest("the parcel is not on the giver's list: scan its own label, or let them show a new code")
    if device.courier_id == taker.id:
        raise BadManifest("the list is your own: a handover needs two couriers")
    giver = roster.get(session, device.courier_id)
    counts = device.revoked_at is None and giver.suspended_at is None
    return Given(
        giver.id,
        parties.uri(session, giver.carrier_id),
        counts and _has(session, uri, giver.carrier_id, taker.carrier_id),
    )


def _has(session: Session, uri: str, giver_id: int, taker_id: int) -> bool:
    """Whether the giver's firm owns, holds or was offered it; a thing that nobody has named yet is whose it is said to be."""
    thing = tables.thing.c
    found = session.execute(select(thing.owner_id, thing.holder_id, thing.offered_id).where(thing.uri == uri)).first()
    return found is None or found[0] is None or giver_id in found or found[2] == taker_id
