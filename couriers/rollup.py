"""The rating of a firm or station: its couriers' scores by the parcels they carried, its own feed, less its own findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from couriers.account import Rated
from couriers.conduct import Kind
from couriers.rated import Rating, rating_count
from couriers.roster import Courier
from couriers.rules import Rules
from couriers.score import Seniority, grade
from trace.parties import Kind as PartyKind, Party


class Made(NamedTuple):
    """A rating's figures; scores in the smallest step that the rules show."""

    score: int
    low: int
    grade: str
    reached: str
    parcels: int


class _Member(NamedTuple):
    parcels: int
    score: float
    low: float


def alone(own: Rated) -> Made:
    """The rating of a person."""
    score, rules = own.score, own.rules
    return Made(
        steps(score.score, rules), steps(score.low, rules), own.grade, score.grade, own.inputs.seniority.parcels
    )


def together(session: Session, party_id: int, own: Rated | None, day: int, rules: Rules) -> Made | None:
    """The rating of a firm or station on a day; None where it has neither rated couriers nor entries of its own."""
    members = _couriers(session, party_id, rules)
    deduction, since = 0.0, _since(session, party_id, day)
    if own is not None:
        deduction = own.score.deduction
        members.append(_Member(own.inputs.seniority.parcels, own.score.score + deduction, own.score.low + deduction))
        since = max(since, own.inputs.seniority.days)
    if not members:
        return None
    parcels = sum(one.parcels for one in members)
    # Nobody has delivered anything yet: then each speaks as much as the others.
    weights = [one.parcels if parcels else 1 for one in members]
    score, low = (
        round(sum(w * value for w, value in zip(weights, values, strict=True)) / sum(weights) - deduction, rules.grading.decimals)
        for values in ([one.score for one in members], [one.low for one in members])
    )  # fmt: skip
    barred = own is not None and own.score.grade == rules.grading.barred
    reached = grade(rules, score, low, Seniority(parcels, since), barred)
    return Made(steps(score, rules), steps(low, rules), reached, reached, parcels)


def wake(session: Session, courier_ids: Sequence[int]) -> None:
    """Have the firms of these couriers rated anew."""
    wanted = select(Courier.carrier_id, Party.kind).join(Party, Party.id == Courier.carrier_id)
    for party_id, kind in set(session.execute(wanted.where(Courier.id.in_(courier_ids))).all()):
        mark(session, Kind.OUTLET if kind == PartyKind.STATION else Kind.FIRM, party_id)
    session.flush()


def mark(session: Session, kind: str, subject_id: int) -> None:
    """Something is new of somebody."""
    found = session.get(Rating, (str(kind), subject_id))
    if found is None:
        found = Rating(
            kind=str(kind), subject_id=subject_id, day=0, leaf=-1, rules="", score=0, low=0, grade="", reached="",
            parcels=0, area="", gaps=0,
        )  # fmt: skip
        session.add(found)
    found.stale = True


def steps(value: float, rules: Rules) -> int:
    """A figure in the smallest step that is shown."""
    size: int = 10**rules.grading.decimals
    return round(value * size)


def _couriers(session: Session, party_id: int, rules: Rules) -> list[_Member]:
    wanted = select(Rating).join(Courier, Courier.id == Rating.subject_id)
    rows = session.scalars(
        wanted.where(Rating.kind == Kind.COURIER, Courier.carrier_id == party_id).order_by(Rating.subject_id)
    )
    size = 10**rules.grading.decimals
    return [_Member(one.parcels, one.score / size, one.low / size) for one in rows]


def _since(session: Session, party_id: int, day: int) -> int:
    """Days since the first thing that counts for one of its couriers."""
    count = rating_count.c
    wanted = select(func.min(count.day)).join(Courier, Courier.id == count.subject_id)
    first = session.scalar(wanted.where(count.kind == Kind.COURIER, Courier.carrier_id == party_id))
    return day - int(first) if first is not None else 0
