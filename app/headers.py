"""What every answer tells the browser: run nothing but our own files, tell nobody where you come from."""

from __future__ import annotations

from flask import Flask, Response, g

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


def widen(directive: str, source: str) -> None:
    """Let the answer at hand use one more source, such as the hash of verify.html's script or 'wasm-unsafe-eval'."""
    g.setdefault("wider", []).append((directive, source))


def share() -> None:
    """Let other sites' scripts read the answer at hand: the log, proofs and linksets are everybody's."""
    g.shared = True


def init_app(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    headers = response.headers
    for name, value in _PLAIN:
        if name not in headers:
            headers[name] = value
    if "wider" in g:
        policy = dict(POLICY)
        for directive, source in g.wider:
            policy[directive] = f"{policy.get(directive, '')} {source}".strip()
        headers["Content-Security-Policy"] = _joined(policy)
    if "shared" in g:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
