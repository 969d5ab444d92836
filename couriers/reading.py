"""Which parcel a scanned or typed code means; a phone sends what it read as it read it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from couriers import parcels
from couriers.signed import Code
from trace import keyring
from trace.errors import Malformed, Unknown
from trace.identity import checkdigit, elements, thing
from trace.identity.characters import shown
from trace.identity.link import Link

# Typed as it stands under the bars: "(00) 0 952 ...", or SSCC with its identifier and without a bracket.
_SSCC = re.compile("(?:\\(00\\)|00)?([0-9]{18})")


class GoodsCode(Malformed):
    """The code of goods and not of a parcel."""

    code = "goods-code"


class UnknownLabel(Unknown):
    """A number that is on the label of no parcel we know, or on two."""

    code = "unknown-label"


def parcel(session: Session, code: Code) -> str:
    """The name in the record of the parcel whose label says `code`."""
    origin = keyring.of(session).origin
    if code.symbology in elements.SYMBOLS:
        uri = Link.of(elements.parse(code.text)).canonical
    else:
        uri = _named(code.text.strip(), origin) or _numbered(session, code.text)
    if thing.kind(uri) != "parcel":
        raise GoodsCode(f"{shown(code.text)} is a code of goods: scan the label of the parcel that they are in")
    return uri


def _named(text: str, origin: str) -> str | None:
    """The name behind an address, a path or an SSCC; None for what can only be a number of a carrier."""
    if text.lower().startswith(("http://", "https://")):
        path = urlsplit(text).path
        # A label holds the address at which we are served, which is seldom the name of the log.
        return thing.canonical(path if path.startswith("/id/") else text, origin)
    if text.startswith("/") or text[:8].lower() == "urn:epc:":
        return thing.canonical(text.partition("?")[0], origin)
    digits = _SSCC.fullmatch("".join(text.split()))
    if digits is not None and checkdigit.fits(digits[1]):
        return thing.canonical(f"/00/{digits[1]}", origin)
    return None


def _numbered(session: Session, text: str) -> str:
    number = "".join(text.split()).upper()
    if (found := parcels.by_number(session, number)) is None:
        raise UnknownLabel(
            f"no parcel is known by the number {shown(number[:40])}, or two are: scan the QR code of its label, "
            "or have the sender register it"
        )
    return found
