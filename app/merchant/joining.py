"""A merchant joins: an account, the party it acts for, and the papers that a person will look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.access import accounts
from app.access.accounts import LONGEST, SHORTEST, Account, Membership
from app.access.roles import Role
from app.merchant.words import said
from app.texts import _
from trace import papers, parties
from trace.errors import Refusal
from trace.identity.uscc import Uscc
from trace.parties import Kind


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the form said; `wrong` tells by field what cannot be."""

    name: str
    uscc: str
    contact: str
    login: str
    password: str
    licence: bytes
    wrong: dict[str, str]


def read(form: Mapping[str, str], licence: bytes) -> Applicant:
    """The form, with everything that is wrong with it at once."""
    name, uscc, contact, login, password = (
        form.get(field, "").strip() for field in ("name", "uscc", "contact", "login", "password")
    )
    wrong: dict[str, str] = {}
    if not 0 < len(name) <= parties.LONGEST_NAME:
        wrong["name"] = _("Write the name that stands on the licence.")
    if not 0 < len(contact) <= papers.LONGEST:
        wrong["contact"] = _("Write who can be called, and the number.")
    if not 0 < len(login) <= 100:
        wrong["login"] = _("Choose a login name of 1 to 100 characters.")
    if not SHORTEST <= len(password) <= LONGEST:
        wrong["password"] = _("Choose a password of at least %(n)s characters.", n=SHORTEST)
    for field, check in (("uscc", lambda: Uscc.parse(uscc)), ("licence", lambda: papers.kind_of(licence))):
        try:
            check()
        except Refusal as refusal:
            wrong[field] = said(refusal)
    return Applicant(name, uscc, contact, login, password, licence, wrong)


def register(session: Session, applicant: Applicant, now: datetime) -> tuple[Account, Membership]:
    """Make account, party and membership, and keep the papers; the party is unverified."""
    account = accounts.create(session, applicant.login, applicant.password, now)
    party = parties.register(session, Kind.MERCHANT, applicant.name, now)
    papers.hand_in(session, party, Uscc.parse(applicant.uscc), applicant.contact, applicant.licence, now)
    return account, accounts.join(session, account, Role.MERCHANT, party.id, now)
