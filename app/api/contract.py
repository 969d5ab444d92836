"""One declaration for each operation: it makes the route, reads what comes, writes what goes, and is what the document tells."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy.orm import Session

from app.access.roles import Role, Scope
from app.api.shapes import Accepted, Created, File, Page, Paging, Query, Raw
from trace.errors import Refusal

CSV, PDF, XLSX = "text/csv", "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = (CSV, XLSX, "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks, in which session, when."""

    session: Session
    party_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Operation:
    """What an operation takes and gives; `answer` is a struct, `media` the kind of file where it is none."""

    method: str
    roles: tuple[Role, ...]
    scope: Scope | None
    summary: str
    about: str
    status: int
    body: type | None = None
    query: type[Query] | None = None
    answer: type | None = None
    pages: bool = False
    media: str | None = None
    takes: tuple[str, ...] = ()
    most: int = 0
    raises: tuple[type[Refusal], ...] = ()
    # Refusals of other doors, whose classes are not known here: status and code.
    besides: tuple[tuple[int, str], ...] = ()
    # The very same may be there already: 200 beside 201.
    again: bool = False
    # Signed by its sender and not by a token, or open to everybody.
    security: str = "token"
    tag: str = ""

    @property
    def writes(self) -> bool:
        """Whether it changes anything, and so takes an Idempotency-Key."""
        return self.method != "GET"


def declared(
    method: str,
    view: Callable[..., Any],
    scope: Scope | None,
    *,
    raises: tuple[type[Refusal], ...] = (),
    roles: tuple[Role, ...] = (Role.MERCHANT,),
    media: str | None = None,
    takes: tuple[str, ...] = (),
    most: int = 0,
) -> Operation:
    """The operation that a view's own signature declares."""
    hints = get_type_hints(view)
    gives = hints["return"]
    shape = get_origin(gives) or gives
    inner = get_args(gives)[0] if get_origin(gives) in (Page, Created, Accepted) else gives
    title, _, rest = inspect.cleandoc(view.__doc__ or "").partition("\n\n")
    query = hints.get("query")
    file = shape is File
    nothing = gives is type(None)
    return Operation(
        method, roles, scope, title.rstrip("."), " ".join(rest.split()),
        {Created: 201, Accepted: 202}.get(shape, 204 if nothing else 200),
        body=None if hints.get("body") is Raw else hints.get("body"), query=query,
        answer=None if file or nothing else inner, pages=shape is Page, media=media, takes=takes, most=most,
        raises=raises, again=shape is Created, tag=view.__module__.rpartition(".")[2],
    )  # fmt: skip


def paged(operation: Operation) -> bool:
    """Whether its answer is one page of a list."""
    return operation.query is not None and issubclass(operation.query, Paging)
