"""/api/v1/cases: what programs of the operator and of offices pass on, and how a case stands."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app import notices
from app.access.roles import Role, Scope
from app.api.asking import NAMING, at, named
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.shapes import Body, Created, Line, Shown, Uri, Words
from app.db import after_close
from app.tasks import nudge
from couriers import claims
from credit import complaints, contacts, intake, queue
from credit.complaints import BadComplaint, Complaint, NoSuchCase
from credit.contacts import BadContact, Contact
from credit.intake import Submission
from credit.procedure import Kind
from trace import history, parties, products
from trace.errors import Unknown
from trace.stages import Stamp
from trace.words import Evidence

OFFICES = (Role.OPERATOR, Role.REGULATOR)
Category = Annotated[str, Meta(pattern="^K[0-9]{2}$", description="K01 to K20, or K99 (docs/cases.md).")]
Division = Annotated[str, Meta(pattern="^[0-9]{6}$", description="GB/T 2260.")]


class Brought(Body, frozen=True, kw_only=True):
    """What somebody brought: words in one member or more, each becomes a case of its own.

    A complaint and an inquiry need `name` and `phone`. `respondent` is a whole name or a credit code; where it is left out,
    the goods tell. The same `external` number of the same `source` is one case.
    """

    category: Category
    complaint: Words | None = None
    report: Words | None = None
    inquiry: Words | None = None
    about: Uri | None = None
    respondent: Line | None = None
    division: Division | None = None
    name: Line | None = None
    phone: Line | None = None
    address: Line | None = None
    source: Annotated[str, Meta(pattern="^[a-z0-9]{1,10}$")] = "api"
    external: Line | None = None


class CaseOpened(Shown, frozen=True, kw_only=True):
    """A case that was opened; `code` opens its progress and is told this once, so it is null where the case was there."""

    kind: str
    number: str
    code: str | None


class CasesOpened(Shown, frozen=True, kw_only=True):
    """What one submission became."""

    cases: list[CaseOpened]


class CaseStanding(Shown, frozen=True, kw_only=True):
    """How a case stands; `dueOn` is the last day of the office's next term, null while none runs or it stands still."""

    number: str
    kind: str
    category: str
    state: str
    outcome: str | None
    source: str
    external: str | None
    received_at: datetime
    due_on: str | None
    provisional: bool


@serves(
    "POST", "/cases", Scope.EVENTS_WRITE, roles=OFFICES, raises=(BadComplaint, BadContact, *NAMING, parties.NoSuchParty)
)
def bring(ask: Ask, body: Brought) -> Created[CasesOpened]:
    """Open the cases of one submission."""
    if body.external is not None and (known := intake.known(ask.session, body.source, body.external)) is not None:
        there = CaseOpened(kind=known.kind, number=known.number, code=None)
        return Created(CasesOpened(cases=[there]), f"{PREFIX}/cases/{known.number}", fresh=False)
    said = _submission(ask, body)
    stamp = Stamp(ask.now, event_id=f"urn:uuid:{uuid.uuid4()}")
    actor = parties.actor(ask.session, ask.party_id)
    opened = intake.submit(ask.session, actor, said, stamp, ask.now, Evidence.IMPORT)
    for one in opened:
        if one.kind != Kind.REPORT:
            notices.complaint_received(ask.session, one.case, ask.now)
    after_close(ask.session, nudge)
    shown = [CaseOpened(kind=one.kind, number=one.case.number, code=one.code) for one in opened]
    return Created(CasesOpened(cases=shown), f"{PREFIX}/cases/{shown[0].number}")


@serves("GET", "/cases/<name:number>", Scope.EVENTS_READ, roles=OFFICES, raises=(NoSuchCase,))
def standing(ask: Ask, number: str) -> CaseStanding:
    """How a case stands that this office may see."""
    kind = parties.get(ask.session, ask.party_id).kind
    return _shown(queue.get(ask.session, queue.scope(ask.session, ask.party_id, kind, None, ()), number))


def _submission(ask: Ask, body: Brought) -> Submission:
    words = {Kind.INQUIRY: body.inquiry or "", Kind.COMPLAINT: body.complaint or "", Kind.REPORT: body.report or ""}
    with at("/phone"):
        contact: Contact = contacts.parse(
            body.name or "", body.phone or "", body.address or "", needed=bool(body.complaint or body.inquiry)
        )
    whom = body.respondent or ""
    party = (parties.find(ask.session, uscc=whom) or parties.find(ask.session, name=whom)) if whom else None
    about, respondent = _about(ask, body, party.id if party else None)
    return Submission(
        body.category,
        words,
        contact,
        about,
        "" if party else whom,
        respondent,
        body.division,
        body.source,
        body.external,
    )


def _about(ask: Ask, body: Brought, respondent: int | None) -> tuple[str, int | None]:
    """The thing, and who is to answer where nobody was named: of the way the carrier, else the seller."""
    if body.about is None:
        return "", respondent
    uri = named(ask.session, "/about", body.about)
    try:
        life = history.life(ask.session, uri)
    except Unknown:
        return uri, respondent
    product = products.find(ask.session, uri)
    seller = product.merchant_id if product else 0
    found = complaints.respondent(ask.session, body.category, claims.carried_in(life), seller)
    return uri, respondent or found or None


def _shown(found: Complaint) -> CaseStanding:
    return CaseStanding(
        number=found.number, kind=found.kind, category=found.category, state=found.state, outcome=found.outcome,
        source=found.source, external=found.external, received_at=found.received_at, due_on=found.due_on,
        provisional=found.due_provisional,
    )  # fmt: skip
