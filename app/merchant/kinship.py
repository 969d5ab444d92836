"""What a lot was made of and what was made of it, as its own merchant sees that: with amounts, and others' goods as a number."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.merchant.making import UNITS
from app.texts import _
from trace import lineage, production, products
from trace.event import Event
from trace.identity import thing
from trace.lineage import Kin
from trace.production import Lot


@dataclass(frozen=True, slots=True)
class Relative:
    """Goods that went in or came out: name, lot or code, amount, so many processings away, their page at this desk."""

    name: str
    code: str
    amount: str
    steps: int
    href: str


@dataclass(frozen=True, slots=True)
class Family:
    """Both directions of a lot; `elsewhere` is how many things others say they made of it."""

    before: list[Relative]
    after: list[Relative]
    elsewhere: int
    cut: bool


def of(session: Session, lot: Lot) -> Family:
    """The family of a lot of this merchant."""
    before, after = lineage.upstream(session, [lot.uri]), lineage.downstream(session, [lot.uri])
    amounts: dict[str, list[str]] = {}
    for _id, event in lineage.processings(session, lot.uri, lot.merchant_id):
        for uri, text in _amounts(event):
            amounts.setdefault(uri, []).append(text)
    mine = [one for one in after.kin if one.owner_id == lot.merchant_id]
    return Family(
        [_relative(session, lot, one, amounts) for one in before.kin],
        [_relative(session, lot, one, amounts) for one in mine],
        len(after.kin) - len(mine),
        before.cut or after.cut,
    )


def _relative(session: Session, lot: Lot, kin: Kin, amounts: dict[str, list[str]]) -> Relative:
    product, its = products.find(session, kin.uri), production.find(session, kin.uri)
    href = f"/merchant/lots/{its.id}" if its is not None and its.merchant_id == lot.merchant_id else ""
    amount = " + ".join(amounts.get(kin.uri, ())) if kin.steps == 1 else ""
    name = product.name if product else thing.class_of(kin.uri) or kin.uri
    return Relative(name, kin.uri.rsplit("/", 1)[1], amount, kin.steps, href)


def _amounts(event: Event) -> list[tuple[str, str]]:
    return [
        (one.epc_class, f"{one.quantity:,} {_(UNITS.get(one.uom or '', one.uom or ''))}")
        for one in (*event.input_quantity_list, *event.output_quantity_list)
        if one.quantity is not None
    ]
