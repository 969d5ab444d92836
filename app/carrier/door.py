"""The blueprint of the door, its rooms, and for which firm or station somebody asks."""

from __future__ import annotations

from flask import Blueprint

from app import console
from app.access.roles import Role
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
