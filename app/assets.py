"""Addresses of our own static files, with a piece of their checksum, so that a browser may keep them for good."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request

STATIC = Path(__file__).with_name("static")


@cache
def asset(name: str) -> str:
    """The path to link to for a file below app/static/."""
    file = STATIC / name
    if not file.is_file():
        # A page is worth more than a file that it can do without.
        return f"/static/{name}"
    digest = sha256(file.read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def init_app(app: Flask) -> None:
    """Let every template say `{{ asset("suyuan.css") }}`."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(_asked_again)


def _asked_again(response: Response) -> Response:
    """A file without its checksum in the address, as modules import each other, may change under that address."""
    if request.endpoint == "static" and "v" not in request.args:
        response.headers["Cache-Control"] = "no-cache"
    return response
