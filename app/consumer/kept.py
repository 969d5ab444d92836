"""Pages that were drawn once and still hold: kept by thing and language, until one of the lives they show goes on."""

from __future__ import annotations

import gzip
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from trace import bulk
from trace.bulk import Reads

MOST = 512
# What the record does not tell, such as whether a licence was checked, is looked at again after so long.
SECONDS = 60.0


@dataclass(slots=True)
class Kept:
    """A page, with the lives that it shows and how many entries each had."""

    html: bytes
    made_of: Mapping[str, int]
    etag: str
    until: float
    _packed: bytes | None = field(default=None)

    @classmethod
    def of(cls, html: bytes, made_of: Mapping[str, int]) -> Kept:
        """A page that was drawn just now."""
        return cls(html, made_of, sha256(html).hexdigest()[:24], time.monotonic() + SECONDS)

    def packed(self) -> bytes:
        """The page compressed, lightly: most pages have one reader, and twice the time would save a twentieth of the bytes."""
        if self._packed is None:
            self._packed = gzip.compress(self.html, 1, mtime=0)
        return self._packed


class Shelf:
    """The pages of one process."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, session: Reads, key: tuple[str, ...]) -> Kept | None:
        """The page under this key if it still holds: one small query, however long the lives are."""
        kept = self._pages.get(key)
        if kept is None or kept.until < time.monotonic() or not _holds(session, kept.made_of):
            return None
        return kept

    def put(self, key: tuple[str, ...], kept: Kept) -> None:
        """Keep a page, and let go of those that nobody has asked for longest."""
        with self._lock:
            self._pages[key] = kept
            self._pages.move_to_end(key)
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)


def _holds(session: Reads, made_of: Mapping[str, int]) -> bool:
    found: dict[str, int] = dict(bulk.select_in(session, "SELECT uri, n FROM thing WHERE uri", made_of, "text"))
    return all(found.get(uri, 0) == n for uri, n in made_of.items())
