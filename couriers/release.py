"""The code that a recipient tells the courier at the door (签收码): whoever says it has the parcel's message."""

from __future__ import annotations

import secrets
from datetime import datetime
from hmac import compare_digest, digest

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import parcels
from couriers.parcels import Parcel
from trace import keyring
from trace.errors import Conflict, Forbidden
from trace.store import Record, UTCTime

DIGITS = 6
GUESSES = 5


class WrongReleaseCode(Forbidden):
    """Not the code that this parcel's recipient was given, or one wrong guess too many."""

    code = "wrong-release-code"


class NoReleaseCode(Conflict):
    """A parcel whose recipient was given no code."""

    code = "no-release-code"


class ReleaseCode(Record):
    """One parcel's code. Six digits are soon guessed from a bare hash, so it is an HMAC under the key for personal texts."""

    __tablename__ = "release_code"

    parcel_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("parcel.id"), primary_key=True)
    mac: Mapped[bytes] = mapped_column(LargeBinary)
    wrong: Mapped[int] = mapped_column(BigInteger)
    issued_at: Mapped[datetime] = mapped_column(UTCTime)


def issue(session: Session, parcel: Parcel, now: datetime) -> str:
    """A new code for the parcel's recipient; one that was given before is worth nothing any more."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    session.merge(ReleaseCode(parcel_id=parcel.id, mac=_mac(session, parcel, code), wrong=0, issued_at=now))
    session.flush()
    return code


def check(session: Session, uri: str, code: str) -> None:
    """Refuse unless this is the parcel's code; the caller commits, so that wrong guesses are counted."""
    parcel = parcels.find(session, uri)
    found = session.get(ReleaseCode, parcel.id, with_for_update=True) if parcel else None
    if parcel is None or found is None:
        raise NoReleaseCode("the recipient of this parcel was given no code: choose another way of signing for it")
    if found.wrong >= GUESSES:
        raise WrongReleaseCode(f"the code was wrong {GUESSES} times: choose another way of signing for it")
    if not compare_digest(found.mac, _mac(session, parcel, "".join(code.split()))):
        found.wrong += 1
        session.flush()
        raise WrongReleaseCode("this is not the recipient's code: ask them to read it out again")


def _mac(session: Session, parcel: Parcel, code: str) -> bytes:
    return digest(keyring.of(session).data_key, f"release code\n{parcel.uri}\n{code}".encode(), "sha256")
