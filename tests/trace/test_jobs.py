"""Jobs: one does it at a time, another takes over what was left lying, and files are kept for a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from trace import jobs, parties

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def party(session):
    return parties.register(session, "merchant", "Ridge", NOW)


def test_a_job_is_claimed_once_stepped_on_and_done(session, party):
    job = jobs.begin(session, party.id, "print", 7, 300, NOW, size="a4")
    assert jobs.claim(session, NOW) is job
    assert jobs.claim(session, NOW) is None
    assert jobs.stepped(session, job, 100, NOW)
    assert not jobs.stepped(session, job, 300, NOW)
    assert (job.state, job.says()) == ("done", {"size": "a4"})
    assert jobs.claim(session, NOW + timedelta(days=1)) is None


def test_what_was_left_lying_is_taken_over_after_the_lease(session, party):
    job = jobs.begin(session, party.id, "print", 7, 300, NOW)
    jobs.claim(session, NOW)
    assert jobs.claim(session, NOW + jobs.LEASE) is None
    assert jobs.claim(session, NOW + jobs.LEASE + timedelta(seconds=1)) is job


def test_a_failed_job_says_why_and_is_not_tried_again(session, party):
    job = jobs.begin(session, party.id, "print", 7, 300, NOW)
    jobs.claim(session, NOW)
    jobs.fail(session, job, "no", NOW)
    assert jobs.claim(session, NOW + timedelta(days=1)) is None
    assert job.trouble == "no"


def test_files_are_kept_for_a_day_and_are_their_partys_alone(session, party):
    job = jobs.begin(session, party.id, "print", 7, 2, NOW)
    jobs.keep(session, job, 0, b"one")
    jobs.keep(session, job, 0, b"one again")
    session.flush()
    assert (jobs.files(session, job), jobs.file(session, job, 0)) == ([0], b"one again")
    with pytest.raises(jobs.NoSuchJob):
        jobs.get(session, party.id + 1, job.id)
    jobs.begin(session, party.id, "print", 7, 2, NOW + timedelta(days=2))
    session.expire_all()
    with pytest.raises(jobs.NoSuchJob):
        jobs.file(session, job, 0)
