"""The links of products that are asked for often, remembered for some seconds: resolving them then asks no database.

What this process changes is forgotten at once; what another changes is seen when the seconds are over, which is less
than the minute for which an answer may be kept anyway.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from flask import current_app

from trace.target import Target

SECONDS = 5.0
MOST = 2_048
MOST_CHOICES = 64
_NAME = "remembered_links"


@dataclass(slots=True)
class Known:
    """The public links of a product itself; `finer`: some lot or piece of it has links too, so it must be asked about."""

    targets: list[Target]
    finer: bool
    until: float
    # What was chosen of them, by what was wished for.
    chosen: dict[Any, list[Target]] = field(default_factory=dict)

    def choose(self, wish: Any, choose: Callable[[], list[Target]]) -> list[Target]:
        """What suits a wish, worked out once."""
        found = self.chosen.get(wish)
        if found is None:
            if len(self.chosen) >= MOST_CHOICES:
                self.chosen.clear()
            found = self.chosen[wish] = choose()
        return found


class Links:
    """What one process remembers."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._lock = Lock()

    def get(self, root: str, ask: Callable[[], tuple[list[Target], bool]]) -> Known:
        """The links of a product or place by its name in the record."""
        known = self._known.get(root)
        if known is None or known.until < time.monotonic():
            began = time.monotonic()
            known = Known(*ask(), began + SECONDS)
            with self._lock:
                self._known[root] = known
                self._known.move_to_end(root)
                while len(self._known) > MOST:
                    self._known.popitem(last=False)
        return known

    def forget(self, root: str) -> None:
        """Ask again the next time."""
        with self._lock:
            self._known.pop(root, None)


def links() -> Links:
    """What the app at hand remembers."""
    found: Links | None = current_app.extensions.get(_NAME)
    return current_app.extensions.setdefault(_NAME, Links()) if found is None else found
