"""A merchant at its desk, and an operator who verifies it: what the tests of the door begin with."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.access import accounts
from app.access.roles import Role
from app.db import transaction
from trace import papers, parties
from trace.identity.uscc import Uscc
from trace.papers import Papers

NOW = datetime.now(UTC)
PASSWORD = "a long password"
SAME = {"Sec-Fetch-Site": "same-origin"}
PNG = b"\x89PNG\r\n\x1a\n" + b"licence of Ridge Ginseng" * 4
USCC, OTHER_USCC = "91000000MADEM0G21X", "91000000MADEM0G3XM"
CONTACT = "Lin Yue 13800138000"
FORM = {"name": "集安岭上参业有限公司", "uscc": USCC, "contact": CONTACT, "login": "lin", "password": PASSWORD}


def register(client, licence=PNG, **more):
    """Fill in the form of /register as a merchant does."""
    return upload(client, "/register", FORM | more | {"licence": file(licence, "licence.png")})


def file(data, name):
    """A file of this name, as a browser sends it."""
    return FileStorage(io.BytesIO(data), name)


def upload(client, path, form):
    """A form with files. Encoded here: the test client's own way leaves a temporary file open."""
    boundary, body = encode_multipart(form)
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=SAME)


def operator(app):
    """Somebody of the operator, logged in."""
    with app.app_context(), transaction() as session:
        party = parties.register(session, "operator", "溯源运营方", NOW)
        account = accounts.create(session, "keeper", PASSWORD, NOW)
        accounts.join(session, account, Role.OPERATOR, party.id, NOW)
    return logged_in(app, "keeper")


def merchant(app, login="lin", name=FORM["name"], *, verified=True):
    """A merchant, logged in, and the id of its party."""
    with app.app_context(), transaction() as session:
        party = parties.register(session, "merchant", name, NOW)
        account = accounts.create(session, login, PASSWORD, NOW)
        accounts.join(session, account, Role.MERCHANT, party.id, NOW)
        if verified:
            found = papers.hand_in(session, party, Uscc.parse(USCC), CONTACT, PNG, NOW)
            papers.verify(session, found, account.id, party.id, NOW)
    return logged_in(app, login), party.id


def logged_in(app, login):
    """A browser with a session of this account."""
    client = app.test_client()
    assert client.post("/login", data={"login": login, "password": PASSWORD}, headers=SAME).status_code == 303
    return client


def post(client, path, **form):
    """A form of ours, sent by its page."""
    return client.post(path, data=form, headers=SAME)


def says(page):
    """The sentence of a page."""
    found = re.search(r'<h1 class="say">(.*?)</h1>', page.text, re.DOTALL)
    assert found is not None, page.text[:2000]
    return re.sub("<[^>]+>", "", found[1]).strip()


def papers_of(app, party_id) -> Papers:
    """The newest papers of a party."""
    with app.app_context(), transaction() as session:
        found = papers.newest(session, party_id)
    assert found is not None
    return found
