"""Erasing an account for good: whatever is personal goes now, and what a law makes us keep stays without a name (PIPL 47)."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.access.accounts import Account, Membership
from app.access.roles import Role
from app.outbox import Message
from couriers import leaving, roster
from trace.errors import Conflict


class LastAdministrator(Conflict):
    """The only account that acts for the operator: without it nobody could run this installation."""

    code = "last-administrator"


def erase(session: Session, account: Account, now: datetime) -> None:
    """Erase everything personal of an account; nobody logs in with it again."""
    _check(session, account)
    if (courier := roster.of_account(session, account.id)) is not None:
        leaving.leave(session, courier, now)
    session.execute(delete(Message).where(Message.account_id == account.id))
    session.execute(delete(Membership).where(Membership.account_id == account.id))
    # Its number stays in the rows of what it decided and looked at, which say nothing of the person any more.
    account.login = f"erased-{account.id}-{secrets.token_hex(4)}"
    account.password, account.epoch = "", account.epoch + 1
    session.flush()


def _check(session: Session, account: Account) -> None:
    operators = select(Membership.account_id).where(Membership.role == str(Role.OPERATOR)).distinct()
    if account.id in session.scalars(operators).all():
        others = select(func.count()).select_from(Membership)
        left = session.scalar(others.where(Membership.role == str(Role.OPERATOR), Membership.account_id != account.id))
        if not left:
            raise LastAdministrator("nobody else acts for the operator: let somebody else join first")
