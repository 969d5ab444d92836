"""A merchant's program: it asks with a token, and every answer that it gets is held against the published document."""

from __future__ import annotations

import json
import re
from functools import cache

import jsonschema_rs
from flask import Flask

from app.access import tokens
from app.access.roles import Role
from app.clock import now
from app.db import transaction
from tests.app.merchant.desk import CONTACT, FORM, PNG, USCC
from trace import papers, parties
from trace.identity.uscc import Uscc

GTIN = "9520123456788"
PRODUCT = {"name": "集安生晒参 50 g", "category": "ginseng", "level": "item", "gtin": GTIN}
_DOCUMENTS: dict[Flask, dict] = {}


class Shop:
    """One merchant and its token."""

    def __init__(self, app, party_id, scopes=None, role=Role.MERCHANT):
        self.app, self.party_id = app, party_id
        with app.app_context(), transaction() as session:
            _, self.secret = tokens.create(session, role, party_id, now(), scopes=scopes)

    def limited(self, *scopes):
        """The same merchant with a token for less."""
        return Shop(self.app, self.party_id, scopes)

    def ask(self, method, path, expect=None, headers=None, **given):
        """One request; the answer is one that the document promises."""
        path = path if path.startswith("/api/") else f"/api/v1{path}"
        headers = {"Authorization": f"Bearer {self.secret}", **(headers or {})}
        answer = self.app.test_client().open(path, method=method, headers=headers, **given)
        held(self.app, method, path.partition("?")[0], answer)
        assert expect is None or answer.status_code == expect, answer.text[:1000]
        return answer

    def get(self, path, expect=200, **more):
        """What stands there."""
        return self.ask("GET", path, expect, **more)

    def post(self, path, body=None, expect=None, key=None, **more):
        """Something new."""
        headers = {"Idempotency-Key": key} if key else {}
        given = {} if body is None else {"json": body}
        return self.ask("POST", path, expect, headers, **given, **more)


def opened(app, name=FORM["name"], *, verified=True, uscc=USCC):
    """A shop; its licence is verified, if nothing else is said."""
    with app.app_context(), transaction() as session:
        party = parties.register(session, "merchant", name, now())
        if verified:
            found = papers.hand_in(session, party, Uscc.parse(uscc), CONTACT, PNG, now())
            papers.verify(session, found, 1, party.id, now())
    return Shop(app, party.id)


def document(app):
    """What the app publishes."""
    if app not in _DOCUMENTS:
        _DOCUMENTS.clear()
        _DOCUMENTS[app] = json.loads(app.test_client().get("/api/openapi.json").data)
    return _DOCUMENTS[app]


def held(app, method, path, answer):
    """Fail unless the document promises this answer to this request."""
    told = document(app)
    template = _template(tuple(told["paths"]), path)
    if template is None:
        assert answer.status_code == 404, f"{path} is answered and not in the document"
        return
    operation = told["paths"][template].get(method.lower())
    if operation is None:
        assert answer.status_code == 405
        return
    response = operation["responses"].get(str(answer.status_code))
    assert response is not None, f"{method} {template} does not promise {answer.status_code}: {answer.text[:500]}"
    for name, header in response.get("headers", {}).items():
        assert name in answer.headers or not header.get("required"), f"{name} is missing"
    content = response.get("content", {})
    if not content:
        assert not answer.data
        return
    assert answer.mimetype in content, answer.mimetype
    if answer.mimetype.endswith("json"):
        schema = {**content[answer.mimetype]["schema"], "components": told["components"]}
        wrong = [
            f"{one.instance_path}: {one.message}" for one in _validator(json.dumps(schema)).iter_errors(answer.json)
        ]
        assert wrong == [], f"{method} {template} {answer.status_code}: {answer.json}"


@cache
def _validator(schema):
    return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=True)


@cache
def _template(templates, path):
    # The path with most words of its own: /tracking/{provider}/{feed} is not /tracking/{provider}.
    fitting = [one for one in templates if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", one), path)]
    return min(fitting, key=lambda one: one.count("{"), default=None)
