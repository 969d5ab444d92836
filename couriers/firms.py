"""Which party carries a parcel: the codes of carriers, the names people write for them, and the party of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import parties
from trace.errors import Unknown
from trace.identity.waybill import CARRIER
from trace.parties import Kind, Party
from trace.store import Record

# Our code (couriers/feeds/carriers.py) -> the firm's name, then what else stands for it in exports.
NAMES = {
    "sf": ("顺丰速运", "顺丰", "sf express"),
    "yto": ("圆通速递", "圆通"),
    "zto": ("中通快递", "中通"),
    "sto": ("申通快递", "申通"),
    "yunda": ("韵达速递", "韵达", "韵达快递"),
    "ems": ("EMS", "邮政EMS", "邮政特快"),
    "chinapost": ("邮政快递包裹", "邮政", "中国邮政", "邮政包裹", "邮政国内"),
    "jd": ("京东物流", "京东", "京东快递"),
    "jt": ("极兔速递", "极兔", "j&t"),
    "best": ("百世快递", "百世", "汇通"),
    "deppon": ("德邦快递", "德邦", "德邦物流"),
}


class UnknownCarrier(Unknown):
    """A carrier that is none of those we know by code or name."""

    code = "unknown-carrier"


class CarrierCode(Record):
    """The code of a carrier in the names of its waybills, and its party."""

    __tablename__ = "carrier_code"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), unique=True)


def known(session: Session) -> dict[str, str]:
    """Every carrier there is, by code, with its name: those of the trade, and the carriers registered here."""
    found = {code: names[0] for code, names in NAMES.items()}
    codes = {party_id: code for code, party_id in session.execute(select(CarrierCode.code, CarrierCode.party_id))}
    for party in session.scalars(select(Party).where(Party.kind == Kind.CARRIER).order_by(Party.id)):
        found[codes.get(party.id, f"p{party.id}")] = party.name
    return found


def read(carriers: dict[str, str], text: str) -> str:
    """The code of the carrier that somebody wrote: by code, by name, or by what a name begins with."""
    said = "".join(text.lower().split())
    aliases = {alias.lower().replace(" ", ""): code for code, names in NAMES.items() for alias in names}
    by_name = {name.lower().replace(" ", ""): code for code, name in carriers.items()}
    found = (said if said in carriers else None) or by_name.get(said) or aliases.get(said)
    if found is None:
        # 圆通速递（通化） or YTO-电子面单: the longest name that it begins with.
        starts = sorted(
            ((name, code) for name, code in {**aliases, **by_name}.items() if said.startswith(name)), reverse=True
        )
        found = max(starts, key=lambda pair: len(pair[0]))[1] if starts else None
    if found is None:
        raise UnknownCarrier(
            f"{text[:40]!r} is no carrier that is known here: expected a name such as {NAMES['yto'][0]}"
        )
    return found


def party(session: Session, code: str, now: datetime) -> int:
    """The party of a carrier's code; one of the trade that nobody has registered is made, unverified."""
    found = session.get(CarrierCode, code)
    if found is not None:
        return found.party_id
    if code.startswith("p") and code[1:].isdigit() and len(code) < 18:
        made = session.get(Party, int(code[1:]))
        if made is not None and made.kind == Kind.CARRIER:
            return _remember(session, code, made.id)
    if code not in NAMES or not CARRIER.fullmatch(code):
        raise UnknownCarrier(f"{code[:40]!r} is no carrier that is known here: expected one of {', '.join(NAMES)}")
    made = parties.find(session, name=NAMES[code][0], kind=Kind.CARRIER)
    if made is None:
        made = parties.register(session, Kind.CARRIER, NAMES[code][0], now)
    return _remember(session, code, made.id)


def _remember(session: Session, code: str, party_id: int) -> int:
    session.add(CarrierCode(code=code, party_id=party_id))
    session.flush()
    return party_id
