"""A courier goes, and takes along what is personal: name, alias, places, the way in. What was carried stays recorded.

The record never named anybody but the firm, so nothing in it changes; rows of scans lose their person, not their proof.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from couriers import devices, roster, scanned
from couriers.devices import DeviceCode
from couriers.roster import Courier
from couriers.scanned import ScanBy
from trace import keyring


def place(session: Session, scan: ScanBy) -> str | None:
    """Where a scan was made, in millionths of a degree with the accuracy in metres and the datum; None where not kept."""
    if scan.spot is None:
        return None
    return f"{keyring.of(session).decrypt(scan.spot, scanned._ABOUT)},{scan.datum}"


def leave(session: Session, courier: Courier, now: datetime) -> None:
    """Erase what is personal of a courier; the phones are out of use from now on."""
    courier.name, courier.account_id = None, None
    # An alias is how people knew this person; the firm's list needs one that says nothing.
    courier.alias = f"{courier.id}-{secrets.token_hex(3)}"
    courier.suspended_at = courier.suspended_at or now
    roster.end_locating(session, courier, now)
    scanned.forget_spots(session, courier.id)
    for one in devices.of_courier(session, courier.id):
        devices.revoke(session, one, now)
    session.execute(delete(DeviceCode).where(DeviceCode.courier_id == courier.id))
    session.flush()
