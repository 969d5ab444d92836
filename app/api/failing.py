"""Which problems an operation may answer with, by status: those that it declares, and those that any request may meet."""

from __future__ import annotations

from typing import Any

from app.access.gate import WrongOrigin, WrongRole, WrongScope
from app.api.asking import BadBody, BadQuery
from app.api.contract import Operation, paged
from app.api.keeping import BadKey, KeyUsed, StillBusy
from app.api.pages import BadCursor
from app.errors import HTTP_CODES, Away, Unauthenticated, status_of
from trace.errors import Refusal

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `code` never changes; docs/problems.md lists them all. A refused request has changed nothing.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer (RFC 6901) into the body."},
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "examples": [
        {
            "type": "https://suyuan.example/problems/bad-body", "title": "A body that is not the JSON that was expected",
            "status": 400, "detail": "the body cannot be read at /name: Object missing required field `name`",
            "code": "bad-body", "errors": [{"pointer": "/name", "detail": "Object missing required field `name`"}],
        }
    ],
}  # fmt: skip


def codes(op: Operation) -> dict[int, set[str]]:
    """By status, every code that this operation may answer with."""
    found: dict[int, set[str]] = {500: {"internal"}, 503: {Away.code}}
    for kind in (*op.raises, *_any(op)):
        found.setdefault(status_of(_blank(kind)), set()).add(kind.code)
    for status, code in op.besides:
        found.setdefault(status, set()).add(code)
    if op.body is not None or op.takes:
        for status in (413, 415):
            found.setdefault(status, set()).add(HTTP_CODES[status])
    return found


def responses(op: Operation) -> dict[str, Any]:
    """The same as OpenAPI has it."""
    return {
        str(status): {
            "description": ", ".join(sorted(of)),
            "content": {
                "application/problem+json": {
                    "schema": {
                        "allOf": [{"$ref": "#/components/schemas/Problem"}],
                        "properties": {"code": {"enum": sorted(of)}, "status": {"const": status}},
                    }
                }
            },
        }
        for status, of in sorted(codes(op).items())
    }


def _any(op: Operation) -> tuple[type[Refusal], ...]:
    found: list[type[Refusal]] = []
    if op.security == "token":
        found += [Unauthenticated, WrongRole, BadQuery]
        found += [WrongScope] if op.scope is not None else []
    if op.body is not None or op.takes:
        found.append(BadBody)
    if op.writes and op.security == "token":
        found += [BadKey, KeyUsed, StillBusy, WrongOrigin]
    if paged(op):
        found.append(BadCursor)
    return tuple(found)


def _blank(kind: type[Refusal]) -> Refusal:
    """One of this kind without what its own constructor asks for; only its kind is looked at."""
    return kind.__new__(kind)
