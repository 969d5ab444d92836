"""A merchant, a carrier and a stranger, each with a token of their own, at the door of EPCIS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import tokens
from app.access.roles import Role
from app.db import transaction
from trace import parties

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@dataclass
class Client:
    """What one party's system does over HTTP."""

    http: FlaskClient
    party_id: int
    secret: str

    def get(self, path: str, query: Any = None, **headers: str) -> TestResponse:
        return self.http.get(f"/epcis{path}", query_string=query, headers=self._with(headers))

    def post(self, path: str, body: Any = None, *, data: bytes | None = None, **headers: str) -> TestResponse:
        given = {"json": body} if data is None else {"data": data}
        return self.http.post(f"/epcis{path}", headers=self._with(headers), **given)

    def delete(self, path: str) -> TestResponse:
        return self.http.delete(f"/epcis{path}", headers=self._with({}))

    def events(self, query: Any = None, path: str = "/events", **headers: str) -> list[dict[str, Any]]:
        """Every event that a query gives, over as many pages as there are."""
        answer = self.get(path, query, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"]

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} | {n.replace("_", "-"): v for n, v in headers.items()}


def made(app: Flask, role: Role, name: str, *, scopes: Iterable[str] | None = None) -> Client:
    """A party with a token."""
    kind = "carrier" if role is Role.CARRIER else "merchant"
    with app.app_context(), transaction() as session:
        party = parties.register(session, kind, name, NOW, verified=True)
        _, secret = tokens.create(session, role, party.id, NOW, scopes=scopes)
        found = party.id
    return Client(app.test_client(), found, secret)


@pytest.fixture
def hall(app: Flask) -> Client:
    """The merchant whose events they are."""
    return made(app, Role.MERCHANT, "Hall")


@pytest.fixture
def swift(app: Flask) -> Client:
    """The carrier."""
    return made(app, Role.CARRIER, "Swift")


@pytest.fixture
def stranger(app: Flask) -> Client:
    """A merchant who has to do with none of it."""
    return made(app, Role.MERCHANT, "Stranger")
