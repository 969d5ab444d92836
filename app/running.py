"""The app itself, for threads and whatever else outlives the request or command that began it."""

from __future__ import annotations

from flask import Flask, current_app


def running() -> Flask:
    """The app behind Flask's `current_app`, which is a proxy that is empty in another thread."""
    # Flask's types call it a Flask and so hide what every LocalProxy has.
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return found
