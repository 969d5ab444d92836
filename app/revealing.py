"""The one way to show hidden personal data to a person: it is written down who looked at what of whom, and then shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from app.access.gate import caller
from app.clock import now
from app.errors import Unauthenticated
from trace import reveals

Shown = TypeVar("Shown")


def reveal(session: Session, subject_id: int, what: str, read: Callable[[], Shown]) -> Shown:
    """What `read` opens, for whoever asks now; a line for the party that it is of, in the same transaction."""
    who = caller()
    if who.account_id is None or who.party_id is None:
        raise Unauthenticated("hidden data is shown to people who have logged in: a token has no account")
    reveals.note(session, subject_id, who.party_id, who.account_id, what, now())
    return read()


def courier_name(courier_id: int) -> str:
    """How a look at a courier's real name is written down, so that the courier finds it."""
    return f"courier/{courier_id}/name"


def pickup_code(number: str) -> str:
    """How a look at a parcel's pick-up code is written down."""
    return f"parcel/{number}/code"
