"""What the one who has the goods may say of them: received or not, agreed or not, and that they go back.

One order, one claim: it begins when the inside code is used for the first time and ends with a return.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import inside, scans, steps, trail
from couriers.states import State
from trace import goods, keyring
from trace.errors import Conflict, Malformed
from trace.history import Life
from trace.receipts import Receipt
from trace.stages import Deed, Stamp
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime
from trace.words import Evidence, Stage


class WrongInsideCode(Malformed):
    """This is not the code inside the parcel or under the seal of this thing."""

    code = "wrong-inside-code"


class ClaimEnded(Conflict):
    """What the code was for is over: the goods went back."""

    code = "claim-ended"


class Claim(Record):
    """That somebody has used the inside code of a thing, and whether that is over."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("uri", "epoch"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uri: Mapped[str] = mapped_column(Text)
    epoch: Mapped[int] = mapped_column(BigInteger)
    opened_at: Mapped[datetime] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)


def known(session: Session, uri: str, text: str) -> Claim | None:
    """The claim that this code has opened before; None the first time. Raises where it is not the code, or is over."""
    newest = session.scalars(select(Claim).where(Claim.uri == uri).order_by(Claim.epoch.desc()).limit(1)).first()
    key = keyring.of(session).data_key
    ended = newest is not None and newest.ended_at is not None
    epoch = 0 if newest is None else newest.epoch + (1 if ended else 0)
    if inside.matches(key, uri, epoch, text):
        return None if ended else newest
    if newest is not None and ended and inside.matches(key, uri, newest.epoch, text):
        raise ClaimEnded("these goods went back: the code inside them opens nothing any more")
    raise WrongInsideCode("this is not the code inside: expected the 13 letters and digits on the slip, or scan it")


def code(session: Session, uri: str) -> str:
    """The code to print on the slip of a thing; what comes back and is sold again gets another one."""
    newest = session.scalars(select(Claim).where(Claim.uri == uri).order_by(Claim.epoch.desc()).limit(1)).first()
    epoch = 0 if newest is None else newest.epoch + (newest.ended_at is not None)
    return inside.code(keyring.of(session).data_key, uri, epoch)


def begin(session: Session, uri: str, text: str, now: datetime) -> Claim:
    """The claim of whoever has this code; the first use of it begins one."""
    found = known(session, uri, text)
    if found is None:
        ended = session.scalars(
            select(Claim.epoch).where(Claim.uri == uri).order_by(Claim.epoch.desc()).limit(1)
        ).first()
        found = Claim(uri=uri, epoch=0 if ended is None else ended + 1, opened_at=now)
        session.add(found)
        session.flush()
    return found


def carried_in(life: Life) -> str:
    """What is handed over when this thing is: the outermost parcel that it lies in, or itself."""
    inside_of: dict[str, str] = {}
    for entry in life.entries:
        child = next((touch.thing for touch in entry.touches if touch.role == "child"), None)
        parent = next((touch.thing for touch in entry.touches if touch.role == "parent"), None)
        if child is not None and entry.stage == Stage.UNPACKED:
            inside_of.pop(child, None)
        elif child is not None and parent is not None:
            inside_of[child] = parent
    found, seen = life.thing, {life.thing}
    while (outer := inside_of.get(found)) is not None and outer not in seen:
        found = outer
        seen.add(outer)
    return found


def confirm(session: Session, actor: Actor, life: Life, stamp: Stamp, now: datetime) -> Receipt:
    """The recipient has it: that is the sign-off, whatever was recorded before."""
    return _say(session, actor, steps.signed(carried_in(life), stamp, method="confirmed"), now)


def dispute(session: Session, actor: Actor, life: Life, stamp: Stamp, reason: str, text: str, now: datetime) -> Receipt:
    """The recipient denies what was recorded; of a deposit, that they agreed to it."""
    thing = carried_in(life)
    if trail.custody(session, thing).state is State.WAITING:
        reason = "no_consent"
    return _say(session, actor, steps.disputed(thing, stamp, reason=reason, text=text or None), now)


def review(
    session: Session, actor: Actor, life: Life, stamp: Stamp, stars: int, of: str, text: str, now: datetime
) -> Receipt:
    """Stars and words of somebody who has the goods."""
    return _say(session, actor, goods.reviewed(life.thing, stamp, stars, of=of, text=text or None), now)


def ask_return(session: Session, actor: Actor, life: Life, stamp: Stamp, reason: str, now: datetime) -> Receipt:
    """The goods are to go back; the claim ends when the seller has them again."""
    return _say(session, actor, goods.returned(life.thing, stamp, "requested", reason=reason), now)


def end(session: Session, uri: str, now: datetime) -> None:
    """The goods are back with the seller: the code that lay in them is worth nothing any more."""
    for claim in session.scalars(select(Claim).where(Claim.uri == uri, Claim.ended_at.is_(None))):
        claim.ended_at = now


def _say(session: Session, actor: Actor, deed: Deed, now: datetime) -> Receipt:
    return scans.accept(session, actor, deed, Evidence.CLAIM, now)
