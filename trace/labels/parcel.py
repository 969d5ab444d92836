"""The label on a parcel, 100 x 150 mm: its number as bars, and a QR code that opens its page; nothing of the recipient.

The token behind ?k= is what tells somebody who has the parcel in hand from somebody who knows its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from trace.identity.link import Link
from trace.identity.own import Own
from trace.identity.sscc import Sscc
from trace.identity.waybill import Waybill
from trace.labels import code128, fitting, qr
from trace.labels.marks import BadLabel, Bars, Drawing, Mark, Matrix, Rule, Text

WIDTH, HEIGHT = 100.0, 150.0
QUESTION = "包裹到哪了？"
PURPOSE = "扫码看它到了哪里、经过谁的手。快递员交接时也扫这里。"
NOTE = "本标签不含收件人的姓名、电话和地址。"
# GS1 logistic labels: modules of 0.495 to 0.94 mm, bars at least 31.75 mm high (General Specifications 6.6.4.5).
_MODULE = 0.495
_BARS = 32.0
# Two dots of a thermal head of 203 dots an inch.
_LEAST_MODULE = 0.25
# 64 random bits are 11 characters of base64url or 13 of base32.
_TOKEN = re.compile("[A-Za-z0-9_-]{11,64}")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel's number, the token for its label, and who sends it, by the shop's name."""

    number: Sscc | Waybill | Own
    token: str
    sender: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.number, Own) and self.number.kind != "parcel":
            raise BadLabel(
                f"{self.number.path[:60]} is not a parcel: expected an SSCC, a waybill or a parcel's own name"
            )
        if not _TOKEN.fullmatch(self.token):
            raise BadLabel(f"a token of {len(self.token)} characters: expected 11 to 64 letters, digits, - and _")

    def address(self, base_url: str) -> str:
        """Where its QR code leads."""
        number = self.number
        path = Link("00", number.sscc).path if isinstance(number, Sscc) else number.path
        return f"{base_url.rstrip('/')}{path}?k={self.token}"


class _Number(NamedTuple):
    """A number as bars, and as people read it below them."""

    modules: str
    said: str


def drawing(parcel: Parcel, base_url: str) -> Drawing:
    """The label as it is printed."""
    number = _number(parcel.number)
    return Drawing(WIDTH, HEIGHT, tuple(_marks(parcel, base_url, number)), number.said)


def _marks(parcel: Parcel, base_url: str, number: _Number) -> Iterator[Mark]:
    address = parcel.address(base_url)
    if not address.isascii():
        raise BadLabel(f"{base_url[:60]!r} cannot stand in a QR code: expected an address in ASCII (xn-- for a host)")
    yield Matrix(7, 7, 46, qr.symbol(address))
    yield Text(59.6, 13.5, 5.6, QUESTION, 700)
    y = 22.0
    for line in fitting.lines(PURPOSE, 3.6, 34, 6):
        yield Text(59.6, y, 3.6, line)
        y += 5.4
    yield Rule(7, 62, 86)
    if parcel.sender:
        yield Text(7, 71, 4.2, fitting.shortened(f"寄件 {fitting.one_line(parcel.sender)}", 4.2, 86))
    if isinstance(parcel.number, Waybill):
        yield Text(7, 79, 4.2, f"承运 {parcel.number.carrier}")
    yield from _bars(number)
    yield Text(7, 142, 3, NOTE)


def _bars(number: _Number) -> Iterator[Mark]:
    many = len(number.modules)
    module = min(_MODULE, WIDTH / (many + 2 * code128.QUIET))
    if module < _LEAST_MODULE:
        raise BadLabel(
            f"{number.said} has too many characters for bars on this label: expected at most about 30, half as many "
            "where letters and digits alternate"
        )
    x = (WIDTH - many * module) / 2
    yield Bars(x, 88, module, _BARS, number.modules)
    yield Text(max(x, 5), 126, 4.2, number.said)


def _number(number: Sscc | Waybill | Own) -> _Number:
    if isinstance(number, Sscc):
        return _Number(code128.gs1(("00", number.sscc)), f"(00) {number.sscc}")
    said = number.number if isinstance(number, Waybill) else number.parts[0]
    return _Number(code128.plain(said), said)
