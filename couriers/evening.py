"""The orders in the rows of an export: what can be taken over, and why the rest cannot. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from couriers.firms import UnknownCarrier
from trace.errors import Refusal
from trace.identity import checkdigit
from trace.identity.sscc import Sscc
from trace.identity.waybill import Waybill
from trace.imports.sheet import Line, Sheet

_SPOILT = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{2}")
_HERE = timezone(timedelta(hours=8))
_TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
)
_DAY_ZERO = datetime(1899, 12, 30, tzinfo=_HERE)
MOST_PIECES = 10_000


class Wanted(NamedTuple):
    """So many pieces of a product."""

    product_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the file has it; `lines` are its rows there."""

    number: str
    wanted: tuple[Wanted, ...]
    carrier: str | None
    waybill: str | None
    ordered_at: datetime | None
    lines: tuple[int, ...]


class Trouble(NamedTuple):
    """A row that is not taken, and why: a stable reason and what it is about."""

    line: int
    reason: str
    about: str = ""


@dataclass(slots=True)
class Plan:
    """What would be taken from a file, and what would not."""

    orders: list[Order] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows are compared with: products by number and by name, carriers by what people write."""

    codes: Mapping[str, int]
    titles: Mapping[str, int]
    carrier: Callable[[str], str]


def plan(sheet: Sheet, mapping: Mapping[str, int], known: Known) -> Plan:
    """The orders in a table. One wrong row holds back its whole order, so that none is packed by half."""
    found = Plan()
    groups: dict[str, list[Order]] = {}
    wrong: dict[str, list[int]] = {}
    number = waybill = ""
    for line in sheet.lines:
        cell = _cells(line, mapping)
        # Exports that merge cells leave the number out in the further rows of an order, and the waybill with it.
        if cell("order") or cell("waybill") not in ("", waybill):
            number, waybill = cell("order"), cell("waybill")
        try:
            groups.setdefault(number, []).append(_row(line.number, number, cell, known))
        except _Wrong as trouble:
            found.troubles.append(Trouble(line.number, trouble.reason, trouble.about))
            wrong.setdefault(number, []).append(line.number)
    for number, rows in groups.items():
        if number in wrong:
            found.troubles += [Trouble(row.lines[0], "same-order", str(wrong[number][0])) for row in rows]
        elif len({row.waybill for row in rows if row.waybill}) > 1:
            found.troubles += [Trouble(row.lines[0], "two-waybills") for row in rows]
        else:
            found.orders.append(_together(rows))
    found.troubles.sort()
    return found


class _Wrong(Exception):
    def __init__(self, reason: str, about: str = "") -> None:
        self.reason, self.about = reason, about


def _cells(line: Line, mapping: Mapping[str, int]) -> Callable[[str], str]:
    return lambda name: line.cells[mapping[name]] if name in mapping else ""


def _row(at: int, number: str, cell: Callable[[str], str], known: Known) -> Order:
    for name in ("order", "waybill", "code"):
        if _SPOILT.fullmatch(cell(name)):
            raise _Wrong("spoilt-number", cell(name))
    if not number or len(number) > 100:
        raise _Wrong("no-order")
    product = _product(cell("code"), cell("title"), known)
    pieces = cell("pieces") or "1"
    if not re.fullmatch("[0-9]{1,5}(?:\\.0+)?", pieces) or not 0 < int(float(pieces)) <= MOST_PIECES:
        raise _Wrong("bad-pieces", pieces)
    carrier, waybill = _shipped(cell("carrier"), cell("waybill"), known)
    wanted = (Wanted(product, int(float(pieces))),)
    return Order(number, wanted, carrier, waybill, _time(cell("ordered")), (at,))


def _product(code: str, title: str, known: Known) -> int:
    plain = code.upper()
    padded = code.rjust(14, "0") if code.isascii() and code.isdigit() and checkdigit.fits(code) else plain
    found = known.codes.get(padded) or known.codes.get(plain) or known.titles.get("".join(title.split()))
    if found is None:
        raise _Wrong("unknown-product", code or title)
    return found


def _shipped(carrier: str, waybill: str, known: Known) -> tuple[str | None, str | None]:
    if not waybill:
        return None, None
    if len(waybill) == 18 and waybill.isdigit() and checkdigit.fits(waybill) and not carrier:
        return None, Sscc.parse(waybill).sscc
    if not carrier:
        raise _Wrong("no-carrier", waybill)
    try:
        code = known.carrier(carrier)
        return code, Waybill.parse(code, waybill).number
    except UnknownCarrier:
        raise _Wrong("unknown-carrier", carrier) from None
    except Refusal:
        raise _Wrong("bad-waybill", waybill) from None


def _time(text: str) -> datetime | None:
    if not text:
        return None
    for form in _TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=_HERE)
        except ValueError:
            continue
    if re.fullmatch(r"[3-6][0-9]{4}(?:\.[0-9]+)?", text):
        # A day as spreadsheets count them.
        return _DAY_ZERO + timedelta(days=float(text))
    raise _Wrong("bad-time", text)


def _together(rows: Sequence[Order]) -> Order:
    pieces: dict[int, int] = {}
    for row in rows:
        for one in row.wanted:
            pieces[one.product_id] = pieces.get(one.product_id, 0) + one.pieces
    shipped = next((row for row in rows if row.waybill), rows[0])
    times = [row.ordered_at for row in rows if row.ordered_at]
    return Order(
        rows[0].number, tuple(Wanted(*one) for one in pieces.items()), shipped.carrier, shipped.waybill,
        min(times, default=None), tuple(row.lines[0] for row in rows),
    )  # fmt: skip
