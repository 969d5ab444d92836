"""Deciding: two persons, an appeal, a third one, and a rating that only the last word touches."""

from __future__ import annotations

import pytest

from couriers import ratings
from couriers.conduct import Kind as SubjectKind, Subject
from couriers.rulings import BadRuling, Ruling
from credit import complaints, decisions
from credit.casework import BadCaseText, take
from credit.procedure import Kind, SamePerson, WrongStep
from tests.credit.conftest import later
from tests.trace.logged import NOW, event, item
from trace import history
from trace.moments import to_ms
from trace.words import Evidence


@pytest.fixture
def ready(town):
    """A case that is accepted; how to take steps in it."""
    town.world.record(event("retail_selling", item("A")))
    (opened,) = town.open(category="K15", respondent_id=town.firm.id, about=item("A"))

    def step(work, *given, account=1, actor=town.post, day=1, **more):
        with town.world.sessions() as session:
            found = town.case(session, opened.case.number)
            made = (
                work(session, found, *given[:1], town.hand(actor, account), *given[1:], now=later(day), **more)
                if work is take
                else work(session, found, town.hand(actor, account), *given, now=later(day), **more)
            )
            session.commit()
            return made

    step(take, "accepted")
    return town, opened, step


def ruling(town, **more):
    said = {"kind": SubjectKind.FIRM, "id": town.firm.id, "code": "V4", "share": 80, "happened": to_ms(NOW)}
    return Ruling(**(said | more))


def state(town, opened):
    with town.world.sessions() as session:
        return town.case(session, opened.case.number).state


def test_one_proposes_another_approves_and_the_item_gets_the_public_outcome_alone(ready):
    town, opened, step = ready
    step(decisions.propose, "upheld", "没有取件码，签名空白。", ruling(town))
    with town.world.sessions() as session:
        assert [one.stage for one in history.life(session, item("A")).entries] == ["sold"]
    with pytest.raises(SamePerson):
        step(decisions.decide, "")
    step(decisions.decide, "同意。", account=2)
    assert state(town, opened) == "decided"
    with town.world.sessions() as session:
        sold, decided = history.life(session, item("A")).entries
        assert (sold.stage, decided.public["facts"]) == ("sold", {"outcome": "upheld"})
        assert "签名空白" not in decided.envelope
        said = complaints.file(session, town.case(session, opened.case.number), "respondent")
        assert [one.step for one in said] == ["complained", "accepted", "decided"]


def test_a_draft_that_is_sent_back_is_written_anew_and_may_be_approved_by_whoever_wrote_the_first(ready):
    town, opened, step = ready
    step(decisions.propose, "upheld", "理由。", None)
    step(take, "sent_back_draft", account=2, text="比例说不通。")
    step(decisions.propose, "rejected", "新的理由。", None, account=2)
    step(decisions.decide, "", account=1)
    with town.world.sessions() as session:
        assert town.case(session, opened.case.number).outcome == "rejected"


@pytest.mark.parametrize(
    ("outcome", "text", "more", "refusal"),
    [
        ("upheld", " ", {}, BadCaseText),
        ("guilty", "理由。", {}, BadCaseText),
        ("upheld", "理由。", {"code": "V99"}, BadRuling),
        ("upheld", "理由。", {"share": 0}, BadRuling),
    ],
)
def test_a_draft_needs_reasons_an_outcome_and_a_finding_that_the_rules_know(ready, outcome, text, more, refusal):
    town, opened, step = ready
    with pytest.raises(refusal):
        step(decisions.propose, outcome, text, ruling(town, **more))
    assert state(town, opened) == "accepted"


def rated(town):
    """What costs the firm something, as far as ratings have followed."""
    with town.world.sessions() as session:
        ratings.catch_up(session)
        session.commit()
        at, account = ratings.position(session), ratings.account(session, Subject(SubjectKind.FIRM, town.firm.id))
        found = [] if account is None else account.decisions
        return [(one.outcome, one.final <= at.day) for one in found]


def test_only_the_last_word_touches_a_rating_and_an_open_appeal_keeps_it_away(ready):
    town, opened, step = ready
    step(decisions.propose, "upheld", "理由。", ruling(town))
    step(decisions.decide, "", account=2)
    town.world.integrate()
    assert rated(town) == [("upheld", False)]
    with town.world.sessions() as session:
        found = town.case(session, opened.case.number)
        decisions.appeal(session, found, town.hand(town.firm, 9), "有录像。", later(5), Evidence.PARTY)
        session.commit()
    # Long after the days of an appeal it is still open, and still costs nothing.
    town.world.record(event("commissioning", item("Z"), hour=9))
    with town.world.sessions() as session:
        take(
            session, town.case(session, opened.case.number), "noted", town.hand(town.post, 1), later(40), text="等录像"
        )
        session.commit()
    town.world.integrate()
    assert rated(town) == [("upheld", False)]
    for account in (1, 2):
        with pytest.raises(SamePerson):
            step(decisions.review, "rejected", "录像显示交给了本人。", account=account, day=41)
    step(decisions.review, "rejected", "录像显示交给了本人。", account=3, day=41)
    town.world.integrate()
    assert rated(town) == [("rejected", True)]
    with town.world.sessions() as session:
        assert ratings.recompute(session) == []
    assert state(town, opened) == "final"


def test_a_decision_that_nobody_appeals_is_final_after_ten_days_and_cannot_be_appealed_then(ready):
    town, opened, step = ready
    step(decisions.propose, "upheld", "理由。", ruling(town))
    step(decisions.decide, "", account=2)
    with town.world.sessions() as session:
        found = town.case(session, opened.case.number)
        assert decisions.appealable(session, found, later(11))
        with pytest.raises(decisions.AppealTooLate):
            decisions.appeal(session, found, town.hand(town.firm, 9), "晚了。", later(12), Evidence.PARTY)
    step(take, "noted", day=13, text="没有人申请复核")
    town.world.integrate()
    assert rated(town) == [("upheld", True)]


def test_a_report_is_decided_without_a_word_on_the_items_chain(town):
    town.world.record(event("retail_selling", item("A")))
    (opened,) = town.open(words={Kind.REPORT: "假货。"}, about=item("A"))
    hands = [town.hand(town.county, account) for account in (1, 2)]
    for work in (
        lambda session, case: take(session, case, "filed", hands[0], later(1)),
        lambda session, case: decisions.propose(session, case, hands[0], "upheld", "属实。", None, later(1)),
        lambda session, case: decisions.decide(session, case, hands[1], "", later(2)),
    ):
        with town.world.sessions() as session:
            work(session, town.case(session, opened.case.number))
            session.commit()
    with town.world.sessions() as session:
        assert [one.stage for one in history.life(session, item("A")).entries] == ["sold"]
        assert town.case(session, opened.case.number).state == "decided"


def test_a_step_that_does_not_follow_changes_nothing(ready):
    town, opened, step = ready
    with pytest.raises(WrongStep):
        step(take, "accepted")
    with pytest.raises(BadCaseText):
        step(take, "noted", text="x" * 2001)
    with town.world.sessions() as session:
        assert len(complaints.file(session, town.case(session, opened.case.number))) == 2
