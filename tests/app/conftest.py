"""What tests of the app may ask for besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.db import database
from tests.app.installation import installed
from tests.trace.logged import World


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """The app, over a database of each kind."""
    made = installed(database, tmp_path)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def served(app: Flask) -> World:
    """The ledger and log behind `app`, with one merchant."""
    with app.app_context():
        made = World(database().writing, database().keyring, app.extensions["settings"].log_dir, None)  # type: ignore[arg-type]
    made.actor = made.party("Hall")
    return made
