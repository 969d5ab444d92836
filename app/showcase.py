"""What the front page of the demonstration leads to; app/demo records these things under these names."""

from __future__ import annotations

from typing import NamedTuple


class Shown(NamedTuple):
    """A thing to look at: its path (`/01/..` under id.gs1.org, `/id/..` under the log's origin), and what there is to see."""

    path: str
    title: str
    line: str
    query: str = ""

    def uri(self, origin: str) -> str:
        """Its canonical name in the log `origin`."""
        return f"https://{origin if self.path.startswith('/id/') else 'id.gs1.org'}{self.path}"


SHOWN: tuple[Shown, ...] = ()
