"""What every answer tells the browser: run nothing but our own files, tell nobody where you come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, after_this_request, g

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    # A page's address may hold a code; no other site is ever told it.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()",
}


def _joined(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


_PLAIN = [*HEADERS.items(), ("Content-Security-Policy", _joined(POLICY))]
_LOWER = [(name.lower(), (name, value)) for name, value in _PLAIN]


def widen(directive: str, source: str) -> None:
    """Let the answer at hand use one more source, such as the hash of verify.html's script or 'wasm-unsafe-eval'."""
    if "wider" not in g:
        g.wider = dict(POLICY)
        after_this_request(_widened)
    g.wider[directive] = f"{g.wider.get(directive, '')} {source}".strip()


def share() -> None:
    """Let other sites' scripts read the answer at hand: the log, proofs and linksets are everybody's."""
    after_this_request(_shared)


def _widened(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _joined(g.wider)
    return response


def _shared(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def init_app(app: Flask) -> None:
    """Put the headers on every answer that has not got its own.

    Around the application and not in it: a list of pairs takes them ten times faster than Werkzeug's headers do.
    """
    inner = app.wsgi_app

    def protected(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            headers.extend([pair for name, pair in _LOWER if name not in present])
            return start_response(status, headers, *failed)

        return inner(environ, start)

    app.wsgi_app = protected  # type: ignore[method-assign]
