"""The OpenAPI 3.1 document, made from the declarations that read and write (app/api/contract.py); nothing is told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from flask import Flask
from werkzeug.routing import Rule

from app.access.roles import PUBLIC
from app.api import failing, others
from app.api.contract import Operation
from app.api.door import PREFIX

VERSION = "1.0.0"
_HOLE = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_SCHEMAS = "#/components/schemas/{name}"
_KINDS: Mapping[str, dict[str, Any]] = {
    "id": {"type": "integer", "minimum": 0, "maximum": 10**18 - 1},
    "int": {"type": "integer", "minimum": 0, "maximum": 2**63 - 1},
    "name": {"type": "string", "pattern": "^[A-Za-z0-9-]{1,40}$"},
}
_TOKEN = {
    "type": "http", "scheme": "bearer",
    "description": "A token that a merchant makes in the console, or an operator with `flask token create`.",
}  # fmt: skip


def operations(app: Flask) -> Iterator[tuple[str, Rule, Operation]]:
    """Every operation under /api/v1, by the path that the document has for it."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if not rule.rule.startswith(f"{PREFIX}/"):
            continue
        view = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found = getattr(view, "__operation__", None) or others.operation(method, rule.rule, view)
            yield _HOLE.sub(r"{\2}", rule.rule), rule, found


def made(app: Flask) -> dict[str, Any]:
    """The whole document."""
    every = list(operations(app))
    types = {one for _, _, op in every for one in (op.body, op.query, op.answer) if one is not None}
    found, schemas = msgspec.json.schema_components(sorted(types, key=str), ref_template=_SCHEMAS)
    of = dict(zip(sorted(types, key=str), found, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    names: dict[str, int] = {}
    for path, rule, op in every:
        entry = paths.setdefault(path, {})
        told = entry[op.method.lower()] = _operation(rule, op, of, schemas)
        # One view on two paths: the second one's name says so.
        name = told["operationId"]
        names[name] = names.get(name, 0) + 1
        told["operationId"] = name if names[name] == 1 else f"{name}_{names[name]}"
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Suyuan", "version": VERSION,
            "description": "What the programs of shops, carriers and authorities do here. docs/api.md tells it in words.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in sorted({op.tag for _, _, op in every})],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": failing.PROBLEM},
            "securitySchemes": {"token": _TOKEN},
        },
    }  # fmt: skip


def _operation(rule: Rule, op: Operation, of: Mapping[type, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": f"{op.tag}_{rule.endpoint.rpartition('.')[2].removeprefix(op.tag + '_')}",
        "tags": [op.tag],
        "summary": op.summary,
        "parameters": [*_path(rule), *_query(op, of, schemas), *([_KEY] if op.writes and op.security == "token" else [])],
        "responses": _responses(op, of),
        "security": [{"token": []}] if op.security == "token" else [],
        "x-roles": sorted(role for role in op.roles if role is not PUBLIC),
    }  # fmt: skip
    said = [op.about, f"The token needs the scope `{op.scope}`." if op.scope else ""]
    if any(said):
        told["description"] = " ".join(one for one in said if one)
    if op.scope:
        told["x-scope"] = str(op.scope)
    if op.takes:
        told["requestBody"] = {"required": True, "content": {kind: {"schema": {}} for kind in op.takes}}
    elif op.body is not None:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": of[op.body]}}}
    return told


_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "description": "1 to 255 printable characters, such as a UUID; the answer is kept under it for 24 hours.",
    "schema": {"type": "string", "pattern": r"^[!#-+\--\[\]-~]{1,255}$"},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}  # fmt: skip


def _path(rule: Rule) -> Iterator[dict[str, Any]]:
    for kind, name in _HOLE.findall(rule.rule):
        schema = _KINDS.get(kind, {"type": "string", "minLength": 1, "maxLength": 200})
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query(op: Operation, of: Mapping[type, Any], schemas: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if op.query is None:
        return
    schema = schemas[of[op.query]["$ref"].rpartition("/")[2]]
    for name, member in schema["properties"].items():
        # An address has no null: what may be left out is left out.
        kinds = [one for one in member.get("anyOf", ()) if one.get("type") != "null"]
        told = {k: v for k, v in member.items() if k not in ("anyOf", "default")} | (kinds[0] if kinds else {})
        if member.get("default") is not None:
            told["default"] = member["default"]
        yield {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": told}


def _responses(op: Operation, of: Mapping[type, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": _STATUS[op.status]}
    if op.media is not None:
        answer["content"] = {op.media: {"schema": {}}}
    elif op.answer is not None:
        answer["content"] = {"application/json": {"schema": _page(of[op.answer]) if op.pages else of[op.answer]}}
    if op.status in (201, 202):
        answer["headers"] = {"Location": {"required": True, "schema": {"type": "string"}}}
    if op.pages:
        answer["headers"] = {"Link": {"description": 'The next page, rel="next".', "schema": {"type": "string"}}}
    found = {str(op.status): answer}
    if op.again and op.status == 201:
        found["200"] = {**answer, "description": "The very same was there before; nothing was changed."}
    return found | failing.responses(op)


_STATUS = {
    200: "Done.",
    201: "Made.",
    202: "It will be done; look at the Location.",
    204: "Done; there is nothing to say.",
}


def _page(member: object) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": member},
            "next": {"type": ["string", "null"], "description": "The address of the next page; null at the end."},
        },
    }
