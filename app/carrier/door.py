"""The blueprint of the door, its rooms, and for which firm or station somebody asks."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint

from app import console
from app.access.gate import caller
from app.access.roles import Role
from app.errors import Unauthenticated
from app.texts import N_

bp = Blueprint("carrier", __name__, template_folder="templates")
BOTH = (Role.CARRIER, Role.STATION)

console.rooms(
    Role.CARRIER,
    ("/carrier/", N_("Today")),
    ("/carrier/couriers", N_("Couriers")),
    ("/carrier/held", N_("Held scans")),
    ("/carrier/cases", N_("Complaints")),
)
console.rooms(
    Role.STATION,
    ("/carrier/", N_("On the shelves")),
    ("/carrier/take-in", N_("Take in")),
    ("/carrier/hand-out", N_("Hand out")),
    ("/carrier/couriers", N_("Couriers")),
    ("/carrier/cases", N_("Complaints")),
)


class Who(NamedTuple):
    """The firm or station that is acted for, and the account that acts."""

    party_id: int
    account_id: int


def asking() -> Who:
    """Who asks; a program's token has no account, and each deed here is a person's."""
    found = caller()
    if found.party_id is None or found.account_id is None:
        raise Unauthenticated("this is for people who have logged in: a token has no account")
    return Who(found.party_id, found.account_id)
