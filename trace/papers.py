"""A merchant's papers: the credit code and the licence that it hands in, and the person who looked at them.

Licence and contact are encrypted; whoever of the operator opens them leaves a line in trace/reveals.py. Until somebody
has verified the papers a merchant may prepare everything and put nothing on sale (电子商务法 10, 27: verification first).
"""

from __future__ import annotations

import os
from calendar import monthrange
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import cards, keyring, parties
from trace.errors import Conflict, Forbidden, Malformed, Unknown
from trace.identity.uscc import Uscc
from trace.parties import Party
from trace.store import BigId, Record, UTCTime

MOST_BYTES = 5 * 2**20
LONGEST = 300
# 网络交易监督管理办法 24: the information of those who sell is verified again at least every six months.
AGAIN_MONTHS = 6
_SIGNS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class State(StrEnum):
    """What has become of papers that were handed in."""

    WAITING = "waiting"
    VERIFIED = "verified"
    REJECTED = "rejected"


class BadLicence(Malformed):
    """A licence that is no PDF, JPEG or PNG by its content, or is too large."""

    code = "bad-licence"


class BadPapers(Malformed):
    """Papers without a contact, or a rejection without a reason."""

    code = "bad-papers"


class NoSuchPapers(Unknown):
    """No papers have this number."""

    code = "no-such-papers"


class AlreadyDecided(Conflict):
    """Somebody has decided on these papers already."""

    code = "papers-decided"


class UsccTaken(Conflict):
    """Another party is verified under this credit code."""

    code = "uscc-taken"


class NotVerified(Forbidden):
    """A merchant whose licence nobody has verified, or not again in time, wants to put goods on sale."""

    code = "not-verified"


class Papers(Record):
    """Papers as they were handed in once; new ones make a new row. `due_on` is when they are to be looked at again."""

    __tablename__ = "papers"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    uscc: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    licence: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    contact: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[str] = mapped_column(Text, index=True)
    handed_in_at: Mapped[datetime] = mapped_column(UTCTime)
    # Who decided: the account, and the party that it acted for.
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decider_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("party.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCTime)
    reason: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[str | None] = mapped_column(Text)


def kind_of(licence: bytes) -> str:
    """The media type of a licence by its first bytes, whatever it is called."""
    if len(licence) > MOST_BYTES:
        raise BadLicence(f"the licence has {len(licence)} bytes: expected at most {MOST_BYTES}", what="size")
    found = next((kind for sign, kind in _SIGNS.items() if licence.startswith(sign)), None)
    if found is None:
        raise BadLicence(
            "the licence is neither PDF, JPEG nor PNG by its content: take a photo or scan it", what="kind"
        )
    return found


def hand_in(session: Session, party: Party, uscc: Uscc, contact: str, licence: bytes, now: datetime) -> Papers:
    """Keep a merchant's papers until a person has looked at them."""
    if not 0 < len(contact.strip()) <= LONGEST:
        raise BadPapers(f"the contact has {len(contact)} characters: expected 1 to {LONGEST}")
    keys, kind = keyring.of(session), kind_of(licence)
    found = Papers(
        party_id=party.id, uscc=str(uscc), kind=kind, licence=b"", contact=b"", state=State.WAITING, handed_in_at=now
    )
    session.add(found)
    session.flush()
    found.licence = keys.seal(licence, os.urandom(32), f"papers/{found.id}/licence")
    found.contact = keys.encrypt(contact.strip(), os.urandom(32), f"papers/{found.id}/contact")
    session.flush()
    return found


def get(session: Session, papers_id: int) -> Papers:
    """The papers with this number."""
    if (found := session.get(Papers, papers_id)) is None:
        raise NoSuchPapers(f"there are no papers {papers_id}: expected the number of some that were handed in")
    return found


def licence(session: Session, papers: Papers) -> bytes:
    """The licence itself; whoever calls this for a person logs a reveal."""
    return keyring.of(session).unseal(papers.licence, f"papers/{papers.id}/licence")


def contact(session: Session, papers: Papers) -> str:
    """Name and telephone of whoever answers for the merchant; whoever calls this for a person logs a reveal."""
    return keyring.of(session).decrypt(papers.contact, f"papers/{papers.id}/contact")


def newest(session: Session, party_id: int) -> Papers | None:
    """The papers that a party handed in last."""
    found = select(Papers).where(Papers.party_id == party_id).order_by(Papers.id.desc()).limit(1)
    return session.scalars(found).first()


def verified(session: Session, party_id: int) -> Papers | None:
    """The papers by which a party is verified now."""
    found = select(Papers).where(Papers.party_id == party_id, Papers.state == State.VERIFIED)
    return session.scalars(found.order_by(Papers.id.desc()).limit(1)).first()


def waiting(session: Session, most: int = 200) -> list[Papers]:
    """What nobody has decided on yet, the oldest first."""
    found = select(Papers).where(Papers.state == State.WAITING).order_by(Papers.id).limit(most)
    return list(session.scalars(found))


def decided(session: Session, most: int = 50) -> list[Papers]:
    """What was decided on lately, the newest first."""
    found = select(Papers).where(Papers.state != State.WAITING).order_by(Papers.decided_at.desc()).limit(most)
    return list(session.scalars(found))


def verify(session: Session, papers: Papers, account_id: int, decider_id: int, now: datetime) -> None:
    """A person has looked: the merchant is who it says it is, and its card is published with the code."""
    _decide(session, papers, State.VERIFIED, account_id, decider_id, now)
    other = parties.find(session, uscc=papers.uscc)
    if other is not None and other.id != papers.party_id:
        raise UsccTaken(f"{papers.uscc} is verified as party {other.id} ({other.name}): only one of the two can be it")
    party = parties.get(session, papers.party_id)
    party.uscc, party.verified_at = papers.uscc, now
    party.division = party.division or Uscc(papers.uscc).division
    papers.due_on = _months_on(now.date(), AGAIN_MONTHS).isoformat()
    session.flush()
    actor = parties.actor(session, party.id)
    before = cards.newest(session, actor.uri, "merchant")
    said = (cards.read(before) if before else {}) | {"name": party.name, "uscc": papers.uscc}
    cards.publish(session, actor, {actor.uri: {"merchant": said}}, now)


def reject(session: Session, papers: Papers, account_id: int, decider_id: int, reason: str, now: datetime) -> None:
    """A person has looked, and says why it will not do; the merchant may hand in others."""
    if not 0 < len(reason.strip()) <= LONGEST:
        raise BadPapers(f"the reason has {len(reason)} characters: expected 1 to {LONGEST}")
    _decide(session, papers, State.REJECTED, account_id, decider_id, now)
    papers.reason = reason.strip()
    session.flush()


def require_verified(session: Session, party_id: int, now: datetime) -> None:
    """Refuse what only a verified merchant may do."""
    if parties.get(session, party_id).verified_at is None:
        raise NotVerified("nobody has verified your licence yet: you may prepare everything, and put it on sale then")
    papers = verified(session, party_id)
    if papers is not None and papers.due_on is not None and papers.due_on < now.date().isoformat():
        raise NotVerified(
            f"your licence was to be verified again by {papers.due_on}: hand it in anew to put goods on sale",
            overdue=True,
        )


def _decide(session: Session, papers: Papers, state: State, account_id: int, decider_id: int, now: datetime) -> None:
    session.refresh(papers, with_for_update=True)
    if papers.state != State.WAITING:
        raise AlreadyDecided(f"papers {papers.id} are {papers.state} already: look at the list again")
    papers.state, papers.decided_by, papers.decider_id, papers.decided_at = state, account_id, decider_id, now


def _months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
