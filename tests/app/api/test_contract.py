"""The document and the routes are one: nothing is served that it does not tell, nothing told that is not served."""

from __future__ import annotations

import re

import jsonschema_rs
import pytest

from app.access.roles import SCOPES, Role
from app.api import codes as batches, document as documents, products
from app.errors import HTTP_CODES
from app.merchant.goods import CATEGORIES
from app.settings import ROOT
from tests.app.api.shop import document
from trace.labels.item_sizes import SIZES

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@sqlite
def test_every_route_is_in_the_document_and_every_operation_is_a_route(app):
    served = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1"):
            path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)
            served |= {(method.lower(), path) for method in rule.methods - {"HEAD", "OPTIONS"}}
    told = {(method, path) for path, entry in document(app)["paths"].items() for method in entry}
    assert told == served


@sqlite
def test_the_document_is_openapi(app):
    told = document(app)
    assert told["openapi"] == "3.1.0"
    ids = [operation["operationId"] for entry in told["paths"].values() for operation in entry.values()]
    assert len(ids) == len(set(ids))
    for name, schema in told["components"]["schemas"].items():
        jsonschema_rs.Draft202012Validator({**schema, "components": told["components"]})
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
    for path, entry in told["paths"].items():
        for operation in entry.values():
            holes = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert holes == set(re.findall(r"{(\w+)}", path))
            assert operation["summary"]


@sqlite
def test_every_code_of_the_document_is_explained(app):
    explained = set(re.findall(r"^\| `([a-z0-9-]+)`", (ROOT / "docs" / "problems.md").read_text("utf-8"), re.MULTILINE))
    explained |= {*HTTP_CODES.values(), "internal"}
    told = {
        code
        for entry in document(app)["paths"].values()
        for operation in entry.values()
        for response in operation["responses"].values()
        for content in response.get("content", {}).values()
        for code in content["schema"].get("properties", {}).get("code", {}).get("enum", ())
    }
    assert told - explained == set()


@sqlite
def test_each_resource_of_a_merchant_has_a_scope_that_a_merchants_token_may_have(app):
    for path, _, operation in documents.operations(app):
        if operation.roles == (Role.MERCHANT,) and not path.startswith("/api/v1/jobs"):
            assert operation.scope in SCOPES[Role.MERCHANT], path
            assert operation.scope.value.endswith(":write" if operation.writes else ":read"), path


def test_what_is_offered_is_what_the_console_offers():
    assert set(products.Category.__args__) == set(CATEGORIES)
    assert set(batches.Size.__args__) == set(SIZES)


@sqlite
def test_the_page_for_people_names_every_operation(app):
    page = app.test_client().get("/api", headers={"Accept": "text/html"}).text
    for path, _, operation in documents.operations(app):
        assert path in page
        assert operation.method in page
    assert "<script" not in page
