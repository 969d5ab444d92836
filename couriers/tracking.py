"""Lines of a carrier's or an aggregator's feed, there and back: each recorded once, whatever order they come in.

A feed says what happened to a parcel and speaks of firm and outlet: it takes over no courier, and rates none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from couriers import scans, unread
from couriers.feeds.provider import Provider
from couriers.feeds.told import Line, Told
from couriers.scans import ClockAhead
from couriers.unread import Unreadable
from trace import keyring, ledger, replay
from trace.errors import Forbidden, Refusal
from trace.imports.names import Secret
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.stages import Deed, Stamp, build
from trace.standing import Actor
from trace.words import Evidence, Stage

# A line from tomorrow would put all that follows before itself; a zone that was misread is off by hours.
AHEAD = timedelta(days=1)


class NotThisCarrier(Forbidden):
    """A line about another carrier's parcel, in the feed of a firm that speaks for itself."""

    code = "not-this-carrier"


class Result(StrEnum):
    """What became of a line. NO_STEP: we know the word, and it is no step of a parcel."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NO_STEP = "no_step"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line, what became of it, and why where it was refused; `event_id` where it stands in the record."""

    line: Line
    result: Result
    told: Told | None = None
    refusal: Refusal | None = None
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Deed:
    at: int
    key: bytes
    uri: str
    deed: Deed


def take(
    session: Session,
    actor: Actor,
    provider: Provider,
    lines: Sequence[Line],
    evidence: str,
    now: datetime,
    *,
    carrier: str | None = None,
) -> list[Outcome]:
    """Record what the lines say, and return what became of each, in their order. Once a transaction, as `ledger.append`.

    `carrier` is the one that the feed may speak of, where it is one's own.

    A line is the same as one before when provider, waybill, instant and status are the same: texts get mended, and a
    provider sends the whole trace again with each new line of it.
    """
    outcomes = [_read(provider, line, carrier, now) for line in lines]
    origin, told = keyring.of(session).origin, [one.told for one in outcomes]
    unread.keep(
        session,
        actor.id,
        provider.name,
        [
            Unreadable(one.waybill.uri(origin), to_ms(one.at), one.code, one.text)
            for one in told
            if one and not one.known
        ],
        to_ms(now),
    )
    secret = Secret.of(keyring.of(session).data_key, f"tracking {provider.name}")
    deeds = [
        _deed(at, one, actor, evidence, origin, secret) for at, one in enumerate(told) if one and one.stage is not None
    ]
    for at, outcome in _record(session, actor, deeds, evidence, now).items():
        outcomes[at] = Outcome(lines[at], outcome[0], told[at], event_id=outcome[1])
    return outcomes


def _read(provider: Provider, line: Line, carrier: str | None, now: datetime) -> Outcome:
    try:
        told = provider.understand(line)
        if carrier not in (None, told.waybill.carrier):
            raise NotThisCarrier(
                f"this feed speaks for {carrier}, and the line is about a parcel of {told.waybill.carrier}"
            )
        if told.at > now + AHEAD:
            raise ClockAhead(
                f"this line is of {iso(to_ms(told.at))}, and it is {iso(to_ms(now))}: see to the time zone"
            )
    except Refusal as refusal:
        return Outcome(line, Result.REFUSED, refusal=refusal)
    return Outcome(line, Result.NO_STEP if told.known else Result.UNKNOWN, told)


def _deed(at: int, told: Told, actor: Actor, evidence: str, origin: str, secret: Secret) -> _Deed:
    assert told.stage is not None
    uri = told.waybill.uri(origin)
    # Keyed, because a page that shows the day alone must not give away the second to whoever knows the waybill.
    event_id = secret.event_id(told.waybill.path, iso(to_ms(told.at)), told.code)
    # A firm's own feed says whose hands it came into; an aggregator cannot.
    taker = actor.uri if told.stage is Stage.ACCEPTED and evidence == Evidence.CARRIER else None
    deed = build(
        told.stage,
        uri,
        Stamp(told.at, event_id, place=told.county, offset=told.offset),
        facts=told.facts,
        texts={"text": told.text, "place": told.place},
        taker=taker,
    )
    return _Deed(at, Draft(deed.event, actor, evidence).key(), uri, deed)


def _record(
    session: Session, actor: Actor, deeds: Sequence[_Deed], evidence: str, now: datetime
) -> dict[int, tuple[Result, str | None]]:
    """What became of each deed: those that stand already are not recorded again, whatever their texts say now."""
    if not deeds:
        return {}
    ledger.lock(session, {one.uri for one in deeds})
    stands = set(replay.recorded(session, list({one.key for one in deeds})))
    found: dict[int, tuple[Result, str | None]] = {}
    fresh: list[_Deed] = []
    # In the order of their times, so that a line is not flagged for want of one that is in the same delivery.
    for one in sorted(deeds, key=lambda one: (one.deed.event.event_time, one.at)):
        if one.key in stands:
            found[one.at] = (Result.DUPLICATE, one.deed.event.event_id)
        else:
            stands.add(one.key)
            fresh.append(one)
    if fresh:
        receipts = scans.accept_all(session, actor, [one.deed for one in fresh], evidence, now)
        for one, receipt in zip(fresh, receipts, strict=True):
            found[one.at] = (Result.ACCEPTED, receipt.event_id)
    return found
