"""SIGKILL of the server and all its writers at once: started again it goes on by itself, and nothing is amiss."""

from __future__ import annotations

import time

import pytest

from tests.torture.conftest import worlds
from tests.torture.reckoning import Auditor, settle

pytestmark = pytest.mark.torture


class Killer:
    """Starts a service and kills it at some instant, again and again."""

    def __init__(self, chance):
        self.chance, self.boot = chance, 2.0

    def once(self, service, *, starting, first):
        """One life of the service; the checkpoint that somebody has seen shortly before its end."""
        began = time.monotonic()
        service.serve()
        if not first:
            service.write()
        if starting:
            # Writers do not wait for the server.
            service.journal.go.touch()
            time.sleep(self.chance.uniform(0, self.boot))
            return None
        service.ready()
        self.boot = time.monotonic() - began
        if first:
            service.write()
        service.work()
        time.sleep(self.chance.uniform(0, 0.8))
        service.alive()
        return service.ask("/log/checkpoint")


def test_a_service_killed_at_any_instant_loses_nothing_acknowledged_and_verifies(fresh, chance, tally):
    killer = Killer(chance)
    for kills in worlds(0.32):
        service = fresh()
        for number in range(kills):
            starting = number > 0 and chance.random() < 0.25
            tally.starting += starting
            seen = killer.once(service, starting=starting, first=number == 0)
            service.kill()
            with Auditor(service) as auditor:
                tally.add(auditor.check(seen))
        service.serve()
        service.ready()
        tally.entries += settle(service).entries
