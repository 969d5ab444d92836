"""An installation that calls receivers on this machine, and one of these."""

from __future__ import annotations

import pytest

from tests.app.installation import installed
from tests.app.receiver import receiving


@pytest.fixture
def app(database, tmp_path):
    """The app where subscribers may lie in a private network, as the receivers of the tests do."""
    found = installed(database, tmp_path, SUBSCRIBER_PRIVATE="yes")
    yield found
    found.extensions["database"].engine.dispose()


@pytest.fixture
def receiver():
    with receiving(200) as found:
        yield found
