"""How one lot of the demonstration came of another: ginseng, steamed and cut into slices."""

from __future__ import annotations

from app.demo import names, places
from app.demo.calendar import Calendar
from app.demo.people import Cast
from app.demo.telling import Tale
from trace import goods
from trace.event import Quantity
from trace.words import Evidence

BOXES, KILOGRAMS, PACKS = 12, 60, 800


def sliced(cast: Cast, calendar: Calendar) -> Tale:
    """A lot of dried roots was put up in boxes; the same morning a part of it became the slices that are sold."""
    tale = Tale("sliced", cast, calendar)
    roots, slices = cast.named(names.ROOT_LOT), cast.named(names.SLICED_LOT)
    made = goods.serialised(goods.count(roots, BOXES), tale.stamp(10, 8, 5, places.JIAN), lot=names.ROOT_NUMBER)
    tale.tell(cast.hall, Evidence.DEVICE, made)
    used = Quantity(epc_class=roots, quantity=KILOGRAMS, uom="KGM")
    stamp = tale.stamp(10, 9, 40, places.JIAN)
    cut = goods.transformed(used, goods.count(slices, PACKS), stamp, lot=names.MEDICINE_LOT)
    tale.tell(cast.hall, Evidence.PARTY, cut)
    return tale
