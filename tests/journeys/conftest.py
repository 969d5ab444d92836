"""Stories are told over an app with a database of each kind, as the app's own tests are, and mostly over its server."""

from __future__ import annotations

import pytest

from tests.app.conftest import app
from tests.journeys.courier_world import world

__all__ = ["app"]


@pytest.fixture
def served(app):
    """The app on a server, with a merchant, a carrier and as many parcels as a story asks for."""
    with world(app) as made:
        yield made
