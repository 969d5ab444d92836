"""Every way in and out: `create_app` wires it together and does nothing else."""

from __future__ import annotations

import importlib

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    assets,
    bodies,
    cli,
    console,
    cookies,
    errors,
    headers,
    i18n,
    jobs,
    logs,
    migrating,
    sequencing,
    tasks,
    ticker,
    watch,
)
from app.access import gate
from app.db import Database
from app.keys import open_keys
from app.settings import Settings

# Each has a blueprint `bp`. A new door is one more line.
DOORS = (
    "app.operations",
    "app.access.views",
    "app.account.views",
    "app.log",
    "app.consumer.views",
    "app.consumer.claims",
    "app.consumer.offline",
    "app.reporting.views",
    "app.api.tracking",
    "app.api.views",
    "app.api.reference",
    "app.epcis.views",
    "app.courier.views",
    "app.courier.rating",
    "app.carrier.views",
    "app.merchant.views",
    "app.regulator.views",
    "app.regulator.responsibility",
    "app.regulator.admission",
    "app.standing",
    "app.lists",
    "app.promises",
    "app.regulator.fund",
    "app.sharing",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application for one installation. Nothing is opened or made before it is needed."""
    settings = settings or Settings.from_env()
    app = Flask(__name__)
    app.extensions["settings"] = settings
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        SESSION_COOKIE_NAME="suyuan",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        # Our static files carry a piece of their checksum in their address.
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        DEMONSTRATION=settings.demonstration,
    )
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_prefix=0)  # type: ignore[method-assign]
    stored = app.extensions["database"] = Database(settings, lambda: open_keys(settings, stored.engine))
    # In this order before each request: watch the time, refuse what is too large, then ask who enters.
    parts = (
        logs, watch, headers, errors, bodies, gate, cookies, assets, i18n, console, migrating, sequencing, tasks, jobs,
        ticker, cli,
    )  # fmt: skip
    for part in parts:
        part.init_app(app)
    for name in DOORS:
        app.register_blueprint(importlib.import_module(name).bp)
    return app
