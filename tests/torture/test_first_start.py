"""Killed in the middle of its very first start, while keys and tables are being made."""

from __future__ import annotations

import time

import pytest

from tests.torture.conftest import worlds
from tests.torture.reckoning import settle

pytestmark = pytest.mark.torture


def test_a_first_start_that_is_killed_again_and_again_ends_in_a_service_that_records(fresh, chance, tally):
    for kills in worlds(0.03):
        service = fresh()
        for _ in range(kills):
            service.serve()
            time.sleep(chance.uniform(0, 3.0))
            service.kill()
            tally.kills += 1
            tally.starting += 1
        service.serve()
        service.ready()
        # Found without an answer, it is sent again.
        service.journal.write("try", "0-1")
        state = settle(service)
        assert state.entries > 0
        tally.entries += state.entries
