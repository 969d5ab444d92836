"""A capture document into the record, in bulk: each event accepted, a duplicate, or rejected with the place and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from trace import keyring, ledger, replay
from trace.drafts import Draft
from trace.epcis import document, masterdata
from trace.epcis.checking import Wrong
from trace.epcis.document import BadDocument, Document
from trace.ledger import EventIdReused
from trace.receipts import Receipt
from trace.standing import Actor
from trace.words import Evidence

# Firms that carry parcels for others vouch with their own systems; everybody else has an interest in what they say.
_CARRYING = frozenset({"carrier", "station"})


class Result(StrEnum):
    """What became of one event of a document."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One event of a document, by its place there: its receipt, or the code and the mistakes that it was rejected for."""

    at: str
    result: Result
    receipt: Receipt | None = None
    code: str | None = None
    wrongs: tuple[Wrong, ...] = ()


def evidence(actor: Actor) -> Evidence:
    """Who vouches for what a party's own system sends."""
    return Evidence.CARRIER if actor.kind in _CARRYING else Evidence.PARTY


def take(session: Session, actor: Actor, told: Document, now: datetime, *, proceed: bool = False) -> list[Outcome]:
    """Record what can be recorded and say what became of each event, in their order.

    Without `proceed` it is all or nothing: the first reason to reject an event raises BadDocument or EventIdReused, which
    name every such event, and nothing is recorded. Call it once a transaction.
    """
    origin, vouched = keyring.of(session).origin, evidence(actor)
    drafts: dict[int, Draft] = {}
    outcomes: dict[int, Outcome] = {}
    for number, said in enumerate(told.events):
        try:
            made = document.ready(said, told.context, origin, xml=told.xml)
        except BadDocument as refusal:
            outcomes[number] = _rejected(told, number, refusal.code, refusal.wrongs)
        else:
            drafts[number] = Draft(made.event, actor, vouched, raw=made.raw)
    if outcomes and not proceed:
        raise BadDocument([wrong for outcome in outcomes.values() for wrong in outcome.wrongs])
    while True:
        try:
            receipts = ledger.append(session, list(drafts.values()), now)
            break
        except EventIdReused as refusal:
            reused = _reused(session, drafts)
            wrongs = [_rejected(told, number, refusal.code, [_OTHER]) for number in reused]
            if not proceed:
                raise _named(refusal, wrongs) from None
            outcomes |= dict(zip(reused, wrongs, strict=True))
            drafts = {number: draft for number, draft in drafts.items() if number not in reused}
    if told.vocabularies:
        masterdata.keep(session, actor.id, told.vocabularies, told.context, origin)
    for number, receipt in zip(drafts, receipts, strict=True):
        result = Result.DUPLICATE if receipt.duplicate else Result.ACCEPTED
        outcomes[number] = Outcome(_at(told, number), result, receipt)
    return [outcomes[number] for number in range(len(told.events))]


_OTHER = Wrong(
    "/eventID",
    "this id is already recorded with another content: send a new id, or an error declaration that names this one",
)


def _at(told: Document, number: int) -> str:
    return f"{told.at}/{number}" if told.at else ""


def _rejected(told: Document, number: int, code: str, wrongs: Sequence[Wrong]) -> Outcome:
    at = _at(told, number)
    placed = tuple(Wrong(at + wrong.pointer, wrong.sentence) for wrong in wrongs)
    return Outcome(at, Result.REJECTED, code=code, wrongs=placed)


def _named(refusal: EventIdReused, outcomes: Sequence[Outcome]) -> EventIdReused:
    errors = [{"pointer": wrong.pointer, "detail": wrong.sentence} for outcome in outcomes for wrong in outcome.wrongs]
    return EventIdReused(refusal.message, **refusal.detail, errors=errors)


def _reused(session: Session, drafts: dict[int, Draft]) -> list[int]:
    """The events whose ids stand for something else, in the record or earlier in the document."""
    keys = {number: draft.key() for number, draft in drafts.items()}
    stands = replay.recorded(session, list(set(keys.values())))
    first: dict[bytes, Draft] = {}
    found = []
    for number, draft in drafts.items():
        key = keys[number]
        before = first.setdefault(key, draft)
        old = stands.get(key)
        said_before = before is draft or before.says_what(draft)
        if not (said_before if old is None else replay.same(old, draft.event, draft.texts, draft.raw)):
            found.append(number)
    return found
