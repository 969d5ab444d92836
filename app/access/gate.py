"""The gate: a view that does not say who may enter is closed to all.

Programs come with `Authorization: Bearer`. People who have logged in have a signed cookie (app/access/sessions.py); since
a browser sends a cookie along by itself, a request that changes something must then come from our own pages.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, session as cookie

from app.access import sessions, tokens
from app.access.roles import PUBLIC, SCOPES, Role, Scope
from app.clock import now
from app.db import glance, reading, transaction
from app.errors import Unauthenticated
from trace.errors import Forbidden

logger = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

__all__ = [
    "PUBLIC", "Caller", "Closed", "Person", "WrongOrigin", "WrongRole", "WrongScope", "acting", "allows", "caller",
    "init_app", "person",
]  # fmt: skip


class Closed(Forbidden):
    """A view that nobody may enter, because it does not say who may."""

    code = "closed"


class WrongRole(Forbidden):
    """Whoever asks is known, but this is not theirs."""

    code = "wrong-role"


class WrongScope(Forbidden):
    """The token was not made for this."""

    code = "wrong-scope"


class WrongOrigin(Forbidden):
    """Another site's page sent this request with our cookie."""

    code = "wrong-origin"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the role, the party they act for, and what they may do."""

    role: Role = PUBLIC
    party_id: int | None = None
    scopes: frozenset[Scope] = frozenset()
    account_id: int | None = None
    token_id: int | None = None
    division: str | None = None


NOBODY = Caller()


def allows(*roles: Role, scope: Scope | None = None) -> Callable[[View], View]:
    """Say who may enter a view; PUBLIC means everybody. With `scope`, a token must have it too."""
    if not roles:
        raise ValueError("@allows needs at least one role; PUBLIC means everybody")

    def mark(view: View) -> View:
        view.__allows__ = frozenset(roles)  # type: ignore[attr-defined]
        view.__scope__ = scope  # type: ignore[attr-defined]
        return view

    return mark


def caller() -> Caller:
    """Who asks. A token that is not valid is refused even where everybody may enter: it hides a mistake."""
    found: Caller | None = g.get("caller")
    if found is None:
        found = g.caller = _identify()
    return found


class Person(NamedTuple):
    """Somebody who has logged in, and for whom they act now."""

    party_id: int
    account_id: int
    role: Role
    division: str | None


def person() -> Person:
    """Who has logged in; a program's token has no account, and what asks for one is a person's deed."""
    found = caller()
    if found.party_id is None or found.account_id is None:
        raise Unauthenticated("this is for people who have logged in: a token has no account")
    return Person(found.party_id, found.account_id, found.role, found.division)


def acting() -> int:
    """The party that whoever asks acts for."""
    found = caller().party_id
    if found is None:
        raise Unauthenticated("this is for people who have logged in")
    return found


def init_app(app: Flask) -> None:
    """Put the gate in front of every view of `app`."""
    app.before_request(_enter)
    static: Callable[..., Any] | None = app.view_functions.get("static")
    if static is not None:
        # Flask's own view bears no mark; the files of the pages are for everybody. A bound method takes no attribute.
        app.view_functions["static"] = allows(PUBLIC)(partial(static))


def _enter() -> None:
    if request.endpoint is None:
        return  # no such page: the answer is 404 or 405, and no view is run
    view = current_app.view_functions[request.endpoint]
    roles: frozenset[Role] = getattr(view, "__allows__", frozenset())
    if PUBLIC in roles:
        return
    if not roles:
        logger.error("the view %s says nothing of who may enter", request.endpoint)
        raise Closed("nobody may enter here: the view does not say who may")
    who = caller()
    if who is NOBODY:
        raise Unauthenticated("this needs a token: expected Authorization: Bearer with one, or a login")
    if who.role not in roles:
        raise WrongRole(f"this is open to {', '.join(sorted(roles))}, and you come as {who.role}")
    wanted: Scope | None = getattr(view, "__scope__", None)
    if wanted is not None and wanted not in who.scopes:
        raise WrongScope(f"this needs the scope {wanted}: make a token that has it", scope=str(wanted))


def _identify() -> Caller:
    header = request.headers.get("Authorization")
    if header is not None:
        return _bearer(header)
    return _logged_in() if sessions.ACCOUNT in cookie else NOBODY


def _bearer(header: str) -> Caller:
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise Unauthenticated(f"the Authorization is of kind {kind[:20]!r}: expected Bearer and a token")
    moment = now()
    with glance() as look:
        token = tokens.find(look, secret.strip(), moment)
    if token is None:
        raise Unauthenticated("this token is not valid: it is unknown, revoked or has expired; ask for a new one")
    if token.last_used != (day := moment.date().isoformat()):
        with transaction() as session:
            tokens.touch(session, token.id, day)
    return Caller(Role(token.role), token.party_id, tokens.scopes_of(token.scopes), token_id=token.id)


def _logged_in() -> Caller:
    with reading() as session:
        found = sessions.who(session, cookie, now())
    if found is None:
        return NOBODY
    if request.method not in SAFE and not _from_our_pages():
        raise WrongOrigin("this request came from another site's page: open ours and do it there")
    account, membership = found
    role = Role(membership.role)
    return Caller(role, membership.party_id, SCOPES[role], account_id=account.id, division=membership.division)


def _from_our_pages() -> bool:
    """What the browser says of the page behind a request; Fetch Metadata, else the Origin header."""
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
