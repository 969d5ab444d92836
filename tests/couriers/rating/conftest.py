"""Days of couriers on each kind of database."""

from __future__ import annotations

import pytest

from tests.couriers.rating.days import Days


@pytest.fixture
def days(session, tmp_path) -> Days:
    """A carrier with one courier, and nothing done yet."""
    return Days(session, tmp_path)
