"""/api/v1/complaints and /api/v1/reviews: what people say, and the merchant's answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta
from sqlalchemy import select

from app import notices
from app.access.roles import Scope
from app.api import pages
from app.api.asking import at
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.returns import LATELY
from app.api.shapes import Body, Created, Page, Paging, Shown, Words
from app.db import after_close
from app.tasks import nudge
from couriers import heard
from credit import complaints, replies
from credit.complaints import BadComplaint, CaseClosed, Complaint, NoSuchCase
from credit.procedure import Kind
from credit.replies import AlreadyReplied, BadReply
from trace import parties
from trace.errors import Unknown
from trace.words import Stage


class NoSuchReview(Unknown):
    """No review of this party's goods has this number."""

    code = "no-such-review"


class Answering(Body, frozen=True, kw_only=True):
    """The words."""

    text: Words


class Complaints(Paging, frozen=True, kw_only=True):
    """Which page, and of which state alone."""

    state: Annotated[str, Meta(min_length=1, max_length=20, pattern="^[a-z_]+$")] | None = None


class CaseRow(Shown, frozen=True, kw_only=True):
    """A complaint that the merchant is to answer, within the time that the law gives."""

    number: str
    about: str
    category: str
    state: str
    received_at: datetime
    answer_by: datetime


class Spoken(Shown, frozen=True, kw_only=True):
    """One word in a case: by which party's name in the record, when; no text where it was erased."""

    step: str
    actor: str
    at: datetime
    text: str | None


class CaseShown(CaseRow, frozen=True, kw_only=True):
    """A complaint with all that was said, the oldest first."""

    said: list[Spoken]


class ReviewShown(Shown, frozen=True, kw_only=True):
    """A review of goods that the merchant has sold, and the answer to it."""

    id: int
    about: str
    stars: int | None
    text: str | None
    at: datetime
    answered: bool
    answer: str | None


@serves("GET", "/complaints", Scope.ANSWERS_READ)
def cases(ask: Ask, query: Complaints) -> Page[CaseRow]:
    """The complaints to be answered, and those that were; the newest first."""
    # A report is no case of its respondent's: nobody may learn of one here.
    found = select(Complaint).where(Complaint.respondent_id == ask.party_id, Complaint.kind != Kind.REPORT)
    if query.state is not None:
        found = found.where(Complaint.state == query.state)
    page = pages.rows(ask.session, ask.party_id, query, found, Complaint.id)
    return pages.shown(page, [CaseRow(**_row(one)) for one in page.items])


@serves("GET", "/complaints/<name:number>", Scope.ANSWERS_READ, raises=(NoSuchCase,))
def case(ask: Ask, number: str) -> CaseShown:
    """One complaint with all that was said."""
    return _case(ask, complaints.case(ask.session, number, ask.party_id))


@serves("POST", "/complaints/<name:number>/answers", Scope.ANSWERS_WRITE, raises=(NoSuchCase, CaseClosed, BadComplaint))
def answer(ask: Ask, body: Answering, number: str) -> Created[CaseShown]:
    """What the merchant says to a complaint; whoever complained sees it with the code of the case."""
    found = complaints.case(ask.session, number, ask.party_id)
    with at("/text"):
        complaints.answer(ask.session, found, ask.party_id, body.text, ask.now)
    notices.complaint_answered(ask.session, found, ask.now)
    after_close(ask.session, nudge)
    return Created(_case(ask, found), f"{PREFIX}/complaints/{number}")


@serves("GET", "/reviews", Scope.ANSWERS_READ)
def reviews(ask: Ask, query: Paging) -> Page[ReviewShown]:
    """The reviews of what was packed in the last 180 days, the newest first."""
    mine = heard.of(ask.session, ask.party_id, {Stage.REVIEWED}, ask.now - LATELY)
    page = pages.among(ask.session, ask.party_id, query, mine, lambda one: one.entry_id)
    answers = replies.of(ask.session, [one.entry_id for one in page.items])
    return pages.shown(page, [_review(one, answers) for one in page.items])


@serves("POST", "/reviews/<id:review_id>/reply", Scope.ANSWERS_WRITE, raises=(NoSuchReview, AlreadyReplied, BadReply))
def reply(ask: Ask, body: Answering, review_id: int) -> ReviewShown:
    """What the merchant says to a review, once."""
    mine = heard.of(ask.session, ask.party_id, {Stage.REVIEWED}, ask.now - LATELY)
    found = next((one for one in mine if one.entry_id == review_id), None)
    if found is None:
        raise NoSuchReview(f"there is no review {review_id} of your goods: expected an id of the list")
    with at("/text"):
        replies.reply(ask.session, parties.actor(ask.session, ask.party_id), review_id, body.text, ask.now)
    after_close(ask.session, nudge)
    return _review(found, {review_id: body.text.strip()})


def _review(one: heard.Heard, answers: dict[int, str | None]) -> ReviewShown:
    stars = one.facts.get("rating")
    return ReviewShown(
        id=one.entry_id, about=one.uri, stars=stars if isinstance(stars, int) else None, text=one.text, at=one.at,
        answered=one.entry_id in answers, answer=answers.get(one.entry_id),
    )  # fmt: skip


def _row(one: Complaint) -> dict[str, Any]:
    due = one.received_at + timedelta(days=complaints.ANSWER_DAYS)
    return {
        "number": one.number, "about": one.about, "category": one.category, "state": one.state,
        "received_at": one.received_at, "answer_by": due,
    }  # fmt: skip


def _case(ask: Ask, found: Complaint) -> CaseShown:
    said = [
        Spoken(step=one.step, actor=one.actor, at=one.at, text=one.text)
        for one in complaints.file(ask.session, found, "respondent")
    ]
    return CaseShown(**_row(found), said=said)
