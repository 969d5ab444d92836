"""A courier's contest before an officer: right, and the finding falls; not right, and it stands; answered once."""

from __future__ import annotations

import pytest

from couriers import contests, ratings, roster
from couriers.conduct import Kind as SubjectKind, Subject
from couriers.rulings import Ruling
from credit import contested, decisions, queue
from credit.casework import take
from credit.procedure import SamePerson
from tests.credit.conftest import later
from tests.trace.logged import NOW, event, item
from trace.moments import to_ms


@pytest.fixture
def found(town):
    """A courier against whom a finding is final."""
    (opened,) = town.open(category="K15", respondent_id=town.firm.id)
    with town.world.sessions() as session:
        courier = roster.enrol(session, town.firm.id, "小马", NOW)
        session.commit()
    said = Ruling(SubjectKind.COURIER, courier.id, "V4", 100, to_ms(NOW))
    one, two = town.hand(town.post, 1), town.hand(town.post, 2)
    for work in (
        lambda session, case: take(session, case, "accepted", one, later(1)),
        lambda session, case: decisions.propose(session, case, one, "upheld", "理由。", said, later(1)),
        lambda session, case: decisions.decide(session, case, two, "", later(2)),
        lambda session, case: take(session, case, "noted", one, later(20), text="期满"),
    ):
        with town.world.sessions() as session:
            work(session, town.case(session, opened.case.number))
            session.commit()
    town.world.integrate()
    return town, opened, courier


def standing(town, courier):
    with town.world.sessions() as session:
        ratings.catch_up(session)
        session.commit()
        account = ratings.account(session, Subject(SubjectKind.COURIER, courier.id))
        return [one.outcome for one in account.decisions]


def contest(town, courier, about):
    with town.world.sessions() as session:
        made = contests.make(session, courier, "review", about, "我当面交给了本人。", [about], later(21))
        session.commit()
        return made.id


def answer(town, number, account, state, day=22):
    with town.world.sessions() as session:
        scope = queue.scope(session, town.post.id, "regulator", None, (account,))
        row = contested.get(session, scope, number)
        fell = contested.answer(session, row, town.hand(town.post, account), state, "录像为证。", later(day))
        session.commit()
        return fell


def test_a_contest_that_is_right_makes_the_finding_fall_and_later_scores_are_made_anew(found):
    town, opened, courier = found
    assert standing(town, courier) == ["upheld"]
    number = contest(town, courier, f"https://log.example/id/case/{opened.case.number}")
    for account in (1, 2):
        with pytest.raises(SamePerson):
            answer(town, number, account, contests.UPHELD)
    assert answer(town, number, 3, contests.UPHELD)
    town.world.integrate()
    assert standing(town, courier) == ["rejected"]
    with town.world.sessions() as session:
        case = town.case(session, opened.case.number)
        assert (case.state, case.outcome) == ("final", "rejected")
        assert ratings.recompute(session) == []
        (row,) = contests.answered(session, courier.id)
        assert (contests.answer(session, row), row.answered_by) == ("录像为证。", 3)
        assert "录像".encode() not in row.answer


def test_a_contest_that_is_not_right_changes_nothing_and_is_answered_once(found):
    town, opened, courier = found
    number = contest(town, courier, f"https://log.example/id/case/{opened.case.number}")
    assert not answer(town, number, 3, contests.DISMISSED)
    with pytest.raises(contests.ContestAnswered):
        answer(town, number, 3, contests.UPHELD)
    assert standing(town, courier) == ["upheld"]


def test_a_contest_of_an_indicator_without_entries_is_answered_and_moves_no_number(found):
    town, _, courier = found
    number = contest(town, courier, "on_time")
    assert not answer(town, number, 1, contests.UPHELD)
    assert standing(town, courier) == ["upheld"]


def test_an_office_of_another_division_sees_no_contest(found):
    town, _, courier = found
    number = contest(town, courier, "on_time")
    with town.world.sessions() as session:
        elsewhere = queue.Scope(999, False, "220200", frozenset({"postal"}), ())
        assert contested.listed(session, elsewhere, waiting=True) == []
        with pytest.raises(contested.NoSuchContest):
            contested.get(session, elsewhere, number)
        mine = queue.scope(session, town.post.id, "regulator", None, ())
        assert [row.contest.id for row in contested.listed(session, mine, waiting=True)] == [number]


def test_nothing_is_decided_for_whoever_has_no_finding(found):
    town, _, courier = found
    town.world.record(event("commissioning", item("Z")))
    number = contest(town, courier, "https://log.example/id/case/ELSEWHERE")
    assert not answer(town, number, 3, contests.UPHELD)
