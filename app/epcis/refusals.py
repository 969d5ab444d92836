"""Refusals as EPCIS tells them: the standard's exception as `type` (EPCIS 2.0 section 12.3), our stable `code` beside it."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.epcis import limits
from app.errors import HEADERS, HTTP_CODES, status_of, title_of
from trace.errors import Refusal

# By status, where the refusal itself does not name the standard's exception.
EXCEPTIONS = {
    400: "ValidationException",
    401: "SecurityException",
    403: "SecurityException",
    404: "NoSuchNameException",
    406: "NotAcceptableException",
    409: "ResourceAlreadyExistsException",
    413: "CaptureLimitExceededException",
    414: "URITooLongException",
    415: "UnsupportedMediaTypeException",
    501: "ImplementationException",
}
# Statuses that the kinds of refusals of the whole house do not have.
STATUSES = {
    "not-acceptable": 406,
    "too-many-events": 413,
    "query-too-large": 413,
    "query-too-complex": 413,
    "too-many-places": 413,
    "uri-too-long": 414,
    "unsupported-media-type": 415,
}


def told_by(blueprint: Blueprint) -> None:
    """Answer every refusal within this blueprint here; what is our own fault stays with app/errors.py."""
    blueprint.register_error_handler(Refusal, _refused)
    blueprint.register_error_handler(HTTPException, _http)


def answer(status: int, code: str, title: str, detail: str, **more: object) -> Response:
    """A problem (RFC 9457, which EPCIS cites as RFC 7807)."""
    exception = more.pop("exception", None) or EXCEPTIONS.get(status, "ImplementationException")
    body = {
        **more,
        "type": f"epcisException:{exception}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    response = Response(orjson.dumps(body, default=str), status=status, mimetype="application/problem+json")
    response.headers.extend(HEADERS.get(status, {}))
    return response


def _refused(refusal: Refusal) -> Response:
    status = STATUSES.get(refusal.code) or status_of(refusal)
    exception = getattr(refusal, "exception", None)
    made = answer(status, refusal.code, title_of(type(refusal)), refusal.message, **refusal.detail, exception=exception)
    if (seconds := getattr(refusal, "retry_after", None)) is not None:
        made.headers["Retry-After"] = str(seconds)
    return _limited(made)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400 or error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    detail = (error.description or error.name).rstrip(".")
    if isinstance(error, RequestEntityTooLarge):
        detail = "the document is longer than GS1-EPCIS-Capture-File-Size-Limit says in bytes: send it in parts"
    code = HTTP_CODES.get(error.code, error.name.lower().replace(" ", "-"))
    return _limited(answer(error.code, code, error.name, detail))


def _limited(response: Response) -> Response:
    if response.status_code == 413 and request.method == "POST":
        response.headers.extend(limits.announced())
    return response
