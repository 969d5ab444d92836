"""Bringing a database's tables up to date."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine

from app import schema

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


@cache
def head() -> str | None:
    """The newest revision there is."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def behind(engine: Engine) -> bool:
    """Whether the database lacks a revision."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() != head()


def upgrade(engine: Engine) -> None:
    """Bring the database at hand to the newest revision; nothing to do costs one query."""
    if behind(engine):
        flask_migrate.upgrade(directory=str(FOLDER))


def init_app(app: Flask) -> None:
    """Give the app the commands of `flask db`; migrations/env.py takes everything from app/schema.py."""
    flask_migrate.Migrate(app, schema, directory=str(FOLDER))
    # Which revision runs is worth a line only where somebody asked for it.
    logging.getLogger("alembic").setLevel(logging.WARNING)
