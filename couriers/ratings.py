"""Ratings follow the log: rows first, batch by batch, then the rating of everybody whom the new rows touch.

A rating is of the day of the newest entry, never of the day on which somebody computes it; so beginning again at 0 gives
the same values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from couriers import areas, excuses, gathering, rollup, rules as rule_sets, rulings, tallies
from couriers.account import Account, Rated, rate
from couriers.conduct import Kind, Subject
from couriers.excuses import Excused
from couriers.rated import Rating, RatingCursor, Ruled, rating_count, rating_vote
from couriers.rules import Rules
from trace import bulk, log

BATCH = 2_000
_CURSOR = 1
_ENTRIES = (
    "SELECT e.id, e.record_ms, e.stage FROM log_leaf l JOIN entry e ON e.id = l.entry_id WHERE l.idx >= ? AND l.idx < ?"
)


class Position(NamedTuple):
    """How far ratings are: the next entry, the day they are of, and the rules of that day (None before there were any)."""

    leaf: int
    day: int
    rules: Rules | None


class Difference(NamedTuple):
    """A rating that came out otherwise when it was computed anew."""

    subject: Subject
    stood: tuple[object, ...] | None
    again: tuple[object, ...] | None


def position(session: Session) -> Position:
    """How far ratings have followed the log."""
    found = session.get(RatingCursor, _CURSOR)
    return Position(0, 0, None) if found is None else _position(found)


def follow(session: Session, most: int = BATCH) -> int:
    """Take the next entries of the log into the rows of ratings; how many there were."""
    cursor = _cursor(session)
    size = min(log.newest(session).size, cursor.leaf + most)
    if size <= cursor.leaf:
        return 0
    entries = bulk.run(session, _ENTRIES, (cursor.leaf, size))
    decided = [number for number, _, stage in entries if stage in rulings.STAGES]
    excused = excuses.read(session, decided)
    subjects = gathering.gather(session, sorted({*gathering.touched(session, cursor.leaf, size), *excused}), size)
    ruled = rulings.read(session, decided)
    for one in sorted(subjects | ruled):
        rollup.mark(session, one.kind, one.id)
    taken, day = size - cursor.leaf, _position(cursor).day
    cursor.leaf, cursor.record_ms = size, max(cursor.record_ms, *(ms for _, ms, _ in entries))
    if _position(cursor).day != day:
        # A day later everything is a day older.
        session.execute(update(Rating).values(stale=True))
    session.flush()
    return taken


def waiting(session: Session) -> bool:
    """Whether there is anything to follow or to settle."""
    stale = session.scalars(select(Rating.subject_id).where(Rating.stale).limit(1)).first()
    return stale is not None or position(session).leaf < log.newest(session).size


def settle(session: Session) -> int:
    """Rate everybody of whom something is new, once nothing is left to follow; how many that were."""
    at = position(session)
    if at.rules is None:
        return 0
    tallies.notice_gaps(session)
    areas.place(session, at.day, at.rules)
    done = 0
    # Couriers first: firms and stations are rated by them.
    for kind in Kind:
        wanted = select(Rating.subject_id).where(Rating.kind == kind, Rating.stale).order_by(Rating.subject_id)
        ids = session.scalars(wanted).all()
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            _rate(session, kind, some, at.day, at.rules)
            if kind is Kind.COURIER:
                rollup.wake(session, some)
        done += len(ids)
    return done


def catch_up(session: Session, first: int | None = None) -> tuple[int, int]:
    """Follow the log to its end, from entry `first` on if one is given (0: from nothing): entries taken, ratings made."""
    if first is not None:
        rewind(session, first)
    taken = 0
    while some := follow(session):
        taken += some
    return taken, settle(session)


def rewind(session: Session, first: int) -> None:
    """Have ratings follow the log again from entry `first` on; from 0 nothing of them is kept."""
    cursor = _cursor(session)
    if first <= 0:
        for table in (rating_count, rating_vote):
            session.execute(delete(table))
        for model in (Ruled, Excused, Rating):
            session.execute(delete(model))
        session.expire_all()
        cursor.record_ms = 0
    cursor.leaf = min(max(first, 0), cursor.leaf)
    session.flush()


def recompute(session: Session) -> list[Difference]:
    """Make every rating anew from the first entry on; those that come out otherwise than they stood."""
    catch_up(session)
    stood = _all(session)
    catch_up(session, 0)
    again = _all(session)
    everybody = sorted(stood.keys() | again.keys())
    return [Difference(one, stood.get(one), again.get(one)) for one in everybody if stood.get(one) != again.get(one)]


def account(session: Session, subject: Subject) -> Account | None:
    """All that speaks for or against somebody, as far as ratings have followed the log; None where there is nothing."""
    at = position(session)
    return (
        None if at.rules is None else _accounts(session, subject.kind, [subject.id], at.day, at.rules).get(subject.id)
    )


def of(session: Session, subject: Subject) -> Rated | None:
    """Somebody's rating with what it is made of; None where nothing is known of them."""
    at, found = position(session), account(session, subject)
    return None if found is None or at.rules is None else rate(found, at.day, at.rules)


def _accounts(session: Session, kind: str, ids: Sequence[int], day: int, rules: Rules) -> dict[int, Account]:
    where = select(Rating.area).where(Rating.kind == kind, Rating.subject_id.in_(ids)).distinct()
    usual = areas.medians(session, session.scalars(where).all(), day, rules) if kind == Kind.COURIER else {}
    return tallies.read(session, kind, ids, day, rules, usual)


def _rate(session: Session, kind: Kind, ids: Sequence[int], day: int, rules: Rules) -> None:
    accounts, leaves = _accounts(session, kind, ids, day, rules), tallies.last_leaves(session, kind, ids)
    for row in session.scalars(select(Rating).where(Rating.kind == kind, Rating.subject_id.in_(ids))).all():
        mine = accounts.get(row.subject_id)
        own = None if mine is None else rate(mine, day, rules)
        if kind is Kind.COURIER:
            made = None if own is None else rollup.alone(own)
        else:
            made = rollup.together(session, row.subject_id, own, day, rules)
        if made is None:
            session.delete(row)
            continue
        row.score, row.low, row.grade, row.reached, row.parcels = made
        row.day, row.rules, row.stale = day, rules.version, False
        row.leaf = leaves.get(row.subject_id, -1)
    session.flush()


def _all(session: Session) -> dict[Subject, tuple[object, ...]]:
    return {
        Subject(one.kind, one.subject_id): (
            one.score, one.low, one.grade, one.reached, one.parcels, one.day, one.rules, one.leaf, one.area,
        )
        for one in session.scalars(select(Rating))
    }  # fmt: skip


def _cursor(session: Session) -> RatingCursor:
    """The cursor, held until the transaction ends: of two that follow at once the second goes on where the first ended."""
    table = RatingCursor.__table__
    assert isinstance(table, Table)
    bulk.insert_new(session, table, [(_CURSOR, 0, 0)])
    return session.scalars(select(RatingCursor).where(RatingCursor.id == _CURSOR).with_for_update()).one()


def _position(cursor: RatingCursor) -> Position:
    rules = rule_sets.of(cursor.record_ms) if cursor.leaf else None
    return Position(cursor.leaf, rules.day(cursor.record_ms) if rules else 0, rules)
