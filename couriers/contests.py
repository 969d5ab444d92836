"""What somebody says against a part of their own rating: kept for a person to look at, the words encrypted.

It suspends nothing by itself and changes no score: what it leads to is a decision of its own.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers.roster import Courier
from trace import keyring
from trace.errors import Conflict, Malformed
from trace.store import BigId, Record, UTCTime

LONGEST = 2_000
WAITING = "waiting"
# More than these at once nobody reads; an answer makes room.
MOST = 50
_ABOUT = "contest"


class Kind(StrEnum):
    """What is asked for: to be heard, to be told apart from another's segment, a person's second look."""

    EXPLAIN = "explain"
    NOT_MINE = "not_mine"
    REVIEW = "review"


class BadContest(Malformed):
    """A contest of a kind or of a part of a rating that there is not, or without words."""

    code = "bad-contest"


class TooManyContests(Conflict):
    """Somebody of whose contests as many wait already as a person can read."""

    code = "too-many-contests"


class Contest(Record):
    """One contest. `about` is an indicator, or a case as the record names it."""

    __tablename__ = "contest"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    courier_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("courier.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    text: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Text, index=True)
    made_at: Mapped[datetime] = mapped_column(UTCTime)


def make(
    session: Session, courier: Courier, kind: str, about: str, text: str, known: Sequence[str], now: datetime
) -> Contest:
    """A new contest, which waits for a person; `known` are the parts of this courier's rating."""
    if kind not in set(Kind):
        raise BadContest(f"{kind[:20]!r} is no way to contest: expected one of {', '.join(Kind)}")
    if about not in known:
        raise BadContest(f"{about[:60]!r} is no part of your rating: choose one of the lines on the page")
    if not 0 < len(text.strip()) <= LONGEST:
        raise BadContest(f"what you say has {len(text)} characters: expected 1 to {LONGEST}")
    if len(of(session, courier.id)) >= MOST:
        raise TooManyContests(f"{MOST} of your contests wait already: they are looked at first")
    blob = keyring.of(session).encrypt(text.strip(), os.urandom(32), _ABOUT)
    made = Contest(courier_id=courier.id, kind=kind, about=about, text=blob, state=WAITING, made_at=now)
    session.add(made)
    session.flush()
    return made


def of(session: Session, courier_id: int) -> Sequence[Contest]:
    """What of a courier waits, the newest first."""
    wanted = select(Contest).where(Contest.courier_id == courier_id, Contest.state == WAITING)
    return session.scalars(wanted.order_by(Contest.id.desc())).all()


def words(session: Session, contest: Contest) -> str:
    """What was said, for whoever decides and for whoever said it."""
    return keyring.of(session).decrypt(contest.text, _ABOUT)
