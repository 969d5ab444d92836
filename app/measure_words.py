"""What measures, their states and steps are called, what is told of them, and why a step was not taken."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from app import notices, outbox
from app.db import after_close
from app.texts import N_, _, refused
from couriers import roster
from credit.measures import COURIER, Measure
from trace.errors import Refusal

KINDS = {
    "suspend": N_("suspension"),
    "refuse": N_("exclusion from the platform"),
    "black_list": N_("black list"),
    "red_list": N_("red list"),
}
STATES = {
    "proposed": N_("proposed"),
    "dismissed": N_("dismissed"),
    "imposed": N_("in force"),
    "appealed": N_("in force, appealed"),
    "confirmed": N_("in force, confirmed"),
    "overturned": N_("overturned"),
    "lifted": N_("lifted"),
    "expired": N_("over"),
}
STEPS = {
    "proposed": N_("Proposed"),
    "stated": N_("Statement"),
    "imposed": N_("Decided: in force"),
    "dismissed": N_("Decided: dismissed"),
    "appealed": N_("Appeal"),
    "confirmed": N_("Reviewed: confirmed"),
    "overturned": N_("Reviewed: overturned"),
    "repair_asked": N_("Asked to be lifted"),
    "lifted": N_("Lifted"),
    "expired": N_("Ended by its last day"),
}
REFUSALS = {
    "same-person": N_("You took an earlier step of this. Let somebody else look at it."),
    "measure-not-now": N_("It does not stand so that this could be done now. Look at its days and steps."),
    "no-such-party": N_("There is no party with this number."),
    "no-such-courier": N_("There is no courier with this number."),
}
TOLD = {
    "measure_proposed": (
        N_("A measure is proposed, number %(number)s."),
        N_("Nothing is decided. Read why, and say what there is to say by %(until)s."),
    ),
    "measure_imposed": (
        N_("Decided: measure %(number)s holds until %(until)s."),
        N_("You can appeal, and ask for repair. What is in hand is delivered as before."),
    ),
    "measure_ended": (N_("Measure %(number)s holds no more."), N_("Everything that it barred is free again.")),
    "measure_confirmed": (
        N_("The appeal against measure %(number)s was reviewed: it stands."),
        N_("Read the reasons."),
    ),
    "measure_said": (N_("Something was said to measure %(number)s."), N_("Somebody has to look at it.")),
}
notices.TEXTS.update(TOLD)
_ENDED = frozenset({"dismissed", "overturned", "lifted", "expired"})


def tell(session: Session, measure: Measure, step: str, now: datetime) -> None:
    """Tell whoever it is about of an office's step: the courier and the firm, or the party."""
    kind = "measure_ended" if step in _ENDED else f"measure_{step}"
    until = measure.hear_until if step == "proposed" else measure.until or ""
    facts = {"number": measure.number, "until": until}
    about = f"measure/{measure.number}"
    outbox.put(session, kind, now, party_id=measure.party_id, about=about, facts=facts)
    account = roster.get(session, measure.subject_id).account_id if measure.subject_kind == COURIER else None
    if account is not None:
        outbox.put(session, kind, now, account_id=account, about=about, facts=facts)
    after_close(session, current_app.extensions["ticker"].set)


def tell_office(session: Session, measure: Measure, office_id: int, now: datetime) -> None:
    """Tell the operator's people that somebody has said something to a measure."""
    outbox.put(
        session,
        "measure_said",
        now,
        party_id=office_id,
        about=f"measure/{measure.number}",
        facts={"number": measure.number},
    )
    after_close(session, current_app.extensions["ticker"].set)


def said(refusal: Refusal) -> str:
    """Why a step was not taken, as a person reads it."""
    return refused(refusal, REFUSALS)


def words() -> dict[str, dict[str, str]]:
    """All names, in the reader's language, for a page."""
    return {
        "kinds": {key: _(text) for key, text in KINDS.items()},
        "states": {key: _(text) for key, text in STATES.items()},
        "steps": {key: _(text) for key, text in STEPS.items()},
    }
