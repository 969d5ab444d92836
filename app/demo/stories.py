"""What goes well in the demonstration, or as well as usual: one function for each story, one thing to look at each."""

from __future__ import annotations

from app.demo import names, places
from app.demo.calendar import Calendar
from app.demo.people import Cast
from app.demo.telling import Tale
from app.demo.way import Trip, sent
from couriers import steps
from trace import goods
from trace.words import Evidence


def at_the_station(cast: Cast, calendar: Calendar) -> Tale:
    """Left at a station; that the recipient agreed is only the courier's word, and nobody has signed for it."""
    tale = Tale("at-the-station", cast, calendar)
    trip = Trip(
        (cast.named(names.AT_STATION),), names.STATION_PARCEL, cast.hall, cast.shandao, places.JIAN, places.CHAOYANG,
        4, 6, 412, "DEMO-2611-0417",
    )  # fmt: skip
    parcel = sent(tale, trip)
    stamp = tale.stamp(trip.arrives, 19, 42, trip.to)
    left = steps.deposited(parcel, stamp, site="station", consent="courier", to=cast.station.uri)
    tale.scan(cast.shandao, Evidence.BOTH, left)
    return tale


def delivered(cast: Cast, calendar: Calendar) -> Tale:
    """Signed for by code, the recipient's device beside the courier's; five stars two days later."""
    tale = Tale("delivered", cast, calendar)
    item = cast.named(names.DELIVERED)
    trip = Trip(
        (item,), names.DELIVERED_PARCEL, cast.hall, cast.shandao, places.JIAN, places.CHUANYING,
        8, 17, 405, "DEMO-2611-0288",
    )  # fmt: skip
    parcel = sent(tale, trip)
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 11, 12, trip.to), method="code")
    tale.scan(cast.shandao, Evidence.BOTH, signed)
    review = goods.reviewed(
        item, tale.stamp(trip.arrives - 2, 20, 31), 5, title="须全味正", text="和老家带来的一个味道，包得也严实。"
    )
    tale.scan(cast.operator, Evidence.CLAIM, review)
    return tale


def by_proxy(cast: Cast, calendar: Calendar) -> Tale:
    """Taken by somebody whom the recipient had named with the code inside."""
    tale = Tale("by-proxy", cast, calendar)
    trip = Trip(
        (cast.named(names.BY_PROXY),), names.PROXY_PARCEL, cast.winery, cast.shuilu, places.LIUHE, places.HEPING,
        6, 23, 1580, "DEMO-2611-0352",
    )  # fmt: skip
    parcel = sent(tale, trip)
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 15, 8, trip.to), method="proxy", consent="order")
    tale.scan(cast.shuilu, Evidence.DEVICE, signed)
    return tale


def own_coded(cast: Cast, calendar: Calendar) -> Tale:
    """A merchant without GS1 keys: its own codes; released from a locker by code, four stars."""
    tale = Tale("own-coded", cast, calendar)
    item = cast.named(names.OWN_CODED)
    trip = Trip(
        (item,), names.OWN_CODED_PARCEL, cast.orchard, cast.shuilu, places.TONGHUA, places.HEPING,
        7, 11, 260, "DEMO-2611-0309",
    )  # fmt: skip
    parcel = sent(tale, trip)
    stamp = tale.stamp(trip.arrives, 13, 26, trip.to)
    left = steps.deposited(parcel, stamp, site="locker", consent="order", to=cast.locker.uri)
    tale.scan(cast.shuilu, Evidence.DEVICE, left)
    tale.scan(
        cast.locker, Evidence.DEVICE, steps.signed(parcel, tale.stamp(trip.arrives, 18, 55, trip.to), method="code")
    )
    review = goods.reviewed(item, tale.stamp(trip.arrives - 2, 12, 40), 4, text="不太甜，孩子爱吃。")
    tale.scan(cast.operator, Evidence.CLAIM, review)
    return tale


def by_lot(cast: Cast, calendar: Calendar) -> Tale:
    """Rice, of which only the lot has a code: twenty bags of it sold, delivered and reviewed."""
    tale = Tale("by-lot", cast, calendar)
    lot = cast.named(names.BY_LOT)
    trip = Trip(
        (goods.count(lot, 20),), names.RICE_PARCEL, cast.paddy, cast.shuilu, places.MEIHEKOU, places.CHAOYANG,
        5, 34, 101_200, "DEMO-2611-0381",
    )  # fmt: skip
    parcel = sent(tale, trip)
    signed = steps.signed(parcel, tale.stamp(trip.arrives, 9, 57, trip.to), method="recipient")
    tale.scan(cast.shuilu, Evidence.BOTH, signed)
    review = goods.reviewed(lot, tale.stamp(trip.arrives - 1, 19, 5), 4, text="米香够，个别袋有碎米。")
    tale.scan(cast.operator, Evidence.CLAIM, review)
    return tale


def by_parcel(cast: Cast, calendar: Calendar) -> Tale:
    """Fresh blueberries, which bear no code themselves: the parcel is what is traced, from the sale on."""
    tale = Tale("by-parcel", cast, calendar)
    carrier, device = cast.shandao, Evidence.DEVICE
    parcel, berries = tale.post(names.BY_PARCEL, carrier, cast.orchard), cast.named(names.FRESH_BERRIES)
    order = goods.sold(parcel, tale.stamp(3, 21, 14), order="DEMO-2611-0440", payment="演示支付 DEMO-2611-0440")
    tale.tell(cast.orchard, Evidence.IMPORT, order)
    packed = goods.packed(
        parcel, goods.count(berries, 6), tale.stamp(2, 6, 30, places.TONGHUA), carrier=carrier.uri, weight=1180
    )
    tale.tell(cast.orchard, device, packed)
    taken = steps.accepted(
        parcel, tale.stamp(2, 8, 10, places.TONGHUA), weight=1186, by=carrier.uri, giver=cast.orchard.uri
    )
    tale.scan(carrier, Evidence.BOTH, taken)
    tale.scan(carrier, device, steps.hub_in(parcel, tale.stamp(2, 10, 45, places.DONGCHANG)))
    tale.scan(carrier, device, steps.hub_out(parcel, tale.stamp(2, 12, 20, places.DONGCHANG)))
    tale.scan(carrier, device, steps.hub_in(parcel, tale.stamp(2, 17, 50, places.KUANCHENG)))
    tale.scan(carrier, device, steps.out_for_delivery(parcel, tale.stamp(1, 7, 55, places.CHAOYANG)))
    tale.scan(carrier, Evidence.BOTH, steps.signed(parcel, tale.stamp(1, 10, 20, places.CHAOYANG), method="recipient"))
    review = goods.reviewed(parcel, tale.stamp(1, 21, 2), 5, text="到手还是凉的，一颗没坏。")
    tale.scan(cast.operator, Evidence.CLAIM, review)
    return tale
