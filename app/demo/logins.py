"""The ways into the demonstration: a log-in for each door and a code that enrols a phone, made anew at each start.

They exist in the demonstration alone, which lies in a database of its own: no installation ever has them.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import accounts
from app.access.accounts import Account
from app.access.roles import Role
from app.demo import people
from app.showcase import DOORS
from couriers import devices, roster

ALIAS = "小演示"
# The office decides for the whole city.
_CITY = "220500"


class Opened(NamedTuple):
    """One password for all the log-ins, which name whom, and the code for a courier's phone."""

    password: str
    names: tuple[tuple[str, str], ...]
    code: str


def open_doors(session: Session, now: datetime) -> Opened:
    """Make the log-ins, or give those of an earlier start a new password, which ends what is open under the old one."""
    password = _password()
    names = []
    for door in DOORS:
        if door.role is Role.COURIER:
            continue
        party = people.acting(session, door.role)
        account = session.scalars(select(Account).where(Account.login == door.login)).one_or_none()
        if account is None:
            account = accounts.create(session, door.login, password, now)
            accounts.join(
                session, account, door.role, party.id, now, division=_CITY if door.role is Role.REGULATOR else None
            )
        else:
            accounts.change_password(session, account, password)
        names.append((door.login, party.name))
        if door.role is Role.CARRIER:
            courier = roster.named(session, party.id, ALIAS) or roster.enrol(session, party.id, ALIAS, now)
            code = devices.offer(session, courier, now)
    return Opened(password, tuple(names), code)


def _password() -> str:
    """75 random bits in three groups that can be typed on a phone."""
    letters = b32encode(secrets.token_bytes(10)).decode().lower()[:15]
    return "-".join(letters[at : at + 5] for at in (0, 5, 10))
