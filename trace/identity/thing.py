"""The one name that the record uses for a thing, whatever spelling came in, and what kind of thing a name says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from trace.errors import Malformed
from trace.identity import checkdigit, epc, link
from trace.identity.characters import escaped, shown
from trace.identity.lot import Lot
from trace.identity.own import NO_LOT, Own

MAX = 2_048
Kind = Literal["item", "lot", "product", "parcel", "place", "party", "case", "other"]

# One character of set 82 as a canonical name writes it.
_ONE = "(?:[A-Za-z0-9._-]|%2[1256789ABCF]|%3[A-F])"
_GOODS = re.compile(rf"https://id\.gs1\.org/01/([0-9]{{14}})(?:/(?:21|10)/(?!\.\.?$){_ONE}{{1,20}})?")
_PARCEL = re.compile(r"https://id\.gs1\.org/00/([0-9]{18})")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_WEB = re.compile(r"(?:https?|HTTPS?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(?=[/?#]|$)")
_GS1 = re.compile(r"https://id\.gs1\.org/([0-9]{2,4})/([^/]+)(?:/([0-9]{2,4})/[^/]+)?")
_OWN = re.compile(r"(https://[^/?#]+)(/id/[^?#]+)")

_OF_KEY: dict[str, Kind] = {"00": "parcel", "414": "place", "417": "party"}
_OF_QUALIFIER: dict[str, Kind] = {"21": "item", "235": "item", "10": "lot"}


class BadName(Malformed):
    """A text that cannot name a thing."""

    code = "bad-name"


def canonical(text: str, origin: str) -> str:
    """The name in the record of what `text` names, for the log `origin`.

    Read are Digital Links on any host or as a path, EPCs, and our own names as a URI under the origin or as a
    path; every other absolute URI is a name as it stands, byte for byte.
    """
    # Most of what is scanned and captured is canonical already, and so is all that we made ourselves.
    # So is the path of its page, but for the stem.
    whole = link.STEM + text if text.startswith("/0") else text
    found = _GOODS.fullmatch(whole) or _PARCEL.fullmatch(whole)
    if found is not None and checkdigit.fits(found[1]):
        return whole
    if len(text) > MAX:
        raise BadName(f"{shown(text)} cannot name a thing: expected at most {MAX} characters, got {len(text)}")
    if text.startswith("/"):
        return Own.parse(text).uri(origin) if text.startswith("/id/") else link.parse(text).canonical
    if not _URI.fullmatch(text):
        raise BadName(
            f"{shown(text)} cannot name a thing: expected an absolute URI, such as https://id.gs1.org/01/09520123456788, "
            "with all but ASCII letters, digits and the signs of RFC 3986 percent-encoded"
        )
    if text[:8].lower() == "urn:epc:":
        pure = epc.link(text)
        return text if pure is None else pure.canonical
    return _of_web(text, origin) if text[:5].lower() in ("http:", "https") else text


def _of_web(text: str, origin: str) -> str:
    web = _WEB.match(text)
    if web is None:
        raise BadName(
            f"{shown(text)} cannot name a thing: expected http:// or https:// in small letters, then a host without a user"
        )
    if f"{web[1]}{web[2] or ''}".lower() == origin.lower() and text.startswith("/id/", web.end()):
        return Own.parse(text[web.end() :]).uri(origin)
    found = link.find(text)
    if found is not None and found.meant:
        return link.read(found).canonical
    if web[1].lower() == "id.gs1.org":
        # GS1's own host names things by Digital Links alone; parse says what is wrong.
        return link.parse(text).canonical
    return text


@lru_cache(maxsize=4_096)
def kind(uri: str) -> Kind:
    """What kind of thing a canonical name says; our names are known on any host by their form."""
    if (gs1 := _GS1.fullmatch(uri)) is not None:
        key, _, qualifier = gs1.groups()
        return _OF_QUALIFIER.get(qualifier, "product") if key in ("01", "8006") else _OF_KEY.get(key, "other")
    own = _own(uri)
    if own is None:
        return "other"
    return "parcel" if own.kind == "waybill" else own.kind


def class_of(uri: str) -> str | None:
    """The product of an item or a lot, by their canonical names; None for everything else."""
    if (gs1 := _GS1.fullmatch(uri)) is not None:
        key, value, qualifier = gs1.groups()
        return f"{link.STEM}/{key}/{value}" if qualifier and key in ("01", "8006") else None
    own = _own(uri)
    if own is None or own.kind not in ("item", "lot"):
        return None
    return uri[: -len(own.path)] + Own("product", own.parts[:1]).path


def lot_of(uri: str, number: str | None) -> str | None:
    """The lot of an item by its canonical name: what an own name says, else lot `number` of the same product."""
    if (gs1 := _GS1.fullmatch(uri)) is not None:
        key, value, qualifier = gs1.groups()
        if number is None or key not in ("01", "8006") or qualifier not in ("21", "235"):
            return None
        return f"{link.STEM}/{key}/{value}/10/{escaped(Lot(number).lot)}"
    own = _own(uri)
    if own is None or own.kind != "item":
        return None
    code, named, _ = own.parts
    if named == NO_LOT:
        if number is None or number == NO_LOT:
            return None
        named = number
    return uri[: -len(own.path)] + Own("lot", (code, named)).path


@lru_cache(maxsize=4_096)
def _own(uri: str) -> Own | None:
    if (found := _OWN.fullmatch(uri)) is None:
        return None
    try:
        own = Own.parse(found[2])
    except Malformed:
        return None
    return own if own.uri(found[1].removeprefix("https://")) == uri else None
