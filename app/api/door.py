"""The blueprint of the door, and what each request goes through: gate, parse, one transaction, one call, one answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter, IntegerConverter

from app.access.gate import allows, caller
from app.access.roles import Role, Scope
from app.api import asking, keeping, pages
from app.api.contract import Ask, Operation, declared
from app.api.shapes import Accepted, Created, File, Page, Query, Said
from app.clock import now
from app.db import reading, transaction
from app.errors import Unauthenticated
from trace.errors import Refusal
from trace.moments import from_ms, to_ms

PREFIX = "/api/v1"
bp = Blueprint("api", __name__, url_prefix=PREFIX)
View = TypeVar("View", bound=Callable[..., Any])


class _Id(IntegerConverter):
    """A number that both databases can hold."""

    regex = r"[0-9]{1,18}"


class _Name(BaseConverter):
    """The number of a case: letters and digits."""

    regex = r"[A-Za-z0-9-]{1,40}"


@bp.record_once
def _converters(state: BlueprintSetupState) -> None:
    state.app.url_map.converters.update(id=_Id, name=_Name)


def serves(
    method: str,
    path: str,
    scope: Scope | None = None,
    *,
    raises: tuple[type[Refusal], ...] = (),
    roles: tuple[Role, ...] = (Role.MERCHANT,),
    media: str | None = None,
    takes: tuple[str, ...] = (),
    most: int = 0,
) -> Callable[[View], View]:
    """Serve `path` below /api/v1 by this view, whose signature says what it takes and gives."""

    def mark(view: View) -> View:
        operation = declared(method, view, scope, raises=raises, roles=roles, media=media, takes=takes, most=most)
        run = _write if operation.writes else _read

        @allows(*roles, scope=scope)
        def entered(**found: Any) -> Response:
            return _response(run(operation, view, found | _parsed(operation)))

        entered.__operation__ = operation  # type: ignore[attr-defined]
        name = f"{view.__module__.rpartition('.')[2]}_{view.__name__}"
        bp.add_url_rule(path, name, entered, methods=[method])
        return view

    return mark


def party() -> int:
    """For whom the request is made."""
    found = caller().party_id
    if found is None:
        raise Unauthenticated("this is for programs of a party: expected a token of one")
    return found


def _now() -> datetime:
    """This moment as it is kept, so that what was made just now is told with the time it is found again with."""
    return from_ms(to_ms(now()))


def _parsed(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if operation.takes:
        found["body"] = asking.raw_body(operation.takes, operation.most)
    elif operation.body is not None:
        found["body"] = asking.json_body(operation.body)
    if operation.query is not None:
        found["query"] = asking.query(operation.query)
    elif request.args:
        asking.query(Query)
    return found


def _read(operation: Operation, view: Callable[..., Any], found: dict[str, Any]) -> Said:
    with reading() as session:
        ask = Ask(session, party(), _now())
        return _said(ask, operation, view(ask, **found))


def _write(operation: Operation, view: Callable[..., Any], found: dict[str, Any]) -> Said:
    name, who, moment = keeping.key(), party(), _now()
    if name is None:
        with transaction() as session:
            ask = Ask(session, who, moment)
            return _said(ask, operation, view(ask, **found))
    with transaction() as session:
        begun = keeping.begin(session, who, name, keeping.asked(), moment)
    if isinstance(begun, Said):
        return begun
    try:
        with transaction() as session:
            ask = Ask(session, who, moment)
            said = _said(ask, operation, view(ask, **found))
            keeping.keep(session, who, name, begun, said)
            return said
    except BaseException:
        with transaction() as session:
            keeping.free(session, who, name, begun)
        raise


def _said(ask: Ask, operation: Operation, gave: Any) -> Said:
    """What is answered, as bytes: built while the session is open, sent when it has been committed."""
    if isinstance(gave, File):
        headers = {"Content-Type": gave.media, "Content-Disposition": f'attachment; filename="{gave.name}"'}
        return Said(200, gave.data, headers)
    if gave is None:
        return Said(204, b"")
    status, headers, value = operation.status, {"Content-Type": "application/json"}, gave
    if isinstance(gave, Page):
        following = pages.following(ask.session, ask.party_id, gave.key)
        value = {"items": gave.items, "next": following}
        if following is not None:
            headers["Link"] = f'<{following}>; rel="next"'
    elif isinstance(gave, (Created, Accepted)):
        headers["Location"] = gave.location
        value = gave.value
        status = 200 if isinstance(gave, Created) and not gave.fresh else status
    return Said(status, msgspec.json.encode(value), headers)


def _response(said: Said) -> Response:
    response = Response(said.body, status=said.status, headers=said.headers)
    if said.status == 204:
        response.headers.pop("Content-Type", None)
    # What a merchant's program reads is nobody else's, and no cache keeps it.
    response.headers["Cache-Control"] = "no-store"
    return response
