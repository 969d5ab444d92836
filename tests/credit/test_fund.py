"""The protection fund: money is conserved, nothing inside is below zero, and every posting belongs to a case."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from credit import compensation, fund
from credit.compensation import ClaimNotNow, State
from credit.fund import CLAIMS, OUTSIDE, POOL, BadPosting, FundAccount, Move, NotEnough
from credit.gate import SamePerson
from trace import history, parties, private
from trace.errors import Refusal

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
AN, BO = 1, 2


class House:
    """The operator, a merchant, and a fund with something in it."""

    def __init__(self, session, deposit=5_000, pool=20_000):
        self.session = session
        self.actor = parties.actor(session, parties.register(session, "operator", "溯源运营方", NOW).id)
        self.merchant = parties.register(session, "merchant", "岭上参业", NOW).id
        if deposit:
            compensation.deposit(session, self.actor, AN, self.merchant, deposit, "AGR-1", NOW)
        if pool:
            compensation.contribute(session, self.actor, AN, pool, "FUND-2026", NOW)

    def claim(self, amount=8_000, case="CASE1"):
        made = compensation.file(self.session, case, self.merchant, "unreachable", amount, NOW)
        compensation.judge(self.session, made, AN, True)
        return made

    def paid(self, amount=8_000):
        made = self.claim(amount)
        compensation.pay(self.session, self.actor, made, BO, NOW)
        return made

    def money(self):
        found = fund.balances(self.session)
        return {
            name: found.get(name, 0) for name in (fund.deposit_of(self.merchant), POOL, fund.debt_of(self.merchant))
        }


@pytest.fixture
def house(session):
    return House(session)


def test_the_deposit_pays_first_and_the_merchant_owes_the_rest(house):
    claim = house.paid()
    assert list(house.money().values()) == [0, 17_000, 3_000]
    assert (claim.state, claim.owed) == (State.RECOVERING, 3_000)
    compensation.recover(house.session, house.actor, claim, AN, 1_000, NOW)
    assert (claim.state, claim.owed) == (State.RECOVERING, 2_000)
    compensation.recover(house.session, house.actor, claim, AN, 2_000, NOW)
    assert list(house.money().values()) == [0, 20_000, 0]
    assert claim.state == State.RECOVERED
    assert fund.audit(house.session) == []


def test_a_deposit_that_is_large_enough_pays_all(house):
    claim = house.paid(5_000)
    assert (claim.state, list(house.money().values())) == (State.PAID, [0, 20_000, 0])


def test_what_will_not_come_is_borne_by_the_pool(house):
    claim = house.paid()
    with pytest.raises(SamePerson):
        compensation.write_off(house.session, house.actor, claim, AN, NOW)
    compensation.write_off(house.session, house.actor, claim, BO, NOW)
    assert list(house.money().values()) == [0, 17_000, 0]


def test_whoever_accepts_a_claim_does_not_pay_it_and_nobody_pays_twice(house):
    claim = house.claim()
    with pytest.raises(SamePerson):
        compensation.pay(house.session, house.actor, claim, AN, NOW)
    compensation.pay(house.session, house.actor, claim, BO, NOW)
    with pytest.raises(ClaimNotNow):
        compensation.pay(house.session, house.actor, claim, BO, NOW)
    with pytest.raises(ClaimNotNow, match="already"):
        compensation.file(house.session, "CASE1", house.merchant, "unreachable", 1, NOW)


def test_a_fund_that_has_too_little_pays_nothing_at_all(house):
    claim = house.claim(30_000)
    before = fund.balances(house.session)
    with pytest.raises(NotEnough):
        compensation.pay(house.session, house.actor, claim, BO, NOW)
    assert claim.state == State.ACCEPTED
    assert {name: value for name, value in fund.balances(house.session).items() if value} == before
    assert fund.postings(house.session, case="CASE1") == []


def test_a_deposit_stays_while_a_claim_is_open(house):
    house.claim()
    with pytest.raises(ClaimNotNow, match="stays"):
        compensation.give_back(house.session, house.actor, BO, house.merchant, 1, "AGR-1", NOW)


@pytest.mark.parametrize("case", ["", "  ", "x" * 41])
def test_no_posting_without_a_case(house, case):
    with pytest.raises(BadPosting, match="case"):
        fund.post(house.session, house.actor, AN, case, [Move("x", OUTSIDE, POOL, 1)], NOW)


@pytest.mark.parametrize("amount", [0, -1, fund.MOST + 1])
def test_no_posting_of_no_money(house, amount):
    with pytest.raises(BadPosting):
        fund.post(house.session, house.actor, AN, "CASE", [Move("x", OUTSIDE, POOL, amount)], NOW)


def test_the_database_itself_lets_no_account_fall_below_zero(house):
    with pytest.raises(IntegrityError):
        house.session.execute(update(FundAccount).where(FundAccount.name == POOL).values(balance=-1))
    house.session.rollback()


def test_the_audit_finds_a_balance_that_somebody_changed(house):
    house.session.execute(update(FundAccount).where(FundAccount.name == POOL).values(balance=1))
    (found,) = fund.audit(house.session)
    assert found == (POOL, 1, 20_000)


def test_every_posting_is_an_entry_whose_text_says_all_of_it(house):
    entries = history.life(house.session, "https://log.example/id/case/fund").entries
    assert [one.public["facts"] for one in entries] == [{"category": "deposit"}, {"category": "contribution"}]
    assert "5000" not in entries[0].envelope
    text = private.texts(house.session, [entries[0].id])[entries[0].id]["text"]
    assert f'"amount":5000,"case":"AGR-1","from":"outside","kind":"deposit","to":"deposit/{house.merchant}"' in text


ACTS = st.lists(
    st.tuples(st.sampled_from(["deposit", "contribute", "claim", "pay", "recover", "write_off", "give_back"]),
              st.integers(1, 9_000)),
    max_size=25,
)  # fmt: skip


@given(ACTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_money_is_conserved_and_nothing_inside_is_below_zero(session, acts):
    with session.begin_nested() as nested:
        house = House(session, 0, 0)
        before, claims = fund.balances(session), []
        for at, (act, amount) in enumerate(acts):
            with session.begin_nested(), suppress(Refusal):
                _do(house, claims, act, amount, at)
            money = fund.balances(session)
            assert sum(money.values()) == sum(before.values()) == 0
            assert all(value >= 0 for name, value in money.items() if name not in fund.EDGE)
            owed = sum(one.owed for one in claims)
            assert owed == money.get(fund.debt_of(house.merchant), 0) == -(money.get(CLAIMS, 0) - before.get(CLAIMS, 0))
        assert fund.audit(session) == []
        nested.rollback()
    session.expire_all()


def _do(house, claims, act, amount, at):
    session, actor = house.session, house.actor
    if act == "deposit":
        compensation.deposit(session, actor, AN, house.merchant, amount, "AGR", NOW)
    elif act == "contribute":
        compensation.contribute(session, actor, AN, amount, "FUND", NOW)
    elif act == "give_back":
        compensation.give_back(session, actor, AN, house.merchant, amount, "AGR", NOW)
    elif act == "claim":
        claims.append(house.claim(amount, f"CASE{at}"))
    elif claims and act == "pay":
        compensation.pay(session, actor, claims[-1], BO, NOW)
    elif claims and act == "recover":
        compensation.recover(session, actor, claims[-1], BO, amount, NOW)
    elif claims:
        compensation.write_off(session, actor, claims[-1], BO, NOW)
