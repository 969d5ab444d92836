"""What a merchant answers to a review: on a chain of its own, for the item's tells what became of the goods.

One answer each: it stands in the record for ever, the words encrypted beside it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit.casework import ANSWERING, LONGEST
from trace import keyring, ledger, private
from trace.errors import Conflict, Malformed
from trace.event import Event
from trace.identity.own import Own
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.standing import Actor
from trace.store import Record, UTCTime
from trace.words import Evidence


class BadReply(Malformed):
    """An answer to a review without words, or with too many."""

    code = "bad-reply"


class AlreadyReplied(Conflict):
    """The review has an answer."""

    code = "already-replied"


class Reply(Record):
    """The answer to the review in one entry, and the entry in which it stands."""

    __tablename__ = "reply"

    review_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    merchant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"))
    entry_id: Mapped[int] = mapped_column(BigInteger)
    replied_at: Mapped[datetime] = mapped_column(UTCTime)


def reply(session: Session, merchant: Actor, review_id: int, text: str, now: datetime) -> Reply:
    """Answer a review, once."""
    if not 0 < len(text.strip()) <= LONGEST:
        raise BadReply(f"the answer has {len(text)} characters: expected 1 to {LONGEST}")
    uri = Own("case", (f"review-{review_id}",)).uri(keyring.of(session).origin)
    ledger.lock(session, {uri})
    if session.get(Reply, review_id) is not None:
        raise AlreadyReplied("this review is answered already")
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=ANSWERING, epc_list=(uri,), case=uri,
        event_time=iso(to_ms(now)), event_time_zone_offset="+08:00", event_id=f"{uri}#reply",
    )  # fmt: skip
    (receipt,) = ledger.append(session, [Draft(event, merchant, Evidence.PARTY, {"text": text.strip()})], now)
    found = Reply(review_id=review_id, merchant_id=merchant.id, entry_id=receipt.entry_id, replied_at=now)
    session.add(found)
    session.flush()
    return found


def of(session: Session, review_ids: Collection[int]) -> dict[int, str | None]:
    """The answers to these reviews; None where the words are erased."""
    found = {
        one.review_id: one.entry_id for one in session.scalars(select(Reply).where(Reply.review_id.in_(review_ids)))
    }
    words = private.texts(session, list(found.values()))
    return {review_id: words.get(entry_id, {}).get("text") for review_id, entry_id in found.items()}
