"""The gate: the system proposes, people decide after a hearing, and a firm that is barred still delivers what it has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from couriers import barred, roster
from couriers.barred import FirmSuspended
from couriers.conduct import Kind
from couriers.rated import Rating
from credit import admission, gate, gates, measures
from credit.gate import NotNow, SamePerson, State
from credit.measures import BadMeasure, Hand
from trace import history, parties

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = gates.at(date(2026, 11, 25))


class Office:
    """A regulator with three people, the operator's system, a carrier and one of its couriers."""

    def __init__(self, session):
        self.session = session
        self.operator = parties.register(session, "operator", "溯源运营方", NOW)
        self.regulator = parties.register(session, "regulator", "市商务局", NOW)
        self.firm = parties.register(session, "carrier", "长白快递", NOW)
        self.courier = roster.enrol(session, self.firm.id, "小马", NOW)
        self.system = Hand(parties.actor(session, self.operator.id), None)
        self.own = Hand(parties.actor(session, self.firm.id), 90)

    def officer(self, account):
        return Hand(parties.actor(self.session, self.regulator.id), account)

    def rated(self, grade, kind=Kind.FIRM, subject=None):
        row = Rating(
            kind=str(kind), subject_id=subject or self.firm.id, stale=False, day=1, leaf=7, rules="2024-03", score=281,
            low=270, grade=grade, reached=grade, parcels=300, area="", gaps=0,
        )  # fmt: skip
        self.session.merge(row)
        self.session.flush()

    def proposed(self, kind="suspend", **more):
        return admission.propose(
            self.session, kind, "party", self.firm.id, self.officer(1), "three findings", NOW, **more
        )

    def imposed(self, kind="suspend", **more):
        made = self.proposed(kind, **more)
        admission.say(self.session, made, "stated", self.own, "we disagree", NOW)
        admission.decide(self.session, made, True, self.officer(2), "they are right", NOW)
        return made


@pytest.fixture
def office(session):
    return Office(session)


@pytest.mark.parametrize(("grade", "kind"), [("CC", "suspend"), ("C", "suspend"), ("D", "refuse")])
def test_the_system_proposes_what_a_grade_asks_for_and_bars_nobody(office, grade, kind):
    office.rated(grade)
    (made,) = admission.look(office.session, office.system, NOW)
    assert (made.kind, made.state, made.grade, made.leaf) == (kind, State.PROPOSED, grade, 7)
    assert not barred.holds(office.session, office.firm.id, NOW)


@pytest.mark.parametrize("grade", ["AAA", "A", "BBB", "B", "CCC", "NR"])
def test_other_grades_propose_nothing(office, grade):
    office.rated(grade)
    assert admission.look(office.session, office.system, NOW) == []


def test_the_same_is_not_proposed_twice_nor_soon_after_it_was_dismissed(office):
    office.rated("C")
    (made,) = admission.look(office.session, office.system, NOW)
    assert admission.look(office.session, office.system, NOW + DAY) == []
    admission.decide(office.session, made, False, office.officer(2), "a flood", NOW + DAY)
    assert admission.look(office.session, office.system, NOW + 20 * DAY) == []
    assert len(admission.look(office.session, office.system, NOW + 40 * DAY)) == 1


def test_nobody_is_judged_unheard(office):
    made = office.proposed()
    # Three working days from Wednesday: Monday.
    assert made.hear_until == "2026-11-30"
    with pytest.raises(NotNow, match="statement"):
        admission.decide(office.session, made, True, office.officer(2), "at once", NOW + 5 * DAY)
    admission.decide(office.session, made, True, office.officer(2), "they said nothing", NOW + 6 * DAY)
    assert made.state == State.IMPOSED


def test_four_eyes_and_six(office):
    made = office.proposed()
    admission.say(office.session, made, "stated", office.own, "we disagree", NOW)
    with pytest.raises(SamePerson):
        admission.decide(office.session, made, True, office.officer(1), "mine", NOW)
    with pytest.raises(SamePerson):
        admission.decide(office.session, made, True, office.system, "the machine", NOW)
    admission.decide(office.session, made, True, office.officer(2), "right", NOW)
    admission.say(office.session, made, "appealed", office.own, "wrong", NOW)
    for before in (1, 2):
        with pytest.raises(SamePerson):
            admission.review(office.session, made, True, office.officer(before), "again mine", NOW)
    admission.review(office.session, made, False, office.officer(3), "it was the flood", NOW)
    assert made.state == State.OVERTURNED
    assert not barred.holds(office.session, office.firm.id, NOW)


