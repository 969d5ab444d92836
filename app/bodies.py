"""No body is parsed before its length is known to be within MAX_BODY_BYTES."""

from __future__ import annotations

from io import BytesIO

from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import get_content_length

WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Refuse bodies of `app` that are too long before any view reads them."""
    app.before_request(_limit)


def _limit() -> None:
    environ = request.environ
    if environ["REQUEST_METHOD"] in WITHOUT_BODY or (most := request.max_content_length) is None:
        return
    length = get_content_length(environ)
    if length is None and environ.get("wsgi.input_terminated"):
        length = _measure(most)
    if length is not None and length > most:
        raise RequestEntityTooLarge()


def _measure(most: int) -> int:
    """The length of a body that came in chunks, at most one more than `most`; from here on it is one with a length.

    Werkzeug would cut such a body off at the limit and hand on what is left as if it were whole.
    """
    environ = request.environ
    parts, length = [], 0
    while length <= most and (part := environ["wsgi.input"].read(min(65_536, most + 1 - length))):
        parts.append(part)
        length += len(part)
    environ["wsgi.input"] = BytesIO(b"".join(parts))
    environ["CONTENT_LENGTH"] = str(length)
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return length
