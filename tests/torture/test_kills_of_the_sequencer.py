"""`flask sequence` killed while it works off what has piled up: nothing half done, and the next one goes on."""

from __future__ import annotations

import time

import pytest

from app.clock import now
from app.db import transaction
from tests.torture.conftest import worlds
from tests.torture.reckoning import Auditor
from tests.torture.service import until
from tests.trace.made import draft, item
from trace import ledger, sequencer
from trace.words import Stage

pytestmark = pytest.mark.torture


def pile_up(app, turn):
    """More than two batches of entries, in one transaction."""
    made = [
        draft(item(f"T{turn}-{at}"), stage=Stage.LISTED, event_id=f"urn:torture:pile:{turn}:{at}")
        for at in range(sequencer.BATCH * 2 + 100)
    ]
    with app.app_context(), transaction() as session:
        ledger.append(session, made, now())


def killed_at_work(service, auditor, after):
    """Start `flask sequence` and kill it so many seconds after its first batch."""
    before = auditor.look()
    service.begin("flask", "--app", "wsgi", "sequence")
    until(lambda: service.alive() and auditor.look().size > before.size)
    time.sleep(after)
    service.kill()
    return before


def test_a_sequencer_killed_in_the_middle_leaves_whole_batches_and_the_next_one_goes_on(fresh, chance, tally):
    for kills in worlds(0.10, most=8):
        service = fresh()
        assert service.run("flask", "--app", "wsgi", "db", "upgrade").returncode == 0
        for number in range(kills):
            with Auditor(service) as auditor:
                if auditor.look().pending < sequencer.BATCH:
                    pile_up(auditor.app, number)
                # At once, in the instants between commit and publication, or in the middle of a later batch.
                after = chance.choice([0.0, chance.uniform(0, 0.02), chance.uniform(0, 0.6)])
                before = killed_at_work(service, auditor, after)
                left = auditor.verify()
                assert left.size + left.pending == left.entries == before.entries
                assert left.pending == 0 or (left.size - before.size) % sequencer.BATCH == 0
                tally.add(left)
        assert service.run("flask", "--app", "wsgi", "sequence", "--once").returncode == 0
        with Auditor(service) as auditor:
            state = auditor.verify()
        assert state.size == state.published == state.entries
        tally.entries += state.entries
