"""Who complained or reported, where they said so: encrypted, apart from the case, and joined to nothing a respondent sees.

A respondent's pages read credit/cases.py and credit/complaints.py; this module is for the offices alone, and each look is
written down.
"""

from __future__ import annotations

import os
from datetime import datetime
from typing import NamedTuple

import orjson
from sqlalchemy import BigInteger, Boolean, LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit.cases import Complaint
from trace import keyring
from trace.errors import Malformed
from trace.store import Record

LONGEST = 200


class BadContact(Malformed):
    """A name or a way to reach somebody that is none."""

    code = "bad-contact"


class CaseContact(Record):
    """Whoever stands behind a case; without a row nobody is known."""

    __tablename__ = "case_contact"

    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    # Whether a person has checked that they are who they say.
    checked: Mapped[bool] = mapped_column(Boolean, server_default="0")


class CaseLink(Record):
    """That a report came in with a complaint: kept with the report alone, for it would tell who reported."""

    __tablename__ = "case_link"

    report_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(BigInteger, index=True)


class Contact(NamedTuple):
    """A name and how to reach them; what is not given is empty."""

    name: str = ""
    phone: str = ""
    address: str = ""

    @property
    def given(self) -> bool:
        """Whether there is anybody to call."""
        return bool(self.name and self.phone)


def parse(name: str, phone: str, address: str = "", *, needed: bool = False) -> Contact:
    """What somebody says of themselves; a complaint needs name and phone (the order of 2026 asks for the real identity)."""
    found = Contact(*(" ".join(one.split()) for one in (name, phone, address)))
    if any(len(one) > LONGEST for one in found):
        raise BadContact(f"name, phone and address have at most {LONGEST} characters each")
    digits = sum(one.isdigit() for one in found.phone)
    if found.phone and not 7 <= digits <= 20:
        raise BadContact(f"the phone number has {digits} digits: expected 7 to 20")
    if needed and not found.given:
        raise BadContact("a complaint needs a name and a phone number; a report can be made without")
    return found


def keep(session: Session, case: Complaint, contact: Contact) -> None:
    """Keep who stands behind a case, encrypted."""
    if any(contact):
        text = orjson.dumps(contact._asdict()).decode()
        session.add(CaseContact(case_id=case.id, blob=keyring.of(session).encrypt(text, os.urandom(32), _about(case))))
        session.flush()


def known(session: Session, case: Complaint) -> CaseContact | None:
    """Whether anybody is known, without opening who."""
    return session.get(CaseContact, case.id)


def reveal(session: Session, case: Complaint) -> Contact:
    """Who it is; whoever calls this has written the look down."""
    found = session.get(CaseContact, case.id)
    if found is None:
        return Contact()
    return Contact(**orjson.loads(keyring.of(session).decrypt(found.blob, _about(case))))


def forget(session: Session, case: Complaint) -> None:
    """Erase who it was."""
    if (found := session.get(CaseContact, case.id)) is not None:
        session.delete(found)
        session.flush()


def erase_before(session: Session, moment: datetime, most: int) -> int:
    """Erase who stood behind cases that came in before a moment, so many at a time; how many."""
    due = select(CaseContact.case_id).join(Complaint, Complaint.id == CaseContact.case_id)
    found = session.scalars(due.where(Complaint.received_at < moment).order_by(CaseContact.case_id).limit(most)).all()
    session.execute(delete(CaseContact).where(CaseContact.case_id.in_(found)))
    return len(found)


def beside(session: Session, case: Complaint) -> int | None:
    """The complaint that came in with a report; nothing leads from the complaint to the report."""
    found = session.get(CaseLink, case.id)
    return None if found is None else found.complaint_id


def _about(case: Complaint) -> str:
    return f"case-contact/{case.number}"
