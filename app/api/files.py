"""/api/v1/order-files: the evening's file, as the shop or its printing software writes it: looked at, put right, taken over."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta
from sqlalchemy import select

from app import refused_rows
from app.access.roles import Scope
from app.api import pages
from app.api.asking import wrong
from app.api.contract import CSV, SHEETS, Ask
from app.api.door import PREFIX, serves
from app.api.shapes import Body, Created, File, Page, Paging, Raw, Shown
from app.db import after_close
from app.tasks import nudge
from couriers import columns, staged, taking
from couriers.evening import Trouble
from couriers.staged import NoSuchUpload, StagedSheet
from trace import parties
from trace.errors import Conflict
from trace.imports import sheet
from trace.imports.workbook import BadSheet
from trace.papers import NotVerified

Field = Literal["order", "code", "title", "pieces", "waybill", "carrier", "ordered"]
Column = Annotated[int, Meta(ge=0, le=500)]
_SHOWN = 200


class AlreadyTaken(Conflict):
    """The file was taken over already."""

    code = "already-taken"


class Columns(Body, frozen=True, kw_only=True):
    """Which column is which, counted from 0."""

    columns: dict[Field, Column]


class Refused(Shown, frozen=True, kw_only=True):
    """A row that is not taken: its line in the file, a stable reason, and what it is about."""

    line: int
    reason: str
    about: str


class FileRow(Shown, frozen=True, kw_only=True):
    """One of the merchant's files; it is kept for a day."""

    id: int
    came_at: datetime
    taken_at: datetime | None


class FileShown(FileRow, frozen=True, kw_only=True):
    """A file: what is read of it, which column is which, and what would become of its rows, or did.

    `dropped` are headings of columns that are not kept: whoever they are about has not given them to us.
    """

    headings: list[str]
    dropped: list[str]
    columns: dict[str, int]
    rows: int
    orders: int
    new: int | None
    known: int | None
    parcels: int | None
    refused: list[Refused]


@serves("GET", "/order-files", Scope.ORDERS_READ)
def listed(ask: Ask, query: Paging) -> Page[FileRow]:
    """The files of the last day, the newest first."""
    found = select(StagedSheet).where(StagedSheet.merchant_id == ask.party_id)
    page = pages.rows(ask.session, ask.party_id, query, found, StagedSheet.id)
    return pages.shown(page, [FileRow(id=one.id, came_at=one.came_at, taken_at=one.taken_at) for one in page.items])


@serves("POST", "/order-files", Scope.ORDERS_WRITE, raises=(BadSheet,), takes=SHEETS, most=sheet.MOST_BYTES)
def upload(ask: Ask, body: Raw) -> Created[FileShown]:
    """Read a file, CSV or XLSX, UTF-8 or GB18030; nothing is taken over yet."""
    found = staged.stage(ask.session, ask.party_id, body.data, ask.now)
    return Created(_shown(ask, found), f"{PREFIX}/order-files/{found.id}")


@serves("GET", "/order-files/<id:file_id>", Scope.ORDERS_READ, raises=(NoSuchUpload,))
def one(ask: Ask, file_id: int) -> FileShown:
    """What is in a file, and what would become of it, or did."""
    return _shown(ask, staged.get(ask.session, ask.party_id, file_id))


@serves("PUT", "/order-files/<id:file_id>/columns", Scope.ORDERS_WRITE, raises=(NoSuchUpload, AlreadyTaken))
def say_columns(ask: Ask, body: Columns, file_id: int) -> FileShown:
    """Say which column is which."""
    found = _untaken(ask, file_id)
    width = len(staged.table(ask.session, found).headings)
    for name, at in body.columns.items():
        if at >= width:
            raise wrong(f"/columns/{name}", f"the file has {width} columns that are read: expected 0 to {width - 1}")
    staged.remap(ask.session, found, {str(name): at for name, at in body.columns.items()})
    return _shown(ask, found)


@serves("POST", "/order-files/<id:file_id>/take", Scope.ORDERS_WRITE, raises=(NoSuchUpload, AlreadyTaken, NotVerified))
def take(ask: Ask, file_id: int) -> FileShown:
    """Take the orders over; one bad row holds back its own order and no other."""
    found = _untaken(ask, file_id)
    plan = staged.plan(ask.session, found)
    taken = taking.take(ask.session, parties.actor(ask.session, ask.party_id), plan.orders, ask.now)
    staged.done(ask.session, found, taken, sorted([*plan.troubles, *taken.troubles]), ask.now)
    after_close(ask.session, nudge)
    return _shown(ask, found)


@serves("GET", "/order-files/<id:file_id>/refused.csv", Scope.ORDERS_READ, raises=(NoSuchUpload,), media=CSV)
def refused(ask: Ask, file_id: int) -> File:
    """The rows that were not taken, with their reasons, to be mended and sent again."""
    found = staged.get(ask.session, ask.party_id, file_id)
    table = staged.table(ask.session, found)
    return File(refused_rows.file(table, _troubles(ask, found)), CSV, "refused.csv")


def _untaken(ask: Ask, file_id: int) -> StagedSheet:
    found = staged.get(ask.session, ask.party_id, file_id)
    ask.session.refresh(found, with_for_update=True)
    if found.taken_at is not None:
        raise AlreadyTaken(
            "this file was taken over already: look at it, mend the rows that were refused, and send those"
        )
    return found


def _troubles(ask: Ask, found: StagedSheet) -> list[Trouble]:
    if found.taken_at is not None:
        return staged.outcome(ask.session, found).troubles
    return staged.plan(ask.session, found).troubles


def _shown(ask: Ask, found: StagedSheet) -> FileShown:
    table, done = staged.table(ask.session, found), found.taken_at is not None
    outcome = staged.outcome(ask.session, found) if done else None
    plan = None if done else staged.plan(ask.session, found)
    troubles = outcome.troubles if outcome is not None else plan.troubles if plan is not None else []
    return FileShown(
        id=found.id, came_at=found.came_at, taken_at=found.taken_at, headings=list(table.headings),
        dropped=staged.dropped(found), columns={name: at for name, at in staged.mapping(found).items() if name in columns.HEADINGS},
        rows=len(table.lines), orders=len(plan.orders) if plan is not None else outcome.new + outcome.known if outcome else 0,
        new=outcome.new if outcome else None, known=outcome.known if outcome else None,
        parcels=outcome.parcels if outcome else None,
        refused=[Refused(line=one.line, reason=one.reason, about=one.about) for one in troubles[:_SHOWN]],
    )  # fmt: skip
