"""/api/v1/code-batches: codes for single items, from reserving to retiring."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.roles import Scope
from app.api import pages
from app.api.asking import at, wrong
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.jobs import JobShown, begun
from app.api.lots import LotNumber, place
from app.api.products import mine
from app.api.shapes import Accepted, Body, Created, Id, Page, Paging, Shown
from app.db import after_close
from app.tasks import nudge
from trace import activation, codes
from trace.activation import LotFixed
from trace.codes import BLANK, BadBatch, CodeBatch, NoSuchBatch, State
from trace.identity.lot import BadLot
from trace.production import BadMaking, LotTaken
from trace.products import NoSuchProduct

Size = Literal["40x30", "60x40", "100x150", "a4"]
Place = Annotated[int, Meta(ge=1, le=codes.MOST, description="A place in the batch, from 1.")]


class NewBatch(Body, frozen=True, kw_only=True):
    """How many codes, and of which lot, if that is to be printed on them."""

    pieces: Annotated[int, Meta(ge=1, le=codes.MOST)]
    lot: LotNumber | None = None


class Batches(Paging, frozen=True, kw_only=True):
    """Which page, and of one product alone."""

    product: Id | None = None


class Printing(Body, frozen=True, kw_only=True):
    """The size of the labels."""

    size: Size


class Places(Body, frozen=True, kw_only=True):
    """From which place in the batch to which; all of it where they are left out."""

    first: Place | None = None
    last: Place | None = None


class Activating(Places, frozen=True, kw_only=True):
    """On which goods the codes are: their lot, which is recorded if it is new."""

    lot: LotNumber | None = None
    made_on: date | None = None
    best_before: date | None = None


class Retiring(Body, frozen=True, kw_only=True):
    """Labels that were spoiled or lost, by serial or by the address that the code holds."""

    codes: Annotated[list[Annotated[str, Meta(min_length=1, max_length=500)]], Meta(min_length=1, max_length=1_000)]
    reason: Literal["damaged", "lost", "unused"]


class Retired(Shown, frozen=True, kw_only=True):
    """How many are out of use now; `not_here` are no codes of the batch, or are sold or retired already."""

    retired: int
    not_here: int


class Counts(Shown, frozen=True, kw_only=True):
    """How many codes of a batch are in which state."""

    reserved: int
    printed: int
    active: int
    sold: int
    retired: int


class BatchShown(Shown, frozen=True, kw_only=True):
    """Codes that were drawn together."""

    id: int
    product: int
    lot: str | None
    pieces: int
    counts: Counts
    reserved_at: datetime
    printed_at: datetime | None


class CodeShown(Shown, frozen=True, kw_only=True):
    """One code: its place in the batch, the item's name in the record, and how far it is."""

    place: int
    uri: str
    state: Literal["reserved", "printed", "active", "sold", "retired"]


@serves("GET", "/code-batches", Scope.CODES_READ)
def listed(ask: Ask, query: Batches) -> Page[BatchShown]:
    """The batches, the newest first."""
    found = select(CodeBatch).where(CodeBatch.merchant_id == ask.party_id)
    if query.product is not None:
        found = found.where(CodeBatch.product_id == query.product)
    page = pages.rows(ask.session, ask.party_id, query, found, CodeBatch.id)
    return pages.shown(page, shown(ask.session, page.items))


@serves("POST", "/products/<id:product_id>/code-batches", Scope.CODES_WRITE, raises=(NoSuchProduct, BadBatch, BadLot))
def reserve(ask: Ask, body: NewBatch, product_id: int) -> Created[BatchShown]:
    """Draw codes for a product; nothing is recorded of them yet."""
    product = mine(ask, product_id)
    with at("/lot" if body.lot else "/pieces"):
        batch = codes.reserve(ask.session, product, body.pieces, ask.now, lot=body.lot)
    return Created(shown(ask.session, [batch])[0], f"{PREFIX}/code-batches/{batch.id}")


@serves("GET", "/code-batches/<id:batch_id>", Scope.CODES_READ, raises=(NoSuchBatch,))
def one(ask: Ask, batch_id: int) -> BatchShown:
    """One batch and where its codes are."""
    return _one(ask, batch_id)


@serves("GET", "/code-batches/<id:batch_id>/codes", Scope.CODES_READ, raises=(NoSuchBatch,))
def members(ask: Ask, query: Paging, batch_id: int) -> Page[CodeShown]:
    """The codes themselves, the last place first, for whoever prints with a machine of their own."""
    batch = codes.get(ask.session, ask.party_id, batch_id)
    last = pages.behind(ask.session, ask.party_id, query)
    of = codes.code.c
    found = select(of.at, of.serial, of.state).where(of.batch_id == batch.id)
    if last is not None:
        found = found.where(of.at < last)
    rows = ask.session.execute(found.order_by(of.at.desc()).limit(query.limit + 1)).all()
    some = rows[: query.limit]
    return Page(
        [CodeShown(place=row.at + 1, uri=batch.stem + row.serial, state=State(row.state).name.lower()) for row in some],  # type: ignore[arg-type]
        some[-1].at if len(rows) > len(some) else None,
    )


