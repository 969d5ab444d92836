"""The cast of the demonstration without a database, for tests of what is told of them."""

from __future__ import annotations

from dataclasses import fields

from app.demo.people import Cast
from trace.standing import Actor

ORIGIN = "log.example"


def _cast() -> Cast:
    parts = [field.name for field in fields(Cast)][1:]
    return Cast(ORIGIN, *(Actor(at, f"https://{ORIGIN}/id/party/{at}") for at, _ in enumerate(parts, 1)))


CAST = _cast()
