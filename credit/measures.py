"""Measures against somebody, or in their favour: the rows, their steps, and the chain of each in the record.

Each step is an entry on a chain of the measure's own. Its kind and outcome are public; whom it is about and every word
are committed to and lie encrypted beside it, because some are about persons. Lists of firms are published from the rows.
"""

from __future__ import annotations

import secrets
import uuid
from base64 import b32encode
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit.gate import IN_FORCE, OPEN
from trace import keyring, ledger, private
from trace.errors import Malformed, Unknown
from trace.event import Event
from trace.identity.own import Own
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime
from trace.words import VOC, Evidence

MEASURING = VOC + "measuring"
LONGEST = 2_000
PARTY, COURIER = "party", "courier"


class NoSuchMeasure(Unknown):
    """No measure has this number, or it is none of whoever asks."""

    code = "no-such-measure"


class BadMeasure(Malformed):
    """A step of a measure without words, without a document that it needs, or with a term that cannot be."""

    code = "bad-measure"


class Measure(Record):
    """One measure. Days are ISO 8601; `grade`, `score`, `leaf` and `rules` say what a proposal by the system rests on."""

    __tablename__ = "measure"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text, index=True)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[int] = mapped_column(BigInteger, index=True)
    # The firm of a courier; the party itself otherwise.
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    state: Mapped[str] = mapped_column(Text, index=True)
    grade: Mapped[str] = mapped_column(Text)
    score: Mapped[int] = mapped_column(BigInteger)
    leaf: Mapped[int] = mapped_column(BigInteger)
    rules: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    decision_no: Mapped[str] = mapped_column(Text)
    authority: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    hear_until: Mapped[str] = mapped_column(Text)
    hear_provisional: Mapped[bool] = mapped_column(Boolean)
    since: Mapped[datetime | None] = mapped_column(UTCTime)
    appeal_until: Mapped[str | None] = mapped_column(Text)
    least: Mapped[str | None] = mapped_column(Text)
    until: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)


class MeasureStep(Record):
    """One step and the named person behind it; without an account the system took it."""

    __tablename__ = "measure_step"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    measure_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("measure.id"), index=True)
    step: Mapped[str] = mapped_column(Text)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"))
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UTCTime)
    entry_id: Mapped[int] = mapped_column(BigInteger)


class Hand(NamedTuple):
    """Who takes a step: the party, as the record knows it, and the account; None is the system."""

    actor: Actor
    account_id: int | None


class Taken(NamedTuple):
    """A step with its words, unless they are erased."""

    step: MeasureStep
    text: str


def number() -> str:
    """A new measure's number."""
    return b32encode(secrets.token_bytes(5)).decode()


def get(session: Session, wanted: str) -> Measure:
    """The measure with this number."""
    found = session.scalars(select(Measure).where(Measure.number == wanted.strip().upper())).first()
    if found is None:
        raise NoSuchMeasure(f"there is no measure {wanted[:20]!r}")
    return found


def locked(session: Session, wanted: str) -> Measure:
    """The same, held until the transaction ends: of two who decide at once the second sees what the first decided."""
    found = get(session, wanted)
    query = select(Measure).where(Measure.id == found.id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one()


def of(session: Session, subject_kind: str, subject_id: int) -> list[Measure]:
    """Somebody's measures, the newest first."""
    wanted = select(Measure).where(Measure.subject_kind == subject_kind, Measure.subject_id == subject_id)
    return list(session.scalars(wanted.order_by(Measure.id.desc())))


def of_firm(session: Session, party_id: int) -> list[Measure]:
    """Those of a firm and of its couriers, the newest first."""
    return list(session.scalars(select(Measure).where(Measure.party_id == party_id).order_by(Measure.id.desc())))


def standing(session: Session, states: Collection[str] = OPEN, most: int = 200) -> Sequence[Measure]:
    """Those that stand so, the oldest first."""
    wanted = select(Measure).where(Measure.state.in_([str(one) for one in states])).order_by(Measure.id)
    return session.scalars(wanted.limit(most)).all()


def published(session: Session, most: int = 200) -> list[Measure]:
    """What is public: the measures about parties that hold now, and never one about a person; the newest first."""
    wanted = select(Measure).where(Measure.subject_kind == PARTY, Measure.state.in_([str(one) for one in IN_FORCE]))
    return list(session.scalars(wanted.order_by(Measure.id.desc()).limit(most)))


def steps(session: Session, measure: Measure) -> list[Taken]:
    """Its steps with their words, the oldest first."""
    wanted = select(MeasureStep).where(MeasureStep.measure_id == measure.id).order_by(MeasureStep.id)
    rows = session.scalars(wanted).all()
    words = private.texts(session, [one.entry_id for one in rows])
    return [Taken(one, words.get(one.entry_id, {}).get("text") or "") for one in rows]


def note(session: Session, measure: Measure, step: str, hand: Hand, text: str, now: datetime) -> MeasureStep:
    """Record a step on the measure's own chain."""
    if len(text) > LONGEST:
        raise BadMeasure(f"the text has {len(text)} characters: expected at most {LONGEST}")
    uri = Own("case", (f"measure-{measure.number}",)).uri(keyring.of(session).origin)
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=MEASURING, epc_list=(uri,), case=uri,
        event_time=iso(to_ms(now)), event_time_zone_offset="+08:00", event_id=f"urn:uuid:{uuid.uuid4()}",
        facts={"outcome": step, "category": measure.kind},
    )  # fmt: skip
    texts = {"about": f"{measure.subject_kind}/{measure.subject_id}"} | ({"text": text} if text else {})
    (receipt,) = ledger.append(session, [Draft(event, hand.actor, Evidence.PARTY, texts)], now)
    made = MeasureStep(
        measure_id=measure.id, step=step, party_id=hand.actor.id, account_id=hand.account_id, at=now,
        entry_id=receipt.entry_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def by(session: Session, measure: Measure, *names: str) -> list[int | None]:
    """The accounts that took steps of these names."""
    wanted = select(MeasureStep.account_id).where(MeasureStep.measure_id == measure.id, MeasureStep.step.in_(names))
    return list(session.scalars(wanted))
