"""From codes on labels to items in the record, and out of use again: in bulk, a piece at a time.

Each call is one step of a transaction: it takes the next codes that are not done, appends their events, moves their
states, and tells how many that were; none left means that it is finished.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trace import codes, goods, ledger, listings, parties, production, telling
from trace.codes import BLANK, CodeBatch, State
from trace.errors import Conflict
from trace.event import County
from trace.ledger import Draft
from trace.products import Product
from trace.stages import Deed
from trace.standing import Actor

# Items in one transaction: some twenty events.
STEP = 2_000


class LotFixed(Conflict):
    """These codes are of another lot already: it is printed on them, or the first of them were activated with it."""

    code = "lot-fixed"


def name_lot(
    session: Session,
    batch: CodeBatch,
    number: str,
    now: datetime,
    *,
    pieces: int | None = None,
    made_on: date | None = None,
    best_before: date | None = None,
    place: County | None = None,
) -> None:
    """Say which lot the codes of a batch are of, before they are activated; a lot that is new is recorded."""
    if batch.lot is not None and batch.lot != number:
        raise LotFixed(f"these codes are of lot {batch.lot}: reserve others for lot {number}", lot=batch.lot)
    merchant, product = _whose(session, batch)
    listings.make_lot(
        session, merchant, product, number, now, telling.stamp(now, place), pieces=pieces, made_on=made_on,
        best_before=best_before,
    )  # fmt: skip
    batch.lot = number
    session.flush()


def activate(
    session: Session,
    batch: CodeBatch,
    now: datetime,
    *,
    first: int = 0,
    last: int | None = None,
    place: County | None = None,
    most: int = STEP,
) -> int:
    """The next codes between these places belong to items from now on; if the product is on sale, so are they."""
    merchant, product = _whose(session, batch)
    items = codes.take(session, batch, BLANK, most, first=first, last=last)
    listing = listings.open_of(session, product.id)
    lot = production.find(session, production.uri_of(session, product, batch.lot)) if batch.lot else None
    drafts: list[Draft] = []
    for at in range(0, len(items), telling.TOGETHER):
        some = items[at : at + telling.TOGETHER]
        expires = lot.keeps_until if lot else None
        drafts.append(
            _told(goods.serialised(some, telling.stamp(now, place), lot=batch.lot, expires=expires), merchant)
        )
        if listing is not None:
            drafts.append(_told(listings.said(listing, some, telling.stamp(now)), merchant))
    ledger.append(session, drafts, now)
    codes.move(session, items, BLANK, State.ACTIVE)
    if listing is not None:
        listings.mark(session, items, listing.id)
    return len(items)


def retire(session: Session, batch: CodeBatch, now: datetime, *, reason: str = "unused", most: int = STEP) -> int:
    """The next codes that were never activated are out of use: a label that turns up says so."""
    return _retired(session, batch, codes.take(session, batch, BLANK, most), reason, now)


def retire_these(session: Session, batch: CodeBatch, uris: list[str], reason: str, now: datetime) -> int:
    """Spoiled or lost labels, by the names on them; what is sold is retired by nobody."""
    wanted = set(uris)
    mine = [uri for uri in codes.take(session, batch, (*BLANK, State.ACTIVE), batch.pieces) if uri in wanted]
    return _retired(session, batch, mine, reason, now)


def left(session: Session, batch: CodeBatch, states: tuple[State, ...], first: int = 0, last: int | None = None) -> int:
    """How many codes between these places are in these states."""
    found = select(func.count()).where(
        codes.code.c.batch_id == batch.id,
        codes.code.c.state.in_([int(one) for one in states]),
        codes.code.c.at >= first,
    )
    if last is not None:
        found = found.where(codes.code.c.at <= last)
    return session.scalar(found) or 0


def _retired(session: Session, batch: CodeBatch, items: list[str], reason: str, now: datetime) -> int:
    merchant, _ = _whose(session, batch)
    drafts = [
        _told(goods.decommissioned(items[at : at + telling.TOGETHER], telling.stamp(now), reason=reason), merchant)
        for at in range(0, len(items), telling.TOGETHER)
    ]
    ledger.append(session, drafts, now)
    return codes.move(session, items, (*BLANK, State.ACTIVE), State.RETIRED)


def _whose(session: Session, batch: CodeBatch) -> tuple[Actor, Product]:
    product = session.get(Product, batch.product_id)
    assert product is not None
    return parties.actor(session, batch.merchant_id), product


def _told(deed: Deed, merchant: Actor) -> Draft:
    return telling.draft(deed, merchant)
