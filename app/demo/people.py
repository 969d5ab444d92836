"""Who acts in the demonstration: invented businesses and offices, each saying in its name that it is for show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.access.roles import Role
from app.demo import places
from trace import cards, parties
from trace.identity import thing
from trace.parties import Kind, Party
from trace.standing import Actor

# Credit codes whose check characters are right, in the division 000000, which is nowhere.
_OPERATOR = (Kind.OPERATOR, "溯源运营方（演示）", "91000000MADEM0G133", None, places.DONGCHANG)
_HALL = (Kind.MERCHANT, "岭上参业（演示）", "91000000MADEM0G21X", "9520123000011", places.JIAN)
_WINERY = (Kind.MERCHANT, "河谷山葡萄酒庄（演示）", "91000000MADEM0G3XM", "9520124000010", places.LIUHE)
_PADDY = (Kind.MERCHANT, "圆粒稻米合作社（演示）", "91000000MADEM0G48M", "9520125000019", places.MEIHEKOU)
_ORCHARD = (Kind.MERCHANT, "林下蓝莓园（演示）", "91000000MADEM0G56G", None, places.TONGHUA)
_SHANDAO = (Kind.CARRIER, "山道快运（演示）", "91000000MADEM0G64B", None, places.DONGCHANG)
_SHUILU = (Kind.CARRIER, "水路速递（演示）", "91000000MADEM0G726", "9520126000018", places.ERDAOJIANG)
_STATION = (Kind.STATION, "向阳驿站（演示）", "91000000MADEM0G801", None, places.CHAOYANG)
_LOCKER = (Kind.STATION, "向阳智能柜（演示）", "91000000MADEM0G99X", None, places.HEPING)
_OFFICE = (Kind.REGULATOR, "市场监管所（演示）", None, None, places.DONGCHANG)
_CHECKED = (_HALL, _WINERY, _PADDY)
# For whom somebody acts who logs in to look.
_ACTING = {
    Role.MERCHANT: _HALL,
    Role.CARRIER: _SHANDAO,
    Role.STATION: _STATION,
    Role.OPERATOR: _OPERATOR,
    Role.REGULATOR: _OFFICE,
}


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties as they stand in the record, and the log that their own names are under."""

    origin: str
    operator: Actor
    hall: Actor
    winery: Actor
    paddy: Actor
    orchard: Actor
    shandao: Actor
    shuilu: Actor
    station: Actor
    locker: Actor
    office: Actor

    def named(self, path: str) -> str:
        """The canonical name of the thing with this path."""
        return thing.canonical(path, self.origin)


def acting(session: Session, role: Role) -> Party:
    """The party that whoever logs in under this role acts for."""
    kind, name, *_ = _ACTING[role]
    found = parties.find(session, kind=kind, name=name)
    assert found is not None, "the demonstration is filled before anybody logs in to it"
    return found


def register(session: Session, origin: str, moment: datetime) -> Cast:
    """Make the parties, and publish the merchants' cards."""
    rows = (_OPERATOR, _HALL, _WINERY, _PADDY, _ORCHARD, _SHANDAO, _SHUILU, _STATION, _LOCKER, _OFFICE)
    found = []
    for row in rows:
        kind, name, uscc, gln, county = row
        made = parties.register(
            session, kind, name, moment, uscc=uscc, gln=gln, division=county.code, verified=row in _CHECKED
        )
        found.append(parties.actor(session, made.id))
        if kind is Kind.MERCHANT:
            said = {
                "name": name,
                "licence": "演示执照，不是真的",
                "uscc": uscc,
                "address": f"{county.name}（演示地址）",
            }
            cards.publish(session, found[-1], {found[-1].uri: {"merchant": said}}, moment)
    return Cast(origin, *found)
