"""The blueprint of the door, and which courier asks."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session

from app.access.gate import caller
from couriers import roster
from couriers.roster import Courier
from trace.errors import Unknown

bp = Blueprint("courier", __name__, template_folder="templates")


class NotEnrolled(Unknown):
    """Somebody who may work as a courier, and whose phone is not enrolled yet."""

    code = "not-enrolled"


def asking(session: Session) -> Courier:
    """The courier behind the account that asks."""
    if (found := roster.of_account(session, caller().account_id)) is None:
        raise NotEnrolled(
            "you are not enrolled as a courier: ask your firm for a one-time code and enter it on your phone"
        )
    return found
