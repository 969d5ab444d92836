"""What lies at a pick-up station: taken in from a courier, released with the recipient's code, or given back.

Leaving a parcel here is no sign-off: custody passes to the station, which releases it (快递市场管理办法 28).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import barred, divisions, giving, parcels, reading, release, scans, steps, trail
from couriers.custody import fold
from couriers.parcels import Parcel
from couriers.roster import Courier
from couriers.signed import Code
from couriers.states import State
from trace import parties
from trace.errors import Conflict, Refusal
from trace.receipts import Receipt
from trace.stages import Deed, Stamp
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime
from trace.words import Evidence

LONGEST_SPOT = 20
REFUSALS = ("damaged", "not_ordered")
HERE = frozenset({State.WAITING, State.GOING_BACK})


class NotHere(Conflict):
    """A parcel that does not lie at this station."""

    code = "not-here"


class Shelved(Record):
    """One stay of a parcel at a station; `spot` is the station's own word for the place on its shelves."""

    __tablename__ = "shelved"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    uri: Mapped[str] = mapped_column(Text, index=True)
    spot: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime] = mapped_column(UTCTime)
    left_at: Mapped[datetime | None] = mapped_column(UTCTime)
    # The form that it was taken in with, so that sending that again changes nothing.
    sent: Mapped[str] = mapped_column(Text)

    @property
    def number(self) -> str:
        """What stands on its label."""
        return self.uri.rsplit("/", 1)[1]


class Taken(NamedTuple):
    """One label of those that came, and what became of it: the stay and the new code, or the refusal."""

    label: str
    stay: Shelved | None = None
    parcel: Parcel | None = None
    code: str | None = None
    refusal: Refusal | None = None


class Arrival(NamedTuple):
    """What was said of parcels that come in together; `sent` names the form, so that sending it again changes nothing.

    `gift` is the list that the courier's phone has signed: then phone and station vouch together. Without it a parcel
    must have been offered to the station, and the station alone says that it has it.
    """

    station_id: int
    sent: UUID
    consent: str
    spot: str = ""
    gift: str | None = None


class _Asked(NamedTuple):
    label: str
    parcel: Parcel
    deeds: list[tuple[Deed, Evidence]]


def take_in(session: Session, arrival: Arrival, labels: Sequence[Code], now: datetime) -> list[Taken]:
    """Take parcels in, each by itself, and answer for each label in its order."""
    barred.check(session, arrival.station_id, now)
    actor = parties.actor(session, arrival.station_id)
    answers: dict[int, Taken] = {}
    asked: dict[int, _Asked] = {}
    for at, label in enumerate(labels):
        try:
            parcel = parcels.get(session, reading.parcel(session, label))
            if (before := _before(session, arrival, parcel)) is not None:
                answers[at] = Taken(label.text, before, parcel)
            elif any(parcel.uri == other.parcel.uri for other in asked.values()):
                raise NotHere("this label was read twice: it counts once")
            else:
                asked[at] = _Asked(label.text, parcel, _deeds(session, actor, arrival, label.text, parcel.uri, now))
        except Refusal as refusal:
            answers[at] = Taken(label.text, refusal=refusal)
    told = [deed for one in asked.values() for deed in one.deeds]
    results = iter(scans.accept_each(session, actor, told, now)) if told else iter(())
    for at, one in asked.items():
        answers[at] = _kept(session, arrival, one, [next(results) for _ in one.deeds], now)
    return [answers[at] for at in range(len(labels))]


def _before(session: Session, arrival: Arrival, parcel: Parcel) -> Shelved | None:
    """The stay that this form has begun already, or that lasts still."""
    stays = select(Shelved).where(Shelved.uri == parcel.uri, Shelved.station_id == arrival.station_id)
    newest = session.scalars(stays.order_by(Shelved.id.desc()).limit(1)).first()
    if newest is None:
        return None
    lasts = newest.left_at is None and trail.custody(session, parcel.uri).state in HERE
    return newest if lasts or newest.sent == str(arrival.sent) else None


