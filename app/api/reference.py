"""/api/openapi.json for programs, and /api for whoever writes them."""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson
from flask import Blueprint, Response, current_app, render_template

from app import headers
from app.access.gate import PUBLIC, allows
from app.api import document
from app.api.contract import Operation
from app.running import running
from app.texts import N_, _

bp = Blueprint("api_reference", __name__, template_folder="templates")
_KEPT = "api_document"
# What the modules of the door are about, in the order in which a shop meets them.
TITLES = {
    "products": N_("Products and their cards"),
    "lots": N_("Lots"),
    "selling": N_("On sale and off it"),
    "codes": N_("Codes and labels"),
    "orders": N_("Orders"),
    "files": N_("The evening's file"),
    "parcels": N_("Packing and parcels"),
    "returns": N_("Returns"),
    "recalls": N_("Recalls"),
    "answers": N_("Reviews and complaints"),
    "coverage": N_("How much can be traced"),
    "jobs": N_("Work that takes a while"),
    "webhooks": N_("Webhooks"),
    "links": N_("Links of codes"),
    "tracking": N_("Tracking data of carriers"),
    "scans": N_("Scans of couriers' phones"),
    "cases": N_("Cases"),
}


class _Row(NamedTuple):
    """One operation as the page shows it."""

    op: Operation
    path: str
    codes: list[str]


@bp.get("/api/openapi.json")
@allows(PUBLIC)
def openapi() -> Response:
    """The document (OpenAPI 3.1)."""
    headers.share()
    return Response(orjson.dumps(_document()), mimetype="application/json")


@bp.get("/api")
@allows(PUBLIC)
def page() -> str:
    """Every operation on one page, drawn here."""
    groups: dict[str, list[_Row]] = {}
    for path, _rule, op in document.operations(running()):
        groups.setdefault(op.tag, []).append(_Row(op, path, sorted({one.code for one in op.raises})))
    tags = [(_(TITLES.get(tag, tag)), groups[tag]) for tag in sorted(groups, key=_place)]
    return render_template("api/reference.html", tags=tags, base_url=current_app.extensions["settings"].base_url)


def _place(tag: str) -> tuple[int, str]:
    return (list(TITLES).index(tag) if tag in TITLES else len(TITLES), tag)


def _document() -> dict[str, Any]:
    """Made once for each app: routes do not change while it runs."""
    kept: dict[str, Any] | None = current_app.extensions.get(_KEPT)
    if kept is None:
        kept = current_app.extensions[_KEPT] = document.made(running())
    return kept
