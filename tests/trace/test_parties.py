"""Parties: who acts, and how the record names them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from trace import parties

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def register(session, name="Ginseng Hall", kind="merchant", **options):
    return parties.register(session, kind, name, NOW, **options)


def test_a_party_is_unverified_until_somebody_has_looked(session):
    assert register(session).verified_at is None
    assert register(session, "Office", "regulator", verified=True).verified_at == NOW


def test_a_party_is_found_by_all_that_is_given(session):
    register(session, "Noise", gln="6901234567892")
    hall = register(session, uscc="91350100M000100Y43")
    assert parties.find(session, uscc="91350100M000100Y43") is hall
    assert parties.find(session, name="Ginseng Hall", kind="merchant") is hall
    assert parties.find(session, name="Ginseng Hall", kind="carrier") is None


def test_the_record_names_a_party_under_the_origin_of_the_log(session):
    party = register(session, kind="carrier")
    found = parties.actor(session, party.id)
    assert (found.id, found.uri, found.kind) == (party.id, f"https://log.example/id/party/{party.id}", "carrier")


def test_an_unknown_party_is_refused(session):
    for ask in (parties.get, parties.actor):
        with pytest.raises(parties.NoSuchParty, match="no party 404"):
            ask(session, 404)


@pytest.mark.parametrize(
    ("name", "kind"), [("", "merchant"), (" ", "merchant"), ("x" * 201, "merchant"), ("x", "friend")]
)
def test_a_party_needs_a_name_and_a_kind_that_there_is(session, name, kind):
    with pytest.raises(parties.BadParty):
        register(session, name, kind)


def test_an_id_that_was_agreed_on_is_kept_and_never_given_again(session):
    assert register(session, id=41).id == 41
    assert register(session, "Another").id == 42


def test_two_parties_never_share_a_credit_code(session):
    register(session, uscc="91350100M000100Y43")
    with pytest.raises(IntegrityError):
        register(session, "Another", uscc="91350100M000100Y43")
