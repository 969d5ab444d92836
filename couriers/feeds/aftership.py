"""AfterShip Tracking: JSON of its webhook, signed in `aftership-hmac-sha256` with the HMAC-SHA-256 of the body in Base64.

Words: its delivery statuses (tags) and sub-statuses (subtags). A checkpoint whose carrier named no zone is refused.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from datetime import datetime

from couriers.feeds.delivery import Delivery, inside, rows, same, text
from couriers.feeds.meanings import (
    BACK,
    BY_PROXY,
    BY_RECIPIENT,
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
# Customs, payment, damage, loss, delays, papers, cancelling, disposal: said, and no step.
_EXCEPTIONS = (1, 4, 5, 6, 8, 9, 12, 13, 16, 17, 18, 19, 20, 21)
WORDS = Words(
    {
        "Pending": NO_STEP,
        **{f"Pending_00{number}": NO_STEP for number in range(1, 7)},
        "InfoReceived": NO_STEP,
        "InfoReceived_001": NO_STEP,
        "InTransit": ON_ITS_WAY,
        "InTransit_001": ON_ITS_WAY,
        "InTransit_002": step(Stage.ACCEPTED),  # acceptance scan
        "InTransit_003": step(Stage.HUB_IN),  # arrival scan
        "InTransit_004": step(Stage.HUB_IN),  # arrived in the country of destination
        "InTransit_005": NO_STEP,  # customs cleared
        "InTransit_006": NO_STEP,  # handed over to customs
        "InTransit_007": step(Stage.HUB_OUT),  # departure scan
        "InTransit_008": NO_STEP,  # a problem was resolved
        "InTransit_009": NO_STEP,  # forwarded to another address
        "OutForDelivery": _OUT,
        "OutForDelivery_001": _OUT,
        "OutForDelivery_003": NO_STEP,  # the customer was contacted
        "OutForDelivery_004": NO_STEP,  # an appointment was made
        "AvailableForPickup": STATION,
        "AvailableForPickup_001": STATION,
        "AttemptFail": failed("other"),
        "AttemptFail_001": failed("other"),
        "AttemptFail_002": failed("absent"),
        "AttemptFail_003": failed("closed"),
        "Delivered": SIGNED,
        "Delivered_001": SIGNED,
        "Delivered_002": BY_RECIPIENT,  # picked up by the customer
        "Delivered_003": BY_RECIPIENT,  # signed by the customer
        "Delivered_004": BY_RECIPIENT,  # paid in cash by the customer
        "Delivered_005": BY_PROXY,  # a neighbour
        "Exception": NO_STEP,
        **{f"Exception_{number:03d}": NO_STEP for number in _EXCEPTIONS},
        "Exception_002": failed("moved"),
        "Exception_003": REFUSED,
        "Exception_007": failed("bad_address"),
        "Exception_010": SENT_BACK,
        "Exception_011": BACK,
        "Expired": NO_STEP,
        "Expired_001": NO_STEP,
    }
)


def lines(delivery: Delivery) -> list[Line]:
    """The checkpoints of the tracking, in AfterShip's order."""
    tracking = inside(delivery.json().get("msg"), "msg")
    return [
        Line(
            carrier=text(tracking, "slug"),
            number=text(tracking, "tracking_number"),
            time=text(checkpoint, "checkpoint_time"),
            code=text(checkpoint, "subtag", "tag"),
            text=text(checkpoint, "message"),
            place=text(checkpoint, "location", "city"),
        )
        for checkpoint in rows(tracking.get("checkpoints"), "checkpoints")
    ]


def signed(delivery: Delivery, secret: str, now: datetime) -> bool:
    """The signature of AfterShip's webhook documentation."""
    ours = b64encode(hmac.digest(secret.encode(), delivery.body, "sha256")).decode()
    return same(ours, delivery.headers.get("aftership-hmac-sha256", ""))


PROVIDER = Provider("aftership", WORDS, lines, signed)
