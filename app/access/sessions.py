"""What the signed cookie of somebody who has logged in holds, and whether it still counts."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.accounts import Account, Membership
from app.access.roles import Role
from trace.moments import from_ms, to_ms

ACCOUNT, MEMBERSHIP, EPOCH, BEGAN = "account", "membership", "epoch", "began"
# A console stands open on a shared machine; a courier's phone is his own, and the way has no desk to log in at.
LONGEST = {Role.COURIER: timedelta(days=30)}
OTHERWISE = timedelta(hours=12)

Cookie = MutableMapping[str, Any]


def begin(cookie: Cookie, account: Account, membership: Membership, now: datetime) -> None:
    """Write into the cookie who has logged in and for whom they act."""
    cookie.update(
        {ACCOUNT: account.id, MEMBERSHIP: membership.id, EPOCH: account.epoch, BEGAN: to_ms(now)},
    )


def end(cookie: Cookie) -> None:
    """Take everything out of the cookie."""
    cookie.clear()


def who(session: Session, cookie: Cookie, now: datetime) -> tuple[Account, Membership] | None:
    """Who the cookie names, if they may still come in with it."""
    ids = cookie.get(ACCOUNT), cookie.get(MEMBERSHIP), cookie.get(BEGAN)
    if not all(isinstance(one, int) for one in ids):
        return None
    statement = select(Account, Membership).where(
        Account.id == ids[0], Membership.id == ids[1], Membership.account_id == Account.id
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    account, membership = row
    lasts = LONGEST.get(Role(membership.role), OTHERWISE)
    if cookie.get(EPOCH) != account.epoch or from_ms(cookie[BEGAN]) + lasts <= now:
        return None
    return account, membership
