"""17TRACK: JSON of its webhook (API v2), signed in the header `sign` with the SHA-256 of body, a slash and the key.

Words: its main and sub-statuses and its stages, as its help centre lists them.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from couriers.feeds.delivery import Delivery, inside, rows, same, text
from couriers.feeds.meanings import (
    BACK,
    NO_STEP,
    ON_ITS_WAY,
    REFUSED,
    SENT_BACK,
    SIGNED,
    STATION,
    Words,
    failed,
    step,
)
from couriers.feeds.provider import Provider
from couriers.feeds.told import Line
from trace.words import Stage

_OUT = step(Stage.OUT_FOR_DELIVERY)
WORDS = Words(
    {
        "NotFound": NO_STEP,
        "NotFound_Other": NO_STEP,
        "NotFound_InvalidCode": NO_STEP,
        "InfoReceived": NO_STEP,
        "InTransit_PickedUp": step(Stage.ACCEPTED),
        "PickedUp": step(Stage.ACCEPTED),
        "InTransit_Departure": step(Stage.HUB_OUT),
        "Departure": step(Stage.HUB_OUT),
        "InTransit_Arrival": step(Stage.HUB_IN),
        "Arrival": step(Stage.HUB_IN),
        "InTransit_Other": ON_ITS_WAY,
        "InTransit": ON_ITS_WAY,
        "InTransit_CustomsProcessing": NO_STEP,
        "InTransit_CustomsReleased": NO_STEP,
        "InTransit_CustomsRequiringInformation": NO_STEP,
        "Expired": NO_STEP,
        "Expired_Other": NO_STEP,
        "AvailableForPickup_Other": STATION,
        "AvailableForPickup": STATION,
        "OutForDelivery_Other": _OUT,
        "OutForDelivery": _OUT,
        "DeliveryFailure_Other": failed("other"),
        "DeliveryFailure": failed("other"),
        "DeliveryFailure_NoBody": failed("unreachable"),
        "DeliveryFailure_Security": failed("security"),
        "DeliveryFailure_InvalidAddress": failed("bad_address"),
        "DeliveryFailure_Rejected": REFUSED,
        "Exception_Rejected": REFUSED,
        "Delivered_Other": SIGNED,
        "Delivered": SIGNED,
        "Exception_Returning": SENT_BACK,
        "Returning": SENT_BACK,
        "Exception_Returned": BACK,
        "Returned": BACK,
        "Exception": NO_STEP,
        "Exception_Other": NO_STEP,
        "Exception_NoBody": NO_STEP,
        "Exception_Security": NO_STEP,
        "Exception_Damage": NO_STEP,
        "Exception_Delayed": NO_STEP,
        "Exception_Lost": NO_STEP,
        "Exception_Destroyed": NO_STEP,
        "Exception_Cancel": NO_STEP,
    }
)


def lines(delivery: Delivery) -> list[Line]:
    """The lines of every leg, each of which has its own provider; the newest comes first."""
    data = inside(delivery.json().get("data"), "data")
    tracking = inside(inside(data.get("track_info") or {}, "track_info").get("tracking") or {}, "tracking")
    return [
        Line(
            carrier=text(data, "carrier"),
            number=text(data, "number"),
            # Without a zone in the first the second has it.
            time=_zoned(text(event, "time_iso")) or text(event, "time_utc", "time_iso"),
            code=text(event, "sub_status", "stage"),
            text=text(event, "description"),
            place=text(event, "location"),
        )
        for leg in rows(tracking.get("providers"), "providers")
        for event in reversed(rows(leg.get("events"), "events"))
    ]


def _zoned(time: str) -> str:
    return time if time.endswith("Z") or time[-6:-5] in ("+", "-") else ""


def signed(delivery: Delivery, secret: str, now: datetime) -> bool:
    """The signature of 17TRACK's webhook documentation."""
    ours = sha256(delivery.body + b"/" + secret.encode()).hexdigest()
    return same(ours, delivery.headers.get("sign", "").lower())


PROVIDER = Provider("track17", WORDS, lines, signed)
