"""How cases come in: one submission may hold a complaint and a report, which become two cases that know nothing of each other.

The complaint's words go to the respondent and the report's never do; so they are written apart. What leads from the one
to the other is kept with the report alone (credit/contacts.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit import contacts
from credit.cases import Complaint
from credit.casework import Hand, take
from credit.complaints import BadComplaint, Incoming, receive_all
from credit.contacts import CaseLink, Contact
from credit.procedure import OVER, Kind
from trace import parties
from trace.stages import Stamp
from trace.standing import Actor
from trace.words import Evidence

HOTLINES = ("12312", "12315", "12318", "12358", "12365")
SOURCES = ("item", "report", "api", "12305", "12345", *HOTLINES)
# What came in within so many days about the same may be the same.
ALIKE_DAYS = 30
ALIKE_MOST = 20
MOST_A_MINUTE = 60


class Submission(NamedTuple):
    """What somebody sends in: the words of each part that they want, about what, against whom, and who they are."""

    category: str
    words: dict[Kind, str]
    contact: Contact = Contact()
    about: str = ""
    things: str = ""
    respondent_id: int | None = None
    division: str | None = None
    source: str = "report"
    external: str | None = None


class Opened(NamedTuple):
    """A case that was opened, with the code that is told this once."""

    kind: Kind
    case: Complaint
    code: str


def submit(
    session: Session,
    actor: Actor,
    said: Submission,
    stamp: Stamp,
    now: datetime,
    evidence: Evidence = Evidence.PARTY,
) -> list[Opened]:
    """Open a case for each part; a complaint needs somebody to call, a report can be anonymous."""
    wanted = [(kind, said.words[kind]) for kind in Kind if said.words.get(kind, "").strip()]
    if not wanted:
        raise BadComplaint("nothing was said: expected the words of an inquiry, a complaint or a report")
    if said.source not in SOURCES:
        raise BadComplaint(f"{said.source[:20]!r} is no source of cases: expected one of {', '.join(SOURCES)}")
    respondent = said.respondent_id or _operator(session, actor)
    incoming = [
        Incoming(
            said.about, respondent, said.category, words, kind, said.source, said.division, said.external, said.things
        )
        for kind, words in wanted
    ]
    # The two parts are two events, and nothing in either names the other.
    stamps = [stamp, *(Stamp(stamp.at, event_id=f"urn:uuid:{uuid.uuid4()}") for _ in wanted[1:])]
    made = receive_all(session, actor, incoming, stamps, now, evidence)
    opened = [Opened(kind, *one) for (kind, _), one in zip(wanted, made, strict=True)]
    for one in opened:
        contacts.keep(session, one.case, said.contact)
    _link(session, opened)
    return opened


def alike(session: Session, case: Complaint) -> Sequence[Complaint]:
    """Open cases of the same kind that may be about the same: of the same thing, or of the same respondent and category."""
    since = case.received_at - timedelta(days=ALIKE_DAYS)
    wanted = select(Complaint).where(
        Complaint.id != case.id, Complaint.kind == case.kind, Complaint.received_at >= since,
        Complaint.state.not_in(OVER), Complaint.category == case.category, Complaint.respondent_id == case.respondent_id,
    )  # fmt: skip
    if case.about:
        wanted = wanted.where(Complaint.about == case.about)
    return session.scalars(wanted.order_by(Complaint.id).limit(ALIKE_MOST)).all()


def merge(session: Session, case: Complaint, into: Complaint, hand: Hand, now: datetime) -> None:
    """One of two that are the same goes on in the other; whoever made it still asks by the number and code they have."""
    if into.id == case.id or into.kind != case.kind or into.state in OVER:
        raise BadComplaint(f"{case.number} cannot go on in {into.number}: expected another open case of the same kind")
    take(session, case, "merged", hand, now)
    case.merged_into = into.id
    session.flush()


def standing_for(session: Session, case: Complaint) -> Complaint:
    """The case in which a merged one goes on, or itself."""
    seen = {case.id}
    while case.merged_into is not None and case.merged_into not in seen:
        seen.add(case.merged_into)
        case = session.get_one(Complaint, case.merged_into)
    return case


def known(session: Session, source: str, external: str) -> Complaint | None:
    """The case that has come in before under this number of a hotline."""
    wanted = select(Complaint).where(Complaint.source == source, Complaint.external == external)
    return session.scalars(wanted.order_by(Complaint.id).limit(1)).first()


def _link(session: Session, opened: Sequence[Opened]) -> None:
    by_kind = {one.kind: one.case.id for one in opened}
    if Kind.REPORT in by_kind and (other := by_kind.get(Kind.COMPLAINT) or by_kind.get(Kind.INQUIRY)) is not None:
        session.add(CaseLink(report_id=by_kind[Kind.REPORT], complaint_id=other))
        session.flush()


def _operator(session: Session, actor: Actor) -> int:
    """Against whom it is until an officer has named somebody."""
    found = parties.find(session, kind=parties.Kind.OPERATOR)
    return found.id if found else actor.id


def crowded(session: Session, now: datetime) -> bool:
    """Whether more has come in through the page for everybody within a minute than people write."""
    since = now - timedelta(minutes=1)
    counted = (
        select(func.count()).select_from(Complaint).where(Complaint.source == "report", Complaint.received_at > since)
    )
    return (session.scalar(counted) or 0) >= MOST_A_MINUTE
