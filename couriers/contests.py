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
WAITING, UPHELD, DISMISSED = "waiting", "upheld", "dismissed"
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


class ContestAnswered(Conflict):
    """Somebody has answered the contest already."""

    code = "contest-answered"


class BadContestAnswer(Malformed):
    """An answer without words, or one that says neither that the contest is right nor that it is not."""

    code = "bad-contest-answer"


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
    # What a person has answered, encrypted; which account, of which party, and when.
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_by: Mapped[int | None] = mapped_column(BigInteger)
    answerer_id: Mapped[int | None] = mapped_column(BigInteger)
    answered_at: Mapped[datetime | None] = mapped_column(UTCTime)


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


def answered(session: Session, courier_id: int) -> Sequence[Contest]:
    """What of a courier was answered, the newest first, as many as a person reads."""
    wanted = select(Contest).where(Contest.courier_id == courier_id, Contest.state != WAITING)
    return session.scalars(wanted.order_by(Contest.id.desc()).limit(MOST)).all()


def settle(
    session: Session, contest: Contest, state: str, text: str, account_id: int, party_id: int, now: datetime
) -> None:
    """A person's answer: the contest is right (what it is about falls, if that is a finding) or it is not."""
    session.refresh(contest, with_for_update=True)
    if contest.state != WAITING:
        raise ContestAnswered(f"contest {contest.id} is {contest.state}: it has been answered")
    if state not in (UPHELD, DISMISSED) or not 0 < len(text.strip()) <= LONGEST:
        raise BadContestAnswer(f"expected {UPHELD} or {DISMISSED}, and an answer of 1 to {LONGEST} characters")
    contest.state, contest.answered_by, contest.answerer_id, contest.answered_at = state, account_id, party_id, now
    contest.answer = keyring.of(session).encrypt(text.strip(), os.urandom(32), _ABOUT)
    session.flush()


def answer(session: Session, contest: Contest) -> str:
    """What was answered, where it was."""
    return "" if contest.answer is None else keyring.of(session).decrypt(contest.answer, _ABOUT)


def words(session: Session, contest: Contest) -> str:
    """What was said, for whoever decides and for whoever said it."""
    return keyring.of(session).decrypt(contest.text, _ABOUT)