@serves("POST", "/code-batches/<id:batch_id>/labels", Scope.CODES_WRITE, raises=(NoSuchBatch,))
def print_labels(ask: Ask, body: Printing, batch_id: int) -> Accepted[JobShown]:
    """Have the labels made as PDF, 5,000 in a file; the job names the files."""
    batch = codes.get(ask.session, ask.party_id, batch_id)
    return begun(ask, "print", batch.id, batch.pieces, size=body.size)


@serves("POST", "/code-batches/<id:batch_id>/printed", Scope.CODES_WRITE, raises=(NoSuchBatch,))
def printed(ask: Ask, body: Places, batch_id: int) -> BatchShown:
    """Somebody has printed these codes with a machine of their own."""
    batch = codes.get(ask.session, ask.party_id, batch_id)
    first, last = _between(batch, body)
    codes.printed(ask.session, batch, first, last - first + 1, ask.now)
    return _one(ask, batch_id)


@serves(
    "POST",
    "/code-batches/<id:batch_id>/activations",
    Scope.CODES_WRITE,
    raises=(NoSuchBatch, BadLot, BadMaking, LotTaken, LotFixed),
)
def activate(ask: Ask, body: Activating, batch_id: int) -> Accepted[JobShown]:
    """The codes are on goods from now on, a job at a time; if the product is on sale, so are they."""
    batch = codes.get(ask.session, ask.party_id, batch_id)
    first, last = _between(batch, body)
    if body.lot is not None:
        with at("/lot"):
            activation.name_lot(
                ask.session, batch, body.lot, ask.now, made_on=body.made_on, best_before=body.best_before, place=place(ask)
            )  # fmt: skip
        after_close(ask.session, nudge)
    many = activation.left(ask.session, batch, BLANK, first, last)
    return begun(ask, "activate", batch.id, many, first=first, last=last)


@serves("POST", "/code-batches/<id:batch_id>/retirements", Scope.CODES_WRITE, raises=(NoSuchBatch,))
def retire(ask: Ask, body: Retiring, batch_id: int) -> Retired:
    """Take single codes out of use; what is sold is retired by nobody."""
    batch = codes.get(ask.session, ask.party_id, batch_id)
    # A label is known by its serial, or by the address in its code.
    uris = sorted({batch.stem + one.rstrip("/").rsplit("/", 1)[-1].split("?")[0].upper() for one in body.codes})
    did = activation.retire_these(ask.session, batch, uris, body.reason, ask.now)
    after_close(ask.session, nudge)
    return Retired(retired=did, not_here=len(uris) - did)


@serves("POST", "/code-batches/<id:batch_id>/retire-unused", Scope.CODES_WRITE, raises=(NoSuchBatch,))
def retire_unused(ask: Ask, batch_id: int) -> Accepted[JobShown]:
    """Take all codes out of use that were never activated."""
    batch = codes.get(ask.session, ask.party_id, batch_id)
    return begun(ask, "retire", batch.id, activation.left(ask.session, batch, BLANK))


def _between(batch: CodeBatch, body: Places) -> tuple[int, int]:
    """The places, counted from 0."""
    first, last = (body.first or 1) - 1, (body.last or batch.pieces) - 1
    if last < first or last >= batch.pieces:
        raise wrong(
            "/last" if body.last else "/first", f"expected places from 1 to {batch.pieces}, the first one first"
        )
    return first, last


def _one(ask: Ask, batch_id: int) -> BatchShown:
    return shown(ask.session, [codes.get(ask.session, ask.party_id, batch_id)])[0]


def shown(session: Session, found: Collection[CodeBatch]) -> list[BatchShown]:
    """Batches as they are answered, with one look for all their counts."""
    of = codes.code.c
    counted = select(of.batch_id, of.state, func.count()).where(of.batch_id.in_([one.id for one in found]))
    counts: dict[int, dict[str, int]] = {one.id: {state.name.lower(): 0 for state in State} for one in found}
    for batch_id, state, many in session.execute(counted.group_by(of.batch_id, of.state)):
        counts[batch_id][State(state).name.lower()] = many
    return [
        BatchShown(
            id=one.id, product=one.product_id, lot=one.lot, pieces=one.pieces, counts=Counts(**counts[one.id]),
            reserved_at=one.reserved_at, printed_at=one.printed_at,
        )
        for one in found
    ]  # fmt: skip