def _deeds(
    session: Session, actor: Actor, arrival: Arrival, label: str, uri: str, now: datetime
) -> list[tuple[Deed, Evidence]]:
    giver, evidence = None, Evidence.PARTY
    if arrival.gift is not None:
        # The station takes as a firm and not as one of its couriers: nobody on the roster has this id.
        hands = giving.given(session, Courier(id=-1, carrier_id=actor.id), arrival.gift, label, uri)
        if hands.holds:
            giver, evidence = hands.firm, Evidence.BOTH
    deeds = []
    if trail.custody(session, uri).state is State.WAITING:
        # The courier has recorded already that it lies here; who has it passes on all the same.
        deeds.append(
            steps.handed_over(
                uri, _stamp(session, actor.id, arrival.sent, uri, "given", now), to=actor.uri, giver=giver
            )
        )
    stamp = _stamp(session, actor.id, arrival.sent, uri, "in", now + timedelta(milliseconds=len(deeds)))
    deeds.append(steps.deposited(uri, stamp, site="station", consent=arrival.consent, to=actor.uri))
    return [(deed, evidence) for deed in deeds]


def _kept(
    session: Session, arrival: Arrival, one: _Asked, results: Sequence[Receipt | Refusal], now: datetime
) -> Taken:
    refused = next((result for result in results if isinstance(result, Refusal)), None)
    if refused is not None:
        return Taken(one.label, refusal=refused)
    made = Shelved(station_id=arrival.station_id, uri=one.parcel.uri, taken_at=now, sent=str(arrival.sent))
    made.spot = arrival.spot.strip()[:LONGEST_SPOT]
    session.add(made)
    session.flush()
    return Taken(one.label, made, one.parcel, release.issue(session, one.parcel, now))


def lying(session: Session, station_id: int) -> tuple[list[tuple[Shelved, State]], list[Shelved]]:
    """What lies at a station with how it stands, longest first; and the stays that have ended without its doing."""
    wanted = select(Shelved).where(Shelved.station_id == station_id, Shelved.left_at.is_(None))
    stays = session.scalars(wanted.order_by(Shelved.taken_at)).all()
    trails = trail.trails(session, [one.uri for one in stays])
    here = [(one, fold(trails[one.uri]).state) for one in stays]
    return [pair for pair in here if pair[1] in HERE], [one for one, state in here if state not in HERE]


def stay(session: Session, station_id: int, uri: str) -> Shelved:
    """The stay of a parcel that lies here now."""
    found = _open(session, station_id, uri)
    if found is None:
        raise NotHere("this parcel does not lie here: take it in first, or look at the list")
    return found


def hand_out(session: Session, station_id: int, found: Shelved, code: str, sent: UUID, now: datetime) -> Receipt:
    """Release a parcel to whoever says its code: that is the sign-off. The caller commits a wrong guess, which counts."""
    release.check(session, found.uri, code)
    deed = steps.signed(found.uri, _stamp(session, station_id, sent, found.uri, "out", now), method="code")
    return _leave(session, station_id, found, deed, now)


def give_back(session: Session, station_id: int, found: Shelved, sent: UUID, now: datetime) -> Receipt:
    """A courier takes it along again: it is offered to the parcel's carrier, whose next scan takes it."""
    carrier = parties.uri(session, parcels.get(session, found.uri).carrier_id)
    deed = steps.handed_over(found.uri, _stamp(session, station_id, sent, found.uri, "back", now), to=carrier)
    return _leave(session, station_id, found, deed, now)


def refuse(session: Session, station_id: int, found: Shelved, reason: str, sent: UUID, now: datetime) -> Receipt:
    """The recipient does not take it; it lies here until a courier fetches it."""
    deed = steps.refused(found.uri, _stamp(session, station_id, sent, found.uri, "refused", now), reason=reason)
    return scans.accept(session, parties.actor(session, station_id), deed, Evidence.PARTY, now)


def close(session: Session, found: Sequence[Shelved], now: datetime) -> None:
    """They have left, as the record says."""
    for one in found:
        session.get_one(Shelved, one.id).left_at = now
    session.flush()


def _leave(session: Session, station_id: int, found: Shelved, deed: Deed, now: datetime) -> Receipt:
    receipt = scans.accept(session, parties.actor(session, station_id), deed, Evidence.PARTY, now)
    found.left_at = now
    session.flush()
    return receipt


def _open(session: Session, station_id: int, uri: str) -> Shelved | None:
    wanted = select(Shelved).where(Shelved.uri == uri, Shelved.station_id == station_id, Shelved.left_at.is_(None))
    return session.scalars(wanted).first()


def _stamp(session: Session, station_id: int, sent: UUID, uri: str, what: str, at: datetime) -> Stamp:
    """At the station's own county, under an id that is this form's."""
    place = divisions.county(session, parties.get(session, station_id).division)
    return Stamp(at, f"urn:uuid:{uuid5(sent, f'{what} {uri}')}", place)
