"""How often a code was opened, and when first: what tells a reader that a printed code may have been copied.

Nothing is kept of who looked: for an hour a process remembers a hash under a key that dies with it, so that one
reader who comes back is one.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from threading import Lock

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk
from trace.bulk import Reads
from trace.moments import from_ms, to_ms
from trace.store import Record, UTCTime

HOUR = 3600.0
MOST = 10_000
# Looks are written down together, every few seconds at most: a page must not cost a write.
EVERY = 5.0


class Opening(Record):
    """When a code was opened for the first time, and how often since."""

    __tablename__ = "opening"

    uri: Mapped[str] = mapped_column(Text, primary_key=True)
    first_at: Mapped[datetime] = mapped_column(UTCTime)
    count: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True)
class Opened:
    """The same, as a page tells it."""

    first_at: datetime
    count: int


class Looks:
    """What this process has seen and not yet written down."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._seen: OrderedDict[bytes, float] = OrderedDict()
        self._new: dict[str, int] = {}
        self._written = 0.0
        self._lock = Lock()

    def note(self, uri: str, reader: str) -> None:
        """Somebody opened the page of `uri`; `reader` is what tells one from another, and is not kept."""
        mark = blake2b(f"{reader}\n{uri}".encode(), key=self._key, digest_size=16).digest()
        moment = time.monotonic()
        with self._lock:
            if self._seen.get(mark, -HOUR) + HOUR > moment:
                return
            self._seen[mark] = moment
            self._seen.move_to_end(mark)
            while len(self._seen) > MOST:
                self._seen.popitem(last=False)
            self._new[uri] = self._new.get(uri, 0) + 1

    def due(self) -> dict[str, int]:
        """What is to be written down now, if it is time; whoever asks must do it."""
        with self._lock:
            if not self._new or time.monotonic() - self._written < EVERY:
                return {}
            self._written = time.monotonic()
            found, self._new = self._new, {}
        return found


def write(session: Session, looks: dict[str, int], now: datetime) -> None:
    """Add looks to what is known."""
    statement = (
        "INSERT INTO opening (uri, first_at, count) VALUES (?, ?, ?) "
        "ON CONFLICT (uri) DO UPDATE SET count = opening.count + excluded.count"
    )
    bulk.run(session, statement, [(uri, to_ms(now), many) for uri, many in sorted(looks.items())])


def of(session: Reads, uri: str) -> Opened | None:
    """What is known of a code; None before the first look was written down."""
    found = bulk.run(session, "SELECT first_at, count FROM opening WHERE uri = ?", (uri,))
    return Opened(from_ms(found[0][0]), found[0][1]) if found else None
