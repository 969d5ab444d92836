"""The gate: what follows from grades is proposed, and a person decides, reviews and lifts; each step an entry.

A measure that bars lets a firm or station take in nothing new (couriers/barred.py) and lets a person of the firm look at a
courier's scans (couriers/roster.suspend). What is in hand stays deliverable.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import barred, roster
from couriers.conduct import Kind as RatedKind
from couriers.rated import Rating
from credit import gate, gates, holidays, measures
from credit.gate import IN_FORCE, State
from credit.measures import COURIER, PARTY, BadMeasure, Hand, Measure
from credit.workdays import after
from trace import parties

HOME = ZoneInfo("Asia/Shanghai")
RED, BLACK = "red_list", "black_list"
LONGEST_FACT = 200


def look(session: Session, hand: Hand, now: datetime) -> list[Measure]:
    """Propose what grades ask for; of somebody about whom something is open nothing is proposed."""
    found = []
    today = day(now)
    rules = gates.at(today)
    grades = [grade for one in rules.effects if one.proposes for grade in one.grades]
    wanted = select(Rating).where(Rating.grade.in_(grades), Rating.stale.is_(False))
    for row in session.scalars(wanted.order_by(Rating.kind, Rating.subject_id)).all():
        subject = COURIER if row.kind == RatedKind.COURIER else PARTY
        before = [(one.state, _last(one)) for one in measures.of(session, subject, row.subject_id) if one.kind != RED]
        if (kind := gate.proposal(rules, row.grade, before, today)) is not None:
            found.append(propose(session, kind, subject, row.subject_id, hand, "", now, rating=row))
    return found


def propose(
    session: Session,
    kind: str,
    subject: str,
    subject_id: int,
    hand: Hand,
    text: str,
    now: datetime,
    *,
    rating: Rating | None = None,
    basis: str = "",
    decision_no: str = "",
    authority: str = "",
    source: str = "",
) -> Measure:
    """Propose a measure; with no account behind `hand` the system does, and then a rating has to speak for it."""
    rules = gates.at(day(now))
    what = rules.kind(kind)
    party_id = roster.get(session, subject_id).carrier_id if subject == COURIER else parties.get(session, subject_id).id
    if rating is None and not text.strip():
        raise BadMeasure("a proposal says why: write the reasons, which whoever it is about reads")
    if subject == COURIER and kind in (RED, BLACK):
        raise BadMeasure("a list names firms, shops and stations; a person is put on none")
    if what.decision and not (decision_no.strip() and authority.strip()):
        raise BadMeasure("the black list needs the number of a decision and the authority that made it")
    if max(map(len, (basis, decision_no, authority, source))) > LONGEST_FACT:
        raise BadMeasure(f"basis, number, authority and source have at most {LONGEST_FACT} characters each")
    _none_open(session, kind, subject, subject_id)
    due = after(holidays.calendar(session), day(now), what.hearing_days, working=True)
    made = Measure(
        number=measures.number(), kind=kind, subject_kind=subject, subject_id=subject_id, party_id=party_id,
        state=State.PROPOSED, grade=rating.grade if rating else "", score=rating.score if rating else 0,
        leaf=rating.leaf if rating else -1, rules=f"{rules.version} {rating.rules}" if rating else rules.version,
        basis=basis.strip() or what.basis, decision_no=decision_no.strip(), authority=authority.strip(),
        source=source.strip(), proposed_at=now, hear_until=due.day.isoformat(), hear_provisional=due.provisional,
    )  # fmt: skip
    session.add(made)
    session.flush()
    measures.note(session, made, "proposed", hand, text.strip(), now)
    return made


def say(session: Session, measure: Measure, step: str, hand: Hand, text: str, now: datetime) -> None:
    """What whoever it is about says: a statement, an appeal, a request to be repaired."""
    if not text.strip():
        raise BadMeasure("this needs words: write what there is to say")
    state = gate.move(measure.state, step)
    if step == "appealed":
        gate.in_time(_day(measure.appeal_until), day(now))
    elif step not in ("stated", "repair_asked"):
        raise gate.NotNow(f"{step[:20]!r} is an office's to do")
    measure.state = state
    measures.note(session, measure, step, hand, text.strip(), now)


def decide(
    session: Session, measure: Measure, imposed: bool, hand: Hand, text: str, now: datetime, *, days: int | None = None
) -> None:
    """A named person who did not propose it decides, once whoever it is about was heard; `days` is how long it holds."""
    step = "imposed" if imposed else "dismissed"
    state, account = gate.move(measure.state, step), _person(hand, text)
    gate.another(account, measures.by(session, measure, "proposed"))
    today, what = day(now), gates.at(day(measure.proposed_at)).kind(measure.kind)
    if imposed:
        gate.heard(bool(measures.by(session, measure, "stated")), date.fromisoformat(measure.hear_until), today)
        term = what.most_days if days is None else days
        if not max(what.least_days, 1) <= term <= what.most_days:
            raise BadMeasure(f"{term} days cannot be: expected {max(what.least_days, 1)} to {what.most_days}")
        measure.since, measure.until = now, (today + timedelta(days=term)).isoformat()
        measure.least = (today + timedelta(days=what.least_days)).isoformat() if what.least_days else None
        measure.appeal_until = (today + timedelta(days=what.appeal_days)).isoformat()
        _begin(session, measure, what.bars, now)
        if measure.kind == BLACK:
            _off_the_red_list(session, measure, hand, now)
    else:
        measure.ended_at = now
    measure.state = state
    measures.note(session, measure, step, hand, text.strip(), now)


def review(session: Session, measure: Measure, confirmed: bool, hand: Hand, text: str, now: datetime) -> None:
    """A third person looks at an appeal."""
    step = "confirmed" if confirmed else "overturned"
    state, account = gate.move(measure.state, step), _person(hand, text)
    gate.another(account, measures.by(session, measure, "proposed", "imposed"))
    if not confirmed:
        _end(session, measure, now)
    measure.state = state
    measures.note(session, measure, step, hand, text.strip(), now)


def lift(session: Session, measure: Measure, hand: Hand, text: str, now: datetime) -> None:
    """A person lifts it with its repair: publication and bar end in the same transaction."""
    state = gate.move(measure.state, "lifted")
    _person(hand, text)
    gate.repaired(_day(measure.least), day(now))
    _end(session, measure, now)
    measure.state = state
    measures.note(session, measure, "lifted", hand, text.strip(), now)


def expire(session: Session, hand: Hand, now: datetime) -> list[Measure]:
    """End what has reached its last day; nobody has to ask for that."""
    found = [
        one
        for one in measures.standing(session, IN_FORCE, most=10_000)
        if one.until and one.until < day(now).isoformat()
    ]
    for one in found:
        _end(session, one, now)
        one.state = gate.move(one.state, "expired")
        measures.note(session, one, "expired", hand, "", now)
    return found


def day(moment: datetime) -> date:
    """The calendar day of a moment, here."""
    return moment.astimezone(HOME).date()


def _begin(session: Session, measure: Measure, bars: bool, now: datetime) -> None:
    if not bars:
        return
    if measure.subject_kind == COURIER:
        roster.suspend(session, roster.get(session, measure.subject_id), now)
    else:
        barred.begin(session, measure.party_id, measure.number, now)


def _end(session: Session, measure: Measure, now: datetime) -> None:
    measure.ended_at = now
    if measure.subject_kind == COURIER:
        roster.restore(session, roster.get(session, measure.subject_id))
    else:
        barred.end(session, measure.number, now)


def _off_the_red_list(session: Session, black: Measure, hand: Hand, now: datetime) -> None:
    for one in measures.of(session, PARTY, black.subject_id):
        if one.kind == RED and one.state in (State.IMPOSED, State.CONFIRMED):
            _end(session, one, now)
            one.state = gate.move(one.state, "lifted")
            measures.note(session, one, "lifted", hand, f"black list, measure {black.number}", now)


def _none_open(session: Session, kind: str, subject: str, subject_id: int) -> None:
    for one in measures.of(session, subject, subject_id):
        if one.state in gate.OPEN and (one.kind == kind or (kind == RED and one.kind != RED)):
            raise gate.NotNow(f"measure {one.number} about the same is {one.state} already")


def _person(hand: Hand, text: str) -> int:
    if hand.account_id is None:
        raise gate.SamePerson("a measure is decided by a named person: log in")
    if not text.strip():
        raise BadMeasure("a decision has reasons: write them, whoever it is about reads them")
    return hand.account_id


def _last(measure: Measure) -> date:
    return day(measure.ended_at or measure.since or measure.proposed_at)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
