"""What a beep at the bench means: goods, or the waybill of a parcel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import firms, orders, parcels
from couriers.parcels import Parcel
from trace import codes, keyring, products
from trace.errors import Malformed
from trace.identity import checkdigit, elements, thing
from trace.identity.gtin import LENGTHS
from trace.identity.link import STEM, Link
from trace.identity.waybill import Waybill

# What USB scanners put before the data when they are set to: the symbology (ISO/IEC 15424).
_IDENTIFIER = re.compile(r"\](?:C1|e0|d2|Q3|J1|C0|E0|E4|Q1|d1)")


class NothingBeeped(Malformed):
    """An empty beep, or one that is neither goods nor a waybill."""

    code = "nothing-beeped"


class WhichCarrier(Malformed):
    """A waybill number that no order has, and no courier firm chosen for it."""

    code = "which-carrier"


@dataclass(frozen=True, slots=True)
class Beep:
    """Goods by their name, or a parcel by its name with the code of its carrier (empty where it is registered)."""

    goods: str | None = None
    parcel: str | None = None
    carrier: str = ""


def read(session: Session, merchant_id: int, text: str, carrier: str) -> Beep:
    """The beep as this merchant means it."""
    said = text.strip()
    if not said or len(said) > 500:
        raise NothingBeeped("nothing was scanned: scan a code, or type the number under the bars")
    symbol = _IDENTIFIER.match(said)
    bare = said[symbol.end() :] if symbol else said
    if symbol and symbol[0] in elements.SYMBOLS:
        return _of(session, Link.of(elements.parse(bare)).canonical, carrier)
    if bare.lower().startswith(("http://", "https://", "/", "urn:epc:")):
        path = urlsplit(bare).path
        origin = keyring.of(session).origin
        return _of(
            session, thing.canonical(path if path.startswith("/id/") else bare.partition("?")[0], origin), carrier
        )
    digits = "".join(bare.split()).removeprefix("(00)")
    if digits.isascii() and digits.isdigit() and checkdigit.fits(digits):
        if len(digits) == 20 and digits.startswith("00"):
            digits = digits[2:]
        if len(digits) == 18:
            return _of(session, f"{STEM}/00/{digits}", carrier)
        product = products.find(session, f"{STEM}/01/{digits.rjust(14, '0')}") if len(digits) in LENGTHS else None
        if product is not None and product.merchant_id == merchant_id:
            return Beep(goods=product.gtin_uri or product.uri)
    if (item := codes.by_serial(session, merchant_id, bare)) is not None:
        return Beep(goods=item)
    return _waybill(session, merchant_id, bare, carrier)


def _of(session: Session, uri: str, carrier: str) -> Beep:
    if thing.kind(uri) != "parcel":
        return Beep(goods=uri)
    return _parcel(session, uri, carrier)


def _parcel(session: Session, uri: str, carrier: str) -> Beep:
    registered = parcels.find(session, uri)
    if registered is None:
        if not carrier and "/id/waybill/" in uri:
            carrier = uri.rsplit("/", 2)[1]
        if not carrier:
            raise WhichCarrier("no order has this number: choose the courier firm, and scan it again")
        return Beep(parcel=uri, carrier=carrier)
    return Beep(parcel=uri, carrier=_code(session, registered) or carrier)


def _waybill(session: Session, merchant_id: int, text: str, carrier: str) -> Beep:
    """A number of a carrier: one of this merchant's parcels first, else a new one of the firm that was chosen."""
    number = "".join(text.split()).upper()
    mine = session.scalars(
        select(Parcel.uri).where(Parcel.number == number, Parcel.sender_id == merchant_id).limit(2)
    ).all()
    if len(mine) == 1:
        return _parcel(session, mine[0], carrier)
    waiting = [
        uri for uri in mine if any(one.state == "to_pack" for one in orders.in_parcel(session, merchant_id, uri))
    ]
    if len(waiting) == 1:
        return _parcel(session, waiting[0], carrier)
    if not carrier:
        # So that the refusal says first whether this can be a number at all.
        Waybill.parse("x", number)
        raise WhichCarrier("no order has this number: choose the courier firm, and scan it again")
    return Beep(parcel=parcels.waybill(session, carrier, number), carrier=carrier)


def _code(session: Session, registered: Parcel) -> str:
    """The code of the party that the parcel was registered with; none where that is its sender."""
    if registered.carrier_id == registered.sender_id:
        return ""
    found = session.scalars(
        select(firms.CarrierCode.code).where(firms.CarrierCode.party_id == registered.carrier_id)
    ).first()
    return found or f"p{registered.carrier_id}"
