"""After a kill: is everything there that was acknowledged, once, and does the log verify?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Self

import orjson
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.db import database, reading
from app.settings import Settings
from tests.torture.service import HANDS, Service, until
from tests.torture.writer import drafts
from trace import log, logdir, merkle, tables
from trace.standing import Actor

NOBODY = Actor(0, "")


@dataclass(frozen=True)
class State:
    """What one look at a service that nobody is using has found."""

    entries: int
    pending: int
    size: int
    published: int
    unanswered: int


@dataclass
class Tally:
    """What happened in a run, for whoever wants to know whether the kills came at bad moments."""

    kills: int = 0
    starting: int = 0
    work_left: int = 0
    unpublished: int = 0
    unanswered: int = 0
    entries: int = 0

    def add(self, state: State) -> None:
        """One more kill, and how it left things."""
        self.kills += 1
        self.work_left += state.pending > 0
        self.unpublished += state.published < state.size
        self.unanswered += state.unanswered

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.starting} while starting); entries waited after {self.work_left}, a signed "
            f"checkpoint was not published yet after {self.unpublished}, calls had no answer {self.unanswered}; "
            f"entries {self.entries}"
        )


class Books:
    """What the journal says, to be compared with the database."""

    def __init__(self, service: Service) -> None:
        tried, done = service.journal.read()
        self.tried = {one.event.event_id or "" for name in tried for one in drafts(name, NOBODY)}
        self.acknowledged = {
            one.event.event_id or "": leaf for name, leaves in done.items()
            for one, leaf in zip(drafts(name, NOBODY), leaves, strict=True)
        }  # fmt: skip


class Auditor:
    """Looks at a service's database from outside, with connections that last for one look."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.app: Flask = create_app(Settings.from_env(service.environment, service.folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.app.extensions["database"].engine.dispose()

    def look(self) -> State:
        """Sizes of everything."""
        with self.app.app_context(), reading() as session:
            entries = session.scalar(select(func.count()).select_from(tables.entry)) or 0
            pending = session.scalar(select(func.count()).select_from(tables.pending)) or 0
            size = log.newest(session).size
            published = logdir.read(self.service.log_dir, database().keyring.signer.verifier)
        tried, done = self.service.journal.read()
        return State(entries, pending, size, published.size if published else 0, len(set(tried) - set(done)))

    def check(self, seen: str | None = None) -> State:
        """Every acknowledged event is there once with the leaf of its receipt, and what is there verifies.

        `seen` is a checkpoint that the service has shown to somebody before.
        """
        # Writers may be at work all the while: what they had as acknowledged before we looked must be there.
        acknowledged = Books(self.service).acknowledged
        with self.app.app_context(), reading() as session:
            rows = session.execute(select(tables.entry.c.event, tables.entry.c.log_entry)).all()
        stored = [(orjson.loads(event)["eventID"], merkle.leaf_hash(bytes(entry)).hex()) for event, entry in rows]
        twice = {event_id for event_id, times in Counter(event_id for event_id, _ in stored).items() if times > 1}
        assert not twice, f"recorded twice: {sorted(twice)[:5]}"
        there = dict(stored)
        lost = {event_id for event_id, leaf in acknowledged.items() if there.get(event_id) != leaf}
        assert not lost, f"acknowledged and not there: {sorted(lost)[:5]} of {len(lost)}"
        assert there.keys() <= Books(self.service).tried, "there are entries that nobody has sent"
        return self.verify(seen)

    def verify(self, seen: str | None = None) -> State:
        """What is there verifies, with every checkpoint that was seen before."""
        kept = self.service.folder / "kept"
        if seen:
            kept.write_text(seen, encoding="utf-8")
        words = ["verify", *(["--checkpoint", str(kept)] if kept.exists() else [])]
        result = self.app.test_cli_runner().invoke(args=words)
        assert result.exit_code == 0, (result.output, result.exception)
        return self.look()


def settle(service: Service) -> State:
    """Send what was left without an answer, let the running server take everything in, and check it all to the end."""
    finished = service.run("tests.torture.writer", str(service.journal.path), str(HANDS), "finish")
    assert finished.returncode == 0, finished.stderr
    with Auditor(service) as auditor:
        # Whatever still waits, and a checkpoint that was signed and not published, are found without our help.
        until(lambda: (state := auditor.look()).pending == 0 and state.published == state.size)
        state = auditor.check(service.ask("/log/checkpoint"))
    books = Books(service)
    assert not state.unanswered
    assert state.entries == state.size == len(books.acknowledged) == len(books.tried)
    assert service.ask("/log/checkpoint") == (service.log_dir / logdir.NAME).read_text(encoding="utf-8")
    verified = service.run("flask", "--app", "wsgi", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stdout.startswith(f"OK size={state.size} root=")
    return state
