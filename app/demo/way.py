"""The way that most parcels of the demonstration take: sold, packed, picked up, through two sorting centres, out."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from app.demo import places
from app.demo.names import Label
from app.demo.telling import Tale
from couriers import steps
from trace import goods
from trace.event import County, Quantity
from trace.standing import Actor
from trace.words import Evidence

_CHECKS = ("identity", "contents", "security")
_AT_ONCE = timedelta(seconds=20)


class Trip(NamedTuple):
    """What goes from whom by whom to where: `sold` so many days ago, on its way at `minute` past the usual hours."""

    things: tuple[str | Quantity, ...]
    parcel: Label
    merchant: Actor
    carrier: Actor
    start: County
    to: County
    sold: int
    minute: int
    grams: int
    order: str

    @property
    def arrives(self) -> int:
        """How many days ago it is out for delivery: three days after the sale."""
        return self.sold - 3


def sold_and_packed(tale: Tale, trip: Trip) -> str:
    """The order came in, the goods went into the parcel, which is offered to its carrier; gives the parcel's name."""
    parcel = tale.post(trip.parcel, trip.carrier, trip.merchant)
    paid = f"演示支付 {trip.order}"
    tale.tell(
        trip.merchant, Evidence.IMPORT,
        goods.sold(trip.things, tale.stamp(trip.sold, 10, trip.minute), order=trip.order, payment=paid),
    )  # fmt: skip
    stamp = tale.stamp(trip.sold - 1, 9, trip.minute, trip.start)
    deed = goods.packed(parcel, trip.things, stamp, carrier=trip.carrier.uri, weight=trip.grams - 4)
    tale.tell(trip.merchant, Evidence.DEVICE, deed)
    return parcel


def picked_up(tale: Tale, trip: Trip, parcel: str) -> None:
    """Merchant and courier hold their devices together."""
    stamp = tale.stamp(trip.sold - 1, 16, trip.minute, trip.start, wrong=1)
    deed = steps.accepted(
        parcel, stamp, weight=trip.grams, by=trip.carrier.uri, giver=trip.merchant.uri, checks=_CHECKS
    )
    tale.scan(trip.carrier, Evidence.BOTH, deed)


def carried(tale: Tale, trip: Trip, parcel: str, *, first_centre_late: timedelta = _AT_ONCE) -> None:
    """Through the sorting centre at Tonghua, and that of the destination."""
    day, carrier, device = trip.sold - 1, trip.carrier, Evidence.DEVICE
    here, there = places.DONGCHANG, places.SORTED_IN[trip.to]
    arrived = steps.hub_in(parcel, tale.stamp(day, 20, trip.minute, here, wrong=-3))
    tale.scan(carrier, device, arrived, late=first_centre_late)
    left = steps.hub_out(parcel, tale.stamp(day - 1, 3, trip.minute, here, wrong=-3))
    tale.scan(carrier, device, left, late=first_centre_late)
    tale.scan(carrier, device, steps.hub_in(parcel, tale.stamp(day - 1, 13, trip.minute, there)))
    tale.scan(carrier, device, steps.hub_out(parcel, tale.stamp(day - 2, 6, trip.minute, there)))


def sent(tale: Tale, trip: Trip) -> str:
    """All of it, until a courier is out with it; gives the parcel's name."""
    parcel = sold_and_packed(tale, trip)
    picked_up(tale, trip, parcel)
    carried(tale, trip, parcel)
    out = steps.out_for_delivery(parcel, tale.stamp(trip.arrives, 8, trip.minute, trip.to))
    tale.scan(trip.carrier, Evidence.DEVICE, out)
    return parcel
