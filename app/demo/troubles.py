"""What goes wrong in the demonstration, and what follows: one function for each story."""

from __future__ import annotations

from datetime import timedelta

from app.demo import names, places
from app.demo.calendar import Calendar
from app.demo.goods import RECALLED, RECALLED_BOTTLES
from app.demo.people import Cast
from app.demo.telling import Tale
from app.demo.way import Trip, carried, picked_up, sent, sold_and_packed
from couriers import steps
from trace import goods, stages
from trace.words import Evidence


def recalled(cast: Cast, calendar: Calendar) -> Tale:
    """A lot is recalled, in one event with its items: one was delivered days before, the others are still on sale."""
    tale = Tale("recalled", cast, calendar)
    trip = Trip(
        (cast.named(names.RECALLED),), names.RECALLED_PARCEL, cast.winery, cast.shuilu, places.LIUHE, places.DONGCHANG,
        8, 41, 1180, "DEMO-2611-0291",
    )  # fmt: skip
    parcel = sent(tale, trip)
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 10, 33, trip.to), method="recipient")
    tale.scan(cast.shuilu, Evidence.BOTH, signed)
    stamp = tale.stamp(2, 9, 0, places.LIUHE)
    notice = f"柳河召回演示〔{calendar.day(2).year}〕03号"
    lot = goods.count(cast.named(names.RECALLED_LOT), RECALLED_BOTTLES)
    items = [cast.named(path) for path in RECALLED]
    tale.tell(cast.winery, Evidence.PARTY, goods.recalled([lot, *items], stamp, notice, reason="microbial_limit"))
    return tale


def disputed(cast: Cast, calendar: Calendar) -> Tale:
    """The courier says that the recipient took it, the recipient denies it and complains; nothing is decided yet."""
    tale = Tale("disputed", cast, calendar)
    item = cast.named(names.DISPUTED)
    trip = Trip(
        (item,), names.DISPUTED_PARCEL, cast.winery, cast.shuilu, places.LIUHE, places.CHAOYANG,
        7, 29, 1575, "DEMO-2611-0330",
    )  # fmt: skip
    parcel = sent(tale, trip)
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 17, 48, trip.to), method="recipient")
    tale.scan(cast.shuilu, Evidence.DEVICE, signed)
    denied = steps.disputed(parcel, tale.stamp(trip.arrives - 1, 9, 10), text="我昨天不在家，没有人给我打过电话。")
    tale.scan(cast.operator, Evidence.CLAIM, denied)
    complaint = goods.complained(
        cast.named(names.DISPUTE_CASE), tale.stamp(trip.arrives - 1, 9, 24), "false_sign_off",
        about=(item, parcel), text="显示本人签收，可是我没有收到货，请查。",
    )  # fmt: skip
    tale.scan(cast.operator, Evidence.CLAIM, complaint)
    return tale


def decided(cast: Cast, calendar: Calendar) -> Tale:
    """Two stars, a complaint on its own case, and days later the office's decision, which is public on the item."""
    tale = Tale("decided", cast, calendar)
    item, case = cast.named(names.DECIDED), cast.named(names.DECIDED_CASE)
    trip = Trip(
        (item,), names.DECIDED_PARCEL, cast.hall, cast.shandao, places.JIAN, places.CHAOYANG,
        9, 12, 310, "DEMO-2611-0263",
    )  # fmt: skip
    parcel = sent(tale, trip)
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 12, 21, trip.to), method="recipient")
    tale.scan(cast.shandao, Evidence.BOTH, signed)
    review = goods.reviewed(
        item, tale.stamp(trip.arrives - 1, 18, 50), 2, title="分量不对", text="称了一下，只有 26 克。"
    )
    tale.scan(cast.operator, Evidence.CLAIM, review)
    complaint = goods.complained(
        case, tale.stamp(trip.arrives - 1, 19, 6), "short_weight", about=(item,), text="标称 30 克，实称 26 克。"
    )
    tale.scan(cast.operator, Evidence.CLAIM, complaint)
    decision = goods.decided(
        case, tale.stamp(1, 15, 40, places.DONGCHANG), "upheld", things=item, category="short_weight",
        text="复称 26.2 克，投诉成立，商家补偿并整改。",
    )  # fmt: skip
    tale.tell(cast.office, Evidence.PARTY, decision)
    return tale


