"""Every route times every role: who gets in is written in doors.txt, and tried at the doors themselves."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.access import accounts, sessions
from app.access.roles import Role
from app.db import transaction
from trace import parties

NOW = datetime.now(UTC)
TABLE = Path(__file__).with_name("doors.txt")
LETTERS = {
    "m": Role.MERCHANT, "c": Role.COURIER, "f": Role.CARRIER, "s": Role.STATION, "o": Role.OPERATOR,
    "r": Role.REGULATOR, "i": Role.INSTITUTION,
}  # fmt: skip
KNOWN = frozenset(LETTERS.values())
# What each kind of hole in a route is filled with: nothing that is there.
HOLES = {
    "int": "999999", "id": "999999", "name": "NOTHING", "path": "nothing", "string": "nothing-here", "default": "nothing-here",
}  # fmt: skip
JSON = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def written():
    """The table: (method, rule) -> the roles that get in, the public among them where everybody does."""
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            who, method, rule = line.split(maxsplit=2)
            assert (method, rule) not in rows, f"two rows for {method} {rule}"
            rows[method, rule] = {"*": KNOWN | {Role.PUBLIC}, "all": KNOWN}.get(who) or frozenset(map(LETTERS.get, who))
    return rows


def routes(app):
    """What there is: (method, rule); the answers to OPTIONS that Flask gives by itself are left out."""
    found = set()
    for rule in app.url_map.iter_rules():
        found |= {(method, rule.rule) for method in rule.methods - {"HEAD", "OPTIONS"} or {"OPTIONS"}}
    return found


def path(rule):
    """A path of this route."""
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda hole: HOLES[hole[1] or "default"], rule)


@pytest.fixture
def member(app):
    """Makes a browser with a session of somebody in this role."""
    made = {}
    with app.app_context(), transaction() as session:
        parties.register(session, "operator", "溯源运营方", NOW)
        for role in KNOWN:
            kind = "carrier" if role is Role.COURIER else role.value
            party = parties.register(session, kind, role.value, NOW)
            account = accounts.create(session, role.value, "a long password", NOW)
            made[role] = account, accounts.join(session, account, role, party.id, NOW)

    def browser(role):
        client = app.test_client()
        if role in made:
            with client.session_transaction() as cookie:
                sessions.begin(cookie, *made[role], NOW)
        return client

    return browser


def enters(client, method, rule):
    """Whether the gate lets somebody through; what the view says then is its own business."""
    answer = client.open(path(rule), method=method, headers=JSON)
    said = answer.get_json(silent=True) if answer.status_code in (401, 403) else None
    said = said if isinstance(said, dict) else {}
    if said.get("code") in ("wrong-role", "wrong-scope", "closed"):
        return False
    return not str(said.get("detail", "")).startswith("this needs a token")


@sqlite
def test_every_route_has_a_row_and_every_row_a_route(app):
    there, rows = routes(app), written()
    assert sorted(there - rows.keys()) == [], "say in doors.txt who gets in"
    assert sorted(rows.keys() - there) == [], "take the rows of routes that are gone out of doors.txt"


@sqlite
@pytest.mark.parametrize("role", [*sorted(KNOWN), Role.PUBLIC])
def test_a_role_gets_in_where_the_table_says_so_and_nowhere_else(app, member, role):
    rows = written()
    wrong = [
        f"{role} {'is kept out of' if role in rows[route] else 'gets into'} {' '.join(route)}"
        for route in sorted(routes(app) & rows.keys())
        if enters(member(role), *route) is not (role in rows[route])
    ]
    assert wrong == []
