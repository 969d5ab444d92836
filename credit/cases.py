"""The tables of cases, and how one is found. Every step of a case is an entry on the case's own chain; a row here repeats it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, LargeBinary, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import keyring
from trace.errors import Unknown
from trace.identity.own import Own
from trace.store import BigId, Record, UTCTime


class NoSuchCase(Unknown):
    """No case has this number and this code."""

    code = "no-such-case"


class Complaint(Record):
    """A case as it came in and as it stands. `about` is the thing, `respondent_id` who is to answer.

    Its words are in the ledger's fields, whoever made it in credit/contacts.py. `office_id` has it to handle, `officer_id`
    is the account it is assigned to; `due_on` (ISO 8601) is the last day of the office's next term, `due_clock` its key.
    """

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    about: Mapped[str] = mapped_column(Text, index=True)
    respondent_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    category: Mapped[str] = mapped_column(Text)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UTCTime)
    kind: Mapped[str] = mapped_column(Text, server_default="complaint")
    procedure: Mapped[str] = mapped_column(Text, server_default="market")
    # Whence it came: item, report, api, or the number of a hotline; and its number there.
    source: Mapped[str] = mapped_column(Text, server_default="item")
    external: Mapped[str | None] = mapped_column(Text, index=True)
    division: Mapped[str | None] = mapped_column(Text, index=True)
    office_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    officer_id: Mapped[int | None] = mapped_column(BigInteger)
    # The office that it was handed to and that has not taken it over yet.
    offered_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UTCTime)
    outcome: Mapped[str | None] = mapped_column(Text)
    merged_into: Mapped[int | None] = mapped_column(BigInteger)
    due_on: Mapped[str | None] = mapped_column(Text, index=True)
    due_clock: Mapped[str | None] = mapped_column(Text)
    due_provisional: Mapped[bool] = mapped_column(Boolean, server_default="0")

    @property
    def unanswered(self) -> bool:
        """Whether the respondent has not said anything to it yet, and still may."""
        return self.answered_at is None and self.state in ("received", "accepted", "negotiating", "mediating")


class CaseStep(Record):
    """One step of a case: its entry, who took it (a party, and of an office the person), and a reason by its code."""

    __tablename__ = "case_step"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("complaint.id"), index=True)
    entry_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    step: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCTime)
    party_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(Text)


def get(session: Session, number: str) -> Complaint:
    """The case with this number, for whoever may see every one."""
    found = session.scalars(select(Complaint).where(Complaint.number == number.strip().upper())).first()
    if found is None:
        raise NoSuchCase(f"there is no case {number[:20]!r}")
    return found


def steps(session: Session, case: Complaint) -> Sequence[CaseStep]:
    """The steps of a case in the order in which they were taken."""
    return session.scalars(select(CaseStep).where(CaseStep.case_id == case.id).order_by(CaseStep.id)).all()


def uri(session: Session, number: str) -> str:
    """The name of a case in the record."""
    return Own("case", (number,)).uri(keyring.of(session).origin)
