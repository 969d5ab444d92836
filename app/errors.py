"""Every way to say no: a refusal's kind becomes a status, as a problem (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Mapping
from typing import Any

import orjson
from flask import Flask, Response, current_app, render_template, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from trace.errors import Conflict, Forbidden, Malformed, Refusal, Unknown

logger = logging.getLogger(__name__)
PROBLEMS = "https://suyuan.example/problems/"


class Unauthenticated(Refusal):
    """Whoever asks has not said who they are, or not so that we can believe it."""

    code = "unauthenticated"


class TooMany(Refusal):
    """More requests than are answered in this time."""

    code = "too-many-requests"


class Away(Refusal):
    """Nothing is wrong with the request, but it cannot be served at this moment."""

    code = "try-again"


STATUS: dict[type[Refusal], int] = {
    Malformed: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    Unknown: 404,
    Conflict: 409,
    Refusal: 422,
    TooMany: 429,
    Away: 503,
}
# What the web server and Flask refuse by themselves.
HTTP_CODES = {
    400: "bad-request",
    404: "no-such-page",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
}
HEADERS = {401: {"WWW-Authenticate": 'Bearer realm="suyuan"'}, 503: {"Retry-After": "1"}}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal: that of the nearest kind it descends from."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def title_of(kind: type[Refusal]) -> str:
    """The same words for every refusal of a kind: the first sentence of what the class says of itself."""
    return inspect.cleandoc(kind.__doc__ or kind.code).split("\n")[0].rstrip(".")


def problem(status: int, code: str, title: str, detail: str, more: Mapping[str, Any] | None = None) -> Response:
    """The answer in the form that the client reads."""
    body: dict[str, Any] = {"type": PROBLEMS + code, "title": title, "status": status, "detail": detail, "code": code}
    response = _page(body) if wants_page() else None
    if response is None:
        # The five names above are fixed, so a detail of the same name gives way.
        raw = orjson.dumps({**(more or {}), **body}, default=str)
        response = Response(raw, mimetype="application/problem+json")
    response.status_code = status
    response.headers.extend(HEADERS.get(status, {}))
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(body: dict[str, Any]) -> Response | None:
    """The page for people; None where it fails itself, which must not hide the problem that it was to tell."""
    try:
        return current_app.make_response(render_template("error.html", problem=body))
    except Exception:
        logger.exception("the error page failed")
        return None


def wants_page() -> bool:
    """Whether a person reads the answer: only browsers ask for HTML before anything else."""
    accept = request.accept_mimetypes
    best = accept.best_match(["application/problem+json", "application/json", "text/html"])
    return best == "text/html" and not request.path.startswith(("/api/", "/epcis/", "/log/"))


def init_app(app: Flask) -> None:
    """Answer every error of `app` here."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unknown)


def _refused(refusal: Refusal) -> Response:
    answer = problem(status_of(refusal), refusal.code, title_of(type(refusal)), refusal.message, refusal.detail)
    if (seconds := getattr(refusal, "retry_after", None)) is not None:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400 or error.response is not None:
        # A redirect is not an error, and a ready answer is left as it is.
        return error.get_response()  # type: ignore[return-value]
    code = HTTP_CODES.get(error.code, (error.name or "error").lower().replace(" ", "-"))
    detail = (error.description or error.name).rstrip(".")
    if error.code == 413:
        detail = f"the body is longer than the {request.max_content_length} bytes that are read: send it in parts"
    answer = problem(error.code, code, error.name, detail)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _database(error: DBAPIError) -> Response:
    """A database that is away, busy, or gave up one of two that waited for each other: try again."""
    state = getattr(error.orig, "sqlstate", None) or ""
    busy = "database is locked" in str(error.orig) or state.startswith("40")
    if not (busy or error.connection_invalidated or state.startswith(("08", "57P", "53"))):
        return _unknown(error)
    logger.warning("the database did not answer: %s", type(error.orig).__name__)
    return _refused(Away("the database is busy or away: nothing was recorded, send the same again in a moment"))


def _unknown(error: Exception) -> Response:
    # The rule and not the path, which may hold a code.
    logger.error("%s %s failed", request.method, request.url_rule or "(no route)", exc_info=error)
    return problem(
        500, "internal", "Something failed here", "the fault is ours and has been written down; try again later"
    )
