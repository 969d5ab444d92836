"""快递100: pushes of a subscription, a form with `param` (JSON) and `sign` (MD5 of param and the salt, in capitals).

Words: the basic and the advanced states of its documentation (物流状态, 高级物流状态), by number as in `statusCode` and by
name as in `status`. Its times are China's and name no zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import md5
from typing import Any

from couriers.feeds.delivery import Delivery, inside, parsed, rows, same, text
from couriers.feeds.meanings import (
    BACK,
    BY_CODE,
    BY_PROXY,
    BY_RECIPIENT,
    DEPOSITED,
    NO_STEP,
    ON_ITS_WAY,
    REFUSED,
    SENT_BACK,
    SIGNED,
    Meaning,
    Words,
    failed,
    step,
)
from couriers.feeds.provider import Provider
from couriers.feeds.told import Line
from trace.event import County
from trace.words import Stage

_STATES: tuple[tuple[str, str, Meaning], ...] = (
    ("1", "揽收", step(Stage.ACCEPTED)),
    ("103", "已揽收", step(Stage.ACCEPTED)),
    ("101", "已下单", NO_STEP),
    ("102", "待揽收", NO_STEP),
    ("0", "在途", ON_ITS_WAY),
    ("1001", "到达派件城市", step(Stage.HUB_IN)),
    ("1002", "干线", ON_ITS_WAY),
    ("1003", "转递", ON_ITS_WAY),
    ("5", "派件", step(Stage.OUT_FOR_DELIVERY)),
    ("501", "投柜或驿站", DEPOSITED),
    ("3", "签收", SIGNED),
    ("301", "本人签收", BY_RECIPIENT),
    ("302", "派件异常后签收", SIGNED),
    ("303", "代签", BY_PROXY),
    ("304", "投柜或站签收", BY_CODE),
    ("14", "拒签", REFUSED),
    ("203", "拒收", REFUSED),
    ("6", "退回", SENT_BACK),
    ("4", "退签", BACK),
    ("401", "已销单", NO_STEP),
    ("7", "转投", NO_STEP),
    ("2", "疑难", NO_STEP),
    ("201", "超时未签收", NO_STEP),
    ("202", "超时未更新", NO_STEP),
    ("204", "派件异常", failed("other")),
    ("205", "柜或驿站超时未取", NO_STEP),
    ("206", "无法联系", failed("unreachable")),
    ("207", "超区", NO_STEP),
    ("208", "滞留", NO_STEP),
    ("209", "破损", NO_STEP),
    ("210", "销单", NO_STEP),
    ("8", "清关", NO_STEP),
    ("10", "待清关", NO_STEP),
    ("11", "清关中", NO_STEP),
    ("12", "已清关", NO_STEP),
    ("13", "清关异常", NO_STEP),
)
_NUMBERS = {name: number for number, name, _ in _STATES}
_AREA = re.compile("(?:CN)?([1-9][0-9]{5})[0-9]*")


def lines(delivery: Delivery) -> list[Line]:
    """The lines of the pushed trace, and of that in the country of destination; the newest comes first."""
    param = parsed(delivery.field("param"), "param")
    found: list[Line] = []
    for result in (param.get("lastResult"), param.get("destResult")):
        if result is not None:
            parcel = inside(result, "the result")
            found += [_line(parcel, row) for row in reversed(rows(parcel.get("data"), "data"))]
    return found


def _line(parcel: Mapping[str, Any], row: Mapping[str, Any]) -> Line:
    said = text(row, "statusCode", "status")
    return Line(
        carrier=text(parcel, "com"),
        number=text(parcel, "nu"),
        time=text(row, "ftime", "time"),
        # A number and its name are one word, so that a trace sent again with the other adds nothing.
        code=_NUMBERS.get(said, said),
        text=text(row, "context"),
        place=text(row, "location", "areaName"),
        county=_county(text(row, "areaCode"), text(row, "areaName")),
    )


def _county(code: str, name: str) -> County | None:
    """The county of a division that may be as fine as a street: six digits and three names of it."""
    found = _AREA.fullmatch(code)
    parts = [part.strip() for part in name.split(",") if part.strip()][:3]
    return County(code=found[1], name="".join(parts)[:60]) if found and parts else None


def signed(delivery: Delivery, secret: str, now: datetime) -> bool:
    """The signature of 快递100's push documentation."""
    return same(
        md5((delivery.field("param") + secret).encode(), usedforsecurity=False).hexdigest().upper(),
        delivery.field("sign").upper(),
    )


def answer(delivery: Delivery, now: datetime) -> Mapping[str, object]:
    """Anything else, and it sends the same again."""
    return {"result": True, "returnCode": "200", "message": "成功"}


WORDS = Words({number: meaning for number, _, meaning in _STATES})
PROVIDER = Provider("kuaidi100", WORDS, lines, signed, "+08:00", gives_key=False, answer=answer)
