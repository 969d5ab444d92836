"""An app over a test's own database, as a server has it, in one line."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from app import create_app
from app.db import database, metadata
from app.settings import Settings


def settings(url: str, folder: Path, **environment: str) -> Settings:
    """Settings of an installation whose files lie in `folder`."""
    return Settings.from_env({"DATABASE_URL": url, "LOG_DIR": str(folder / "log"), **environment}, folder)


def installed(url: str, folder: Path, **environment: str) -> Flask:
    """An app whose database has every table."""
    app = create_app(settings(url, folder, **environment))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        metadata.create_all(database().engine)
    return app
