"""A case handed from one office to another: with its files as they were, a list of their hashes, and a receipt or its return."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import datetime
from hashlib import sha256

from sqlalchemy import BigInteger, LargeBinary, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit import folder, routing
from credit.cases import Complaint
from credit.casework import BadCaseText, Hand, take
from credit.documents import SEALED_NOTHING
from trace import keyring
from trace.errors import Conflict
from trace.store import BigId, Record, UTCTime

SENT, RECEIVED, RETURNED = "sent", "received", "returned"


class NotHanded(Conflict):
    """A case that is on its way to another office already, or that was not handed to this one."""

    code = "not-handed-over"


class PackageAltered(Conflict):
    """The files of a handed-over case are not those that its list names."""

    code = "package-altered"


class Transfer(Record):
    """One handing over. `package` is the zip with its list, encrypted; `digest` the SHA-256 of the list."""

    __tablename__ = "case_transfer"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, index=True)
    from_id: Mapped[int] = mapped_column(BigInteger)
    to_id: Mapped[int] = mapped_column(BigInteger, index=True)
    state: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    package: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime] = mapped_column(UTCTime)
    sent_by: Mapped[int | None] = mapped_column(BigInteger)
    done_at: Mapped[datetime | None] = mapped_column(UTCTime)
    done_by: Mapped[int | None] = mapped_column(BigInteger)


def send(session: Session, case: Complaint, hand: Hand, to_id: int, why: str, now: datetime) -> Transfer:
    """Hand a case to another office; it stays this one's until the other has taken it over."""
    if not why.strip():
        raise BadCaseText("handing a case over needs its reasons: expected 1 to 2000 characters")
    if (
        case.offered_id is not None
        or to_id == case.office_id
        or to_id not in {one.party_id for one in routing.offices(session)}
    ):
        raise NotHanded(
            f"case {case.number} cannot be handed to {to_id}: it is on its way already, or that is no other office"
        )
    files = folder.files(session, case)
    listed = folder.manifest(files)
    digest = sha256(listed).hexdigest()
    take(session, case, "transferred", hand, now, text=why, facts={"card": digest})
    data = folder.zipped({**files, folder.MANIFEST: listed})
    made = Transfer(
        case_id=case.id, from_id=hand.actor.id, to_id=to_id, state=SENT, digest=digest, sent_at=now,
        sent_by=hand.account_id, package=keyring.of(session).seal(data, os.urandom(32), f"case-transfer/{digest}"),
    )  # fmt: skip
    session.add(made)
    case.offered_id = to_id
    session.flush()
    return made


def open_transfer(session: Session, case: Complaint) -> Transfer | None:
    """The handing over that waits for the other office."""
    wanted = select(Transfer).where(Transfer.case_id == case.id, Transfer.state == SENT)
    return session.scalars(wanted.order_by(Transfer.id.desc()).limit(1)).first()


def last(session: Session, case: Complaint) -> Transfer | None:
    """The newest handing over, whatever became of it."""
    return session.scalars(
        select(Transfer).where(Transfer.case_id == case.id).order_by(Transfer.id.desc()).limit(1)
    ).first()


def take_over(session: Session, case: Complaint, hand: Hand, now: datetime) -> Transfer:
    """Take a case over: what came is compared with its list first, and the receipt names the list."""
    found = _mine(session, case, hand)
    check(package(session, found), found.digest)
    take(session, case, "taken_over", hand, now, facts={"card": found.digest})
    case.office_id, case.officer_id, case.offered_id = hand.actor.id, None, None
    return _done(session, found, RECEIVED, hand, now)


def send_back(session: Session, case: Complaint, hand: Hand, why: str, now: datetime) -> Transfer:
    """Send a case back to the office that has it."""
    if not why.strip():
        raise BadCaseText("sending a case back needs its reasons: expected 1 to 2000 characters")
    found = _mine(session, case, hand)
    take(session, case, "sent_back", hand, now, text=why, facts={"card": found.digest})
    case.offered_id = None
    return _done(session, found, RETURNED, hand, now)


def package(session: Session, transfer: Transfer) -> bytes:
    """The files as they were handed over."""
    return keyring.of(session).unseal(transfer.package, f"case-transfer/{transfer.digest}")


def erase_before(session: Session, moment: datetime, most: int) -> int:
    """Erase the files of handings over from before a moment, so many at a time; that they were made stays."""
    kept = func.length(Transfer.package) > SEALED_NOTHING
    due = select(Transfer).where(Transfer.sent_at < moment, kept).order_by(Transfer.id).limit(most)
    found = session.scalars(due).all()
    for one in found:
        one.package = keyring.of(session).seal(b"", os.urandom(32), f"case-transfer/{one.digest}")
    session.flush()
    return len(found)


def check(data: bytes, digest: str) -> None:
    """Refuse files that are not those of the list with this SHA-256."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        raise PackageAltered("the files of this case cannot be opened: have them sent again") from None
    listed = files.pop(folder.MANIFEST, b"")
    if sha256(listed).hexdigest() != digest or folder.manifest(files) != listed:
        raise PackageAltered("the files of this case are not those that were sent: have them sent again")


def _mine(session: Session, case: Complaint, hand: Hand) -> Transfer:
    found = open_transfer(session, case)
    if found is None or found.to_id != hand.actor.id:
        raise NotHanded(f"case {case.number} was not handed to this office")
    return found


def _done(session: Session, found: Transfer, state: str, hand: Hand, now: datetime) -> Transfer:
    found.state, found.done_at, found.done_by = state, now, hand.account_id
    session.flush()
    return found
