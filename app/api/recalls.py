"""/api/v1/recalls: calling a lot back, and how much of it is found."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta
from sqlalchemy import select

from app import jobs as work, notices
from app.access.roles import Scope
from app.api import pages
from app.api.asking import NAMING, at, named
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.orders import firm_names
from app.api.shapes import Body, Created, Page, Paging, Shown, Uri
from app.db import after_close
from app.tasks import nudge
from couriers import recalls
from couriers.recalls import AlreadyRecalled, NoSuchRecall, Recall
from trace import goods, jobs, parties, production
from trace.production import NoSuchLot
from trace.stages import BadStep

Reason = Literal["microbial_limit", "contaminated", "foreign_matter", "wrong_label"]


class NewRecall(Body, frozen=True, kw_only=True):
    """The public notice, and why."""

    notice: Annotated[str, Meta(min_length=1, max_length=goods.LONGEST_NOTICE, pattern=r"\S")]
    reason: Reason


class Back(Body, frozen=True, kw_only=True):
    """A piece by its name, and what became of it."""

    uri: Uri
    state: Literal["found", "destroyed"]


class RecallRow(Shown, frozen=True, kw_only=True):
    """A lot that is called back."""

    id: int
    lot: int
    notice: str
    reason: str
    ordered_at: datetime


class Affected(Shown, frozen=True, kw_only=True):
    """So many pieces that were at this stage, in this county, with this party, when the recall was ordered."""

    stage: str
    place: str
    holder: str | None
    pieces: int


class RecallShown(RecallRow, frozen=True, kw_only=True):
    """A recall and how far it is: pieces that never left (`held`), were found, were destroyed, and are still out."""

    pieces: int
    held: int
    found: int
    destroyed: int
    out: int
    affected: list[Affected]


@serves("GET", "/recalls", Scope.RECALLS_READ)
def listed(ask: Ask, query: Paging) -> Page[RecallRow]:
    """The recalls, the newest first."""
    page = pages.rows(
        ask.session, ask.party_id, query, select(Recall).where(Recall.merchant_id == ask.party_id), Recall.id
    )
    return pages.shown(page, [_row(one) for one in page.items])


@serves("POST", "/lots/<id:lot_id>/recall", Scope.RECALLS_WRITE, raises=(NoSuchLot, AlreadyRecalled, BadStep))
def order(ask: Ask, body: NewRecall, lot_id: int) -> Created[RecallShown]:
    """Call a lot back.

    It is public at once and cannot be taken back. Whoever has or had the goods gets a message; each piece is told by a job.
    """
    lot, actor = production.get(ask.session, ask.party_id, lot_id), parties.actor(ask.session, ask.party_id)
    with at("/notice"):
        recall = recalls.order(ask.session, actor, lot, body.notice, body.reason, ask.now)
    notices.recall(ask.session, recalls.holders(ask.session, recall), recall.notice, lot.uri, ask.now)
    if many := recalls.size(ask.session, recall):
        jobs.begin(ask.session, ask.party_id, "recall", recall.id, many, ask.now)
        after_close(ask.session, work.wake)
    after_close(ask.session, nudge)
    return Created(_whole(ask, recall), f"{PREFIX}/recalls/{recall.id}")


@serves("GET", "/recalls/<id:recall_id>", Scope.RECALLS_READ, raises=(NoSuchRecall,))
def one(ask: Ask, recall_id: int) -> RecallShown:
    """How much of it is found, and where the rest went."""
    return _whole(ask, recalls.get(ask.session, ask.party_id, recall_id))


@serves("POST", "/recalls/<id:recall_id>/pieces", Scope.RECALLS_WRITE, raises=(NoSuchRecall, BadStep, *NAMING))
def came_back(ask: Ask, body: Back, recall_id: int) -> RecallShown:
    """A piece was found, or destroyed."""
    recall = recalls.get(ask.session, ask.party_id, recall_id)
    uri = named(ask.session, "/uri", body.uri)
    with at("/uri"):
        recalls.came_back(ask.session, parties.actor(ask.session, ask.party_id), recall, uri, body.state, ask.now)
    after_close(ask.session, nudge)
    return _whole(ask, recall)


def _row(one: Recall) -> RecallRow:
    return RecallRow(id=one.id, lot=one.lot_id, notice=one.notice, reason=one.reason, ordered_at=one.ordered_at)


def _whole(ask: Ask, recall: Recall) -> RecallShown:
    covered, affected = recalls.coverage(ask.session, recall), recalls.affected(ask.session, recall)
    names = firm_names(ask.session, (holder for _, _, holder, _ in affected))
    return RecallShown(
        id=recall.id, lot=recall.lot_id, notice=recall.notice, reason=recall.reason, ordered_at=recall.ordered_at,
        pieces=covered.total(), held=covered["held"], found=covered["found"], destroyed=covered["destroyed"], out=covered["out"],
        affected=[
            Affected(stage=was, place=where, holder=names.get(holder) if holder else None, pieces=many)
            for was, where, holder, many in affected
        ],
    )  # fmt: skip
