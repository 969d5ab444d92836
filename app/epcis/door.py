"""The blueprint of the door: which versions it speaks, which methods each path has, and OPTIONS on every one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, request

from app.access.gate import PUBLIC, allows
from app.access.roles import Role, Scope
from app.epcis import limits, refusals
from trace.errors import Refusal

bp = Blueprint("epcis", __name__, url_prefix="/epcis")
View = TypeVar("View", bound=Callable[..., Any])

VERSION = "2.0.0"
READERS = (Role.MERCHANT, Role.CARRIER, Role.STATION, Role.OPERATOR, Role.REGULATOR, Role.INSTITUTION)
WRITERS = (Role.MERCHANT, Role.CARRIER, Role.STATION, Role.OPERATOR)
_SPOKEN = {"GS1-EPCIS-Version": VERSION, "GS1-CBV-Version": VERSION}
_DISCOVERED = {
    **_SPOKEN,
    "GS1-EPCIS-Min": "1.2.0",
    "GS1-EPCIS-Max": VERSION,
    "GS1-CBV-Min": "1.2.2",
    "GS1-CBV-Max": VERSION,
    "GS1-EPC-Format": "No_Preference, Always_GS1_Digital_Link, Always_EPC_URN, Never_Translates",
    "GS1-CBV-XML-Format": "No_Preference, Always_Web_URI, Always_URN, Never_Translates",
    "GS1-Extensions": "syn=https://suyuan.example/voc/",
    "GS1-Vendor-Version": "1",
}
_METHODS: dict[str, set[str]] = {}


def serves(path: str, method: str, roles: tuple[Role, ...], scope: Scope) -> Callable[[View], View]:
    """Serve `path` below /epcis by this view, which only these roles with this scope may enter."""

    def mark(view: View) -> View:
        _METHODS.setdefault(path, set()).add(method)
        name = f"{view.__name__}_{method.lower()}"
        # Flask's own answer to OPTIONS would ask for the token that the path needs, and name no versions.
        bp.add_url_rule(
            path, name, allows(*roles, scope=scope)(view), methods=[method], provide_automatic_options=False
        )
        return view

    return mark


def reads(path: str) -> Callable[[View], View]:
    """Serve GET on `path`."""
    return serves(path, "GET", READERS, Scope.EVENTS_READ)


def discover() -> None:
    """Serve OPTIONS on every path that is served; called when all are named."""
    for number, (path, methods) in enumerate(_METHODS.items()):
        bp.add_url_rule(
            path, f"options_{number}", _discovery(path, methods), methods=["OPTIONS"], provide_automatic_options=False
        )


def _discovery(path: str, methods: set[str]) -> Callable[..., Response]:
    allowed = ", ".join(["OPTIONS", *sorted(methods)])

    @allows(PUBLIC)
    def options(**_: str) -> Response:
        """Which methods, versions and formats there are (EPCIS 2.0 section 12.2)."""
        told = {**_DISCOVERED, "Allow": allowed}
        if path.startswith("/capture"):
            told |= limits.announced() | {"GS1-Capture-Error-Behaviour": "rollback, proceed"}
        return Response(status=204, headers=told)

    return options


class NotAcceptable(Refusal):
    """The versions or formats that are asked for are not spoken here."""

    code = "not-acceptable"


@bp.before_request
def _versions() -> None:
    """Refuse whoever understands only other versions than ours, or sends one that is not read here."""
    if request.method == "OPTIONS":
        return
    for standard in ("EPCIS", "CBV"):
        least, most = (_number(request.headers.get(f"GS1-{standard}-{end}")) for end in ("Min", "Max"))
        if (least and least > _number(VERSION)) or (most and most < _number(VERSION)):
            raise NotAcceptable(f"only {standard} {VERSION} is given here, and you ask for another version")
        sent = request.headers.get(f"GS1-{standard}-Version")
        if request.method == "POST" and sent and not ((1, 2) <= _number(sent)[:2] <= (2, 0)):
            raise NotAcceptable(f"{standard} {sent[:20]} is not read here: expected a version from 1.2 to {VERSION}")


def _number(text: str | None) -> tuple[int, ...]:
    parts = (text or "").split(".")
    return tuple(int(part) for part in parts) if all(part.isascii() and part.isdigit() for part in parts) else ()


@bp.after_request
def _spoken(response: Response) -> Response:
    for name, value in _SPOKEN.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


refusals.told_by(bp)
