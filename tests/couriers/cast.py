"""A merchant, two carriers, a station and a parcel on its way, for the tests of couriers/."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from couriers import scans, steps
from trace import goods, ledger, parties
from trace.event import County
from trace.ledger import Draft
from trace.stages import Stamp
from trace.words import Evidence

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
PARCEL = "https://log.example/id/waybill/pony/PN20261124001"
ITEM = "https://id.gs1.org/01/09520123456788/21/A7K2"
TONGHUA = County(code="220500", name="通化市")
_IDS = count(1)


def stamp(hour: float = 9, **more) -> Stamp:
    """A stamp of that hour of the day, with an id of its own."""
    more.setdefault("event_id", f"urn:scan:{next(_IDS)}")
    return Stamp(NOW.replace(hour=0) + timedelta(hours=hour), place=TONGHUA, **more)


class Cast:
    """The parties, each as it stands in the record."""

    def __init__(self, session):
        def registered(kind, name):
            return parties.actor(session, parties.register(session, kind, name, NOW).id)

        self.merchant = registered("merchant", "Ginseng Hall")
        self.carrier = registered("carrier", "Pony Express")
        self.rival = registered("carrier", "Mule Train")
        self.station = registered("station", "Corner Shop")


def pack(session, cast, things=(ITEM,), parcel=PARCEL, hour=8):
    """Pack things into a parcel and offer it to the carrier."""
    deed = goods.packed(parcel, things, stamp(hour), carrier=cast.carrier.uri)
    return ledger.append(session, [Draft(deed.event, cast.merchant, Evidence.PARTY, deed.texts)], NOW)[0]


def accept(session, cast, deed, evidence=Evidence.DEVICE, actor=None):
    """The carrier's scan."""
    return scans.accept(session, actor or cast.carrier, deed, evidence, NOW)


def pick_up(session, cast, hour=9, thing=PARCEL):
    """The carrier accepts the parcel, on both devices."""
    return accept(session, cast, steps.accepted(thing, stamp(hour), weight=412, by=cast.carrier.uri), Evidence.BOTH)
