"""Our own names, for whoever has no GS1 key: absolute URIs under the origin of the log, for ever.

    /id/{product}                    a product: 1 to 40 letters, digits and . _ -, with a capital or a digit in it
    /id/{product}/{lot}              a lot of it
    /id/{product}/{lot}/{serial}     an item; a lone dash stands for "no lot"
    /id/party/{number}               who acts
    /id/waybill/{carrier}/{number}   a parcel by its waybill
    /id/parcel/{id}                  a parcel that has none
    /id/case/{id}                    a complaint, report or inspection
    /id/place/{code}                 a division such as CN-220582, or a place of somebody's own

The first segment decides. Words of small letters alone belong to us, those above and all that may ever be added, so
no merchant's product code can meet one: it has a capital or a digit. The keys that a Digital Link begins with (00,
01, 414, 8004, ...) are no product codes either, so that nobody takes our path for a Digital Link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from trace.errors import Malformed
from trace.identity import keys
from trace.identity.characters import escaped, shown, unescaped
from trace.identity.lot import Lot
from trace.identity.serial import Serial
from trace.identity.waybill import Waybill

Kind = Literal["product", "lot", "item", "party", "waybill", "parcel", "case", "place"]
NO_LOT = "-"
PRODUCT = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_RESERVED = re.compile("[a-z]+")
_FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    "party": (re.compile("[1-9][0-9]{0,18}"), "a number without zeros in front"),
    "parcel": (re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}"), "1 to 64 letters, digits, - and _"),
    "case": (re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}"), "1 to 64 letters, digits, - and _"),
    "place": (re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "1 to 64 letters, digits and . _ -"),
}


class BadOwnName(Malformed):
    """A text that is not one of our own names."""

    code = "bad-own-name"


@dataclass(frozen=True, slots=True)
class Own:
    """A kind of thing and what tells it from others of its kind; which log it belongs to is said when it is written."""

    kind: Kind
    parts: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.kind in ("product", "lot", "item"):
            _check_goods(self.kind, self.parts)
        elif self.kind == "waybill":
            Waybill(*_exactly(2, self.kind, self.parts))
        elif self.kind in _FORMS:
            form, said = _FORMS[self.kind]
            (name,) = _exactly(1, self.kind, self.parts)
            if not form.fullmatch(name):
                raise BadOwnName(f"{shown(name)} is not the name of a {self.kind}: expected {said}")
        else:
            raise BadOwnName(f"{shown(self.kind)} is not a kind of thing that we name")

    @property
    def path(self) -> str:
        """The path below the origin, which is also where we serve its page."""
        front = "" if self.kind in ("product", "lot", "item") else f"{self.kind}/"
        return f"/id/{front}{'/'.join(map(escaped, self.parts))}"

    def uri(self, origin: str) -> str:
        """The name in the record of the log `origin`."""
        return f"https://{origin}{self.path}"

    @classmethod
    def parse(cls, path: str) -> Own:
        """The name that is written as a path beginning with /id/; query, fragment and a slash at the end say nothing."""
        bare = path.partition("#")[0].partition("?")[0]
        segments = [unescaped(segment) for segment in bare.removesuffix("/").split("/")]
        if segments[:2] != ["", "id"] or len(segments) < 3 or "" in segments[2:]:
            raise BadOwnName(f"{shown(path)} is not one of our names: expected a path such as /id/A-100/lot/serial")
        first, *rest = segments[2:]
        if first == "waybill":
            found = Waybill.parse(*_exactly(2, first, tuple(rest)))
            return cls("waybill", (found.carrier, found.number))
        if (kind := _WORDS.get(first)) is not None:
            return cls(kind, tuple(rest))
        if not 1 <= len(segments[2:]) <= 3:
            raise BadOwnName(f"{shown(path)} is not one of our names: expected a product, a lot and a serial at most")
        return cls(_GOODS[len(rest)], (first, *rest))


_GOODS: tuple[Kind, ...] = ("product", "lot", "item")
_WORDS: dict[str, Kind] = {"party": "party", "parcel": "parcel", "case": "case", "place": "place"}


def product(code: str) -> Own:
    """A product by its merchant's code."""
    return Own("product", (code,))


def lot(code: str, number: Lot) -> Own:
    """A lot of a product."""
    return Own("lot", (code, number.lot))


def item(code: str, serial: Serial, number: Lot | None = None) -> Own:
    """One piece of a product, of a lot or of none."""
    return Own("item", (code, number.lot if number else NO_LOT, serial.serial))


def party(number: int) -> Own:
    """Who acts, by the number that we keep of them."""
    return Own("party", (str(number),))


def place(code: str) -> Own:
    """A place by its code: CN- and the division for a county, city or province."""
    return Own("place", (code,))


def _exactly(many: int, kind: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    if len(parts) != many:
        raise BadOwnName(f"a {kind} is named by {many} segment{'s' * (many > 1)}: got {len(parts)}")
    return parts


def _check_goods(kind: str, parts: tuple[str, ...]) -> None:
    code, *finer = _exactly(_GOODS.index(kind) + 1, kind, parts)
    if not PRODUCT.fullmatch(code):
        raise BadOwnName(
            f"{shown(code)} is not a product code: expected 1 to 40 letters, digits and . _ -, a letter or digit first"
        )
    if _RESERVED.fullmatch(code):
        raise BadOwnName(
            f"{shown(code)} is not a product code: words in small letters are kept for us; "
            f"write {code.upper()} or add a digit"
        )
    if code in keys.PRIMARY:
        raise BadOwnName(f"{shown(code)} is not a product code: GS1 keys begin with it; add a letter")
    if len(finer) == 1 and finer[0] == NO_LOT:
        raise BadOwnName("a lone dash says that there is no lot: expected a lot number, or a serial behind the dash")
    if finer:
        Lot(finer[0])
    if len(finer) == 2:
        Serial(finer[1])
