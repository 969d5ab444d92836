"""The checkpoint beside the database: it only ever goes forward, and says when the database has not."""

from __future__ import annotations

import fcntl
import os
import random
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from trace import logdir
from trace.keyring import Keyring
from trace.logdir import AnotherLog, Rewound
from trace.note import BadNote, Checkpoint, Signer


def note(keyring, size):
    return keyring.signer.sign(Checkpoint(keyring.origin, size, bytes([size]) * 32).text())


@pytest.fixture
def kept(keyring, tmp_path):
    """A folder and what publishes into it."""
    folder = tmp_path / "deep" / "log"

    def publish(size):
        logdir.publish(folder, keyring, note(keyring, size))
        return logdir.read(folder, keyring.signer.verifier).size

    publish.folder = folder
    return publish


def test_before_the_first_there_is_none(tmp_path, keyring):
    assert logdir.read(tmp_path / "nowhere", keyring.signer.verifier) is None


def test_the_first_one_makes_the_folder_and_nobody_else_may_enter_it(kept):
    assert kept(1) == 1
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert [path.name for path in kept.folder.iterdir()] == ["checkpoint"]


def test_it_never_goes_back_whatever_comes_late(kept):
    assert [kept(size) for size in (3, 2, 3, 7, 5, 1)] == [3, 3, 3, 7, 7, 7]


def test_many_at_once_in_any_order_leave_the_newest(kept, keyring):
    sizes = list(range(1, 60))
    random.Random(1).shuffle(sizes)
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(kept, sizes))
    assert all(after >= size for size, after in zip(sizes, seen, strict=True))
    assert (kept.folder / "checkpoint").read_text(encoding="utf-8") == note(keyring, 59)


def test_who_publishes_waits_for_who_is_publishing(kept):
    kept(1)
    held = os.open(kept.folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(kept, 2)
        with pytest.raises(TimeoutError):
            waiting.result(0.3)
        # As when its process is killed: the lock goes with it.
        os.close(held)
        assert waiting.result(10) == 2


def test_what_a_killed_process_left_half_written_is_never_read(kept):
    kept(2)
    (kept.folder / ".checkpoint.new").write_text("log.exam", encoding="utf-8")
    assert kept(1) == 2
    assert kept(3) == 3


def test_a_file_that_somebody_wrote_into_is_refused_and_not_written_over(kept, keyring):
    kept(2)
    file = kept.folder / "checkpoint"
    file.write_text(file.read_text(encoding="utf-8").replace("\n2\n", "\n1\n"), encoding="utf-8")
    with pytest.raises(BadNote):
        kept(3)
    assert "\n1\n" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["log.example", "other.example"])
def test_what_another_key_has_signed_is_not_published(kept, keyring, name):
    kept(2)
    stranger = Keyring(Signer(name, b"s" * 32), b"d" * 32)
    with pytest.raises(BadNote):
        logdir.publish(kept.folder, keyring, note(stranger, 9))
    assert kept(3) == 3


def roots(size):
    return bytes([size]) * 32


@pytest.mark.parametrize("size", [5, 6, 1_000])
def test_a_database_that_has_grown_from_what_was_published_may_go_on(size):
    logdir.check(Checkpoint("log.example", 5, roots(5)), size, roots)
    logdir.check(None, size, roots)


@pytest.mark.parametrize("size", [0, 4])
def test_a_database_with_less_than_was_published_was_put_back(size):
    with pytest.raises(Rewound, match=f"5 entries were published and the database has {size}: .*restore"):
        logdir.check(Checkpoint("log.example", 5, roots(5)), size, roots)


def test_a_database_with_other_entries_under_the_published_size_is_another_history():
    with pytest.raises(AnotherLog, match="at 5 entries the published root is"):
        logdir.check(Checkpoint("log.example", 5, bytes(32)), 9, roots)


@pytest.mark.parametrize("goes_on", [0, 3])
def test_after_an_accepted_loss_both_are_kept_and_the_log_goes_on_from_less(kept, keyring, goes_on):
    kept(9)
    text = note(keyring, goes_on) if goes_on else ""
    aside = logdir.step_back(kept.folder, keyring.signer.verifier, text)
    assert aside.read_text(encoding="utf-8") == note(keyring, 9)
    found = logdir.read(kept.folder, keyring.signer.verifier)
    assert (found.size if found else 0) == goes_on
    assert kept(4) == 4
