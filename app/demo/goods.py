"""The goods of the demonstration: eight products with their cards, and how the lots came to be and on sale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.demo import names, places
from app.demo.calendar import Calendar
from app.demo.people import Cast
from app.demo.telling import Tale
from trace import cards, goods, products
from trace.event import County
from trace.products import Level
from trace.standing import Actor
from trace.words import Evidence


class _Product(NamedTuple):
    """A product as its merchant registers it: `made` so many days ago, to be kept so many; 0: made to order."""

    path: str
    name: str
    category: str
    level: Level
    brand: str
    net: str
    origin: str
    made: int
    keeps: int


_QINGHE, _ANKOU = "吉林省通化市集安市清河镇", "吉林省通化市柳河县安口镇"
_SHUGUANG, _KUAIDAMAO = "吉林省通化市梅河口市曙光镇", "吉林省通化市通化县快大茂镇"
_HALL = (
    _Product(names.GINSENG, "集安生晒参 50 克", "ginseng", Level.ITEM, "岭上", "50 克", _QINGHE, 40, 730),
    _Product(names.MEDICINE, "人参片（中药饮片）30 克", "medicine", Level.ITEM, "岭上", "30 克", _QINGHE, 10, 730),
    _Product(names.ROOTS, "生晒参原料 5 千克", "ginseng", Level.LOT, "岭上", "5 千克", _QINGHE, 40, 730),
)
_WINERY = (
    _Product(names.WINE, "柳河山葡萄酒 750 毫升", "wine", Level.ITEM, "河谷", "750 毫升", _ANKOU, 400, 3650),
    _Product(names.JUICE, "柳河山葡萄汁 1 升", "juice", Level.ITEM, "河谷", "1 升", _ANKOU, 45, 365),
)
_PADDY = (_Product(names.RICE, "梅河口大米 5 千克", "rice", Level.LOT, "圆粒", "5 千克", _SHUGUANG, 30, 365),)
_ORCHARD = (
    _Product(names.DRIED_BERRIES, "蓝莓果干 200 克", "fruit", Level.ITEM, "林下", "200 克", _KUAIDAMAO, 80, 540),
    _Product(
        names.FRESH_BERRIES, "鲜蓝莓 6 盒装", "fruit", Level.PARCEL, "林下", "6 盒，每盒 125 克", _KUAIDAMAO, 0, 0
    ),
)


def register(session: Session, cast: Cast, calendar: Calendar, moment: datetime) -> None:
    """Register the products with what is public of each and of its origin."""
    rows = ((cast.hall, _HALL), (cast.winery, _WINERY), (cast.paddy, _PADDY), (cast.orchard, _ORCHARD))
    for merchant, its in rows:
        for one in its:
            _register(session, merchant, one, calendar, moment)
    permit = {"permit": "演示许可，不是真的", "of": "中药饮片"}
    cards.publish(session, cast.hall, {cast.named(names.MEDICINE): {"permit": permit}}, moment)


def _register(session: Session, merchant: Actor, one: _Product, calendar: Calendar, moment: datetime) -> None:
    made, origin = calendar.day(one.made), {"place": one.origin}
    if one.keeps:
        origin |= {"made": f"{made}", "best_before": f"{made + timedelta(days=one.keeps)}"}
    gtin = one.path.removeprefix("/01/") if one.path.startswith("/01/") else None
    products.register(
        session, merchant, one.name, one.category, one.level, moment, gtin=gtin,
        code=None if gtin else one.path.removeprefix("/id/"), more={"brand": one.brand, "net": one.net}, origin=origin,
    )  # fmt: skip


def made(cast: Cast, calendar: Calendar) -> Tale:
    """Lots were made, codes applied, lot by lot in one event each, and the goods put on sale."""
    tale = Tale("made", cast, calendar)
    ginseng = (
        names.AT_STATION, names.DELIVERED, names.RETURNED, names.CORRECTED, names.LATE, names.PACKED, names.PACKED_TOO,
    )  # fmt: skip
    wine = (names.DISPUTED, names.BY_PROXY, names.REFUSED)
    _items(tale, cast.hall, names.GINSENG, names.GINSENG_LOT, 600, ginseng, places.JIAN, 15, 16800)
    _items(tale, cast.hall, names.MEDICINE, names.MEDICINE_LOT, 800, (names.DECIDED,), places.JIAN, 10, 9900)
    _items(tale, cast.winery, names.WINE, names.WINE_LOT, 2400, wine, places.LIUHE, 11, 12800)
    _items(tale, cast.winery, names.JUICE, names.JUICE_LOT, RECALLED_BOTTLES, RECALLED, places.LIUHE, 14, 3900)
    berries, lot = (names.OWN_CODED,), names.DRIED_BERRY_LOT
    _items(tale, cast.orchard, names.DRIED_BERRIES, lot, 300, berries, places.TONGHUA, 13, 4500)
    rice = _lot(tale, cast.paddy, names.RICE, names.RICE_LOT, 1200, places.MEIHEKOU, 16)
    tale.tell(cast.paddy, Evidence.PARTY, goods.listed(rice, tale.stamp(9, 19, 40), price=6900))
    fresh = cast.named(names.FRESH_BERRIES)
    tale.tell(cast.orchard, Evidence.PARTY, goods.listed(fresh, tale.stamp(6, 18, 30), price=8800))
    return tale


RECALLED = (names.RECALLED, names.RECALLED_UNSOLD, *names.RECALLED_TOO)
RECALLED_BOTTLES = 1248


def _items(
    tale: Tale,
    merchant: Actor,
    product: str,
    number: str,
    pieces: int,
    paths: Sequence[str],
    place: County,
    hour: int,
    price: int,
) -> None:
    """A lot, and those of its pieces that a story is told of."""
    _lot(tale, merchant, product, number, pieces, place, hour)
    items = [tale.cast.named(path) for path in paths]
    tale.tell(merchant, Evidence.DEVICE, goods.serialised(items, tale.stamp(10, hour, 32, place), lot=number))
    tale.tell(merchant, Evidence.PARTY, goods.listed(items, tale.stamp(10, 20, hour), price=price))


def _lot(tale: Tale, merchant: Actor, product: str, number: str, pieces: int, place: County, hour: int) -> str:
    uri = tale.cast.named(names.lot(product, number))
    made = goods.serialised(goods.count(uri, pieces), tale.stamp(10, hour, 20, place), lot=number)
    tale.tell(merchant, Evidence.DEVICE, made)
    return uri
