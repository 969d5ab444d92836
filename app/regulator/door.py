"""The blueprint of the offices' door, its rooms, and who of which office asks."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import console
from app.access.accounts import Account, Membership
from app.access.gate import Person
from app.access.roles import Role
from app.clock import now
from app.texts import N_
from credit import deadlines, deputies, queue
from credit.casework import Hand
from credit.queue import Scope
from trace import parties

bp = Blueprint("regulator", __name__, template_folder="templates")
BOTH = (Role.REGULATOR, Role.OPERATOR)

for _role in BOTH:
    console.rooms(
        _role,
        ("/regulator/cases", N_("Cases")),
        ("/regulator/contests", N_("Contests")),
        ("/regulator/figures", N_("Figures")),
        ("/regulator/rules", N_("Terms")),
    )
console.rooms(Role.OPERATOR, ("/regulator/offices", N_("Offices")), ("/regulator/merchants", N_("Merchants")))


def scope(session: Session, who: Person) -> Scope:
    """Which cases they may see, their own and those of whom they are the deputy."""
    mine = deputies.accounts(session, who.party_id, who.account_id, deadlines.day(now()))
    return queue.scope(session, who.party_id, who.role, who.division, mine)


def hand(session: Session, who: Person) -> Hand:
    """Them as the record names them: the office, and beside it the person."""
    return Hand(parties.actor(session, who.party_id), who.account_id, login(session, who.account_id))


def login(session: Session, account_id: int | None) -> str:
    """What an account is called."""
    found = session.get(Account, account_id) if account_id is not None else None
    return found.login if found else ""


def colleagues(session: Session, who: Person) -> list[Account]:
    """Everybody who acts for the same office."""
    wanted = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.party_id == who.party_id, Membership.role == who.role)
    )
    return list(session.scalars(wanted.order_by(Account.login)))
