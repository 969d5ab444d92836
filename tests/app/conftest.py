"""What tests of the app may ask for besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.app.installation import installed


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """The app, over a database of each kind."""
    made = installed(database, tmp_path)
    yield made
    made.extensions["database"].engine.dispose()
