"""The blueprint of the door, and what all of its rooms share."""

from __future__ import annotations

from flask import Blueprint

from app import console
from app.access.gate import caller
from app.access.roles import Role
from app.errors import Unauthenticated
from app.texts import N_

bp = Blueprint("merchant", __name__, template_folder="templates")

console.rooms(
    Role.MERCHANT,
    ("/merchant/papers", N_("Papers")),
)


def merchant_id() -> int:
    """The merchant that whoever asks acts for."""
    found = caller().party_id
    if found is None:
        raise Unauthenticated("this is for people who act for a merchant: log in")
    return found


def account_id() -> int:
    """Who asks; a program's token has no account."""
    found = caller().account_id
    if found is None:
        raise Unauthenticated("this is for people who have logged in: a token has no account")
    return found
