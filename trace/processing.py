"""Processing: a merchant makes a lot of one product out of other goods, which are used up by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from trace import bulk, codes, goods, ledger, listings, production, telling
from trace.codes import State
from trace.errors import Conflict, Malformed
from trace.event import Quantity
from trace.identity import thing
from trace.production import Lot
from trace.products import Level, Product
from trace.stages import Stamp
from trace.standing import Actor

MOST = telling.TOGETHER
LARGEST = 1_000_000_000
# How goods are measured, by UN/ECE recommendation 20; counted pieces have no unit in EPCIS (2.0 section 7.3.3.3).
UNITS = ("KGM", "GRM", "LTR", "MLT")
USED_UP = "used_up"


class BadProcessing(Malformed):
    """A processing into which nothing goes, or more than is written down together, or in an amount that cannot be."""

    code = "bad-processing"


class NotAtHand(Conflict):
    """Something that cannot go in: not recorded, not in the merchant's hands, used already, recalled, or what comes out."""

    code = "not-at-hand"


@dataclass(frozen=True, slots=True)
class Made:
    """What comes out: a lot of a product, new or made more of; `pieces` is null where nobody counted."""

    product: Product
    number: str
    pieces: int | None = None
    made_on: date | None = None
    best_before: date | None = None


def amount(uri: str, quantity: float | None, unit: str | None = None) -> Quantity:
    """So much of a lot, measured in `unit`, or counted where there is none."""
    if quantity is not None and not 0 < quantity <= LARGEST:
        raise BadProcessing(f"{quantity} is not an amount: expected more than 0, at most {LARGEST:,}")
    if unit is not None and unit not in UNITS:
        raise BadProcessing(f"{unit[:20]!r} is not a unit: expected one of {', '.join(UNITS)}, or none for pieces")
    whole = int(quantity) if quantity is not None and float(quantity).is_integer() else quantity
    return Quantity(epc_class=uri, quantity=whole, uom=unit if quantity is not None else None)


def process(
    session: Session, merchant: Actor, inputs: Sequence[str | Quantity], made: Made, now: datetime, stamp: Stamp
) -> Lot:
    """Record it: the inputs go in, the lot comes out; single items that went in are out of use from then on."""
    taken = {one if isinstance(one, str) else one.epc_class: one for one in inputs}
    if not 0 < len(inputs) <= MOST or len(taken) != len(inputs):
        raise BadProcessing(f"{len(inputs)} things go in: expected 1 to {MOST}, each once")
    lot, fresh = production.begun(
        session, merchant, made.product, made.number, now, stamp, pieces=made.pieces, made_on=made.made_on,
        best_before=made.best_before,
    )  # fmt: skip
    if lot.closed_at is not None:
        raise NotAtHand(f"lot {lot.number} is being recalled: nothing more is made of it", why="recalled")
    ledger.lock(session, {*taken, lot.uri})
    for uri in taken:
        _check(session, merchant, uri, lot)
    items = [uri for uri in taken if thing.kind(uri) == "item"]
    out = lot.uri if made.pieces is None else goods.count(lot.uri, made.pieces)
    deeds = [goods.transformed(list(inputs), [out], stamp, lot=lot.number, expires=lot.keeps_until)]
    if items:
        deeds.append(goods.decommissioned(items, telling.stamp(now, stamp.place), reason=USED_UP))
    listing = listings.open_of(session, made.product.id)
    if fresh is not None and listing is not None and made.product.level == Level.LOT:
        deeds.append(listings.said(listing, [lot.uri], telling.stamp(now)))
    ledger.append(session, [telling.draft(deed, merchant) for deed in deeds], now)
    mine = [uri for uri in items if codes.find(session, uri) is not None]
    if codes.move(session, mine, [State.ACTIVE], State.RETIRED) != len(mine):
        raise NotAtHand("one of these pieces was packed just now: look at them again", why="sold")
    return lot


def _check(session: Session, merchant: Actor, uri: str, into: Lot) -> None:
    """Refuse what cannot go in."""
    kind = thing.kind(uri)
    if kind not in ("item", "lot"):
        raise NotAtHand(f"{uri} is neither a lot nor a single piece: expected the code on the goods", why="kind")
    if uri == into.uri:
        raise NotAtHand(f"lot {into.number} cannot be made of itself", why="itself")
    rows = bulk.run(session, "SELECT n, owner_id, holder_id, offered_id FROM thing WHERE uri = ?", (uri,))
    if not rows or not rows[0][0]:
        raise NotAtHand(f"nothing is recorded of {uri}: record the lot first", why="unknown")
    if kind == "lot":
        lot = production.find(session, uri)
        if lot is not None and lot.closed_at is not None:
            raise NotAtHand(f"lot {lot.number} is being recalled: put it aside", why="recalled")
        return
    # Somebody else's piece must have come into one's hands; of a lot only a part does, which the record does not follow.
    if merchant.id not in rows[0][1:]:
        raise NotAtHand("this piece is in somebody else's hands: take its parcel over first", why="stranger")
    known = codes.find(session, uri)
    if known is None:
        return
    batch, state = known
    if state != State.ACTIVE:
        raise NotAtHand(f"this piece is {state.name.lower()}: only what is on hand can go in", why=state.name.lower())
    if batch.lot is not None:
        product = session.get(Product, batch.product_id)
        assert product is not None
        lot = production.find(session, production.uri_of(session, product, batch.lot))
        if lot is not None and lot.closed_at is not None:
            raise NotAtHand("the lot of this piece is being recalled: put it aside", why="recalled")
