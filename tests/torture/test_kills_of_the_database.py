"""The database server killed under a working service: when it is back the service goes on, and nothing is lost."""

from __future__ import annotations

import time

import pytest

from tests.torture import postgres
from tests.torture.conftest import worlds
from tests.torture.reckoning import Auditor, settle

pytestmark = pytest.mark.torture


def begin(service):
    service.serve()
    service.write("patient")
    service.ready()


@pytest.mark.parametrize("fresh", ["postgresql"], indirect=True)
def test_a_database_killed_in_the_middle_comes_back_with_all_that_was_acknowledged(fresh, durable, chance, tally):
    for kills in worlds(0.10):
        service = fresh()
        assert service.run("flask", "--app", "wsgi", "db", "upgrade").returncode == 0
        begin(service)
        for number in range(kills):
            service.work()
            time.sleep(chance.uniform(0, 0.5))
            durable.strike(postgres.WAYS[number % len(postgres.WAYS)])
            # Sometimes everything goes at once, as when the power does; else the service lives through it.
            power = chance.random() < 0.3
            if power:
                service.kill()
            durable.start()
            with Auditor(service) as auditor:
                tally.add(auditor.check())
            service.rest()
            if power:
                begin(service)
            service.ready()
        # The writers have their answers by now; the server that has lived through it all takes everything in.
        tally.entries += settle(service).entries
