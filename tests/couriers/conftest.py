"""Two registered parcels on their way to a courier, and the courier's phone."""

from __future__ import annotations

import pytest

from couriers import divisions, parcels
from tests.couriers.cast import NOW, PARCEL, Cast, pack
from tests.couriers.phone import OTHER, TONGHUA, Phone


@pytest.fixture
def cast(session):
    """Merchant, carriers and station; the first parcel is packed and offered to the carrier."""
    found = Cast(session)
    for uri in (PARCEL, OTHER):
        parcels.register(session, found.carrier.id, NOW, uri=uri, sender_id=found.merchant.id)
    pack(session, found)
    divisions.load(session, [TONGHUA])
    return found


@pytest.fixture
def phone(session, cast):
    """The phone of a courier of the carrier."""
    return Phone(session, cast.carrier.id)
