"""`flask token`."""

from __future__ import annotations

import pytest

from app.access import tokens
from app.clock import now
from app.db import reading
from trace import parties
from trace.parties import Party


def run(app, *words):
    return app.test_cli_runner().invoke(args=["token", *words])


def found(app, secret):
    with app.app_context(), reading() as session:
        token = tokens.find(session, secret, now())
        return token, token and session.get(Party, token.party_id)


@pytest.mark.parametrize("named", ["7", "Ginseng Hall", "6901234567892"])
def test_an_unknown_party_is_made_unverified_and_the_token_is_the_last_word(app, named):
    result = run(app, "create", "--role", "merchant", "--party", named)
    assert result.exit_code == 0, result.output
    token, party = found(app, result.output.split()[-1])
    assert (token.role, party.kind, party.verified_at) == ("merchant", "merchant", None)
    again = run(app, "create", "--role", "merchant", "--party", named)
    assert found(app, again.output.split()[-1])[1].id == party.id


def test_an_id_that_was_given_is_kept_and_the_next_party_has_another(app):
    assert found(app, run(app, "create", "--role", "carrier", "--party", "1").output.split()[-1])[1].id == 1
    assert found(app, run(app, "create", "--role", "carrier", "--party", "new").output.split()[-1])[1].id == 2


def test_a_scope_limits_the_token(app):
    result = run(app, "create", "--role", "merchant", "--party", "1", "--scope", "events:read")
    assert found(app, result.output.split()[-1])[0].scopes == "events:read"


def test_a_scope_beyond_the_role_is_told_as_a_sentence_and_nothing_is_made(app):
    result = run(app, "create", "--role", "institution", "--party", "9", "--scope", "events:write")
    assert (result.exit_code, "(bad-grant)" in result.output) == (2, True)
    with app.app_context(), reading() as session:
        assert parties.find(session, kind="institution") is None


def test_a_token_can_be_ended(app):
    secret = run(app, "create", "--role", "merchant", "--party", "1").output.split()[-1]
    assert run(app, "revoke", str(found(app, secret)[0].id)).exit_code == 0
    assert found(app, secret)[0] is None
    assert "(no-such-token)" in run(app, "revoke", "999").output