def test_a_barred_firm_takes_in_nothing_new_from_that_moment_on(office):
    office.imposed()
    assert not barred.holds(office.session, office.firm.id, NOW - timedelta(minutes=1))
    with pytest.raises(FirmSuspended):
        barred.check(office.session, office.firm.id, NOW)
    with pytest.raises(FirmSuspended):
        roster.enrol(office.session, office.firm.id, "小李", NOW)


def test_repair_lifts_the_measure_its_bar_and_its_publication_at_once(office):
    made = office.imposed()
    assert [one.number for one in measures.published(office.session)] == [made.number]
    admission.say(office.session, made, "repair_asked", office.own, "all trained", NOW)
    admission.lift(office.session, made, office.officer(4), "looked at it", NOW)
    assert measures.published(office.session) == []
    barred.check(office.session, office.firm.id, NOW)


def test_a_measure_ends_by_itself_on_its_last_day(office):
    made = office.imposed()
    assert admission.expire(office.session, office.system, NOW + 180 * DAY) == []
    assert admission.expire(office.session, office.system, NOW + 181 * DAY) == [made]
    barred.check(office.session, office.firm.id, NOW + 181 * DAY)


def test_the_black_list_needs_a_decision_and_stands_a_year_at_the_least(office):
    with pytest.raises(BadMeasure, match="number"):
        office.proposed("black_list")
    made = office.imposed("black_list", decision_no="通市监罚〔2026〕7号", authority="市市场监管局")
    assert made.until == "2029-11-24"
    with pytest.raises(NotNow, match="2027-11-25"):
        admission.lift(office.session, made, office.officer(4), "too soon", NOW + 100 * DAY)
    admission.lift(office.session, made, office.officer(4), "repaired", NOW + 366 * DAY)


def test_the_black_list_ends_a_place_in_the_red_one(office):
    red = office.imposed("red_list")
    assert not barred.holds(office.session, office.firm.id, NOW)
    office.imposed("black_list", decision_no="7", authority="市市场监管局")
    assert red.state == State.LIFTED
    with pytest.raises(NotNow):
        office.proposed("red_list")


def test_a_courier_is_suspended_within_the_firm_and_named_in_no_list(office):
    office.rated("C", Kind.COURIER, office.courier.id)
    (made,) = admission.look(office.session, office.system, NOW)
    admission.decide(office.session, made, True, office.officer(2), "after the hearing", NOW + 7 * DAY)
    assert office.courier.suspended_at is not None
    assert measures.published(office.session) == []
    for kind in ("black_list", "red_list"):
        with pytest.raises(BadMeasure, match="person"):
            admission.propose(
                office.session,
                kind,
                "courier",
                office.courier.id,
                office.officer(1),
                "no",
                NOW,
                decision_no="7",
                authority="x",
            )
    admission.lift(office.session, made, office.officer(3), "trained", NOW + 8 * DAY)
    assert office.courier.suspended_at is None


def test_every_step_is_an_entry_that_tells_no_word_and_no_name(office):
    made = office.imposed()
    life = history.life(office.session, f"https://log.example/id/case/measure-{made.number}")
    assert [one.public["facts"] for one in life.entries] == [
        {"outcome": step, "category": "suspend"} for step in ("proposed", "stated", "imposed")
    ]
    assert not any("three findings" in one.envelope or "长白" in one.envelope for one in life.entries)
    assert [one.text for one in measures.steps(office.session, made)] == [
        "three findings",
        "we disagree",
        "they are right",
    ]


@pytest.mark.parametrize("days", [0, 181])
def test_a_term_that_cannot_be_is_refused(office, days):
    made = office.proposed()
    admission.say(office.session, made, "stated", office.own, "words", NOW)
    with pytest.raises(BadMeasure, match="expected"):
        admission.decide(office.session, made, True, office.officer(2), "why", NOW, days=days)


def test_an_appeal_is_made_in_its_days(office):
    made = office.imposed()
    with pytest.raises(NotNow, match="ended"):
        admission.say(office.session, made, "appealed", office.own, "late", NOW + 11 * DAY)


def test_decisions_without_reasons_are_refused(office):
    made = office.proposed()
    with pytest.raises(BadMeasure, match="reasons"):
        admission.decide(office.session, made, False, office.officer(2), "  ", NOW)


@given(st.lists(st.sampled_from(sorted({step for _, step in gate.MOVES})), max_size=8))
def test_whatever_is_tried_what_is_over_stays_over(steps):
    state, over = "proposed", False
    for step in steps:
        try:
            state = gate.move(state, step)
        except NotNow:
            continue
        assert not over
        over = state not in gate.OPEN
    assert state in set(State)
