"""Passwords, what wrong ones cost, and sessions that end when they should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.access import accounts, attempts, sessions
from app.access.roles import Role
from trace import parties

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
PASSWORD = "a long password"


@pytest.fixture
def lin(session):
    party = parties.register(session, "merchant", "Hall", NOW)
    account = accounts.create(session, "Lin", PASSWORD, NOW)
    return account, accounts.join(session, account, Role.MERCHANT, party.id, NOW)


def test_a_password_is_known_again_and_a_wrong_one_is_not(session, lin):
    assert accounts.log_in(session, " LIN ", PASSWORD, NOW) is lin[0]
    assert accounts.log_in(session, "lin", "another password", NOW) is None
    assert accounts.log_in(session, "nobody", PASSWORD, NOW) is None


def test_a_login_name_is_given_once_and_a_password_is_long(session, lin):
    with pytest.raises(accounts.LoginTaken):
        accounts.create(session, "lin", PASSWORD, NOW)
    for password in ("short", "x" * 201):
        with pytest.raises(accounts.BadLogin):
            accounts.create(session, "lin2", password, NOW)


@pytest.mark.parametrize("name", ["lin", "nobody"])
def test_after_five_wrong_passwords_one_waits_whether_the_name_exists_or_not(session, lin, name):
    for _ in range(attempts.FREE):
        assert accounts.log_in(session, name, "a wrong password", NOW) is None
    with pytest.raises(attempts.Wait) as refused:
        accounts.log_in(session, name, PASSWORD, NOW)
    assert refused.value.retry_after == 31
    later = NOW + timedelta(seconds=31)
    assert (accounts.log_in(session, name, PASSWORD, later) is not None) == (name == "lin")


def test_a_right_password_makes_the_slips_before_it_good(session, lin):
    for _ in range(2):
        for _ in range(attempts.FREE - 1):
            accounts.log_in(session, "lin", "a wrong password", NOW)
        assert accounts.log_in(session, "lin", PASSWORD, NOW) is not None


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (9, 480), (10, 900), (400, 900)])
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failures, seconds):
    assert attempts.wait(failures) == timedelta(seconds=seconds)


def test_a_session_ends_with_its_time_its_password_and_its_membership(session, lin):
    account, membership = lin
    cookie = {}
    sessions.begin(cookie, account, membership, NOW)
    assert sessions.who(session, cookie, NOW + timedelta(hours=11)) == (account, membership)
    assert sessions.who(session, cookie, NOW + timedelta(hours=12)) is None
    accounts.change_password(session, account, "another long one")
    assert sessions.who(session, cookie, NOW) is None
    sessions.begin(cookie, account, membership, NOW)
    session.delete(membership)
    session.flush()
    assert sessions.who(session, cookie, NOW) is None


def test_a_couriers_phone_stays_logged_in_for_a_month(session, lin):
    membership = accounts.join(session, lin[0], Role.COURIER, lin[1].party_id, NOW)
    cookie = {}
    sessions.begin(cookie, lin[0], membership, NOW)
    assert sessions.who(session, cookie, NOW + timedelta(days=29)) is not None


@pytest.mark.parametrize(
    "cookie", [{}, {"account": "1"}, {"account": 1, "membership": None}, {"account": 1, "membership": 1, "began": "x"}]
)
def test_a_cookie_of_another_form_is_nobodys(session, cookie):
    assert sessions.who(session, cookie, NOW) is None
