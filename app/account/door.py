"""The blueprint of these pages, and who asks."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint

from app.access.gate import caller
from app.access.roles import PUBLIC, Role
from app.errors import Unauthenticated

bp = Blueprint("account", __name__, template_folder="templates")
EVERYBODY_KNOWN = tuple(role for role in Role if role is not PUBLIC)


class Who(NamedTuple):
    """The account that has logged in, and the party that it acts for now."""

    account_id: int
    party_id: int


def asking() -> Who:
    """Who asks; a program's token has no account, and nothing here is of a program."""
    found = caller()
    if found.account_id is None or found.party_id is None:
        raise Unauthenticated("this is for people who have logged in: a token has no account")
    return Who(found.account_id, found.party_id)
