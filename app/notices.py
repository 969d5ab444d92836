"""What there is to tell somebody: a function for each occasion, and the sentences, in the reader's language when shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from app import outbox
from app.db import after_close
from app.outbox import Message
from app.texts import N_
from couriers.parcels import Parcel
from credit.cases import Complaint
from credit.procedure import Kind as CaseKind
from trace import parties
from trace.parties import Kind, Party

PICKUP_CODE = "pickup_code"
# Kind -> what it is, and what follows from it.
TEXTS: dict[str, tuple[str, str]] = {
    PICKUP_CODE: (
        N_("Parcel %(number)s waits at %(station)s."),
        N_("Tell the recipient this code and nobody else: whoever says it gets the parcel."),
    ),
    "verified": (N_("Your licence is verified."), N_("You can put goods on sale now.")),
    "rejected": (N_("Your papers will not do."), N_("The reason: %(reason)s")),
    "recall": (
        N_("Recall: %(notice)s"),
        N_("Stop selling and delivering these goods, and tell whoever has bought them from you."),
    ),
    "complaint": (
        N_("A complaint has come in: case %(number)s."),
        N_("Read it and answer. Until it is decided it counts against nobody."),
    ),
    "case_moved": (
        N_("Something new in case %(number)s."),
        N_("Read it; where an office asks for something, the term stands on its page."),
    ),
    "contest_upheld": (N_("Your contest was right."), N_("Read the answer on the page of your rating.")),
    "contest_fell": (N_("Your contest was right: it counts no more."), N_("Every score after it is computed anew.")),
    "contest_dismissed": (N_("Your contest was answered."), N_("Read the reasons on the page of your rating.")),
    "answered": (N_("Case %(number)s is answered by %(party)s."), N_("Somebody has to decide it.")),
}


def said(kind: str, facts: dict[str, str], words: Callable[[str], str]) -> tuple[str, str]:
    """The two sentences of a message, by what translates them."""
    title, line = TEXTS[kind]
    return words(title) % facts, words(line) % facts


def pickup_code(session: Session, parcel: Parcel, station: Party, code: str, now: datetime) -> Message | None:
    """The code that releases a parcel, to its sender, who knows the recipient; and to the operator's webhook.

    A parcel of which we know no sender has nobody who could pass it on: the station prints a slip.
    """
    outbox.forget_secret(session, PICKUP_CODE, parcel.uri)
    if parcel.sender_id is None:
        return None
    facts = {"number": parcel.number, "station": station.name}
    return _put(session, PICKUP_CODE, now, party_id=parcel.sender_id, about=parcel.uri, facts=facts, secret=code)


def verification(session: Session, party_id: int, reason: str | None, now: datetime) -> Message:
    """A person has looked at a merchant's papers; `reason` says why they will not do."""
    if reason is None:
        return _put(session, "verified", now, party_id=party_id)
    return _put(session, "rejected", now, party_id=party_id, facts={"reason": reason})


def recall(session: Session, party_ids: Iterable[int], notice: str, about: str, now: datetime) -> list[Message]:
    """A recall under this public notice, to everybody who has or had the goods, each once."""
    return [
        _put(session, "recall", now, party_id=party_id, about=about, facts={"notice": notice})
        for party_id in sorted(set(party_ids))
    ]


def complaint_received(session: Session, complaint: Complaint, now: datetime) -> Message:
    """To whoever is to answer."""
    facts = {"number": complaint.number}
    return _put(session, "complaint", now, party_id=complaint.respondent_id, about=_case(complaint), facts=facts)


def complaint_answered(session: Session, complaint: Complaint, now: datetime) -> Message | None:
    """To the operator, whose people decide; whoever complained sees it with the code of the case."""
    operator = parties.find(session, kind=Kind.OPERATOR)
    if operator is None:
        return None
    facts = {"number": complaint.number, "party": parties.get(session, complaint.respondent_id).name}
    return _put(session, "answered", now, party_id=operator.id, about=_case(complaint), facts=facts)


def case_moved(session: Session, complaint: Complaint, now: datetime) -> Message | None:
    """To whoever is to answer a case: an office has asked or decided something, or whoever complained did. Never of a report."""
    if complaint.kind == CaseKind.REPORT:
        return None
    facts = {"number": complaint.number}
    return _put(session, "case_moved", now, party_id=complaint.respondent_id, about=_case(complaint), facts=facts)


def contest_answered(
    session: Session, account_id: int | None, firm_id: int, upheld: bool, fell: bool, now: datetime
) -> Message:
    """To the courier; to their firm where they have no account of their own."""
    kind = "contest_fell" if fell else "contest_upheld" if upheld else "contest_dismissed"
    to = {"account_id": account_id} if account_id is not None else {"party_id": firm_id}
    return _put(session, kind, now, **to)


def _case(complaint: Complaint) -> str:
    return f"case/{complaint.number}"


def _put(session: Session, kind: str, now: datetime, **more: Any) -> Message:
    found = outbox.put(session, kind, now, **more)
    # The ticker would find it within seconds; a pick-up code is waited for.
    after_close(session, current_app.extensions["ticker"].set)
    return found
