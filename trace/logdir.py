"""LOG_DIR/checkpoint: the newest checkpoint outside the database, so that a database put back is not taken for the log.

It is written after the commit, synced and renamed, and never goes back; the signer refuses a database behind it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trace import note
from trace.chain import b64
from trace.errors import Conflict, Refusal
from trace.keyring import Keyring
from trace.note import Checkpoint, Verifier

NAME = "checkpoint"


class Rewound(Refusal):
    """The database lacks entries that the log has published: it was put back from an older backup."""

    code = "rewound"


class AnotherLog(Conflict):
    """The database and the published checkpoint tell of two different histories."""

    code = "another-log"


def read(folder: Path, verifier: Verifier) -> Checkpoint | None:
    """The newest checkpoint that was published from here, if any was; its signature is checked."""
    try:
        text = (folder / NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return note.checkpoint(text, verifier)


def check(published: Checkpoint | None, size: int, root_at: Callable[[int], bytes]) -> None:
    """Raise unless a database whose log has `size` entries continues what was published."""
    if published is None:
        return
    if size < published.size:
        raise Rewound(
            f"{published.size} entries were published and the database has {size}: put back the newest backup, then "
            "`flask --app wsgi restore` tells what is missing and how to go on"
        )
    if (found := root_at(published.size)) != published.root:
        raise AnotherLog(
            f"at {published.size} entries the published root is {b64(published.root)}, but this database has {b64(found)}: "
            "it belongs to another history of this log; put back the backup that the checkpoint came from"
        )


def publish(folder: Path, keyring: Keyring, text: str) -> None:
    """Keep the signed note `text`, unless a newer one is kept already."""
    ours = note.checkpoint(text, keyring.signer.verifier)
    with _lock(folder):
        kept = read(folder, keyring.signer.verifier)
        if kept is None or kept.size < ours.size:
            _write(folder, text)


def step_back(folder: Path, verifier: Verifier, text: str) -> Path:
    """After an accepted loss: keep what was published under another name, and `text` ("" for an empty log) instead."""
    with _lock(folder):
        lost = read(folder, verifier)
        aside = folder / f"{NAME}.lost-{lost.size if lost else 0}"
        os.replace(folder / NAME, aside)
        if text:
            _write(folder, text)
    return aside


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """One writer at a time; the lock is the folder itself, so that no file is left behind."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(folder: Path, text: str) -> None:
    new = folder / f".{NAME}.new"
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, folder / NAME)
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)