def returned(cast: Cast, calendar: Calendar) -> Tale:
    """Sent back within seven days without a reason, received by the seller and paid back."""
    tale = Tale("returned", cast, calendar)
    item = cast.named(names.RETURNED)
    trip = Trip(
        (item,), names.RETURNED_PARCEL, cast.hall, cast.shandao, places.JIAN, places.CHUANYING,
        8, 52, 408, "DEMO-2611-0277",
    )  # fmt: skip
    parcel = sent(tale, trip)
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 16, 15, trip.to), method="code")
    tale.scan(cast.shandao, Evidence.BOTH, signed)
    day = trip.arrives - 1
    asked = goods.returned(item, tale.stamp(day, 9, 20), "requested", reason="no_reason", order=trip.order)
    tale.scan(cast.operator, Evidence.CLAIM, asked)
    sent_back = goods.returned(item, tale.stamp(day, 14, 35, trip.to), "shipped", to=cast.hall.uri)
    tale.scan(cast.operator, Evidence.CLAIM, sent_back)
    tale.scan(cast.hall, Evidence.DEVICE, goods.returned(item, tale.stamp(day - 2, 10, 44, places.JIAN), "received"))
    tale.tell(cast.hall, Evidence.PARTY, goods.returned(item, tale.stamp(day - 3, 11, 3), "refunded"))
    return tale


def refused(cast: Cast, calendar: Calendar) -> Tale:
    """Nobody was at home; at the second attempt the recipient looked into it and did not take it."""
    tale = Tale("refused", cast, calendar)
    trip = Trip(
        (cast.named(names.REFUSED),), names.REFUSED_PARCEL, cast.winery, cast.shuilu, places.LIUHE, places.HEPING,
        6, 47, 1590, "DEMO-2611-0366",
    )  # fmt: skip
    parcel = sent(tale, trip)
    courier, device, day = cast.shuilu, Evidence.DEVICE, trip.arrives
    in_vain = steps.attempt_failed(parcel, tale.stamp(day, 12, 10, trip.to), attempt=1, reason="nobody_home")
    tale.scan(courier, device, in_vain)
    tale.scan(courier, device, steps.out_for_delivery(parcel, tale.stamp(day - 1, 8, 30, trip.to)))
    tale.scan(courier, Evidence.BOTH, steps.refused(parcel, tale.stamp(day - 1, 10, 44, trip.to), reason="damaged"))
    return tale


def corrected(cast: Cast, calendar: Calendar) -> Tale:
    """The counter typed a wrong weight; an hour later it declared that wrong and recorded the right one."""
    tale = Tale("corrected", cast, calendar)
    trip = Trip(
        (cast.named(names.CORRECTED),), names.CORRECTED_PARCEL, cast.hall, cast.shandao, places.JIAN, places.CHUANYING,
        6, 3, 409, "DEMO-2611-0345",
    )  # fmt: skip
    parcel = sold_and_packed(tale, trip)
    day = trip.sold - 1
    wrong, right = tale.stamp(day, 16, 3, trip.start), tale.stamp(day, 16, 4, trip.start)
    typed = steps.accepted(parcel, wrong, weight=4090, by=cast.shandao.uri, giver=cast.hall.uri)
    tale.scan(cast.shandao, Evidence.PARTY, typed)
    declared = stages.corrected(
        typed.event, calendar.at(day, 17, 10), "incorrect_data", by=[right.event_id] if right.event_id else []
    )
    tale.scan(cast.shandao, Evidence.PARTY, declared, late=timedelta(minutes=67))
    anew = steps.accepted(parcel, right, weight=trip.grams, by=cast.shandao.uri, giver=cast.hall.uri)
    tale.scan(cast.shandao, Evidence.PARTY, anew, late=timedelta(minutes=68))
    carried(tale, trip, parcel)
    courier = cast.shandao
    out = steps.out_for_delivery(parcel, tale.stamp(trip.arrives, 8, 3, trip.to))
    tale.scan(courier, Evidence.DEVICE, out)
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 14, 26, trip.to), method="recipient")
    tale.scan(courier, Evidence.DEVICE, signed)
    return tale


def late(cast: Cast, calendar: Calendar) -> Tale:
    """Scans that lay in phones without a network: the first centre's came a day late, the courier's after the sign-off."""
    tale = Tale("late", cast, calendar)
    trip = Trip(
        (cast.named(names.LATE),), names.LATE_PARCEL, cast.hall, cast.shandao, places.JIAN, places.CHUANYING,
        5, 38, 403, "DEMO-2611-0399",
    )  # fmt: skip
    parcel = sold_and_packed(tale, trip)
    picked_up(tale, trip, parcel)
    carried(tale, trip, parcel, first_centre_late=timedelta(hours=41))
    out = steps.out_for_delivery(parcel, tale.stamp(trip.arrives, 8, 38, trip.to, wrong=-6))
    tale.scan(cast.shandao, Evidence.DEVICE, out, late=timedelta(hours=10))
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 10, 31, trip.to), method="recipient")
    tale.scan(cast.shandao, Evidence.BOTH, signed)
    return tale
